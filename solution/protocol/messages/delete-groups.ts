/**
 * DeleteGroups (key 42): an administrator deletes groups without members, with all that they have
 * noted (KIP-229).
 *
 * Versions: from 1 on the broker answers before it throttles (KIP-219), 2 is flexible (KIP-482).
 */
import {
  array,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** Which groups go. */
export const DeleteGroupsRequest = request({
  name: 'DeleteGroupsRequest',
  apiKey: 42,
  versions: '0-2',
  flexible: '2+',
  fields: {
    groupsNames: array('0+', string, 'The groups.'),
  },
});
export type DeleteGroupsRequest = MessageOf<typeof DeleteGroupsRequest>;

/** Whether they are gone. */
export const DeleteGroupsResponse = response({
  name: 'DeleteGroupsResponse',
  apiKey: 42,
  versions: '0-2',
  flexible: '2+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    results: array(
      '0+',
      {
        groupId: string('0+', { mapKey: true }, 'The group.'),
        errorCode: int16('0+', '0 if it is gone.'),
      },
      'The outcome, by group.',
    ),
  },
});
export type DeleteGroupsResponse = MessageOf<typeof DeleteGroupsResponse>;
