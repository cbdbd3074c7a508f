/**
 * Keys of streams groups (KIP-1071), whose coordinator assigns the tasks of Kafka Streams programs.
 */
import { int } from '#config/config-key.ts';

const inert = { inert: true } as const;
const cluster = { inert: true, update: 'cluster-wide' } as const;

export const streamsGroupKeys = {
  'group.streams.session.timeout.ms': int(
    '45000',
    { ...inert, min: 1 },
    'How long a streams member may be silent before its group drops it.',
  ),
  'group.streams.min.session.timeout.ms': int(
    '45000',
    { ...inert, min: 1 },
    'The shortest session timeout a streams group may set for itself.',
  ),
  'group.streams.max.session.timeout.ms': int(
    '60000',
    { ...inert, min: 1 },
    'The longest session timeout a streams group may set for itself.',
  ),
  'group.streams.heartbeat.interval.ms': int(
    '5000',
    { ...inert, min: 1 },
    'How often a streams member is told to send its heartbeat.',
  ),
  'group.streams.min.heartbeat.interval.ms': int(
    '5000',
    { ...inert, min: 1 },
    'The shortest heartbeat interval a streams group may set for itself.',
  ),
  'group.streams.max.heartbeat.interval.ms': int(
    '15000',
    { ...inert, min: 1 },
    'The longest heartbeat interval a streams group may set for itself.',
  ),
  'group.streams.max.size': int(
    '2147483647',
    { ...inert, min: 1 },
    'How many members one streams group may have.',
  ),
  'group.streams.num.standby.replicas': int(
    '0',
    { ...inert, min: 0 },
    'How many warm copies of its state each task has on other members.',
  ),
  'group.streams.max.standby.replicas': int(
    '2',
    { ...inert, min: 0 },
    'The most warm copies a streams group may set for itself.',
  ),
  'group.streams.initial.rebalance.delay.ms': int(
    '3000',
    { ...inert, min: 0 },
    'How long a new streams group waits for more members before it assigns tasks.',
  ),
  'group.streams.assignment.interval.ms': int(
    '1000',
    { ...cluster, min: 0 },
    'The least time between two new assignments of a streams group.',
  ),
  'group.streams.min.assignment.interval.ms': int(
    '0',
    { ...inert, min: 0 },
    'The shortest assignment interval a streams group may set for itself.',
  ),
  'group.streams.max.assignment.interval.ms': int(
    '15000',
    { ...inert, min: 0 },
    'The longest assignment interval a streams group may set for itself.',
  ),
} as const;
