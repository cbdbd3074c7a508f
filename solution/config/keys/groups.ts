/**
 * Keys of group coordination: how long members may be silent, how assignments are made, and how the
 * coordinator writes its log. Classic groups follow `group.*` alone; the KIP-848 protocol has
 * `group.consumer.*`, where the min and max keys bound what a group may set for itself.
 */
import { int, list, string } from '#config/config-key.ts';

const inert = { inert: true } as const;
const cluster = { inert: true, update: 'cluster-wide' } as const;

export const groupKeys = {
  'group.initial.rebalance.delay.ms': int(
    '3000',
    {},
    'How long a new classic group waits for more members before its first rebalance.',
  ),
  'group.min.session.timeout.ms': int(
    '6000',
    {},
    'The shortest session timeout a classic member may ask for.',
  ),
  'group.max.session.timeout.ms': int(
    '1800000',
    {},
    'The longest session timeout a classic member may ask for.',
  ),
  'group.max.size': int('2147483647', { min: 1 }, 'How many members one classic group may have.'),
  'group.consumer.session.timeout.ms': int(
    '45000',
    { min: 1 },
    'How long a consumer may be silent before its group drops it (KIP-848).',
  ),
  'group.consumer.min.session.timeout.ms': int(
    '45000',
    { min: 1 },
    'The shortest session timeout a group may set for itself.',
  ),
  'group.consumer.max.session.timeout.ms': int(
    '60000',
    { min: 1 },
    'The longest session timeout a group may set for itself.',
  ),
  'group.consumer.heartbeat.interval.ms': int(
    '5000',
    { min: 1 },
    'How often a consumer is told to send its heartbeat.',
  ),
  'group.consumer.min.heartbeat.interval.ms': int(
    '5000',
    { min: 1 },
    'The shortest heartbeat interval a group may set for itself.',
  ),
  'group.consumer.max.heartbeat.interval.ms': int(
    '15000',
    { min: 1 },
    'The longest heartbeat interval a group may set for itself.',
  ),
  'group.consumer.max.size': int(
    '2147483647',
    { min: 1 },
    'How many consumers one KIP-848 group may have.',
  ),
  'group.consumer.assignors': list(
    'uniform,range',
    {},
    'The assignors that the coordinator offers; the first serves who names none.',
  ),
  'group.consumer.assignment.interval.ms': int(
    '1000',
    { update: 'cluster-wide', min: 0 },
    'The least time between two new assignments of a group.',
  ),
  'group.consumer.min.assignment.interval.ms': int(
    '0',
    { min: 0 },
    'The shortest assignment interval a group may set for itself.',
  ),
  'group.consumer.max.assignment.interval.ms': int(
    '15000',
    { min: 0 },
    'The longest assignment interval a group may set for itself.',
  ),
  'group.consumer.migration.policy': string(
    'bidirectional',
    { oneOf: ['DISABLED', 'DOWNGRADE', 'UPGRADE', 'BIDIRECTIONAL'], ignoreCase: true },
    'Which way a group with members may change between the classic and the KIP-848 protocol.',
  ),
  'group.consumer.regex.refresh.interval.ms': int(
    '600000',
    { internal: true, min: 10000 },
    'How often topics are matched again with the patterns that groups subscribe to.',
  ),
  'group.coordinator.rebalance.protocols': list(
    'classic,consumer,streams',
    { oneOf: ['consumer', 'classic', 'share', 'streams'] },
    'Which kinds of groups the coordinator serves.',
  ),
  'group.coordinator.threads': int(
    '4',
    { ...inert, min: 1 },
    "Threads that run the coordinator's shards.",
  ),
  'group.coordinator.background.threads': int(
    '2',
    { ...inert, min: 1 },
    'Threads for work beside the shards, such as matching patterns.',
  ),
  'group.coordinator.append.linger.ms': int(
    '-1',
    { ...inert, min: -1 },
    'How long writes gather before the coordinator appends them; -1 adapts to the load.',
  ),
  'group.coordinator.cached.buffer.max.bytes': int(
    '1048588',
    { ...cluster, min: 524288 },
    'The largest write buffer that is kept to be used again.',
  ),
} as const;
