/**
 * Keys of the share coordinator (KIP-932), which keeps what share groups have acknowledged in the
 * topic `__share_group_state`: a snapshot for each group and partition, and updates since.
 */
import { int, short } from '#config/config-key.ts';

const inert = { inert: true } as const;
const cluster = { inert: true, update: 'cluster-wide' } as const;

export const shareCoordinatorKeys = {
  'share.coordinator.threads': int(
    '1',
    { ...inert, min: 1 },
    "Threads that run the share coordinator's shards.",
  ),
  'share.coordinator.append.linger.ms': int(
    '-1',
    { ...inert, min: -1 },
    'How long writes gather before the share coordinator appends them; -1 adapts to the load.',
  ),
  'share.coordinator.cached.buffer.max.bytes': int(
    '1048588',
    { ...cluster, min: 524288 },
    'The largest write buffer that is kept to be used again.',
  ),
  'share.coordinator.load.buffer.size': int(
    '5242880',
    { ...inert, min: 1 },
    'How many bytes are read at a time when a partition of the state topic is loaded.',
  ),
  'share.coordinator.write.timeout.ms': int(
    '5000',
    { ...inert, min: 1 },
    'How long a write waits for the replicas of the state topic.',
  ),
  'share.coordinator.snapshot.update.records.per.snapshot': int(
    '500',
    { ...inert, min: 0, max: 500 },
    'How many updates follow one snapshot before the next is written.',
  ),
  'share.coordinator.cold.partition.snapshot.interval.ms': int(
    '300000',
    { ...inert, internal: true, min: 1 },
    'How often a snapshot is written for partitions that no longer change.',
  ),
  'share.coordinator.state.topic.num.partitions': int(
    '50',
    { ...inert, min: 1 },
    'How many partitions the state topic gets.',
  ),
  'share.coordinator.state.topic.replication.factor': short(
    '3',
    { ...inert, min: 1 },
    'How many replicas the state topic gets.',
  ),
  'share.coordinator.state.topic.min.isr': short(
    '2',
    { ...inert, min: 1 },
    'How many in-sync replicas a write to the state topic needs.',
  ),
  'share.coordinator.state.topic.segment.bytes': int(
    '104857600',
    { ...inert, min: 1 },
    'The segment size of the state topic.',
  ),
  'share.coordinator.state.topic.compression.codec': int(
    '0',
    inert,
    'The codec, by its number in the batch format, of the state topic; 0 is none.',
  ),
  'share.coordinator.state.topic.prune.interval.ms': int(
    '300000',
    { ...inert, internal: true, min: 1 },
    'How often records that no snapshot needs are deleted from the state topic.',
  ),
} as const;
