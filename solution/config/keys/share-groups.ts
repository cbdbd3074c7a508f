/**
 * Keys of share groups (KIP-932), whose members take records from the same partitions one by one
 * and acknowledge each, as from a queue. A record that is handed out is locked for its member for a
 * while.
 */
import { int, list, string } from '#config/config-key.ts';

const inert = { inert: true } as const;
const cluster = { inert: true, update: 'cluster-wide' } as const;

export const shareGroupKeys = {
  'group.share.session.timeout.ms': int(
    '45000',
    { ...inert, min: 1 },
    'How long a share member may be silent before its group drops it.',
  ),
  'group.share.min.session.timeout.ms': int(
    '45000',
    { ...inert, min: 1 },
    'The shortest session timeout a share group may set for itself.',
  ),
  'group.share.max.session.timeout.ms': int(
    '60000',
    { ...inert, min: 1 },
    'The longest session timeout a share group may set for itself.',
  ),
  'group.share.heartbeat.interval.ms': int(
    '5000',
    { ...inert, min: 1 },
    'How often a share member is told to send its heartbeat.',
  ),
  'group.share.min.heartbeat.interval.ms': int(
    '5000',
    { ...inert, min: 1 },
    'The shortest heartbeat interval a share group may set for itself.',
  ),
  'group.share.max.heartbeat.interval.ms': int(
    '15000',
    { ...inert, min: 1 },
    'The longest heartbeat interval a share group may set for itself.',
  ),
  'group.share.max.size': int(
    '200',
    { ...inert, min: 1, max: 1000 },
    'How many members one share group may have.',
  ),
  'group.share.assignors': list('simple', inert, 'The one assignor that all share groups use.'),
  'group.share.assignment.interval.ms': int(
    '1000',
    { ...cluster, min: 0 },
    'The least time between two new assignments of a share group.',
  ),
  'group.share.min.assignment.interval.ms': int(
    '0',
    { ...inert, min: 0 },
    'The shortest assignment interval a share group may set for itself.',
  ),
  'group.share.max.assignment.interval.ms': int(
    '15000',
    { ...inert, min: 0 },
    'The longest assignment interval a share group may set for itself.',
  ),
  'group.share.delivery.count.limit': int(
    '5',
    { ...inert, min: 2, max: 10 },
    'How often a record is handed out before it counts as failed.',
  ),
  'group.share.min.delivery.count.limit': int(
    '2',
    { ...inert, min: 2, max: 5 },
    'The lowest delivery count a share group may set for itself.',
  ),
  'group.share.max.delivery.count.limit': int(
    '10',
    { ...inert, min: 5, max: 25 },
    'The highest delivery count a share group may set for itself.',
  ),
  'group.share.record.lock.duration.ms': int(
    '30000',
    { ...inert, min: 1000, max: 3600000 },
    'How long a member has a record for itself before others may get it.',
  ),
  'group.share.min.record.lock.duration.ms': int(
    '15000',
    { ...inert, min: 1000, max: 30000 },
    'The shortest lock a share group may set for itself.',
  ),
  'group.share.max.record.lock.duration.ms': int(
    '60000',
    { ...inert, min: 30000, max: 3600000 },
    'The longest lock a share group may set for itself.',
  ),
  'group.share.partition.max.record.locks': int(
    '2000',
    { ...inert, min: 100, max: 10000 },
    'How many records of one partition may be handed out and not yet acknowledged.',
  ),
  'group.share.min.partition.max.record.locks': int(
    '100',
    { ...inert, min: 100, max: 2000 },
    'The lowest such limit a share group may set for itself.',
  ),
  'group.share.max.partition.max.record.locks': int(
    '4000',
    { ...inert, min: 2000, max: 10000 },
    'The highest such limit a share group may set for itself.',
  ),
  'group.share.max.share.sessions': int(
    '2000',
    { ...inert, min: 1 },
    'How many share sessions one broker keeps.',
  ),
  'group.share.initialize.retry.interval.ms': int(
    '30000',
    { ...inert, internal: true, min: 1 },
    "How long the coordinator waits before it asks again for a share group's state to be set up.",
  ),
  'group.share.persister.class.name': string(
    'org.apache.kafka.server.share.persister.DefaultStatePersister',
    { ...inert, internal: true },
    'The Java class that keeps the state of share groups.',
  ),
  'share.fetch.purgatory.purge.interval.requests': int(
    '1000',
    inert,
    "How many finished share fetches may stay in the purgatory's lists.",
  ),
} as const;
