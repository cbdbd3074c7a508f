/**
 * The configuration that a coordinator follows, in the units it thinks in.
 */
import type { BrokerConfig } from '#config/broker-config.ts';
import type { Codec } from '#env/codecs.ts';
import {
  type ConsumerGroupSettings,
  migrationPolicy,
} from '#groups/consumer-group/consumer-group-settings.ts';
import type { GroupSettings } from '#groups/group-event.ts';

export interface CoordinatorSettings extends GroupSettings {
  readonly consumer: ConsumerGroupSettings;
  readonly offsetMetadataMaxSize: number;
  readonly offsetsRetentionMs: number;
  readonly offsetsRetentionCheckIntervalMs: number;
  readonly loadBufferSize: number;
  /** What the coordinator compresses its batches with. */
  readonly codec: Codec | 'none';
}

const MS_PER_MINUTE = 60_000;

/** offsets.topic.compression.codec, by its number in the batch format. */
const CODECS: readonly (Codec | 'none')[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

export function coordinatorSettings(config: BrokerConfig): CoordinatorSettings {
  return {
    initialRebalanceDelayMs: config.get('group.initial.rebalance.delay.ms'),
    minSessionTimeoutMs: config.get('group.min.session.timeout.ms'),
    maxSessionTimeoutMs: config.get('group.max.session.timeout.ms'),
    maxSize: config.get('group.max.size'),
    consumer: consumerGroupSettings(config),
    offsetMetadataMaxSize: config.get('offset.metadata.max.bytes'),
    offsetsRetentionMs: config.get('offsets.retention.minutes') * MS_PER_MINUTE,
    offsetsRetentionCheckIntervalMs: config.get('offsets.retention.check.interval.ms'),
    loadBufferSize: config.get('offsets.load.buffer.size'),
    codec: CODECS[config.get('offsets.topic.compression.codec')] ?? 'none',
  };
}

function consumerGroupSettings(config: BrokerConfig): ConsumerGroupSettings {
  return {
    assignors: config.get('group.consumer.assignors'),
    sessionTimeoutMs: config.get('group.consumer.session.timeout.ms'),
    heartbeatIntervalMs: config.get('group.consumer.heartbeat.interval.ms'),
    // It may change while the broker runs.
    get assignmentIntervalMs() {
      return config.get('group.consumer.assignment.interval.ms');
    },
    maxSize: config.get('group.consumer.max.size'),
    classicMaxSize: config.get('group.max.size'),
    migration: migrationPolicy(config.get('group.consumer.migration.policy')),
    patternRefreshIntervalMs: config.get('group.consumer.regex.refresh.interval.ms'),
  };
}
