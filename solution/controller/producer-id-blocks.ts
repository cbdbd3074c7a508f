/**
 * Producer ids are given to brokers in blocks of a thousand (KIP-730), so that a new producer
 * costs a record once in a thousand times. What a broker has not handed out when it stops is lost;
 * there are 2^53 of them here (2^63 in Kafka), and no id is ever given twice.
 */
import type { Decision } from '#controller/decision.ts';
import { Refusal } from '#controller/decision.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

export const PRODUCER_ID_BLOCK_SIZE = 1000;

export interface ProducerIdBlock {
  readonly firstId: number;
  readonly size: number;
}

export function allocateProducerIds(
  brokerId: number,
  brokerEpoch: number,
  image: MetadataImage,
): Decision<ProducerIdBlock> | Refusal {
  const broker = image.cluster.brokers.get(brokerId);
  if (broker?.epoch !== brokerEpoch) {
    const message = `Expected broker epoch ${broker?.epoch ?? 'of a registered broker'}, but got ${
      brokerEpoch
    }`;
    return new Refusal(ErrorCode.STALE_BROKER_EPOCH, message);
  }
  const firstId = image.nextProducerId;
  if (firstId > Number.MAX_SAFE_INTEGER - PRODUCER_ID_BLOCK_SIZE) {
    return new Refusal(ErrorCode.UNKNOWN_SERVER_ERROR, 'Exhausted all producerIds.');
  }
  const nextProducerId = firstId + PRODUCER_ID_BLOCK_SIZE;
  return {
    records: [
      { name: 'ProducerIdsRecord', version: 0, data: { brokerId, brokerEpoch, nextProducerId } },
    ],
    response: { firstId, size: PRODUCER_ID_BLOCK_SIZE },
  };
}
