/**
 * ConsumerGroupHeartbeat (key 68, versions 0-1): a consumer of the KIP-848 protocol joins, stays, is
 * told what to read, says what it has given up, and leaves.
 *
 * Version 1 adds subscriptions by regular expression, and members make up their ids (KIP-1082). In
 * version 0 one that has none is given one.
 */
import { clientHost } from '#broker/client-host.ts';
import { servesConsumerGroups } from '#broker/group-protocols.ts';
import { handler } from '#broker/handler.ts';
import { heartbeatError } from '#groups/consumer-group/heartbeat.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import { randomUuid } from '#storage/meta-properties.ts';

export const consumerGroupHeartbeatHandler = handler(
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
  async (request, { apiVersion, clientId, peer }, broker) => {
    const client = {
      apiVersion,
      clientId: clientId ?? '',
      clientHost: clientHost(peer),
      // Nearly every heartbeat names its member, and chance costs more than the rest of it.
      newMemberId: request.memberId === '' ? randomUuid(broker.env) : request.memberId,
    };
    const answer = servesConsumerGroups(broker)
      ? await broker.groups.consumerHeartbeat(request, client)
      : heartbeatError(ErrorCode.UNSUPPORTED_VERSION);
    return { throttleTimeMs: 0, ...answer };
  },
);
