/**
 * DescribeGroups (key 15, versions 0-6): the state and the members of groups.
 *
 * A group that does not exist is dead up to version 5, and an error from 6 on (KIP-1043).
 */
import { ALL_GROUP_OPERATIONS, NOT_ASKED } from '#broker/authorized-operations.ts';
import { handler } from '#broker/handler.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  DescribeGroupsRequest,
  DescribeGroupsResponse,
} from '#protocol/messages/describe-groups.ts';

const FIRST_VERSION_WITH_MISSING_GROUPS = 6;

export const describeGroupsHandler = handler(
  DescribeGroupsRequest,
  DescribeGroupsResponse,
  ({ groups, includeAuthorizedOperations }, { apiVersion }, broker) => {
    const tellsMissing = apiVersion >= FIRST_VERSION_WITH_MISSING_GROUPS;
    const authorizedOperations = includeAuthorizedOperations ? ALL_GROUP_OPERATIONS : NOT_ASKED;
    const described = groups.map((groupId) => {
      const group = broker.groups.describe(groupId);
      const isMissing = group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND;
      const errorCode = isMissing && !tellsMissing ? ErrorCode.NONE : group.errorCode;
      const errorMessage = tellsMissing ? group.errorMessage : null;
      return { ...group, errorCode, errorMessage, authorizedOperations };
    });
    return { throttleTimeMs: 0, groups: described };
  },
);
