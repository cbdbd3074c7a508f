/**
 * CreatePartitions: a topic grows, and never shrinks. The new partitions have as many replicas as
 * the old ones.
 */
import { type Decision, errorFields, Refusal } from '#controller/decision.ts';
import {
  checkAssignment,
  checkSomeoneIsUp,
  newPartitionRecord,
} from '#controller/new-partition.ts';
import { placeReplicas } from '#controller/replica-placement.ts';
import type { Random } from '#env/random.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import type { TopicImage } from '#metadata/topics-image.ts';
import { ErrorCode, errorMessage } from '#protocol/errors.ts';
import type {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
} from '#protocol/messages/create-partitions.ts';
import type { InputOf } from '#protocol/schema.ts';

type Response = InputOf<typeof CreatePartitionsResponse>;
type Growth = CreatePartitionsRequest['topics'][number];

export interface CreatePartitionsContext {
  readonly image: MetadataImage;
  readonly random: Random;
}

export function createPartitions(
  request: CreatePartitionsRequest,
  context: CreatePartitionsContext,
): Decision<Response> {
  const byName = Map.groupBy(request.topics, (topic) => topic.name);
  const records: NewMetadataRecord[] = [];
  const results: Response['results'][number][] = [];
  for (const [name, growths] of byName) {
    const outcome =
      growths.length > 1
        ? new Refusal(ErrorCode.INVALID_REQUEST, 'Duplicate topic name.')
        : grow(growths[0] as Growth, context);
    if (!(outcome instanceof Refusal)) records.push(...outcome);
    results.push({ name, ...errorFields(outcome) });
  }
  const response = { throttleTimeMs: 0, results };
  return { records: request.validateOnly ? [] : records, response };
}

function grow(growth: Growth, context: CreatePartitionsContext): NewMetadataRecord[] | Refusal {
  const topic = context.image.topics.byName.get(growth.name);
  if (topic === undefined) {
    const code = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    return new Refusal(code, errorMessage(code));
  }
  const refusal = checkCount(growth, topic);
  if (refusal !== undefined) return refusal;
  const first = topic.partitions.size;
  const assignments = assign(growth, topic, context);
  if (assignments instanceof Refusal) return assignments;
  return assignments.map((replicas, index) =>
    newPartitionRecord(context.image, topic.id, first + index, replicas),
  );
}

function checkCount(growth: Growth, topic: TopicImage): Refusal | undefined {
  const present = topic.partitions.size;
  if (growth.count === present) {
    const message = `Topic already has ${present} partition(s).`;
    return new Refusal(ErrorCode.INVALID_PARTITIONS, message);
  }
  if (growth.count < present) {
    return new Refusal(
      ErrorCode.INVALID_PARTITIONS,
      `The topic ${topic.name} currently has ${present} partition(s); ${growth.count} would not ` +
        'be an increase.',
    );
  }
  const additional = growth.count - present;
  const assigned = growth.assignments?.length;
  if (assigned === undefined || assigned === additional) return undefined;
  return new Refusal(
    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
    `Attempted to add ${additional} additional partition(s), but only ${assigned} assignment(s) ` +
      'were specified.',
  );
}

function assign(
  growth: Growth,
  topic: TopicImage,
  { image, random }: CreatePartitionsContext,
): readonly (readonly number[])[] | Refusal {
  const present = topic.partitions.size;
  const replicationFactor = topic.partitions.get(0)?.replicas.length ?? 1;
  if (growth.assignments === null) {
    return placeReplicas(image.cluster, growth.count - present, replicationFactor, random);
  }
  for (const [index, { brokerIds }] of growth.assignments.entries()) {
    const refusal =
      checkAssignment(image.cluster, brokerIds, replicationFactor) ??
      checkSomeoneIsUp(image.cluster, present + index, brokerIds);
    if (refusal !== undefined) return refusal;
  }
  return growth.assignments.map((assignment) => assignment.brokerIds);
}
