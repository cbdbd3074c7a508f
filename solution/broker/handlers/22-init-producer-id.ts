/**
 * InitProducerId (key 22, versions 0-5): gives an idempotent producer its id. Each call gets a new
 * id with epoch 0; the broker takes ids from the controller in blocks (KIP-730).
 *
 * With a transactional id the answer is the transaction coordinator's, which this broker has not:
 * such a producer would have asked for it before (FindCoordinator), and been told so there.
 * Version 6 is not stable in Kafka 4.3 and is not advertised.
 */
import { handler } from '#broker/handler.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  InitProducerIdRequest,
  InitProducerIdResponse,
} from '#protocol/messages/init-producer-id.ts';

const LAST_STABLE_VERSION = 5;

export const initProducerIdHandler = handler(
  InitProducerIdRequest,
  InitProducerIdResponse,
  async ({ transactionalId }, _context, broker) => {
    if (transactionalId !== null) {
      return {
        throttleTimeMs: 0,
        errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE,
        producerId: -1,
        producerEpoch: -1,
      };
    }
    const producerId = await broker.producerIds.next();
    return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, producerId, producerEpoch: 0 };
  },
  { min: InitProducerIdRequest.versions.min, max: LAST_STABLE_VERSION },
);
