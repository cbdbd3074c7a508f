/**
 * Metadata (key 3, versions 0-13): which brokers there are, and who leads which partition.
 *
 * A client asks for all topics (null; in version 0 an empty list), for none, or for some by name
 * or, from version 12 on, by id: versions 10 and 11 have the field, but no broker that took it
 * (KIP-516). Names nobody knows may be created on the way (topic-auto-creation).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import type { RequestContext } from '#broker/request-context.ts';
import { NotImplemented } from '#env/not-implemented.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import type { InputOf } from '#protocol/schema.ts';

/** What is to be encoded as an answer. */
export type MetadataAnswer = InputOf<typeof MetadataResponse>;

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
  throw new NotImplemented('0.7', 'answerMetadata');
}

export const metadataHandler = handler(MetadataRequest, MetadataResponse, answerMetadata);
