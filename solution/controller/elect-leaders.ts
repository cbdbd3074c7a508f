/**
 * ElectLeaders (KIP-183, KIP-460): an administrator asks for preferred leaders back, or for an
 * unclean election where a partition has no leader.
 */
import {
  effectiveMinIsr,
  hasOnlineDirectory,
  type LifecycleContext,
} from '#controller/broker-lifecycle.ts';
import { type Decision, errorFields, Refusal } from '#controller/decision.ts';
import { changePartition, type ElectionKind } from '#controller/partition-change.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { NO_LEADER, type PartitionImage, type TopicImage } from '#metadata/topics-image.ts';
import { ErrorCode, errorMessage } from '#protocol/errors.ts';
import type {
  ElectLeadersRequest,
  ElectLeadersResponse,
} from '#protocol/messages/elect-leaders.ts';
import type { InputOf } from '#protocol/schema.ts';

type Response = InputOf<typeof ElectLeadersResponse>;
type TopicResult = Response['replicaElectionResults'][number];

const ELECTIONS: readonly ElectionKind[] = ['preferred', 'unclean'];

export function electLeaders(
  request: ElectLeadersRequest,
  context: LifecycleContext,
): Decision<Response> {
  const election = ELECTIONS[request.electionType];
  if (election === undefined) {
    const response = {
      throttleTimeMs: 0,
      errorCode: ErrorCode.INVALID_REQUEST,
      replicaElectionResults: [],
    };
    return { records: [], response };
  }
  const records: NewMetadataRecord[] = [];
  const all = request.topicPartitions === null;
  const wanted = request.topicPartitions ?? allPartitions(context);
  const replicaElectionResults = wanted.map(({ topic, partitions }): TopicResult => {
    const partitionResult = partitions.map((partitionId) => {
      const outcome = electOne(topic, partitionId, election, context);
      if (!(outcome instanceof Refusal)) records.push(outcome);
      return { partitionId, ...errorFields(outcome) };
    });
    // Asked about everything, Kafka tells only of partitions where something was to be done.
    const told = partitionResult.filter(
      ({ errorCode }) => !all || errorCode !== ErrorCode.ELECTION_NOT_NEEDED,
    );
    return { topic, partitionResult: told };
  });
  const response = { throttleTimeMs: 0, errorCode: ErrorCode.NONE, replicaElectionResults };
  return { records, response };
}

function allPartitions({ image }: LifecycleContext): { topic: string; partitions: number[] }[] {
  return [...image.topics.byName.values()].map(({ name, partitions }) => ({
    topic: name,
    partitions: [...partitions.keys()],
  }));
}

function electOne(
  topicName: string,
  partitionId: number,
  election: ElectionKind,
  context: LifecycleContext,
): NewMetadataRecord | Refusal {
  const topic = context.image.topics.byName.get(topicName);
  if (topic === undefined) return unknown(`No such topic as ${topicName}`);
  const partition = topic.partitions.get(partitionId);
  if (partition === undefined) return unknown(`No such partition as ${topicName}-${partitionId}`);
  const settled =
    election === 'preferred'
      ? partition.leader === partition.replicas[0]
      : partition.leader !== NO_LEADER;
  if (settled) return refusal(ErrorCode.ELECTION_NOT_NEEDED);
  const record = electionRecord(topic, partitionId, partition, election, context);
  if (record !== undefined) return record;
  return refusal(
    election === 'preferred'
      ? ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE
      : ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE,
  );
}

function electionRecord(
  topic: TopicImage,
  partitionId: number,
  partition: PartitionImage,
  election: ElectionKind,
  { image, rules }: LifecycleContext,
): NewMetadataRecord | undefined {
  const overrides = image.configs.ofTopic(topic.name);
  return changePartition({
    partition,
    topicId: topic.id,
    partitionId,
    targetIsr: partition.isr,
    election,
    canLead: (broker) =>
      image.cluster.isActive(broker) && hasOnlineDirectory(image, partition, broker),
    minIsr: effectiveMinIsr(partition, rules.topicValue('min.insync.replicas', overrides)),
    elrEnabled: image.features.elrEnabled,
    metadataVersion: image.features.metadataVersion,
  });
}

function unknown(message: string): Refusal {
  return new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message);
}

function refusal(code: number): Refusal {
  return new Refusal(code, errorMessage(code));
}
