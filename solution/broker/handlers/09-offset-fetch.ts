/**
 * OffsetFetch (key 9, versions 1-10): where groups have got to.
 *
 * An offset that nobody has committed is -1, not an error. Version 2 can ask for all partitions and
 * tells errors for the group as a whole, 8 asks for many groups at once, 10 names topics by id.
 *
 * `requireStable` (version 7) has a client wait for transactions that may still change an offset.
 * Offsets can be fetched here only once they are decided and durable, so the answer is always stable.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import { findTopic } from '#broker/topic-reference.ts';
import type { OffsetsByTopic } from '#groups/committed-offsets.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';
import { ZERO_UUID } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';

const FIRST_VERSION_WITH_GROUP_ERRORS = 2;
const FIRST_VERSION_WITH_GROUPS = 8;
const FIRST_VERSION_WITH_TOPIC_IDS = 10;
const NO_OFFSET = -1;

/** A topic by name, or from version 10 on by id, with partitions to look up. */
interface TopicReference {
  readonly name: string;
  readonly topicId: string;
  readonly partitionIndexes: readonly number[];
}

export const offsetFetchHandler = handler(
  OffsetFetchRequest,
  OffsetFetchResponse,
  (request, { apiVersion }, broker) => {
    if (apiVersion < FIRST_VERSION_WITH_GROUPS) return fetchOne(request, apiVersion, broker);
    const byId = apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS;
    const groups = request.groups.map(({ groupId, topics, memberId, memberEpoch }) => {
      const offsets = broker.groups.offsets(groupId, { memberId, memberEpoch });
      if (typeof offsets === 'number') return { groupId, topics: [], errorCode: offsets };
      const found = topics
        ? fetchTopics(groupId, topics, broker)
        : allTopics(offsets, byId, broker);
      return { groupId, topics: found, errorCode: ErrorCode.NONE };
    });
    return { throttleTimeMs: 0, groups };
  },
);

/** Up to version 7: one group, its topics at the top of the answer. */
function fetchOne(
  { groupId, topics }: OffsetFetchRequest,
  apiVersion: number,
  broker: BrokerServices,
) {
  const offsets = broker.groups.offsets(groupId);
  const wanted = topics?.map((topic) => ({ ...topic, topicId: ZERO_UUID }));
  if (typeof offsets === 'number') {
    const tellsGroupErrors = apiVersion >= FIRST_VERSION_WITH_GROUP_ERRORS;
    const refused = tellsGroupErrors ? [] : (wanted ?? []).map((topic) => refuse(topic, offsets));
    return { throttleTimeMs: 0, topics: refused, errorCode: offsets };
  }
  const found = wanted ? fetchTopics(groupId, wanted, broker) : allTopics(offsets, false, broker);
  return { throttleTimeMs: 0, topics: found, errorCode: ErrorCode.NONE };
}

function fetchTopics(groupId: string, topics: readonly TopicReference[], broker: BrokerServices) {
  return topics.map((reference) => {
    const { topicId, partitionIndexes } = reference;
    // An id has to be one of a topic; of a name, offsets may outlive it.
    const name = topicId === ZERO_UUID ? reference.name : findTopic(broker.image, reference)?.name;
    if (name === undefined) return refuse(reference, ErrorCode.UNKNOWN_TOPIC_ID);
    const partitions = partitionIndexes.map((partition) =>
      answerOf(partition, broker.groups.offset(groupId, { topic: name, topicId, partition })),
    );
    return { name, topicId, partitions };
  });
}

/** All that a group has. A topic that is gone has no id by which it could be named. */
function allTopics(offsets: OffsetsByTopic, byId: boolean, { image }: BrokerServices) {
  return [...offsets].flatMap(([name, partitions]) => {
    const topicId = image.topics.byName.get(name)?.id;
    if (byId && topicId === undefined) return [];
    const answers = [...partitions].map(([partition, offset]) => answerOf(partition, offset));
    return [{ name, topicId: topicId ?? ZERO_UUID, partitions: answers }];
  });
}

function answerOf(
  partitionIndex: number,
  found: CommittedOffset | undefined,
  errorCode: number = ErrorCode.NONE,
) {
  return {
    partitionIndex,
    committedOffset: found?.offset ?? NO_OFFSET,
    committedLeaderEpoch: found?.leaderEpoch ?? NO_OFFSET,
    metadata: found?.metadata ?? '',
    errorCode,
  };
}

function refuse({ name, topicId, partitionIndexes }: TopicReference, errorCode: number) {
  const partitions = partitionIndexes.map((index) => answerOf(index, undefined, errorCode));
  return { name, topicId, partitions };
}
