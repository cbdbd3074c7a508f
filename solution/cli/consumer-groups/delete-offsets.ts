/**
 * `kafka-consumer-groups --delete-offsets`: deletes what one group has committed of topics or of some
 * of their partitions. A line tells of each partition what became of it.
 */
import { isRefusal } from '#cli/consumer-groups/asking.ts';
import type { Line } from '#cli/consumer-groups/flags.ts';
import { parseTopics } from '#cli/consumer-groups/reset-scope.ts';
import { linesOf, MISSING, named } from '#cli/consumer-groups/table.ts';
import { exceptionText } from '#cli/exception-text.ts';
import type { Admin } from '#clients/admin.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import type { Terminal } from '#env/terminal.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

interface Outcome extends TopicPartition {
  readonly error: Error | undefined;
}

/** Refusals of the whole group, which Kafka's own sentence explains. */
const GROUP_ERRORS: readonly number[] = [
  ErrorCode.INVALID_GROUP_ID,
  ErrorCode.GROUP_ID_NOT_FOUND,
  ErrorCode.GROUP_AUTHORIZATION_FAILED,
  ErrorCode.NON_EMPTY_GROUP,
];
const PARTITION_ERRORS: readonly number[] = [
  ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC,
  ErrorCode.TOPIC_AUTHORIZATION_FAILED,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
];

/** Stands for a topic whose partitions nobody knows. */
const NO_PARTITION = -1;

export async function deleteOffsets(admin: Admin, line: Line, terminal: Terminal): Promise<void> {
  const groupId = line.one('group') ?? '';
  const { partitions, unknown } = await partitionsOf(admin, line.all('topic'));
  const { groupError, outcomes } = await deleteAll(admin, groupId, partitions);
  terminal.out(summary(groupId, groupError ?? outcomes.find(({ error }) => error)?.error));
  terminal.out(outcomeTable([...unknown, ...outcomes]));
}

/** The partitions to delete offsets of; topics that can't be looked up are told of, and left out. */
async function partitionsOf(admin: Admin, texts: readonly string[]) {
  const { partitions, wholeTopics } = parseTopics(texts);
  const found = new Map(partitions.map((one) => [partitionName(one), one]));
  const unknown: Outcome[] = [];
  for (const topic of wholeTopics) {
    try {
      const [described] = await admin.describeTopics([topic]);
      for (const { partition } of described?.partitions ?? []) {
        found.set(partitionName({ topic, partition }), { topic, partition });
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
      unknown.push({ topic, partition: NO_PARTITION, error });
    }
  }
  return { partitions: [...found.values()], unknown };
}

/** A refusal of the whole group is the outcome of each partition, too. */
async function deleteAll(
  admin: Admin,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<{ readonly groupError?: Error; readonly outcomes: readonly Outcome[] }> {
  try {
    return { outcomes: await admin.deleteConsumerGroupOffsets(groupId, partitions) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { groupError: error, outcomes: partitions.map((one) => ({ ...one, error })) };
  }
}

function summary(groupId: string, error: Error | undefined): string {
  if (error === undefined) return `Request succeeded for deleting offsets from group ${groupId}.\n`;
  const code = error instanceof KafkaError ? error.code : ErrorCode.UNKNOWN_SERVER_ERROR;
  if (GROUP_ERRORS.includes(code)) return `\nError: ${error.message}\n`;
  if (PARTITION_ERRORS.includes(code)) {
    return '\nError: Encountered some partition-level error, see the follow-up details.\n';
  }
  const name = error instanceof KafkaError ? error.codeName : error.message;
  return `\nError: Encountered some unknown error: ${name}\n`;
}

function outcomeTable(outcomes: readonly Outcome[]): string {
  const columns = [
    named('TOPIC', outcomes, ({ topic }) => topic),
    { name: 'PARTITION', width: 10 },
    { name: 'STATUS', width: 15 },
  ];
  // In the order of Kafka's tool: by topic and partition as one text.
  const key = ({ topic, partition }: TopicPartition) => `${topic}${partition}`;
  const rows = outcomes
    .toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
    .map(({ topic, partition, error }) => [
      topic,
      partition === NO_PARTITION ? MISSING : `${partition}`,
      error === undefined ? 'Successful' : `Error: ${exceptionText(error)}`,
    ]);
  return `\n${linesOf(columns, rows).join('')}`;
}
