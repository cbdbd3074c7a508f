/**
 * ListOffsets (key 2, versions 1-11): which offset belongs to a time.
 *
 * Negative timestamps are questions of their own (storage/listed-offset.ts): -3 came with version 7,
 * -4 with 8, -5 with 9, -6 with 11. A reader of committed data is answered up to the last stable
 * offset, any other up to the high watermark.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import type { Replica } from '#broker/replicas.ts';
import { leaderByName } from '#broker/topic-reference.ts';
import { DiskError } from '#env/disk.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ListOffsetsRequest, ListOffsetsResponse } from '#protocol/messages/list-offsets.ts';
import {
  EARLIEST_LOCAL,
  EARLIEST_PENDING_UPLOAD,
  LATEST_TIERED,
  listedOffset,
  MAX_TIMESTAMP,
} from '#storage/listed-offset.ts';
import { readableEnd } from '#storage/log-ends.ts';

/** Questions that came later; older versions don't have them. */
const FIRST_VERSION_WITH: ReadonlyMap<number, number> = new Map([
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
  [EARLIEST_PENDING_UPLOAD, 11],
]);
const FIRST_VERSION_WITH_EPOCHS = 4;

export const listOffsetsHandler = handler(
  ListOffsetsRequest,
  ListOffsetsResponse,
  ({ topics, replicaId, isolationLevel }, { apiVersion }, broker) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, currentLeaderEpoch, timestamp }) => {
        const replica = leaderByName(broker, name, partitionIndex, currentLeaderEpoch);
        if (typeof replica === 'number') return { partitionIndex, errorCode: replica };
        if (apiVersion < (FIRST_VERSION_WITH.get(timestamp) ?? 0)) {
          return { partitionIndex, errorCode: ErrorCode.UNSUPPORTED_VERSION };
        }
        const end = readableEnd(replica.log, replicaId, isolationLevel);
        const answer = search(replica, timestamp, end, broker);
        return { partitionIndex, ...inVersion(apiVersion, answer) };
      }),
    })),
  }),
);

/** A version without leader epochs can't be told one, and need not be (KIP-320). */
function inVersion(apiVersion: number, answer: ReturnType<typeof search>) {
  return apiVersion >= FIRST_VERSION_WITH_EPOCHS ? answer : { ...answer, leaderEpoch: -1 };
}

/** A question that nobody has defined can be in a version to come. */
function search(replica: Replica, timestamp: number, end: number, broker: BrokerServices) {
  try {
    const found = listedOffset(replica.log, timestamp, end);
    if (found === undefined) return { errorCode: ErrorCode.UNSUPPORTED_VERSION };
    return { errorCode: ErrorCode.NONE, ...found };
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    broker.replicas.fail(replica, error);
    return { errorCode: ErrorCode.KAFKA_STORAGE_ERROR };
  }
}
