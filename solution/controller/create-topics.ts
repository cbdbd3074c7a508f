/**
 * CreateTopics: which topics can be, and the records that make them.
 *
 * Each topic stands for itself: one that can't be created does not keep the others from it. A
 * topic's own records are in this order: TopicRecord, ConfigRecords, PartitionRecords; all of a
 * request's go into one batch, so either all of its good topics exist after a crash or none.
 */
import type { ConfigRules } from '#controller/config-rules.ts';
import { type Decision, NO_ERROR, Refusal } from '#controller/decision.ts';
import {
  checkAssignment,
  checkSomeoneIsUp,
  newPartitionRecord,
} from '#controller/new-partition.ts';
import { placeReplicas } from '#controller/replica-placement.ts';
import { CLUSTER_METADATA_TOPIC, checkNewTopicName } from '#controller/topic-name.ts';
import type { Random } from '#env/random.ts';
import { ConfigResourceType } from '#metadata/configs-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type {
  CreateTopicsRequest,
  CreateTopicsResponse,
} from '#protocol/messages/create-topics.ts';
import type { InputOf } from '#protocol/schema.ts';

export interface CreateTopicsContext {
  readonly image: MetadataImage;
  /** What -1 in a request stands for: `num.partitions` and `default.replication.factor`. */
  readonly defaults: { readonly numPartitions: number; readonly replicationFactor: number };
  readonly rules: ConfigRules;
  readonly random: Random;
  readonly newTopicId: () => string;
}

type Response = InputOf<typeof CreateTopicsResponse>;
type Result = Response['topics'][number];
type CreatableTopic = CreateTopicsRequest['topics'][number];
/** Replicas by partition. */
type Assignments = readonly (readonly number[])[];

export function createTopics(
  request: CreateTopicsRequest,
  context: CreateTopicsContext,
): Decision<Response> {
  const names = request.topics.map((topic) => topic.name);
  const duplicates = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const records: NewMetadataRecord[] = [];
  const topics: Result[] = [];
  const prohibited: Result[] = [];
  for (const topic of request.topics) {
    if (duplicates.has(topic.name)) continue;
    if (topic.name === CLUSTER_METADATA_TOPIC) {
      const message = `Creation of internal topic ${CLUSTER_METADATA_TOPIC} is prohibited.`;
      prohibited.push(refused(topic.name, new Refusal(ErrorCode.INVALID_REQUEST, message)));
      continue;
    }
    topics.push(createTopic(topic, context, records));
  }
  const duplicate = new Refusal(ErrorCode.INVALID_REQUEST, 'Duplicate topic name.');
  topics.push(...[...duplicates].map((name) => refused(name, duplicate)), ...prohibited);
  const response = { throttleTimeMs: 0, topics };
  return { records: request.validateOnly ? [] : records, response };
}

/** Adds the topic's records, if it can be. */
function createTopic(
  topic: CreatableTopic,
  context: CreateTopicsContext,
  records: NewMetadataRecord[],
): Result {
  const refusal =
    checkNewTopicName(topic.name, context.image.topics) ?? checkConfigs(topic, context.rules);
  if (refusal !== undefined) return refused(topic.name, refusal);
  const assignments = assign(topic, context);
  if (assignments instanceof Refusal) return refused(topic.name, assignments);

  const topicId = context.newTopicId();
  records.push(
    { name: 'TopicRecord', version: 0, data: { name: topic.name, topicId } },
    ...configRecords(topic),
    ...assignments.map((replicas, index) =>
      newPartitionRecord(context.image, topicId, index, replicas),
    ),
  );
  return {
    name: topic.name,
    topicId,
    ...NO_ERROR,
    topicConfigErrorCode: ErrorCode.NONE,
    numPartitions: assignments.length,
    replicationFactor: assignments[0]?.length ?? -1,
    configs: describedConfigs(topic, context.rules),
  };
}

function checkConfigs(topic: CreatableTopic, rules: ConfigRules): Refusal | undefined {
  const nulls = topic.configs.filter((config) => config.value === null);
  if (nulls.length > 0) {
    const keys = nulls.map((config) => config.name).join(',');
    const message = `Null value not supported for topic configs: ${keys}`;
    return new Refusal(ErrorCode.INVALID_CONFIG, message);
  }
  const problem = rules.checkTopic(overridesOf(topic));
  return problem === undefined ? undefined : new Refusal(ErrorCode.INVALID_CONFIG, problem);
}

function assign(topic: CreatableTopic, context: CreateTopicsContext): Assignments | Refusal {
  if (topic.assignments.length > 0) return manualAssignments(topic, context.image);
  const { numPartitions, replicationFactor } = topic;
  if (replicationFactor < -1 || replicationFactor === 0) {
    const message = 'Replication factor must be larger than 0, or -1 to use the default value.';
    return new Refusal(ErrorCode.INVALID_REPLICATION_FACTOR, message);
  }
  if (numPartitions < -1 || numPartitions === 0) {
    const message = 'Number of partitions was set to an invalid non-positive value.';
    return new Refusal(ErrorCode.INVALID_PARTITIONS, message);
  }
  return placeReplicas(
    context.image.cluster,
    numPartitions === -1 ? context.defaults.numPartitions : numPartitions,
    replicationFactor === -1 ? context.defaults.replicationFactor : replicationFactor,
    context.random,
  );
}

function manualAssignments(
  topic: CreatableTopic,
  { cluster }: MetadataImage,
): Assignments | Refusal {
  const manual = 'A manual partition assignment was specified, but';
  if (topic.replicationFactor !== -1) {
    return new Refusal(
      ErrorCode.INVALID_REQUEST,
      `${manual} replication factor was not set to -1.`,
    );
  }
  if (topic.numPartitions !== -1) {
    return new Refusal(ErrorCode.INVALID_REQUEST, `${manual} numPartitions was not set to -1.`);
  }
  const byIndex = new Map<number, readonly number[]>();
  const replicationFactor = topic.assignments[0]?.brokerIds.length;
  for (const { partitionIndex, brokerIds } of topic.assignments) {
    if (byIndex.has(partitionIndex)) {
      const message = `Found multiple manual partition assignments for partition ${partitionIndex}`;
      return new Refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
    const refusal =
      checkAssignment(cluster, brokerIds, replicationFactor) ??
      checkSomeoneIsUp(cluster, partitionIndex, brokerIds);
    if (refusal !== undefined) return refusal;
    byIndex.set(partitionIndex, brokerIds);
  }
  return inSequence(byIndex);
}

function inSequence(byIndex: ReadonlyMap<number, readonly number[]>): Assignments | Refusal {
  const assignments: (readonly number[])[] = [];
  for (let index = 0; index < byIndex.size; index++) {
    const replicas = byIndex.get(index);
    if (replicas === undefined) {
      const message = 'partitions should be a consecutive 0-based integer sequence';
      return new Refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
    assignments.push(replicas);
  }
  return assignments;
}

function configRecords(topic: CreatableTopic): NewMetadataRecord[] {
  return [...overridesOf(topic)].map(([name, value]) => ({
    name: 'ConfigRecord',
    version: 0,
    data: { resourceType: ConfigResourceType.TOPIC, resourceName: topic.name, name, value },
  }));
}

function overridesOf(topic: CreatableTopic): ReadonlyMap<string, string> {
  return new Map(topic.configs.map(({ name, value }) => [name, value ?? '']));
}

function describedConfigs(topic: CreatableTopic, rules: ConfigRules): Result['configs'] {
  return rules
    .describeTopic(overridesOf(topic))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value, readOnly, source, isSensitive }) => ({
      name,
      value,
      readOnly,
      configSource: source,
      isSensitive,
    }));
}

function refused(name: string, { errorCode, errorMessage }: Refusal): Result {
  return { name, errorCode, errorMessage, configs: [] };
}
