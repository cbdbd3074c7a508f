/**
 * The feature levels that the cluster has agreed on (KIP-584). `metadata.version` among them says
 * which records, in which versions, may be written: a level is never above what any node can read.
 */
export const METADATA_VERSION = 'metadata.version';
export const KRAFT_VERSION = 'kraft.version';
export const ELIGIBLE_LEADER_REPLICAS_VERSION = 'eligible.leader.replicas.version';
export const TRANSACTION_VERSION = 'transaction.version';
export const GROUP_VERSION = 'group.version';
export const SHARE_VERSION = 'share.version';
export const STREAMS_VERSION = 'streams.version';

export class FeaturesImage {
  static readonly EMPTY = new FeaturesImage(new Map());

  /** Levels by feature, those at 0 left out, `metadata.version` among them. */
  readonly levels: ReadonlyMap<string, number>;

  constructor(levels: ReadonlyMap<string, number>) {
    this.levels = levels;
  }

  /** A feature's level; 0 when it is off. */
  level(name: string): number {
    return this.levels.get(name) ?? 0;
  }

  get metadataVersion(): number {
    return this.level(METADATA_VERSION);
  }

  get elrEnabled(): boolean {
    return this.level(ELIGIBLE_LEADER_REPLICAS_VERSION) >= 1;
  }
}
