/**
 * Metadata (key 3, versions 0-13): which brokers there are, and who leads which partition.
 *
 * A client asks for all topics (null; in version 0 an empty list), for none, or for some by name
 * or, from version 10 on, by id. Names nobody knows may be created on the way (topic-auto-creation).
 */
import {
  ALL_CLUSTER_OPERATIONS,
  ALL_TOPIC_OPERATIONS,
  NOT_ASKED,
} from '#broker/authorized-operations.ts';
import { aliveEndpointsAt } from '#broker/broker-endpoints.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import { autoCreateTopics } from '#broker/topic-auto-creation.ts';
import {
  describePartition,
  isInternalTopic,
  partitionsInOrder,
} from '#broker/topic-description.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { type TopicImage, ZERO_UUID } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import type { InputOf } from '#protocol/schema.ts';

type Response = InputOf<typeof MetadataResponse>;
type TopicAnswer = Response['topics'][number];
type Wanted = NonNullable<MetadataRequest['topics']>[number];

export const metadataHandler = handler(
  MetadataRequest,
  MetadataResponse,
  (request, { apiVersion, peer }, broker) => {
    const answer = (errors: ReadonlyMap<string, number>): Response => {
      const { image } = broker;
      return {
        throttleTimeMs: 0,
        brokers: aliveEndpointsAt(image, peer.listener.name).map(
          ({ broker: node, host, port }) => ({
            nodeId: node.id,
            host,
            port,
            rack: node.rack,
          }),
        ),
        clusterId: broker.clusterId,
        controllerId: broker.nodeId,
        topics: describe(wantedTopics(request, apiVersion), image, errors, request),
        clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
          ? ALL_CLUSTER_OPERATIONS
          : NOT_ASKED,
        errorCode: ErrorCode.NONE,
      };
    };
    const missing = namesToCreate(request, broker);
    if (missing.length === 0) return answer(new Map());
    return autoCreateTopics(missing, broker).then(answer);
  },
);

/** Null for all topics. */
function wantedTopics({ topics }: MetadataRequest, apiVersion: number): readonly Wanted[] | null {
  return apiVersion === 0 && topics?.length === 0 ? null : topics;
}

function namesToCreate(request: MetadataRequest, broker: BrokerServices): string[] {
  const { topics, allowAutoTopicCreation } = request;
  if (topics === null || topics.length === 0 || !allowAutoTopicCreation) return [];
  if (!broker.config.get('auto.create.topics.enable')) return [];
  const known = broker.image.topics.byName;
  const names = topics.flatMap(({ name }) => (name === null || known.has(name) ? [] : [name]));
  return [...new Set(names)];
}

function describe(
  wanted: readonly Wanted[] | null,
  image: MetadataImage,
  errors: ReadonlyMap<string, number>,
  request: MetadataRequest,
): TopicAnswer[] {
  if (wanted === null) {
    return [...image.topics.byName.values()].map((topic) => found(topic, image, request));
  }
  return wanted.map(({ name, topicId }) => {
    const topic = name === null ? image.topics.byId.get(topicId) : image.topics.byName.get(name);
    if (topic !== undefined) return found(topic, image, request);
    return name === null ? unknownId(topicId) : unknownName(name, errors.get(name));
  });
}

function found(topic: TopicImage, image: MetadataImage, request: MetadataRequest): TopicAnswer {
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: partitionsInOrder(topic).map(([index, partition]) =>
      describePartition(index, partition, image),
    ),
    topicAuthorizedOperations: request.includeTopicAuthorizedOperations
      ? ALL_TOPIC_OPERATIONS
      : NOT_ASKED,
  };
}

function unknownId(topicId: string): TopicAnswer {
  return { errorCode: ErrorCode.UNKNOWN_TOPIC_ID, name: null, topicId, partitions: [] };
}

/** An error of its creation says more than that the topic is not there. */
function unknownName(name: string, creationError = ErrorCode.NONE as number): TopicAnswer {
  const raced =
    creationError === ErrorCode.NONE || creationError === ErrorCode.TOPIC_ALREADY_EXISTS;
  return {
    errorCode: raced ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : creationError,
    name,
    topicId: ZERO_UUID,
    partitions: [],
  };
}
