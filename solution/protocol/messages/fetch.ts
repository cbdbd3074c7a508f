/**
 * Fetch (key 1): read record batches from the leader of a partition. Consumers and follower
 * replicas send the same request; a follower names itself, may read beyond the high watermark, and
 * by the offset that it asks for it tells the leader how far it has got. Replication is nothing
 * more.
 *
 * The broker waits up to maxWaitMs for minBytes to come together (long polling), and always
 * returns whole batches, as they lie on disk: also the one in whose middle fetchOffset lies. At
 * least one batch is returned even if it is larger than the limits (KIP-74), so that no reader
 * gets stuck.
 *
 * A fetch session (KIP-227) keeps the list of partitions on the broker; the client then sends the
 * changes only, and the response leaves out partitions with nothing new:
 *
 *   sessionId  sessionEpoch
 *   0          -1            no session: everything is named each time
 *   0           0            open one; the response gives its id
 *   n           1, 2, 3 ...  the next request in session n, with changes only
 *   n          -1            close session n
 *
 * Versions: 4 isolation level and aborted transactions (KIP-98); 5 log start offset (KIP-107); 7
 * sessions (KIP-227); 8 answers before it throttles (KIP-219); 9 the client's leader epoch, for
 * fencing (KIP-320); 10 zstd (KIP-110); 11 reading from the closest replica (KIP-392); 12 is
 * flexible (KIP-482) and finds diverging logs and Raft snapshots (KIP-595); 13 names topics by id
 * (KIP-516); 14 may say that an offset has moved to tiered storage (KIP-405); 15 adds the
 * follower's broker epoch (KIP-903); 16 tells the new leaders' addresses (KIP-951); 17 the
 * follower's directory (KIP-853); 18 the high watermark that the follower knows (KIP-1166).
 */
import { INT64_MAX } from '#protocol/int64.ts';
import {
  array,
  int8,
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

/** What to read, from where, how much, and how long to wait for it. */
export const FetchRequest = request({
  name: 'FetchRequest',
  apiKey: 1,
  versions: '4-18',
  flexible: '12+',
  fields: {
    clusterId: string(
      '12+',
      { nullable: '12+', default: null, tag: 0, tagged: '12+', ignorable: true },
      'The cluster that the follower believes it is in, null if it does not check.',
    ),
    replicaId: int32('0-14', { default: -1 }, 'The follower that asks, or -1 for a consumer.'),
    replicaState: struct(
      '15+',
      {
        replicaId: int32('15+', { default: -1 }, "The follower's broker id, or -1 for a consumer."),
        replicaEpoch: int64(
          '15+',
          { default: -1 },
          "The follower's broker epoch: a request from before its restart is refused.",
        ),
      },
      { tag: 1, tagged: '15+' },
      'Which follower asks, from version 15 on.',
    ),
    maxWaitMs: int32('0+', 'How long the broker may wait for minBytes.'),
    minBytes: int32('0+', 'The broker answers as soon as it has this many bytes.'),
    maxBytes: int32(
      '3+',
      { default: 0x7fffffff, ignorable: true },
      'About how many bytes the whole response may have.',
    ),
    isolationLevel: int8(
      '4+',
      { default: 0, ignorable: true },
      '0 reads all up to the high watermark, 1 (read_committed) up to the last stable offset.',
    ),
    sessionId: int32(
      '7+',
      { default: 0, ignorable: true },
      'The fetch session, 0 for none or a new one.',
    ),
    sessionEpoch: int32(
      '7+',
      { default: -1, ignorable: true },
      'The number of this request in its session; 0 opens one, -1 closes it or does without.',
    ),
    topics: array(
      '0+',
      {
        topic: string('0-12', { ignorable: true }, "The topic's name."),
        topicId: uuid('13+', { ignorable: true }, "The topic's id."),
        partitions: array(
          '0+',
          {
            partition: int32('0+', 'The partition.'),
            currentLeaderEpoch: int32(
              '9+',
              { default: -1, ignorable: true },
              'The leader epoch that the reader knows; -1 leaves the check out.',
            ),
            fetchOffset: int64('0+', 'The offset to start at.'),
            lastFetchedEpoch: int32(
              '12+',
              { default: -1 },
              "The epoch of the follower's last record, by which the leader finds a diverged log.",
            ),
            logStartOffset: int64(
              '5+',
              { default: -1, ignorable: true },
              'The first offset that the follower has, -1 for a consumer.',
            ),
            partitionMaxBytes: int32('0+', 'About how many bytes of this partition to return.'),
            replicaDirectoryId: uuid(
              '17+',
              { tag: 0, tagged: '17+', ignorable: true },
              "The log directory of the follower's replica.",
            ),
            highWatermark: int64(
              '18+',
              { default: INT64_MAX, tag: 1, tagged: '18+', ignorable: true },
              "The high watermark that the follower knows, -1 if none yet; by default it can't tell.",
            ),
          },
          'What to read, by partition.',
        ),
      },
      'What to read, by topic; in a session only what is new or has changed.',
    ),
    forgottenTopicsData: array(
      '7+',
      {
        topic: string('7-12', { ignorable: true }, "The topic's name."),
        topicId: uuid('13+', { ignorable: true }, "The topic's id."),
        partitions: array('7+', int32, 'The partitions to take out.'),
      },
      'The partitions to take out of the session.',
    ),
    rackId: string(
      '11+',
      { default: '', ignorable: true },
      'The rack of the consumer, by which the broker finds a replica close by.',
    ),
  },
});
export type FetchRequest = MessageOf<typeof FetchRequest>;

/** Batches, and what the reader should know of each partition. */
export const FetchResponse = response({
  name: 'FetchResponse',
  apiKey: 1,
  versions: '4-18',
  flexible: '12+',
  fields: {
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16(
      '7+',
      { ignorable: true },
      '0, or an error of the whole request, for example of its session.',
    ),
    sessionId: int32(
      '7+',
      { default: 0 },
      'The fetch session that this response belongs to, 0 if there is none.',
    ),
    responses: array(
      '0+',
      {
        topic: string('0-12', { ignorable: true }, "The topic's name."),
        topicId: uuid('13+', { ignorable: true }, "The topic's id."),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
            errorCode: int16('0+', '0, or why this partition could not be read.'),
            highWatermark: int64(
              '0+',
              'The offset before which all in-sync replicas have everything.',
            ),
            lastStableOffset: int64(
              '4+',
              { default: -1, ignorable: true },
              'The offset before which no transaction is open.',
            ),
            logStartOffset: int64(
              '5+',
              { default: -1, ignorable: true },
              'The first offset that the partition still has.',
            ),
            divergingEpoch: struct(
              '12+',
              {
                epoch: int32('12+', { default: -1 }, 'The latest epoch that both logs may share.'),
                endOffset: int64(
                  '12+',
                  { default: -1 },
                  'The offset at which that epoch ends on the leader.',
                ),
              },
              { tag: 0, tagged: '12+' },
              "Set when the follower's log has parted from the leader's: where to truncate it.",
            ),
            currentLeader: struct(
              '12+',
              {
                leaderId: int32('12+', { default: -1 }, "The leader's broker id, -1 if unknown."),
                leaderEpoch: int32('12+', { default: -1 }, "The leader's epoch."),
              },
              { tag: 1, tagged: '12+' },
              'Set when this broker does not lead the partition: who does.',
            ),
            snapshotId: struct(
              '12+',
              {
                endOffset: int64('0+', { default: -1 }, 'The offset at which the snapshot ends.'),
                epoch: int32('0+', { default: -1 }, 'The epoch in which the snapshot ends.'),
              },
              { tag: 2, tagged: '12+' },
              'Set when a Raft follower asks for what the leader has dropped: the snapshot to load.',
            ),
            abortedTransactions: array(
              '4+',
              {
                producerId: int64('4+', 'The producer whose transaction was aborted.'),
                firstOffset: int64('4+', "The offset of the transaction's first record."),
              },
              { nullable: '4+', ignorable: true },
              'The aborted transactions within these records; null if not read_committed.',
            ),
            preferredReadReplica: int32(
              '11+',
              { default: -1 },
              'A replica that the consumer should read from next, -1 to stay here.',
            ),
            records: records(
              '0+',
              { nullable: '0+' },
              'The batches, one after another, as they lie on disk.',
            ),
          },
          'What was read, by partition.',
        ),
      },
      'What was read, by topic.',
    ),
    nodeEndpoints: array(
      '16+',
      {
        nodeId: int32('16+', { mapKey: true }, "The broker's id."),
        host: string('16+', 'The host to connect to.'),
        port: int32('16+', 'The port to connect to.'),
        rack: string(
          '16+',
          { nullable: '16+', default: null },
          'The rack that the broker stands in, null if none is set.',
        ),
      },
      { tag: 0, tagged: '16+' },
      'The addresses of the leaders named above, so that no Metadata request is needed.',
    ),
  },
});
export type FetchResponse = MessageOf<typeof FetchResponse>;
