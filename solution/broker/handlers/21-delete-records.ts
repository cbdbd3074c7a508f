/**
 * DeleteRecords (key 21, versions 0-2): takes the records before an offset out of a partition; -1
 * stands for its high watermark. What is left to read begins there at once, the files go later.
 *
 * A topic that is only compacted is refused: its records stay until they are replaced.
 */
import { handler } from '#broker/handler.ts';
import type { Replica } from '#broker/replicas.ts';
import { leaderByName } from '#broker/topic-reference.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { DeleteRecordsRequest, DeleteRecordsResponse } from '#protocol/messages/delete-records.ts';

const NO_LOW_WATERMARK = -1;

export const deleteRecordsHandler = handler(
  DeleteRecordsRequest,
  DeleteRecordsResponse,
  ({ topics }, _context, broker) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, offset }) => ({
        partitionIndex,
        ...deleteBefore(leaderByName(broker, name, partitionIndex), offset),
      })),
    })),
  }),
);

function deleteBefore(replica: Replica | number, offset: number) {
  if (typeof replica === 'number') {
    return { errorCode: replica, lowWatermark: NO_LOW_WATERMARK };
  }
  if (!replica.log.config.cleanupPolicy.has('delete')) {
    return { errorCode: ErrorCode.POLICY_VIOLATION, lowWatermark: NO_LOW_WATERMARK };
  }
  return replica.log.deleteRecords(offset);
}
