/**
 * ListGroups (key 16, versions 0-5): the groups that this broker coordinates, from version 4 on by
 * their states (KIP-518), from 5 on by their types (KIP-848).
 */
import { handler } from '#broker/handler.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ListGroupsRequest, ListGroupsResponse } from '#protocol/messages/list-groups.ts';

export const listGroupsHandler = handler(
  ListGroupsRequest,
  ListGroupsResponse,
  ({ statesFilter, typesFilter }, _context, broker) => {
    const listed = broker.groups.list({ states: statesFilter, types: typesFilter });
    return typeof listed === 'number'
      ? { throttleTimeMs: 0, errorCode: listed, groups: [] }
      : { throttleTimeMs: 0, errorCode: ErrorCode.NONE, groups: listed };
  },
);
