/**
 * The configuration that a coordinator follows, in the units it thinks in.
 */
import type { BrokerConfig } from '#config/broker-config.ts';
import type { Codec } from '#env/codecs.ts';
import type { GroupSettings } from '#groups/group-event.ts';

export interface CoordinatorSettings extends GroupSettings {
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
    offsetMetadataMaxSize: config.get('offset.metadata.max.bytes'),
    offsetsRetentionMs: config.get('offsets.retention.minutes') * MS_PER_MINUTE,
    offsetsRetentionCheckIntervalMs: config.get('offsets.retention.check.interval.ms'),
    loadBufferSize: config.get('offsets.load.buffer.size'),
    codec: CODECS[config.get('offsets.topic.compression.codec')] ?? 'none',
  };
}
