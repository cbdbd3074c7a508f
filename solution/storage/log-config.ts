/**
 * What a topic's configuration means to its partitions' logs.
 *
 * These are Kafka's topic configuration keys, parsed and in camel case: `segment.bytes` is
 * `segmentBytes`. The broker's table of keys (`#config`) makes such an object out of a topic's
 * own settings over the broker's defaults; storage only reads it. It is immutable, so a change of
 * configuration is a new object handed to `PartitionLog.updateConfig`.
 *
 * Source: org.apache.kafka.storage.internals.log.LogConfig and the topic configuration reference.
 */
import type { Codec } from '#env/codecs.ts';

export interface LogConfig {
  /** A segment rolls before it would grow past this. */
  readonly segmentBytes: number;
  /** A segment rolls when its records span more than this. */
  readonly segmentMs: number;
  /** Up to this much, chosen by chance per segment, is taken from `segmentMs`. */
  readonly segmentJitterMs: number;
  /** Room for one index; a segment whose index is full rolls. */
  readonly segmentIndexBytes: number;
  /** At least so many bytes of log lie between two index entries. */
  readonly indexIntervalBytes: number;

  /** Segments whose newest record is older than this go; -1 keeps them for ever. */
  readonly retentionMs: number;
  /** Oldest segments go while the log is larger than this; -1 sets no bound. */
  readonly retentionBytes: number;
  /** What happens to old records: removal by age and size, removal by key, or both. */
  readonly cleanupPolicy: ReadonlySet<'delete' | 'compact'>;
  /** A removed file keeps its bytes this long under a `.deleted` name. */
  readonly fileDeleteDelayMs: number;

  readonly minCleanableDirtyRatio: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly deleteRetentionMs: number;

  /** The largest record batch accepted, after the broker's own compression. */
  readonly maxMessageBytes: number;
  readonly messageTimestampType: 'CreateTime' | 'LogAppendTime';
  readonly messageTimestampBeforeMaxMs: number;
  readonly messageTimestampAfterMaxMs: number;
  /** `producer` keeps the codec that a batch came in. */
  readonly compressionType: 'producer' | 'uncompressed' | Codec;
  /** Levels of the codecs that have one; a codec left out uses its own default. */
  readonly compressionLevels: Readonly<Partial<Record<Codec, number>>>;

  readonly minInsyncReplicas: number;
  readonly uncleanLeaderElectionEnable: boolean;

  /** Forces a sync after so many messages, or so many milliseconds. */
  readonly flushMessages: number;
  readonly flushMs: number;
  readonly preallocate: boolean;
}

/** The value that Kafka's reference prints for "never": int64's largest, as near as a number gets. */
const NEVER = Number.MAX_SAFE_INTEGER;
const ONE_HOUR_MS = 3_600_000;
const ONE_DAY_MS = 24 * ONE_HOUR_MS;

/** Kafka's defaults of every topic configuration. */
export const defaultLogConfig: LogConfig = {
  segmentBytes: 1024 * 1024 * 1024,
  segmentMs: 7 * ONE_DAY_MS,
  segmentJitterMs: 0,
  segmentIndexBytes: 10 * 1024 * 1024,
  indexIntervalBytes: 4096,
  retentionMs: 7 * ONE_DAY_MS,
  retentionBytes: -1,
  cleanupPolicy: new Set(['delete']),
  fileDeleteDelayMs: 60_000,
  minCleanableDirtyRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: NEVER,
  deleteRetentionMs: ONE_DAY_MS,
  maxMessageBytes: 1024 * 1024 + 12,
  messageTimestampType: 'CreateTime',
  messageTimestampBeforeMaxMs: NEVER,
  messageTimestampAfterMaxMs: ONE_HOUR_MS,
  compressionType: 'producer',
  compressionLevels: {},
  minInsyncReplicas: 1,
  uncleanLeaderElectionEnable: false,
  flushMessages: NEVER,
  flushMs: NEVER,
  preallocate: false,
};
