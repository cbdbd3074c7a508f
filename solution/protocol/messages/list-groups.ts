/**
 * ListGroups (key 16): the groups that this broker coordinates. Who wants all of a cluster's groups
 * asks every broker.
 *
 * Versions: 1 adds the throttle time, from 2 on the broker answers before it throttles (KIP-219), 3
 * is flexible (KIP-482), 4 tells states and filters by them (KIP-518), 5 types (KIP-848).
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

/** Which groups. */
export const ListGroupsRequest = request({
  name: 'ListGroupsRequest',
  apiKey: 16,
  versions: '0-5',
  flexible: '3+',
  fields: {
    statesFilter: array('4+', string, 'Only groups in one of these states; empty for any.'),
    typesFilter: array('5+', string, 'Only groups of one of these types; empty for any.'),
  },
});
export type ListGroupsRequest = MessageOf<typeof ListGroupsRequest>;

/** The groups. */
export const ListGroupsResponse = response({
  name: 'ListGroupsResponse',
  apiKey: 16,
  versions: '0-5',
  flexible: '3+',
  fields: {
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if the list is whole.'),
    groups: array(
      '0+',
      {
        groupId: string('0+', 'The group.'),
        protocolType: string('0+', 'What kind of group it is, empty if nobody has said so yet.'),
        groupState: string('4+', { ignorable: true }, 'Its state.'),
        groupType: string('5+', { ignorable: true }, 'The protocol its members speak.'),
      },
      'The groups.',
    ),
  },
});
export type ListGroupsResponse = MessageOf<typeof ListGroupsResponse>;
