/**
 * The configuration that consumer groups follow (group.consumer.*), and what a group may set otherwise
 * for itself: the dynamic configs of its own name (KIP-848).
 */
import { ConfigResourceType } from '#metadata/configs-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';

/** Which way a group with members may change its protocol. */
export interface MigrationPolicy {
  readonly upgrade: boolean;
  readonly downgrade: boolean;
  /** Whether members of the classic protocol may be in a consumer group at all. */
  readonly mixed: boolean;
}

/** How often members are heard of, and how often they are assigned anew. */
export interface ConsumerGroupPace {
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly assignmentIntervalMs: number;
}

export interface ConsumerGroupSettings extends ConsumerGroupPace {
  /** The names of assignors that members may ask for; the first one serves all others. */
  readonly assignors: readonly string[];
  readonly maxSize: number;
  /** How many members a group may have that becomes a classic one. */
  readonly classicMaxSize: number;
  readonly migration: MigrationPolicy;
  readonly patternRefreshIntervalMs: number;
}

/** group.consumer.migration.policy, in any case. */
export function migrationPolicy(name: string): MigrationPolicy {
  const policy = name.toUpperCase();
  const upgrade = policy === 'UPGRADE' || policy === 'BIDIRECTIONAL';
  const downgrade = policy === 'DOWNGRADE' || policy === 'BIDIRECTIONAL';
  return { upgrade, downgrade, mixed: policy !== 'DISABLED' };
}

/** The pace of one group: its own where it has set one. */
export function paceOf(
  groupId: string,
  settings: ConsumerGroupPace,
  { configs }: Pick<MetadataImage, 'configs'>,
): ConsumerGroupPace {
  const own = configs.of(ConfigResourceType.GROUP, groupId);
  const number = (key: string, otherwise: number) => Number(own.get(key) ?? otherwise);
  return {
    sessionTimeoutMs: number('consumer.session.timeout.ms', settings.sessionTimeoutMs),
    heartbeatIntervalMs: number('consumer.heartbeat.interval.ms', settings.heartbeatIntervalMs),
    assignmentIntervalMs: number('consumer.assignment.interval.ms', settings.assignmentIntervalMs),
  };
}
