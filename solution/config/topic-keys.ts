/**
 * The keys of one topic, and where each gets its value when the topic does not set it.
 *
 * A topic key's default is a broker key, its synonym: `retention.ms` is log.retention.ms, or else
 * log.retention.minutes, or else log.retention.hours, the last two scaled to milliseconds. Type,
 * limits and sentence are the synonym's own.
 */
import type { BrokerKeyName } from '#config/broker-keys.ts';
import { boolean, type ConfigKey, int, list, long } from '#config/config-key.ts';
import { logKeys } from '#config/keys/log.ts';
import { topicsKeys } from '#config/keys/topics.ts';

export interface TopicKey {
  readonly key: ConfigKey<unknown>;
  /** Broker keys in the order in which they are asked; `scale` makes their unit the topic key's. */
  readonly synonyms: readonly Synonym[];
}

export interface Synonym {
  readonly name: BrokerKeyName;
  readonly scale: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const replicas = {
  pattern: /^(\*|\d+:\d+)$/,
  words: 'partition:broker pairs, or * for all replicas',
};

const throttled = (sentence: string) => list('', { inert: true, form: replicas }, sentence);

export const topicKeys: Readonly<Record<string, TopicKey>> = {
  'cleanup.policy': like(logKeys['log.cleanup.policy'], 'log.cleanup.policy'),
  'compression.gzip.level': like(logKeys['compression.gzip.level'], 'compression.gzip.level'),
  'compression.lz4.level': like(logKeys['compression.lz4.level'], 'compression.lz4.level'),
  'compression.type': like(logKeys['compression.type'], 'compression.type'),
  'compression.zstd.level': like(logKeys['compression.zstd.level'], 'compression.zstd.level'),
  'delete.retention.ms': like(
    logKeys['log.cleaner.delete.retention.ms'],
    'log.cleaner.delete.retention.ms',
  ),
  'file.delete.delay.ms': like(
    logKeys['log.segment.delete.delay.ms'],
    'log.segment.delete.delay.ms',
  ),
  'flush.messages': like(logKeys['log.flush.interval.messages'], 'log.flush.interval.messages'),
  'flush.ms': {
    key: long(
      '9223372036854775807',
      { min: 0 },
      'How long a record may wait before the log is synced.',
    ),
    synonyms: [same('log.flush.interval.ms'), same('log.flush.scheduler.interval.ms')],
  },
  'follower.replication.throttled.replicas': own(
    throttled('The replicas whose catching up is throttled on the follower.'),
  ),
  'index.interval.bytes': like(logKeys['log.index.interval.bytes'], 'log.index.interval.bytes'),
  'leader.replication.throttled.replicas': own(
    throttled('The replicas whose catching up is throttled on the leader.'),
  ),
  'local.retention.bytes': like(logKeys['log.local.retention.bytes'], 'log.local.retention.bytes'),
  'local.retention.ms': like(logKeys['log.local.retention.ms'], 'log.local.retention.ms'),
  'max.compaction.lag.ms': like(
    logKeys['log.cleaner.max.compaction.lag.ms'],
    'log.cleaner.max.compaction.lag.ms',
  ),
  'max.message.bytes': like(logKeys['message.max.bytes'], 'message.max.bytes'),
  'message.timestamp.after.max.ms': like(
    logKeys['log.message.timestamp.after.max.ms'],
    'log.message.timestamp.after.max.ms',
  ),
  'message.timestamp.before.max.ms': like(
    logKeys['log.message.timestamp.before.max.ms'],
    'log.message.timestamp.before.max.ms',
  ),
  'message.timestamp.type': like(
    logKeys['log.message.timestamp.type'],
    'log.message.timestamp.type',
  ),
  'min.cleanable.dirty.ratio': like(
    logKeys['log.cleaner.min.cleanable.ratio'],
    'log.cleaner.min.cleanable.ratio',
  ),
  'min.compaction.lag.ms': like(
    logKeys['log.cleaner.min.compaction.lag.ms'],
    'log.cleaner.min.compaction.lag.ms',
  ),
  'min.insync.replicas': like(topicsKeys['min.insync.replicas'], 'min.insync.replicas'),
  preallocate: like(logKeys['log.preallocate'], 'log.preallocate'),
  'remote.log.copy.disable': own(
    boolean('false', { inert: true }, 'Whether a tiered topic stops copying segments away.'),
  ),
  'remote.log.delete.on.disable': own(
    boolean('false', { inert: true }, 'Whether remote segments go when tiering is turned off.'),
  ),
  'remote.storage.enable': own(
    boolean('false', { inert: true }, 'Whether old segments move to remote storage.'),
  ),
  'retention.bytes': like(logKeys['log.retention.bytes'], 'log.retention.bytes'),
  'retention.ms': {
    key: long('604800000', { min: -1 }, 'How long records stay, in milliseconds; -1 is for ever.'),
    synonyms: [
      same('log.retention.ms'),
      { name: 'log.retention.minutes', scale: MINUTE_MS },
      { name: 'log.retention.hours', scale: HOUR_MS },
    ],
  },
  'segment.bytes': {
    key: int('1073741824', { min: 1048576 }, 'The size at which the active segment rolls.'),
    synonyms: [same('log.segment.bytes')],
  },
  'segment.index.bytes': like(logKeys['log.index.size.max.bytes'], 'log.index.size.max.bytes'),
  'segment.jitter.ms': {
    key: long('0', { min: 0 }, 'How much earlier, at random, a segment may roll.'),
    synonyms: [same('log.roll.jitter.ms'), { name: 'log.roll.jitter.hours', scale: HOUR_MS }],
  },
  'segment.ms': {
    key: long('604800000', { min: 1 }, 'The age at which the active segment rolls.'),
    synonyms: [same('log.roll.ms'), { name: 'log.roll.hours', scale: HOUR_MS }],
  },
  'unclean.leader.election.enable': like(
    topicsKeys['unclean.leader.election.enable'],
    'unclean.leader.election.enable',
  ),
};

/** The declaration of a topic key, or undefined where Kafka has none of that name. */
export function findTopicKey(name: string): TopicKey | undefined {
  return Object.hasOwn(topicKeys, name) ? topicKeys[name] : undefined;
}

function like(key: ConfigKey<unknown>, synonym: BrokerKeyName): TopicKey {
  return { key, synonyms: [same(synonym)] };
}

function own(key: ConfigKey<unknown>): TopicKey {
  return { key, synonyms: [] };
}

function same(name: BrokerKeyName): Synonym {
  return { name, scale: 1 };
}
