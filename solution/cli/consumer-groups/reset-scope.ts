/**
 * Which partitions of topics an action is about, from `--topic`: a whole topic, or some of it.
 *
 *     --topic orders --topic clicks:0,2
 */
import { UsageError } from '#cli/command-line.ts';
import { asking } from '#cli/consumer-groups/asking.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { Admin } from '#clients/admin.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** What `--topic` names: topics without partitions have to be looked up. */
export interface NamedPartitions {
  readonly partitions: readonly TopicPartition[];
  readonly wholeTopics: readonly string[];
}

/** @throws UsageError */
export function parseTopics(texts: readonly string[]): NamedPartitions {
  return {
    partitions: texts.filter((text) => text.includes(':')).flatMap(parseTopic),
    wholeTopics: texts.filter((text) => !text.includes(':')),
  };
}

function parseTopic(text: string): TopicPartition[] {
  const [topic, numbers, ...more] = text.split(':');
  if (!topic || !numbers || more.length > 0) {
    throw new UsageError(`Invalid topic arg '${text}', expected topic name and partitions`);
  }
  return numbers.split(',').map((number) => {
    if (/^[+-]?\d{1,10}$/.test(number)) return { topic, partition: Number(number) };
    // Kafka's sentence ends with two apostrophes.
    throw new UsageError(`Invalid partition '${number}' specified in topic arg '${text}''`);
  });
}

/** The partitions that `--topic` names, each once. */
export async function namedPartitions(
  admin: Admin,
  texts: readonly string[],
): Promise<TopicPartition[]> {
  const { partitions, wholeTopics } = parseTopics(texts);
  const topics = await asking('bare', topicsNamed(admin, wholeTopics));
  const looked = topics.flatMap(({ name, partitions: all }) =>
    all.map(({ partition }) => ({ topic: name, partition })),
  );
  return distinct([...partitions, ...looked]);
}

/**
 * Makes sure that partitions are there and led by someone.
 *
 * @throws ToolFailure
 */
export async function checkPartitions(
  admin: Admin,
  partitions: readonly TopicPartition[],
): Promise<void> {
  const names = new Set(partitions.map(({ topic }) => topic));
  const topics = await asking('twice', topicsNamed(admin, [...names]));
  const leaders = new Map(
    topics.flatMap(({ name, partitions: all }) =>
      all.map(({ partition, leader }) => [partitionName({ topic: name, partition }), leader]),
    ),
  );
  refuse(partitions, (one) => leaders.get(partitionName(one)) === undefined, 'do not exist');
  refuse(partitions, (one) => leaders.get(partitionName(one)) === -1, 'have no leader');
}

/** No name stands for no topic; on the wire it would stand for all of them. */
async function topicsNamed(admin: Admin, names: readonly string[]) {
  return names.length === 0 ? [] : admin.describeTopics(names);
}

function refuse(
  partitions: readonly TopicPartition[],
  isWrong: (partition: TopicPartition) => boolean,
  words: string,
): void {
  const wrong = partitions.filter(isWrong);
  if (wrong.length === 0) return;
  throw new ToolFailure(`The partitions "${wrong.map(partitionName).join(',')}" ${words}`);
}

function distinct(partitions: readonly TopicPartition[]): TopicPartition[] {
  return [...new Map(partitions.map((one) => [partitionName(one), one])).values()];
}
