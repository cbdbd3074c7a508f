/**
 * Keeps a node's image up to the log's committed end, and tells whoever asks what changed.
 *
 *     MetadataLog --commit--> MetadataFollower --(image, previous)--> partitions, configuration, ...
 *                                    |
 *                                    +-- enough new log? --> MetadataLog.writeSnapshot
 *
 * Every node has one, the controller's too: what a broker acts on is only ever committed.
 */
import type { Env } from '#env/env.ts';
import { imageValues } from '#metadata/image-records.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { MetadataLoader } from '#metadata/metadata-loader.ts';
import type {
  CommittedBatch,
  Leadership,
  MetadataListener,
  MetadataLog,
  SnapshotContent,
} from '#metadata/metadata-log.ts';

/** Called after each change, in the order of the log, with the image before and after. */
export type ImageListener = (image: MetadataImage, previous: MetadataImage) => void;

export interface FollowerOptions {
  /** `metadata.log.max.record.bytes.between.snapshots`; none are written without it. */
  readonly snapshotAfterBytes?: number;
  /** `metadata.log.max.snapshot.interval.ms`: 0 for no limit. */
  readonly snapshotAfterMs?: number;
  readonly onLeaderChange?: (leadership: Leadership) => void;
  /** The log can't go on; the node has to stop. */
  readonly onFailure?: (cause: unknown) => void;
}

export class MetadataFollower implements MetadataListener {
  readonly #env: Env;
  readonly #log: MetadataLog;
  readonly #options: FollowerOptions;
  readonly #loader = new MetadataLoader();
  readonly #listeners = new Set<ImageListener>();
  /** Since the last snapshot: how much was replayed, and since when. */
  #bytes = 0;
  #sinceMs: number;
  #writing: Promise<void> | undefined;

  constructor(env: Env, log: MetadataLog, options: FollowerOptions = {}) {
    this.#env = env;
    this.#log = log;
    this.#options = options;
    this.#sinceMs = env.clock.now();
  }

  /** The newest committed image. */
  get image(): MetadataImage {
    return this.#loader.image;
  }

  /** True while the log's end lies inside of a transaction. */
  get inTransaction(): boolean {
    return this.#loader.inTransaction;
  }

  /** Calls `listener` from the next change on. */
  onImage(listener: ImageListener): void {
    this.#listeners.add(listener);
  }

  loadSnapshot(content: SnapshotContent): void {
    const previous = this.image;
    this.#publish(this.#loader.loadSnapshot(content), previous);
  }

  commit(batch: CommittedBatch): void {
    const previous = this.image;
    this.#publish(this.#loader.replay(batch), previous);
    for (const value of batch.values) this.#bytes += value.length;
    this.#snapshotIfDue();
  }

  leaderChange(leadership: Leadership): void {
    this.#options.onLeaderChange?.(leadership);
  }

  failed(cause: unknown): void {
    this.#options.onFailure?.(cause);
  }

  /** Resolves when a snapshot that is being written is done. */
  async settle(): Promise<void> {
    await this.#writing;
  }

  #publish(image: MetadataImage, previous: MetadataImage): void {
    if (image === previous) return;
    for (const listener of this.#listeners) listener(image, previous);
  }

  #snapshotIfDue(): void {
    const { snapshotAfterBytes = Number.POSITIVE_INFINITY, snapshotAfterMs = 0 } = this.#options;
    const waitedMs = this.#env.clock.now() - this.#sinceMs;
    const due =
      this.#bytes >= snapshotAfterBytes || (snapshotAfterMs > 0 && waitedMs >= snapshotAfterMs);
    if (!due || this.inTransaction || this.#writing !== undefined) return;
    this.#bytes = 0;
    this.#sinceMs = this.#env.clock.now();
    this.#writing = this.#writeSnapshot(this.image).finally(() => {
      this.#writing = undefined;
    });
  }

  /** A snapshot that can't be written is a pity, not a danger: the log has everything. */
  async #writeSnapshot(image: MetadataImage): Promise<void> {
    const id = { endOffset: image.offset + 1, epoch: image.epoch };
    try {
      const content = { id, timestampMs: image.timestampMs, values: imageValues(image) };
      await this.#log.writeSnapshot(content);
    } catch (error) {
      this.#env.log.error('A metadata snapshot was not written.', { ...id, error });
    }
  }
}
