/**
 * ConsumerGroupDescribe (key 69, versions 0-1): the state, the epochs and the members of consumer
 * groups (KIP-848). Version 1 says of each member which protocol it speaks (KIP-1099).
 */
import { ALL_GROUP_OPERATIONS, NOT_ASKED } from '#broker/authorized-operations.ts';
import { servesConsumerGroups } from '#broker/group-protocols.ts';
import { handler } from '#broker/handler.ts';
import { undescribedConsumerGroup } from '#groups/consumer-group/consumer-group-description.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from '#protocol/messages/consumer-group-describe.ts';

export const consumerGroupDescribeHandler = handler(
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
  ({ groupIds, includeAuthorizedOperations }, _context, broker) => {
    const isServed = servesConsumerGroups(broker);
    const groups = groupIds.map((groupId) => {
      const group = isServed
        ? broker.groups.describeConsumerGroup(groupId)
        : undescribedConsumerGroup(groupId, ErrorCode.UNSUPPORTED_VERSION);
      const isTold = includeAuthorizedOperations && group.errorCode === ErrorCode.NONE;
      return { ...group, authorizedOperations: isTold ? ALL_GROUP_OPERATIONS : NOT_ASKED };
    });
    return { throttleTimeMs: 0, groups };
  },
);
