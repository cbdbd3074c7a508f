/**
 * InitProducerId (key 22): a producer gets its identity (KIP-98): an id that is unique in the
 * cluster, and an epoch. With these and a sequence number per partition in each batch, the broker
 * can tell a retry from a new batch.
 *
 * A transactional producer asks its transaction coordinator instead of any broker: the same
 * transactional id gets the same producer id with a higher epoch, which fences the older process.
 *
 * Versions: from 1 on the broker answers before it throttles (KIP-219), 2 is flexible (KIP-482), 3
 * lets a producer raise its own epoch after an error (KIP-360), 4 may say PRODUCER_FENCED
 * (KIP-588), 5 TRANSACTION_ABORTABLE (KIP-890). 6, two-phase commit (KIP-939), is not finished in
 * Kafka 4.3: a broker does not advertise it.
 */
import {
  bool,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** Who asks for an identity. */
export const InitProducerIdRequest = request({
  name: 'InitProducerIdRequest',
  apiKey: 22,
  versions: '0-6',
  flexible: '2+',
  fields: {
    transactionalId: string(
      '0+',
      { nullable: '0+' },
      'The transactional id, or null for a producer that is idempotent only.',
    ),
    transactionTimeoutMs: int32(
      '0+',
      'How long a transaction may take before the coordinator aborts it.',
    ),
    producerId: int64(
      '3+',
      { default: -1 },
      'The id that the producer has and wants to keep, -1 for a new one.',
    ),
    producerEpoch: int16('3+', { default: -1 }, 'The epoch that it has, -1 if none.'),
    enable2Pc: bool(
      '6+',
      { default: false },
      'True to let an outside coordinator decide about the transaction (two-phase commit).',
    ),
    keepPreparedTxn: bool(
      '6+',
      { default: false },
      'True to keep a transaction that is already prepared instead of aborting it.',
    ),
  },
});
export type InitProducerIdRequest = MessageOf<typeof InitProducerIdRequest>;

/** The producer's identity. */
export const InitProducerIdResponse = response({
  name: 'InitProducerIdResponse',
  apiKey: 22,
  versions: '0-6',
  flexible: '2+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if there is an id.'),
    producerId: int64('0+', { default: -1 }, "The producer's id, -1 after an error."),
    producerEpoch: int16('0+', "The producer's epoch, with which all its batches must be stamped."),
    ongoingTxnProducerId: int64(
      '6+',
      { default: -1 },
      'The producer id of the prepared transaction that was kept, -1 if none.',
    ),
    ongoingTxnProducerEpoch: int16(
      '6+',
      { default: -1 },
      'The epoch of the prepared transaction that was kept, -1 if none.',
    ),
  },
});
export type InitProducerIdResponse = MessageOf<typeof InitProducerIdResponse>;
