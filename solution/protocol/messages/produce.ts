/**
 * Produce (key 0): a producer hands record batches to the leaders of their partitions. The batches
 * travel exactly as they will lie on disk (record batch v2): the broker checks them, gives them
 * their offsets, and appends.
 *
 * acks decides when the answer comes: -1 (all) when every in-sync replica has the batch, 1 when
 * the leader has it, 0 never: with acks=0 there is no response at all, not even for an error.
 *
 * Versions: 0-2 carried older record formats and are gone since Kafka 4, yet the broker advertises
 * 0 and refuses them: librdkafka switches compression off when it does not see them (KAFKA-18659).
 * 3 brings record batch v2 and transactions (KIP-98), 4 KAFKA_STORAGE_ERROR (KIP-112), 5 the log
 * start offset (KIP-192), 7 zstd (KIP-110), 8 names the records at fault (KIP-467), 9 is flexible
 * (KIP-482), 10 tells the new leader along with NOT_LEADER_OR_FOLLOWER (KIP-951), 11 and 12 belong
 * to transactions v2 (KIP-890), 13 names topics by id (KIP-516).
 */
import {
  array,
  int16,
  int32,
  int64,
  type MessageOf,
  records,
  request,
  response,
  string,
  struct,
  uuid,
} from '#protocol/schema.ts';

/** Batches for any number of partitions that this broker leads. */
export const ProduceRequest = request({
  name: 'ProduceRequest',
  apiKey: 0,
  versions: '3-13',
  flexible: '9+',
  fields: {
    transactionalId: string(
      '3+',
      { nullable: '3+', default: null },
      'The transactional id, or null outside of transactions.',
    ),
    acks: int16(
      '0+',
      'Who must have the records before the answer: -1 all in-sync replicas, 1 the leader, 0 nobody.',
    ),
    timeoutMs: int32('0+', 'How long the broker may wait for the in-sync replicas.'),
    topicData: array(
      '0+',
      {
        name: string('0-12', { ignorable: true, mapKey: true }, "The topic's name."),
        topicId: uuid('13+', { ignorable: true, mapKey: true }, "The topic's id."),
        partitionData: array(
          '0+',
          {
            index: int32('0+', 'The partition.'),
            records: records(
              '0+',
              { nullable: '0+' },
              'The batches, one after another, as they will lie on disk.',
            ),
          },
          'The records, by partition.',
        ),
      },
      'The records, by topic.',
    ),
  },
});
export type ProduceRequest = MessageOf<typeof ProduceRequest>;

/** Where each partition's records went, or why not. */
export const ProduceResponse = response({
  name: 'ProduceResponse',
  apiKey: 0,
  versions: '3-13',
  flexible: '9+',
  fields: {
    responses: array(
      '0+',
      {
        name: string('0-12', { ignorable: true, mapKey: true }, "The topic's name."),
        topicId: uuid('13+', { ignorable: true, mapKey: true }, "The topic's id."),
        partitionResponses: array(
          '0+',
          {
            index: int32('0+', 'The partition.'),
            errorCode: int16('0+', '0 if the records were appended.'),
            baseOffset: int64('0+', 'The offset of the first record, -1 after an error.'),
            logAppendTimeMs: int64(
              '2+',
              { default: -1, ignorable: true },
              "The time that the broker stamped on the records, -1 if they keep the producer's.",
            ),
            logStartOffset: int64(
              '5+',
              { default: -1, ignorable: true },
              'The first offset that the partition still has.',
            ),
            recordErrors: array(
              '8+',
              {
                batchIndex: int32('8+', 'The position of the record in its batch, from 0.'),
                batchIndexErrorMessage: string(
                  '8+',
                  { nullable: '8+', default: null },
                  'What is wrong with this record.',
                ),
              },
              { ignorable: true },
              'The records for whose sake the whole batch was refused.',
            ),
            errorMessage: string(
              '8+',
              { nullable: '8+', default: null, ignorable: true },
              'What is wrong with the batch as a whole.',
            ),
            currentLeader: struct(
              '10+',
              {
                leaderId: int32('10+', { default: -1 }, "The leader's broker id, -1 if unknown."),
                leaderEpoch: int32('10+', { default: -1 }, "The leader's epoch."),
              },
              { tag: 0, tagged: '10+' },
              'Set when this broker does not lead the partition: who does.',
            ),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
    throttleTimeMs: int32(
      '1+',
      { default: 0, ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    nodeEndpoints: array(
      '10+',
      {
        nodeId: int32('10+', { mapKey: true }, "The broker's id."),
        host: string('10+', 'The host to connect to.'),
        port: int32('10+', 'The port to connect to.'),
        rack: string(
          '10+',
          { nullable: '10+', default: null },
          'The rack that the broker stands in, null if none is set.',
        ),
      },
      { tag: 0, tagged: '10+' },
      'The addresses of the leaders named above, so that no Metadata request is needed.',
    ),
  },
});
export type ProduceResponse = MessageOf<typeof ProduceResponse>;
