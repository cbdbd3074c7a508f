/**
 * AllocateProducerIds (key 67): a broker asks the controller for a block of producer ids, from
 * which it then answers InitProducerId by itself (KIP-730). A block that is lost in a crash is
 * never given out again: there are enough ids.
 */
import { int16, int32, int64, type MessageOf, request, response } from '#protocol/schema.ts';

/** A broker needs a block. */
export const AllocateProducerIdsRequest = request({
  name: 'AllocateProducerIdsRequest',
  apiKey: 67,
  versions: '0',
  flexible: '0+',
  fields: {
    brokerId: int32('0+', 'The broker that asks.'),
    brokerEpoch: int64('0+', { default: -1 }, 'The epoch of that broker.'),
  },
});
export type AllocateProducerIdsRequest = MessageOf<typeof AllocateProducerIdsRequest>;

/** The block. */
export const AllocateProducerIdsResponse = response({
  name: 'AllocateProducerIdsResponse',
  apiKey: 67,
  versions: '0',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if there is a block.'),
    producerIdStart: int64('0+', 'The first id of the block.'),
    producerIdLen: int32('0+', 'How many ids it has: 1000 in Kafka.'),
  },
});
export type AllocateProducerIdsResponse = MessageOf<typeof AllocateProducerIdsResponse>;
