/**
 * DeleteTopics, by name or by id (KIP-516).
 *
 * One RemoveTopicRecord takes a topic, its partitions and its configuration out of the image; the
 * brokers then remove the logs. A topic named twice in a request, in whichever way, is deleted by
 * neither: whoever wrote that request is confused, and deleting is for ever.
 */
import { type Decision, NO_ERROR, Refusal } from '#controller/decision.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { type TopicImage, ZERO_UUID } from '#metadata/topics-image.ts';
import { ErrorCode, errorMessage } from '#protocol/errors.ts';
import type {
  DeleteTopicsRequest,
  DeleteTopicsResponse,
} from '#protocol/messages/delete-topics.ts';
import type { InputOf } from '#protocol/schema.ts';

type Response = InputOf<typeof DeleteTopicsResponse>;
type Result = Response['responses'][number];

/** One mention of a topic. */
interface Mention {
  readonly name: string | null;
  readonly topicId: string;
}

export interface DeleteTopicsContext {
  readonly image: MetadataImage;
  /** `delete.topic.enable`. */
  readonly deletionEnabled: boolean;
  /** The request's version: up to 2, TOPIC_DELETION_DISABLED was not known yet. */
  readonly version: number;
}

export function deleteTopics(
  request: DeleteTopicsRequest,
  { image, deletionEnabled, version }: DeleteTopicsContext,
): Decision<Response> {
  const mentions = mentionsOf(request);
  if (!deletionEnabled) return { records: [], response: allRefused(mentions, disabled(version)) };
  const found = mentions.map((mention) => findTopic(mention, image));
  const outcomes = found.map((outcome, index) => onlyOnce(outcome, index, mentions, found));
  return {
    records: outcomes.flatMap((outcome) => (outcome instanceof Refusal ? [] : removal(outcome))),
    response: {
      throttleTimeMs: 0,
      responses: outcomes.map((outcome, index) => resultOf(mentions[index] as Mention, outcome)),
    },
  };
}

function removal({ id }: TopicImage): NewMetadataRecord[] {
  return [{ name: 'RemoveTopicRecord', version: 0, data: { topicId: id } }];
}

function mentionsOf(request: DeleteTopicsRequest): Mention[] {
  return [
    ...request.topicNames.map((name) => ({ name, topicId: ZERO_UUID })),
    ...request.topics.map(({ name, topicId }) => ({ name, topicId })),
  ];
}

function findTopic({ name, topicId }: Mention, { topics }: MetadataImage): TopicImage | Refusal {
  if (name === null && topicId === ZERO_UUID) {
    return invalidRequest('Neither topic name nor id were specified.');
  }
  if (name !== null && topicId !== ZERO_UUID) {
    return invalidRequest('You may not specify both topic name and topic id.');
  }
  const topic = name === null ? topics.byId.get(topicId) : topics.byName.get(name);
  if (topic !== undefined) return topic;
  const code = name === null ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  return new Refusal(code, errorMessage(code));
}

function onlyOnce(
  outcome: TopicImage | Refusal,
  index: number,
  mentions: readonly Mention[],
  found: readonly (TopicImage | Refusal)[],
): TopicImage | Refusal {
  const { name, topicId } = mentions[index] as Mention;
  if (outcome instanceof Refusal && outcome.errorCode === ErrorCode.INVALID_REQUEST) return outcome;
  const same = mentions.filter((other) => other.name === name && other.topicId === topicId);
  if (same.length > 1) {
    return invalidRequest(name === null ? 'Duplicate topic id.' : 'Duplicate topic name.');
  }
  if (!(outcome instanceof Refusal) && found.filter((other) => other === outcome).length > 1) {
    return invalidRequest('The provided topic name maps to an ID that was already supplied.');
  }
  return outcome;
}

function resultOf(mention: Mention, outcome: TopicImage | Refusal): Result {
  if (outcome instanceof Refusal) {
    const { errorCode, errorMessage } = outcome;
    return { ...mention, errorCode, errorMessage };
  }
  return { name: outcome.name, topicId: outcome.id, ...NO_ERROR };
}

function allRefused(mentions: readonly Mention[], refusal: Refusal): Response {
  return { throttleTimeMs: 0, responses: mentions.map((mention) => resultOf(mention, refusal)) };
}

function disabled(version: number): Refusal {
  if (version < 3) return invalidRequest('Topic deletion is disabled.');
  const code = ErrorCode.TOPIC_DELETION_DISABLED;
  return new Refusal(code, errorMessage(code));
}

function invalidRequest(message: string): Refusal {
  return new Refusal(ErrorCode.INVALID_REQUEST, message);
}
