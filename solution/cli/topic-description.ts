/**
 * A topic as `kafka-topics --describe` prints it: a line for the topic, a line for each partition.
 *
 *     Topic: a  TopicId: 04Um5d-…  PartitionCount: 1  ReplicationFactor: 1  Configs: retention.ms=5
 *       Topic: a  Partition: 0  Leader: 1  Replicas: 1  Isr: 1  Elr:   LastKnownElr:
 *
 * Fields are parted by tabs. `Configs` holds what is not a default: also what a broker config sets
 * for all topics.
 */
import type { PartitionReassignment } from '#clients/admin-cluster.ts';
import type { DescribedConfig } from '#clients/admin-configs.ts';
import type { PartitionDescription, TopicDescription } from '#clients/admin-topics.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

/** DescribeConfigs' number for "nobody has set it". */
const DEFAULT_CONFIG = 5;

/** All that is known of one topic. */
export interface TopicReport {
  readonly topic: TopicDescription;
  readonly configs: readonly DescribedConfig[];
  readonly reassignments: readonly PartitionReassignment[];
}

/** The configs whose value somebody has set. */
export function overrides({ configs }: TopicReport): DescribedConfig[] {
  return configs.filter((config) => config.configSource !== DEFAULT_CONFIG);
}

export function topicLine(report: TopicReport): string {
  const { topic } = report;
  const configs = overrides(report).map(({ name, value }) => `${name}=${value}`);
  const first = topic.partitions[0];
  const fields = [
    `Topic: ${topic.name}`,
    ...(topic.topicId === ZERO_UUID ? [] : [`TopicId: ${topic.topicId}`]),
    `PartitionCount: ${topic.partitions.length}`,
    `ReplicationFactor: ${first === undefined ? 0 : replicationFactor(report, first)}`,
    `Configs: ${configs.join(',')}`,
  ];
  return `${fields.join('\t')}\n`;
}

export function partitionLine(report: TopicReport, partition: PartitionDescription): string {
  const moving = reassignmentOf(report, partition);
  const fields = [
    `Topic: ${report.topic.name}`,
    `Partition: ${partition.partition}`,
    `Leader: ${partition.leader === -1 ? 'none' : partition.leader}`,
    `Replicas: ${partition.replicas.join(',')}`,
    `Isr: ${partition.isr.join(',')}`,
    ...(moving === undefined
      ? []
      : [
          `Adding Replicas: ${moving.addingReplicas.join(',')}`,
          `Removing Replicas: ${moving.removingReplicas.join(',')}`,
        ]),
    `Elr: ${partition.eligibleLeaderReplicas?.join(',') ?? 'N/A'}`,
    `LastKnownElr: ${partition.lastKnownElr?.join(',') ?? 'N/A'}`,
  ];
  return `\t${fields.join('\t')}\n`;
}

/** Why an operator would look at a partition: what the `--under-…` flags select by. */
export interface PartitionState {
  readonly underReplicated: boolean;
  readonly unavailable: boolean;
  readonly underMinIsr: boolean;
  readonly atMinIsr: boolean;
}

export function partitionState(
  report: TopicReport,
  partition: PartitionDescription,
  liveBrokers: ReadonlySet<number>,
): PartitionState {
  const setting = report.configs.find(({ name }) => name === 'min.insync.replicas');
  const minIsr = Number(setting?.value ?? 1);
  const inSync = partition.isr.length;
  return {
    underReplicated: replicationFactor(report, partition) > inSync,
    unavailable: !liveBrokers.has(partition.leader),
    underMinIsr: partition.leader === -1 || inSync < minIsr,
    atMinIsr: inSync === minIsr,
  };
}

/** While a partition moves, the replicas that are being added don't count yet. */
function replicationFactor(report: TopicReport, partition: PartitionDescription): number {
  const moving = reassignmentOf(report, partition);
  const changing = [...(moving?.addingReplicas ?? []), ...(moving?.removingReplicas ?? [])];
  const inProgress = partition.replicas.some((replica) => changing.includes(replica));
  return moving !== undefined && inProgress
    ? moving.replicas.length - moving.addingReplicas.length
    : partition.replicas.length;
}

function reassignmentOf(
  { topic, reassignments }: TopicReport,
  { partition }: PartitionDescription,
): PartitionReassignment | undefined {
  return reassignments.find((one) => one.topic === topic.name && one.partition === partition);
}
