/**
 * JoinGroup (key 11, versions 0-9): a member enters a group, or its next generation; the answer
 * waits until the generation has begun.
 *
 * Version 0 has no rebalance timeout: the session timeout counts for both. From version 4 on a
 * newcomer is told its id first (KIP-394), and from 9 on a leader that comes back may be told that
 * there is nothing to assign (KIP-814). Up to version 6 the protocol's name can't be null.
 */
import { clientHost } from '#broker/client-host.ts';
import { handler } from '#broker/handler.ts';
import { newMemberId } from '#groups/member-id.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';

const FIRST_VERSION_WITH_REBALANCE_TIMEOUT = 1;
const FIRST_VERSION_WITH_KNOWN_IDS = 4;
const FIRST_VERSION_WITH_NULL_PROTOCOL = 7;
const FIRST_VERSION_WITH_SKIPPED_ASSIGNMENT = 9;

export const joinGroupHandler = handler(
  JoinGroupRequest,
  JoinGroupResponse,
  async (request, { apiVersion, clientId, peer }, broker) => {
    const { memberId, groupInstanceId, sessionTimeoutMs, protocolType, reason } = request;
    const hasOwnTimeout = apiVersion >= FIRST_VERSION_WITH_REBALANCE_TIMEOUT;
    const answer = await broker.groups.join(request.groupId, {
      memberId,
      groupInstanceId,
      clientId: clientId ?? '',
      clientHost: clientHost(peer),
      newMemberId: newMemberId(broker.env, groupInstanceId ?? clientId ?? ''),
      sessionTimeoutMs,
      rebalanceTimeoutMs: hasOwnTimeout ? request.rebalanceTimeoutMs : sessionTimeoutMs,
      protocolType,
      // What a group keeps must not be a view of the request's bytes.
      protocols: request.protocols.map(({ name, metadata }) => ({
        name,
        metadata: metadata.slice(),
      })),
      mustKnowId: apiVersion >= FIRST_VERSION_WITH_KNOWN_IDS,
      canSkipAssignment: apiVersion >= FIRST_VERSION_WITH_SKIPPED_ASSIGNMENT,
      reason,
    });
    const canBeNull = apiVersion >= FIRST_VERSION_WITH_NULL_PROTOCOL;
    const protocolName = answer.protocolName ?? (canBeNull ? null : '');
    return { throttleTimeMs: 0, ...answer, protocolName };
  },
);
