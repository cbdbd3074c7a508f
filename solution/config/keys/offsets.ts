/**
 * Keys of committed offsets and of `__consumer_offsets`, the compacted topic that keeps them.
 */
import { int, long, short } from '#config/config-key.ts';

export const offsetsKeys = {
  'offset.metadata.max.bytes': int(
    '4096',
    {},
    'The longest text a client may store beside a committed offset.',
  ),
  'offsets.commit.timeout.ms': int(
    '5000',
    { min: 1 },
    'How long a write of the coordinator waits for its replicas.',
  ),
  'offsets.load.buffer.size': int(
    '5242880',
    { min: 1 },
    'How many bytes are read at a time when a partition of __consumer_offsets is loaded.',
  ),
  'offsets.retention.minutes': int(
    '10080',
    { min: 1 },
    "How long offsets outlive their group's last member, or their last commit.",
  ),
  'offsets.retention.check.interval.ms': long(
    '600000',
    { min: 1 },
    'How often expired offsets are looked for.',
  ),
  'offsets.topic.num.partitions': int(
    '50',
    { min: 1 },
    'How many partitions __consumer_offsets gets; groups are spread over them by hash.',
  ),
  'offsets.topic.replication.factor': short(
    '3',
    { min: 1 },
    'How many replicas __consumer_offsets gets.',
  ),
  'offsets.topic.segment.bytes': int(
    '104857600',
    { min: 1 },
    'The segment size of __consumer_offsets: small, so that compaction and loading are quick.',
  ),
  'offsets.topic.compression.codec': int(
    '0',
    {},
    'The codec, by its number in the batch format, that offsets are written with; 0 is none.',
  ),
} as const;
