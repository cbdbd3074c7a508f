/**
 * Metadata (key 3, versions 0-13): which brokers there are, and who leads which partition.
 *
 * A client asks for all topics (null; in version 0 an empty list), for none, or for some by name
 * or, from version 12 on, by id: versions 10 and 11 have the field, but no broker that took it
 * (KIP-516). Names nobody knows may be created on the way (topic-auto-creation).
 */
import {
  ALL_CLUSTER_OPERATIONS,
  ALL_TOPIC_OPERATIONS,
  NOT_ASKED,
} from '#broker/authorized-operations.ts';
import { aliveEndpointsAt } from '#broker/broker-endpoints.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import type { RequestContext } from '#broker/request-context.ts';
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

/** What is to be encoded as an answer. */
export type MetadataAnswer = InputOf<typeof MetadataResponse>;
type TopicAnswer = MetadataAnswer['topics'][number];
type Wanted = NonNullable<MetadataRequest['topics']>[number];

const FIRST_VERSION_WITH_IDS = 12;

/**
 * Answers which brokers there are and who leads the partitions of the topics asked for.
 *
 *     brokers        those that are alive, at the listener that the client came through
 *                    (`aliveEndpointsAt` of `#broker/broker-endpoints.ts`, with the context's
 *                    `peer.listener.name`), each with the rack of its BrokerImage
 *     clusterId      `broker.clusterId`
 *     controllerId   `broker.nodeId`: brokers pass administrative requests on themselves
 *     topics         null asks for all there are; in version 0, which has no null, an empty list
 *                    does. In every later version an empty list asks for none. Otherwise one answer
 *                    for each topic of the request, in its order
 *     operations     ALL_CLUSTER_OPERATIONS, and for each topic found ALL_TOPIC_OPERATIONS, where the
 *                    request asks to include them; else NOT_ASKED (`#broker/authorized-operations.ts`)
 *     errorCode      0, throttleTimeMs 0
 *
 * Error codes are those of ErrorCode (`#protocol/errors.ts`), topics the TopicImages of
 * `broker.image.topics` (`#metadata/topics-image.ts`).
 *
 * A topic is asked for by name, or by id where its name is null: each for itself, so a request may
 * hold both, and an id beside a name is not looked at. One that is found has error 0, its
 * name and id, whether it is internal (`isInternalTopic`), and its partitions by ascending index, each
 * as `describePartition` has it (`#broker/topic-description.ts`). One that is not found has no
 * partitions and, with
 *
 *     an id      UNKNOWN_TOPIC_ID, name null, the id asked for
 *     a name     UNKNOWN_TOPIC_OR_PARTITION, the name, ZERO_UUID
 *
 * Names that are not found are created first, each once, by `autoCreateTopics`
 * (`#broker/topic-auto-creation.ts`), if the request's `allowAutoTopicCreation` is set and
 * `broker.config.get('auto.create.topics.enable')` is. Then the answer is made from `broker.image` as
 * it is afterwards: `image` gives the newest at each look. A name that still is not there gets the
 * error of its creation, unless that is none or TOPIC_ALREADY_EXISTS: then the topic was deleted in
 * between, and it is unknown as above.
 *
 * Before version 12 nobody may ask by id. Where a topic of such a request has no name, or an id that
 * is not ZERO_UUID, nothing is created, and all topics of it are answered with INVALID_REQUEST: with
 * their ids, no partitions, and their names, '' for null (before version 12 an answer can't hold a
 * null). The rest of that answer is at its defaults, `brokers` empty.
 *
 * @returns a promise only where something is created
 */
export function answerMetadata(
  request: MetadataRequest,
  { apiVersion, peer }: RequestContext,
  broker: BrokerServices,
): MetadataAnswer | Promise<MetadataAnswer> {
  if (asksByIdTooEarly(request, apiVersion)) return refuse(request);
  const wanted = wantedTopics(request, apiVersion);
  const answer = (errors: ReadonlyMap<string, number>): MetadataAnswer => ({
    throttleTimeMs: 0,
    brokers: aliveEndpointsAt(broker.image, peer.listener.name).map(
      ({ broker: node, host, port }) => ({ nodeId: node.id, host, port, rack: node.rack }),
    ),
    clusterId: broker.clusterId,
    controllerId: broker.nodeId,
    topics: describe(wanted, broker.image, errors, request),
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
      ? ALL_CLUSTER_OPERATIONS
      : NOT_ASKED,
    errorCode: ErrorCode.NONE,
  });
  const missing = namesToCreate(request, broker);
  if (missing.length === 0) return answer(new Map());
  return autoCreateTopics(missing, broker).then(answer);
}

export const metadataHandler = handler(MetadataRequest, MetadataResponse, answerMetadata);

function asksByIdTooEarly({ topics }: MetadataRequest, apiVersion: number): boolean {
  if (apiVersion >= FIRST_VERSION_WITH_IDS || topics === null) return false;
  return topics.some(({ name, topicId }) => name === null || topicId !== ZERO_UUID);
}

function refuse({ topics }: MetadataRequest): MetadataAnswer {
  const refused = (topics ?? []).map(({ name, topicId }) => ({
    errorCode: ErrorCode.INVALID_REQUEST,
    name: name ?? '',
    topicId,
    partitions: [],
  }));
  return { brokers: [], topics: refused };
}

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
