/**
 * Keys of the partition logs: when segments roll, what is kept, how records are checked. Most are
 * the cluster's defaults for the topic keys in topic-keys.ts, which name them as synonyms.
 */
import { boolean, double, int, list, long, string } from '#config/config-key.ts';

const cluster = { update: 'cluster-wide' } as const;
/** A time, or -1 for ever. */
const retention = { min: 1, or: -1 } as const;
const codecs = ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'];

export const logKeys = {
  'log.dir': list(
    '/tmp/kafka-logs',
    { nonEmpty: true },
    'Where logs live when log.dirs is not set.',
  ),
  'log.dirs': list(
    null,
    { nonEmpty: true },
    'The directories that hold the logs; unset means log.dir.',
  ),
  'cordoned.log.dirs': list(
    '',
    { update: 'per-broker', inert: true },
    'Log directories that get no new partitions.',
  ),
  'log.segment.bytes': int(
    '1073741824',
    { min: 1048576, ...cluster },
    'The size at which the active segment rolls.',
  ),
  'log.roll.ms': long(
    null,
    { min: 1, ...cluster },
    'The age at which the active segment rolls; unset means log.roll.hours.',
  ),
  'log.roll.hours': int('168', { min: 1 }, 'The age in hours at which the active segment rolls.'),
  'log.roll.jitter.ms': long(
    null,
    { min: 0, ...cluster },
    'How much earlier, at random, a segment may roll, so that not all do at once; unset means log.roll.jitter.hours.',
  ),
  'log.roll.jitter.hours': int('0', { min: 0 }, 'log.roll.jitter.ms, in hours.'),
  'log.retention.ms': long(
    null,
    { ...retention, ...cluster },
    'How long records stay, -1 for ever; unset means log.retention.minutes.',
  ),
  'log.retention.minutes': int(
    null,
    retention,
    'log.retention.ms, in minutes; unset means log.retention.hours.',
  ),
  'log.retention.hours': int('168', retention, 'log.retention.ms, in hours.'),
  'log.retention.bytes': long(
    '-1',
    cluster,
    'How many bytes a partition keeps before its oldest segments go; -1 is no limit.',
  ),
  'log.retention.check.interval.ms': long(
    '300000',
    { min: 1 },
    'How often each log is looked at for segments to delete.',
  ),
  'log.cleanup.policy': list(
    'delete',
    { oneOf: ['compact', 'delete'], ...cluster },
    'Whether old segments are deleted, compacted to the last value of each key, or both.',
  ),
  'log.index.size.max.bytes': int(
    '10485760',
    { min: 4, ...cluster },
    'The largest an offset index may grow; the segment rolls when it is full.',
  ),
  'log.index.interval.bytes': int(
    '4096',
    { min: 0, ...cluster },
    'How many bytes of log lie between two index entries.',
  ),
  'log.flush.interval.messages': long(
    '9223372036854775807',
    { min: 1, ...cluster },
    'How many records may wait before the log is synced to the disk.',
  ),
  'log.flush.interval.ms': long(
    null,
    { min: 0, ...cluster },
    'How long a record may wait before the log is synced; unset means log.flush.scheduler.interval.ms.',
  ),
  'log.flush.scheduler.interval.ms': long(
    '9223372036854775807',
    {},
    'How often the broker looks for logs whose log.flush.interval.ms is over.',
  ),
  'log.flush.offset.checkpoint.interval.ms': int(
    '60000',
    { min: 0 },
    'How often the recovery points are written down.',
  ),
  'log.flush.start.offset.checkpoint.interval.ms': int(
    '60000',
    { min: 0 },
    'How often the log start offsets are written down.',
  ),
  'log.segment.delete.delay.ms': long(
    '60000',
    { min: 0, ...cluster },
    'How long a deleted segment or partition stays on disk under its new name.',
  ),
  'log.preallocate': boolean(
    'false',
    { inert: true, ...cluster },
    'Whether a new segment takes its full size at once.',
  ),
  'log.initial.task.delay.ms': long(
    '30000',
    { internal: true, min: 0 },
    'How long after the start the first round of retention, flush and checkpoints comes.',
  ),
  'log.dir.failure.timeout.ms': long(
    '30000',
    { min: 1, inert: true },
    'How long a broker with a failed directory may go on without telling the controller.',
  ),
  'num.recovery.threads.per.data.dir': int(
    '2',
    { min: 1, inert: true, ...cluster },
    'How many logs of a directory are recovered at a time.',
  ),
  'log.message.timestamp.type': string(
    'CreateTime',
    { oneOf: ['CreateTime', 'LogAppendTime'], ...cluster },
    "Whether a record keeps its producer's time or gets the time of its append.",
  ),
  'log.message.timestamp.before.max.ms': long(
    '9223372036854775807',
    { min: 0, ...cluster },
    "How far behind the broker's clock a record's time may lie.",
  ),
  'log.message.timestamp.after.max.ms': long(
    '3600000',
    { min: 0, ...cluster },
    "How far ahead of the broker's clock a record's time may lie.",
  ),
  'log.local.retention.ms': long(
    '-2',
    { min: -2, inert: true, ...cluster },
    'How long tiered segments stay on local disk; -2 means as long as log.retention.ms.',
  ),
  'log.local.retention.bytes': long(
    '-2',
    { min: -2, inert: true, ...cluster },
    'How many bytes of tiered segments stay on local disk; -2 means log.retention.bytes.',
  ),
  'message.max.bytes': int(
    '1048588',
    { min: 0, ...cluster },
    'The largest record batch, after compression, that is taken.',
  ),
  'compression.type': string(
    'producer',
    { oneOf: codecs, ...cluster },
    'The codec logs are kept in; `producer` keeps what each producer chose.',
  ),
  'compression.gzip.level': int(
    '-1',
    { min: 1, max: 9, or: -1, ...cluster },
    "The gzip level when the broker compresses; -1 is the codec's default.",
  ),
  'compression.lz4.level': int(
    '9',
    { min: 1, max: 17, ...cluster },
    'The lz4 level when the broker compresses.',
  ),
  'compression.zstd.level': int(
    '3',
    { min: -131072, max: 22, ...cluster },
    'The zstd level when the broker compresses.',
  ),
  'producer.id.expiration.ms': int(
    '86400000',
    { min: 1, ...cluster },
    "How long a partition remembers an idle producer's sequence numbers.",
  ),
  'producer.id.expiration.check.interval.ms': int(
    '600000',
    { internal: true, min: 1 },
    'How often partitions look for producers to forget.',
  ),
  'log.cleaner.enable': boolean('true', {}, 'Whether logs with the compact policy are compacted.'),
  'log.cleaner.threads': int(
    '1',
    { min: 0, inert: true, ...cluster },
    'How many logs are compacted at a time.',
  ),
  'log.cleaner.io.max.bytes.per.second': double(
    '1.7976931348623157E308',
    cluster,
    'How fast the cleaner may read and write, in bytes a second.',
  ),
  'log.cleaner.dedupe.buffer.size': long(
    '134217728',
    cluster,
    'How many bytes the map of keys may take; it bounds what one pass can compact.',
  ),
  'log.cleaner.io.buffer.size': int(
    '524288',
    { min: 0, ...cluster },
    'How many bytes the cleaner reads at a time.',
  ),
  'log.cleaner.io.buffer.load.factor': double(
    '0.9',
    cluster,
    'How full the map of keys may get, from 0 to 1: fuller holds more and collides more.',
  ),
  'log.cleaner.backoff.ms': long(
    '15000',
    { min: 0, ...cluster },
    'How long the cleaner rests when it finds nothing to do.',
  ),
  'log.cleaner.min.cleanable.ratio': double(
    '0.5',
    { min: 0, max: 1, ...cluster },
    'How much of a log, from 0 to 1, must be uncompacted before it is cleaned.',
  ),
  'log.cleaner.min.compaction.lag.ms': long(
    '0',
    { min: 0, ...cluster },
    'How long a record stays as it is before it may be compacted away.',
  ),
  'log.cleaner.max.compaction.lag.ms': long(
    '9223372036854775807',
    { min: 1, ...cluster },
    'How long a record may stay out of reach of compaction.',
  ),
  'log.cleaner.delete.retention.ms': long(
    '86400000',
    { min: 0, ...cluster },
    'How long a tombstone stays for readers to see.',
  ),
} as const;
