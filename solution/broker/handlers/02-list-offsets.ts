/**
 * ListOffsets (key 2, versions 1-11): which offset belongs to a time.
 *
 * Negative timestamps are questions of their own: -1 the end, -2 the start, -3 the record with the
 * largest timestamp (7+), -4 the start on local disk (8+), -5 the end of what has moved to tiered
 * storage (9+), -6 the first offset still to be moved there (11+). Nothing is ever moved there, so -4
 * is the start and -5 has no answer. A reader of committed data is answered up to the last stable
 * offset, any other up to the high watermark.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import type { Replica } from '#broker/replicas.ts';
import { leaderByName } from '#broker/topic-reference.ts';
import { DiskError } from '#env/disk.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ListOffsetsRequest, ListOffsetsResponse } from '#protocol/messages/list-offsets.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { FoundOffset } from '#storage/timestamp-search.ts';

const LATEST = -1;
const EARLIEST = -2;
const MAX_TIMESTAMP = -3;
const EARLIEST_LOCAL = -4;
const LATEST_TIERED = -5;
const EARLIEST_PENDING_UPLOAD = -6;
/** Questions that came later; older versions don't have them. */
const FIRST_VERSION_WITH: ReadonlyMap<number, number> = new Map([
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
  [EARLIEST_PENDING_UPLOAD, 11],
]);
const READ_COMMITTED = 1;
const CONSUMER = -1;
const FIRST_VERSION_WITH_EPOCHS = 4;

const NOTHING_FOUND: FoundOffset = { offset: -1, timestamp: -1, leaderEpoch: -1 };

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
        const limit = readableEnd(replica.log, replicaId, isolationLevel);
        const answer = search(replica, timestamp, limit, broker);
        return { partitionIndex, ...inVersion(apiVersion, answer) };
      }),
    })),
  }),
);

/** A version without leader epochs can't be told one, and need not be (KIP-320). */
function inVersion(apiVersion: number, answer: ReturnType<typeof search>) {
  return apiVersion >= FIRST_VERSION_WITH_EPOCHS ? answer : { ...answer, leaderEpoch: -1 };
}

/** What the reader may see of the log: followers all, consumers what is replicated or decided. */
function readableEnd(log: PartitionLog, replicaId: number, isolationLevel: number): number {
  if (replicaId !== CONSUMER) return log.logEndOffset;
  return isolationLevel === READ_COMMITTED ? log.lastStableOffset : log.highWatermark;
}

function search(replica: Replica, timestamp: number, limit: number, broker: BrokerServices) {
  try {
    const found = lookUp(replica, timestamp, limit);
    if (found === undefined) return { errorCode: ErrorCode.UNSUPPORTED_VERSION };
    return { errorCode: ErrorCode.NONE, ...found };
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    broker.replicas.fail(replica, error);
    return { errorCode: ErrorCode.KAFKA_STORAGE_ERROR };
  }
}

/** Undefined for a question that nobody has defined. */
function lookUp({ log }: Replica, timestamp: number, limit: number): FoundOffset | undefined {
  switch (timestamp) {
    case LATEST:
      return { ...log.latestOffset(), offset: limit };
    case EARLIEST:
    case EARLIEST_LOCAL:
      return log.earliestOffset();
    case MAX_TIMESTAMP:
      return visible(log.maxTimestampOffset(), limit);
    case LATEST_TIERED:
    case EARLIEST_PENDING_UPLOAD:
      return NOTHING_FOUND;
    default:
      return timestamp < 0 ? undefined : visible(log.offsetForTimestamp(timestamp), limit);
  }
}

/** A record that the reader can't see yet is as if it were not there. */
function visible(found: FoundOffset | undefined, limit: number): FoundOffset {
  return found !== undefined && found.offset < limit ? found : NOTHING_FOUND;
}
