/**
 * `kafka-topics`: creates, lists, describes, grows and deletes topics.
 *
 * The flags, their rules and every line of output are those of Kafka's TopicCommand. Failures go
 * to standard output, as there, after "Error while executing topic command : ".
 */
import { clientOptions, readProperties } from '#cli/client-properties.ts';
import { parseReplicaAssignment } from '#cli/replica-assignment.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import {
  overrides,
  partitionLine,
  partitionState,
  type TopicReport,
  topicLine,
} from '#cli/topic-description.ts';
import { topicFilter } from '#cli/topic-filter.ts';
import { checkTopicsFlags, REPORTS, type TopicsLine, topicsCommand } from '#cli/topics-flags.ts';
import { Admin } from '#clients/admin.ts';
import { ResourceType } from '#clients/admin-configs.ts';
import type { TopicDescription } from '#clients/admin-topics.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

export function main(env: Env, terminal: Terminal): Promise<number> {
  const complain = (message: string) =>
    terminal.out(`Error while executing topic command : ${message}\n`);
  return runTool(terminal, {
    spec: topicsCommand,
    complain,
    async run(line) {
      checkTopicsFlags(line, terminal);
      const properties = readProperties(env.disk, line.one('command-config'));
      const servers = line.one('bootstrap-server') ?? '';
      const admin = new Admin(env, clientOptions(properties, servers));
      try {
        if (line.has('create')) await create(admin, line, terminal);
        else if (line.has('alter')) await alter(admin, line);
        else if (line.has('list')) await list(admin, line, terminal);
        else if (line.has('describe')) await describe(admin, line, terminal);
        else await remove(admin, line);
      } finally {
        await admin.close();
      }
      return 0;
    },
  });
}

async function create(admin: Admin, line: TopicsLine, terminal: Terminal): Promise<void> {
  const name = line.one('topic') ?? '';
  if (/[._]/.test(name)) {
    terminal.out(
      "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore " +
        "('_') could collide. To avoid issues it is best to use either, but not both.\n",
    );
  }
  const numPartitions = line.integer('partitions');
  const replicationFactor = line.integer('replication-factor');
  if (replicationFactor !== undefined && (replicationFactor < 1 || replicationFactor > 32767)) {
    throw new ToolFailure('The replication factor must be between 1 and 32767 inclusive');
  }
  if (numPartitions !== undefined && numPartitions < 1) {
    throw new ToolFailure('The partitions must be greater than 0');
  }
  const assignments = assignmentOf(line);
  const configs = topicConfigs(line.all('config'));
  try {
    await admin.createTopics([{ name, numPartitions, replicationFactor, assignments, configs }]);
    terminal.out(`Created topic ${name}.\n`);
  } catch (error) {
    const exists = error instanceof KafkaError && error.code === ErrorCode.TOPIC_ALREADY_EXISTS;
    if (!(exists && line.has('if-not-exists'))) throw error;
  }
}

async function alter(admin: Admin, line: TopicsLine): Promise<void> {
  const totalCount = line.integer('partitions') ?? 0;
  const assignment = assignmentOf(line);
  const names = await matchingTopics(admin, line);
  if (names.length === 0) return;
  const topics = await admin.describeTopics(names);
  await admin.createPartitions(
    topics.map(({ name, partitions }) => ({
      topic: name,
      totalCount,
      // The flag lists all partitions; those that exist stay where they are.
      assignments: assignment?.slice(partitions.length),
    })),
  );
}

async function list(admin: Admin, line: TopicsLine, terminal: Terminal): Promise<void> {
  const topics = await admin.listTopics();
  const wanted = topicFilter(line.one('topic'), { excludeInternal: line.has('exclude-internal') });
  const names = topics.map(({ name }) => name).filter(wanted);
  terminal.out(`${names.join('\n')}\n`);
}

async function remove(admin: Admin, line: TopicsLine): Promise<void> {
  const names = await matchingTopics(admin, line);
  if (names.length > 0) await admin.deleteTopics(names);
}

async function describe(admin: Admin, line: TopicsLine, terminal: Terminal): Promise<void> {
  const topics = await describedTopics(admin, line, terminal);
  const { brokers } = await admin.describeCluster();
  const liveBrokers = new Set(brokers.map(({ brokerId }) => brokerId));
  const reassignments = await admin.listPartitionReassignments();
  for (const topic of topics) {
    const configs = await admin.describeConfigs({ type: ResourceType.TOPIC, name: topic.name });
    printTopic({ topic, configs, reassignments }, line, liveBrokers, terminal);
  }
}

function printTopic(
  report: TopicReport,
  line: TopicsLine,
  liveBrokers: ReadonlySet<number>,
  terminal: Terminal,
): void {
  const onlySome = REPORTS.some((flag) => line.has(flag));
  const onlyOverridden = line.has('topics-with-overrides');
  if (!onlySome && (!onlyOverridden || overrides(report).length > 0)) {
    terminal.out(topicLine(report));
  }
  if (onlyOverridden) return;
  for (const partition of report.topic.partitions) {
    const state = partitionState(report, partition, liveBrokers);
    const wanted =
      !onlySome ||
      (line.has('under-replicated-partitions') && state.underReplicated) ||
      (line.has('unavailable-partitions') && state.unavailable) ||
      (line.has('under-min-isr-partitions') && state.underMinIsr) ||
      (line.has('at-min-isr-partitions') && state.atMinIsr);
    if (wanted) terminal.out(partitionLine(report, partition));
  }
}

async function describedTopics(
  admin: Admin,
  line: TopicsLine,
  terminal: Terminal,
): Promise<TopicDescription[]> {
  const limit = line.integer('partition-size-limit-per-response', 1);
  const options = limit === undefined ? {} : { partitionsPerResponse: limit };
  const id = line.one('topic-id');
  if (id === undefined || id === ZERO_UUID) {
    const names = await matchingTopics(admin, line);
    return names.length === 0 ? [] : admin.describeTopics(names, options);
  }
  if (line.has('if-exists') && line.has('topic')) {
    terminal.out(
      'Only topic id will be used when both --topic and --topic-id are specified and topicId ' +
        'is not Uuid.ZERO_UUID\n',
    );
  }
  const found = (await admin.listTopics()).find(({ topicId }) => topicId === id);
  if (found !== undefined) return admin.describeTopics([found.name], options);
  if (line.has('if-exists')) return [];
  throw new ToolFailure(`TopicId '${id}' does not exist as expected`);
}

/** The topics that `--topic` matches; none is an error unless `--if-exists` says otherwise. */
async function matchingTopics(admin: Admin, line: TopicsLine): Promise<string[]> {
  const pattern = line.one('topic');
  const wanted = topicFilter(pattern, { excludeInternal: line.has('exclude-internal') });
  const names = (await admin.listTopics()).map(({ name }) => name).filter(wanted);
  if (names.length === 0 && pattern !== undefined && pattern !== '' && !line.has('if-exists')) {
    throw new ToolFailure(`Topic '${pattern}' does not exist as expected`);
  }
  return names;
}

function assignmentOf(line: TopicsLine): number[][] | undefined {
  const text = line.one('replica-assignment');
  return text === undefined || text === '' ? undefined : parseReplicaAssignment(text);
}

function topicConfigs(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.map((text) => {
      const parts = text.split(/\s*=\s*/);
      if (parts.length === 2) return [(parts[0] as string).trim(), (parts[1] as string).trim()];
      throw new ToolFailure(
        'requirement failed: Invalid topic config: all configs to be added must be in the ' +
          'format "key=val".',
      );
    }),
  );
}
