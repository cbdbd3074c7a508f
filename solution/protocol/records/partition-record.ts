/**
 * PartitionRecord: the whole state of one partition, written when it is created (changes follow as
 * PartitionChangeRecord) and again in each snapshot.
 *
 * Versions: 1 says in which log directory each replica lies (KIP-858), 2 adds the eligible leader
 * replicas: those outside of the ISR that have everything before the high watermark (KIP-966).
 */
import { array, int8, int32, type MessageOf, record, uuid } from '#protocol/schema.ts';

/** The whole state of a partition. */
export const PartitionRecord = record({
  name: 'PartitionRecord',
  apiKey: 3,
  versions: '0-2',
  flexible: '0+',
  fields: {
    partitionId: int32('0+', { default: -1 }, "The partition's number in its topic."),
    topicId: uuid('0+', 'The topic that it belongs to.'),
    replicas: array('0+', int32, 'The brokers that hold it, the preferred leader first.'),
    isr: array('0+', int32, 'The replicas in sync with the leader.'),
    removingReplicas: array('0+', int32, 'The replicas that a reassignment takes away.'),
    addingReplicas: array('0+', int32, 'The replicas that a reassignment adds.'),
    leader: int32('0+', { default: -1 }, 'The broker that leads, -1 if none does.'),
    leaderRecoveryState: int8(
      '0+',
      { default: 0, tag: 0, tagged: '0+' },
      '1 while the leader recovers from an unclean election, else 0.',
    ),
    leaderEpoch: int32('0+', { default: -1 }, 'Goes up with every change of leader.'),
    partitionEpoch: int32('0+', { default: -1 }, 'Goes up with every change of this state.'),
    directories: array('1+', uuid, 'The log directory of each replica, in the order of replicas.'),
    eligibleLeaderReplicas: array(
      '2+',
      int32,
      { nullable: '2+', default: null, tag: 1, tagged: '2+' },
      'Replicas outside of the ISR that may lead without losing data.',
    ),
    lastKnownElr: array(
      '2+',
      int32,
      { nullable: '2+', default: null, tag: 2, tagged: '2+' },
      'The last ones known, kept when the set above ran empty.',
    ),
  },
});
export type PartitionRecord = MessageOf<typeof PartitionRecord>;
