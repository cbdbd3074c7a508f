/**
 * FindCoordinator (key 10): which broker coordinates this group, transactional id or share
 * partition? Each key hashes to a partition of __consumer_offsets, __transaction_state or
 * __share_group_state, and the leader of that partition is the coordinator.
 *
 *   keyType  0 group, 1 transactional id, 2 share partition ("groupId:topicId:partition")
 *
 * Versions: 1 adds the key type (KIP-98), from 2 on the broker answers before it throttles
 * (KIP-219), 3 is flexible (KIP-482), 4 asks for many keys at once (KIP-699), 5 may say
 * TRANSACTION_ABORTABLE (KIP-890), 6 adds share groups (KIP-932).
 */
import {
  array,
  int8,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** Whose coordinator is wanted. */
export const FindCoordinatorRequest = request({
  name: 'FindCoordinatorRequest',
  apiKey: 10,
  versions: '0-6',
  flexible: '3+',
  fields: {
    key: string('0-3', 'The group or transactional id.'),
    keyType: int8('1+', { default: 0 }, 'What the keys are: see above.'),
    coordinatorKeys: array('4+', string, 'The group ids, transactional ids or share partitions.'),
  },
});
export type FindCoordinatorRequest = MessageOf<typeof FindCoordinatorRequest>;

/** The coordinators. */
export const FindCoordinatorResponse = response({
  name: 'FindCoordinatorResponse',
  apiKey: 10,
  versions: '0-6',
  flexible: '3+',
  fields: {
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0-3', '0 if there is a coordinator.'),
    errorMessage: string('1-3', { nullable: '1-3', ignorable: true }, 'What is wrong, or null.'),
    nodeId: int32('0-3', "The coordinator's broker id."),
    host: string('0-3', 'The host to connect to.'),
    port: int32('0-3', 'The port to connect to.'),
    coordinators: array(
      '4+',
      {
        key: string('4+', 'The group id, transactional id or share partition.'),
        nodeId: int32('4+', "The coordinator's broker id, -1 after an error."),
        host: string('4+', 'The host to connect to.'),
        port: int32('4+', 'The port to connect to.'),
        errorCode: int16('4+', '0 if there is a coordinator.'),
        errorMessage: string('4+', { nullable: '4+', ignorable: true }, 'What is wrong, or null.'),
      },
      'The coordinators, by key.',
    ),
  },
});
export type FindCoordinatorResponse = MessageOf<typeof FindCoordinatorResponse>;
