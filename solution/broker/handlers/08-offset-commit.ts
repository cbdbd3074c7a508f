/**
 * OffsetCommit (key 8, versions 2-10): notes how far a group has got.
 *
 * Only of partitions that exist: a commit to any other is told so, beside the others of the request.
 * Up to version 4 the client may say how long to keep the offsets; version 10 names topics by id. With
 * the offset the id is noted in any version: should the topic be made anew under its name, nobody takes
 * the old one's offset for its own.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import { findTopic, unknownTopic } from '#broker/topic-reference.ts';
import type { OffsetToCommit } from '#groups/offset-request.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';

const FIRST_VERSION_WITH_MISSING_GROUPS = 9;

type Topic = OffsetCommitRequest['topics'][number];
type Partition = Topic['partitions'][number];

export const offsetCommitHandler = handler(
  OffsetCommitRequest,
  OffsetCommitResponse,
  async (request, { apiVersion }, broker) => {
    const offsets: OffsetToCommit[] = [];
    // The answer's partitions that wait for the coordinator's verdict, in the order of `offsets`.
    const undecided: { errorCode: number }[] = [];
    const topics = request.topics.map((topic) => ({
      name: topic.name,
      topicId: topic.topicId,
      partitions: topic.partitions.map((partition) => {
        const found = toCommit(topic, partition, broker);
        const errorCode = typeof found === 'number' ? found : ErrorCode.NONE;
        const answer = { partitionIndex: partition.partitionIndex, errorCode };
        if (typeof found !== 'number') {
          offsets.push(found);
          undecided.push(answer);
        }
        return answer;
      }),
    }));
    if (offsets.length === 0) return { throttleTimeMs: 0, topics };
    const { groupId, memberId, groupInstanceId, retentionTimeMs } = request;
    const errorCodes = await broker.groups.commit({
      groupId,
      memberId,
      groupInstanceId,
      retentionTimeMs,
      generationId: request.generationIdOrMemberEpoch,
      knowsMissingGroups: apiVersion >= FIRST_VERSION_WITH_MISSING_GROUPS,
      offsets,
    });
    undecided.forEach((answer, index) => {
      answer.errorCode = errorCodes[index] ?? ErrorCode.UNKNOWN_SERVER_ERROR;
    });
    return { throttleTimeMs: 0, topics };
  },
);

function toCommit(
  reference: Topic,
  partition: Partition,
  { image }: BrokerServices,
): OffsetToCommit | number {
  const topic = findTopic(image, reference);
  if (topic === undefined) return unknownTopic(reference);
  if (!topic.partitions.has(partition.partitionIndex)) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  return {
    topic: topic.name,
    topicId: topic.id,
    partition: partition.partitionIndex,
    offset: partition.committedOffset,
    leaderEpoch: partition.committedLeaderEpoch,
    metadata: partition.committedMetadata,
  };
}
