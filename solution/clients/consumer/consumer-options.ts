/**
 * The settings of a consumer: Kafka's keys in camel case, with Kafka's defaults.
 *
 * `consumerOptions` in consumer-config.ts makes them from the text of a properties file.
 */
import type { Assignor } from '#clients/assignors/assignor.ts';
import { findAssignor } from '#clients/assignors/assignors.ts';
import type { ClientOptions } from '#clients/cluster-client.ts';
import { IllegalArgument, InvalidGroupId } from '#clients/consumer/consumer-error.ts';
import { LATEST, type OffsetReset } from '#clients/consumer/offset-reset.ts';

export type GroupProtocol = 'classic' | 'consumer';
export type IsolationLevel = 'read_uncommitted' | 'read_committed';

export interface ConsumerOptions extends ClientOptions {
  /** The group; without one, the consumer reads what it is assigned by its user, and commits nothing. */
  readonly groupId?: string | undefined;
  /** A name that outlives the process: the group keeps this member's partitions for it (KIP-345). */
  readonly groupInstanceId?: string | undefined;
  /** Who shares the partitions out: a member, or the broker (KIP-848). */
  readonly groupProtocol?: GroupProtocol;
  /** With the consumer protocol: the broker's assignor, `uniform` or `range`; left out, it chooses. */
  readonly groupRemoteAssignor?: string | undefined;
  /** With the classic protocol: the assignors that this member knows, the preferred one first. */
  readonly assignors?: readonly Assignor[];
  readonly enableAutoCommit?: boolean;
  readonly autoCommitIntervalMs?: number;
  /** Where to begin without a committed offset; undefined: nowhere (`none`). */
  readonly autoOffsetReset?: OffsetReset | undefined;
  /** How long the member may be silent before the group goes on without it. */
  readonly sessionTimeoutMs?: number;
  readonly heartbeatIntervalMs?: number;
  /** How long the application may take between two polls. */
  readonly maxPollIntervalMs?: number;
  readonly maxPollRecords?: number;
  /** A fetch waits for so many bytes, */
  readonly fetchMinBytes?: number;
  /** but no longer than this. */
  readonly fetchMaxWaitMs?: number;
  readonly fetchMaxBytes?: number;
  readonly maxPartitionFetchBytes?: number;
  readonly isolationLevel?: IsolationLevel;
  readonly allowAutoCreateTopics?: boolean;
  /** Whether a pattern leaves out `__consumer_offsets` and its like. */
  readonly excludeInternalTopics?: boolean;
  readonly checkCrcs?: boolean;
  readonly clientRack?: string;
  readonly metadataMaxAgeMs?: number;
  /** Retries wait longer each time, from retryBackoffMs up to this. */
  readonly retryBackoffMaxMs?: number;
}

/** All settings, those of the client itself left as they came. */
export type ConsumerSettings = Required<Omit<ConsumerOptions, keyof ClientOptions>> &
  Required<Pick<ClientOptions, 'requestTimeoutMs' | 'apiTimeoutMs' | 'retryBackoffMs'>>;

const DEFAULTS: ConsumerSettings = {
  groupId: undefined,
  groupInstanceId: undefined,
  groupProtocol: 'classic',
  groupRemoteAssignor: undefined,
  assignors: assignorsNamed(['range', 'cooperative-sticky']),
  enableAutoCommit: true,
  autoCommitIntervalMs: 5000,
  autoOffsetReset: LATEST,
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 3000,
  maxPollIntervalMs: 300_000,
  maxPollRecords: 500,
  fetchMinBytes: 1,
  fetchMaxWaitMs: 500,
  fetchMaxBytes: 50 * 1024 * 1024,
  maxPartitionFetchBytes: 1024 * 1024,
  isolationLevel: 'read_uncommitted',
  allowAutoCreateTopics: true,
  excludeInternalTopics: true,
  checkCrcs: true,
  clientRack: '',
  metadataMaxAgeMs: 300_000,
  requestTimeoutMs: 30_000,
  apiTimeoutMs: 60_000,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
};

/** @throws IllegalArgument where there is no such assignor. */
export function assignorsNamed(names: readonly string[]): Assignor[] {
  return names.map((name) => {
    const found = findAssignor(name);
    if (found !== undefined) return found;
    throw new IllegalArgument(`There is no assignor ${name} for partition.assignment.strategy.`);
  });
}

/** @throws InvalidGroupId, IllegalArgument */
export function consumerSettings(options: ConsumerOptions): ConsumerSettings {
  const { groupId, enableAutoCommit = groupId !== undefined } = options;
  const settings = { ...DEFAULTS, ...options, enableAutoCommit };
  if (groupId?.trim() === '') {
    throw new InvalidGroupId(
      'The configured group.id should not be an empty string or whitespace.',
    );
  }
  if (groupId === undefined && enableAutoCommit) {
    throw new IllegalArgument(
      'enable.auto.commit cannot be set to true when default group id (null) is used.',
    );
  }
  if (settings.heartbeatIntervalMs >= settings.sessionTimeoutMs) {
    throw new IllegalArgument('Heartbeat must be set lower than the session timeout');
  }
  return settings;
}

/** How long the `attempt`th retry (from 0 on) waits: twice as long each time (KIP-580). */
export function backoffMs(
  attempt: number,
  {
    retryBackoffMs,
    retryBackoffMaxMs,
  }: Pick<ConsumerSettings, 'retryBackoffMs' | 'retryBackoffMaxMs'>,
): number {
  return Math.min(retryBackoffMaxMs, retryBackoffMs * 2 ** Math.min(attempt, 20));
}
