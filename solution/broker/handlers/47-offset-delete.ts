/**
 * OffsetDelete (key 47, version 0): deletes what a group has committed of some partitions (KIP-496).
 * Partitions that do not exist, or are subscribed to, are told so beside the others.
 */
import { handler } from '#broker/handler.ts';
import { ZERO_UUID } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { OffsetDeleteRequest, OffsetDeleteResponse } from '#protocol/messages/offset-delete.ts';

export const offsetDeleteHandler = handler(
  OffsetDeleteRequest,
  OffsetDeleteResponse,
  async ({ groupId, topics }, _context, broker) => {
    const exists = (topic: string, partition: number) =>
      broker.image.topics.byName.get(topic)?.partitions.has(partition) === true;
    const named = topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex }) => ({ topic: name, partition: partitionIndex })),
    );
    const known = named.filter(({ topic, partition }) => exists(topic, partition));
    const wanted = known.map((one) => ({ ...one, topicId: ZERO_UUID }));
    const { errorCode, errorCodes } = await broker.groups.deleteOffsets(groupId, wanted);
    if (errorCode !== ErrorCode.NONE) return { errorCode, throttleTimeMs: 0, topics: [] };
    const outcome = (topic: string, partition: number) => {
      const at = known.findIndex((one) => one.topic === topic && one.partition === partition);
      return errorCodes[at] ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    };
    const answers = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: outcome(name, partitionIndex),
      })),
    }));
    return { errorCode, throttleTimeMs: 0, topics: answers };
  },
);
