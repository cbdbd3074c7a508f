/**
 * Keys about topics in general, and about fetching from them and producing to them.
 */
import { boolean, int, long } from '#config/config-key.ts';

const cluster = { update: 'cluster-wide' } as const;

export const topicsKeys = {
  'auto.create.topics.enable': boolean(
    'true',
    {},
    'Whether a topic that a client asks about is made on the spot.',
  ),
  'delete.topic.enable': boolean('true', {}, 'Whether topics may be deleted.'),
  'num.partitions': int('1', { min: 1 }, 'How many partitions a topic gets when nobody says.'),
  'default.replication.factor': int('1', {}, 'How many replicas a topic gets when nobody says.'),
  'min.insync.replicas': int(
    '1',
    { min: 1, ...cluster },
    'How many in-sync replicas a write with acks=all needs.',
  ),
  'unclean.leader.election.enable': boolean(
    'false',
    cluster,
    'Whether a replica that may miss records can become leader when no other is left.',
  ),
  'unclean.leader.election.interval.ms': long(
    '300000',
    { internal: true, min: 1, inert: true },
    'How often partitions without a leader are looked at for an unclean election.',
  ),
  'auto.leader.rebalance.enable': boolean(
    'true',
    { inert: true },
    'Whether leaders go back to their preferred replica by themselves.',
  ),
  'leader.imbalance.check.interval.seconds': long(
    '300',
    { min: 1, inert: true },
    'How often that is looked at.',
  ),
  'fetch.max.bytes': int(
    '57671680',
    { min: 1024 },
    'The most one fetch brings, whatever the client asks for.',
  ),
  'max.incremental.fetch.session.cache.slots': int(
    '1000',
    { min: 0 },
    'How many incremental fetch sessions are remembered (KIP-227).',
  ),
  'max.request.partition.size.limit': int(
    '2000',
    { min: 1 },
    'The most partitions one DescribeTopicPartitions answer names.',
  ),
  'fetch.purgatory.purge.interval.requests': int(
    '1000',
    { inert: true },
    "How many finished fetches may stay in the purgatory's lists.",
  ),
  'producer.purgatory.purge.interval.requests': int(
    '1000',
    { inert: true },
    "How many finished produces may stay in the purgatory's lists.",
  ),
  'delete.records.purgatory.purge.interval.requests': int(
    '1',
    { inert: true },
    "How many finished DeleteRecords may stay in the purgatory's lists.",
  ),
} as const;
