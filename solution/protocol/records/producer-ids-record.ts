/**
 * ProducerIdsRecord: a broker was given a block of producer ids (KIP-730). Ids are unique in the
 * whole cluster because each block begins where the one before it ended.
 */
import { int32, int64, type MessageOf, record } from '#protocol/schema.ts';

/** A block of producer ids was given out. */
export const ProducerIdsRecord = record({
  name: 'ProducerIdsRecord',
  apiKey: 15,
  versions: '0',
  flexible: '0+',
  fields: {
    brokerId: int32('0+', 'The broker that has got the block.'),
    brokerEpoch: int64('0+', { default: -1 }, 'The epoch of that broker.'),
    nextProducerId: int64('0+', 'The first id after the block, where the next one begins.'),
  },
});
export type ProducerIdsRecord = MessageOf<typeof ProducerIdsRecord>;
