/**
 * PartitionChangeRecord: what has changed in a partition. A field that is left out (its default)
 * has not changed, so a usual change, such as a replica leaving the ISR, takes a few bytes.
 *
 * Applying one raises the partition epoch by one, and the leader epoch when the leader changes.
 *
 * Versions: 1 adds directories (KIP-858), 2 the eligible leader replicas (KIP-966).
 */
import { array, int8, int32, type MessageOf, record, uuid } from '#protocol/schema.ts';

/** What has changed in a partition. */
export const PartitionChangeRecord = record({
  name: 'PartitionChangeRecord',
  apiKey: 5,
  versions: '0-2',
  flexible: '0+',
  fields: {
    partitionId: int32('0+', { default: -1 }, "The partition's number in its topic."),
    topicId: uuid('0+', 'The topic that it belongs to.'),
    isr: array(
      '0+',
      int32,
      { nullable: '0+', default: null, tag: 0, tagged: '0+' },
      'The new in-sync replicas, null if unchanged.',
    ),
    leader: int32(
      '0+',
      { default: -2, tag: 1, tagged: '0+' },
      'The new leader, -1 for none, -2 if unchanged.',
    ),
    replicas: array(
      '0+',
      int32,
      { nullable: '0+', default: null, tag: 2, tagged: '0+' },
      'The new replicas, null if unchanged.',
    ),
    removingReplicas: array(
      '0+',
      int32,
      { nullable: '0+', default: null, tag: 3, tagged: '0+' },
      'The replicas to be taken away, null if unchanged.',
    ),
    addingReplicas: array(
      '0+',
      int32,
      { nullable: '0+', default: null, tag: 4, tagged: '0+' },
      'The replicas to be added, null if unchanged.',
    ),
    leaderRecoveryState: int8(
      '0+',
      { default: -1, tag: 5, tagged: '0+' },
      '1 recovering from an unclean election, 0 not, -1 if unchanged.',
    ),
    directories: array(
      '1+',
      uuid,
      { nullable: '1+', default: null, tag: 8, tagged: '1+' },
      'The new log directory of each replica, null if unchanged.',
    ),
    eligibleLeaderReplicas: array(
      '2+',
      int32,
      { nullable: '2+', default: null, tag: 6, tagged: '2+' },
      'The new eligible leader replicas, null if unchanged.',
    ),
    lastKnownElr: array(
      '2+',
      int32,
      { nullable: '2+', default: null, tag: 7, tagged: '2+' },
      'The new last known eligible leader replicas, null if unchanged.',
    ),
  },
});
export type PartitionChangeRecord = MessageOf<typeof PartitionChangeRecord>;
