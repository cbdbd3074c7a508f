/**
 * `kafka-get-offsets`: the offsets of partitions at a time, or at their ends.
 *
 *     orders:0:1042        topic:partition:offset, a line each, sorted
 *
 * Flags, messages and order are those of Kafka's GetOffsetShell. A partition that has no offset for
 * the time asked is left out; one that can't be asked is named on standard error and left out.
 */
import { clientOptions, readProperties } from '#cli/client-properties.ts';
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { requireFlags } from '#cli/flag-rules.ts';
import { partitionPatterns, topicAndPartitions } from '#cli/partition-filter.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { Admin } from '#clients/admin.ts';
import { OffsetSpec } from '#clients/admin-records.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { isInternalTopic } from '#protocol/internal-topics.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

const spec = {
  name: 'kafka-get-offsets',
  about: 'An interactive shell for getting topic-partition offsets.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    'command-config': { value: 'file', about: 'A properties file with settings of the client.' },
    topic: { value: 'topic', about: 'The topics, as a regular expression; all if absent.' },
    partitions: { value: '0,1,…', about: 'The partitions of these topics; all if absent.' },
    'topic-partitions': {
      value: 't1:1,t2:0-3,t3:5-',
      about: 'Topics and partitions in one list; ranges leave out their end.',
    },
    time: {
      value: 'time',
      about:
        'A time in ms, or -1 or latest, -2 or earliest, -3 or max-timestamp, -4 or ' +
        'earliest-local, -5 or latest-tiered, -6 or earliest-pending-upload.',
    },
    'exclude-internal-topics': { about: "Leave out Kafka's own topics." },
  },
} as const;

type Line = CommandLine<keyof typeof spec.flags>;

const NAMED_TIMES: Readonly<Record<string, number>> = {
  latest: OffsetSpec.LATEST,
  earliest: OffsetSpec.EARLIEST,
  'max-timestamp': OffsetSpec.MAX_TIMESTAMP,
  'earliest-local': OffsetSpec.EARLIEST_LOCAL,
  'latest-tiered': OffsetSpec.LATEST_TIERED,
  'earliest-pending-upload': OffsetSpec.EARLIEST_PENDING_UPLOAD,
};

export function main(env: Env, terminal: Terminal): Promise<number> {
  const complain = (message: string) => terminal.err(`Error occurred: ${message}\n`);
  return runTool(terminal, {
    spec,
    complain,
    async run(line) {
      requireFlags(line, 'bootstrap-server');
      const timestamp = timestampOf(line.one('time') ?? 'latest');
      const wanted = filterOf(line);
      const properties = readProperties(env.disk, line.one('command-config'));
      const servers = line.one('bootstrap-server') ?? '';
      const admin = new Admin(env, clientOptions(properties, servers));
      try {
        const partitions = await matchingPartitions(admin, line, wanted);
        await printOffsets(admin, partitions, timestamp, terminal);
      } finally {
        await admin.close();
      }
      return 0;
    },
  });
}

function filterOf(line: Line): (partition: TopicPartition) => boolean {
  const patterns = line.one('topic-partitions');
  if (patterns === undefined) return topicAndPartitions(line.one('topic'), line.one('partitions'));
  if (!line.has('topic') && !line.has('partitions')) return partitionPatterns(patterns);
  throw new UsageError(
    'Error occurred: --topic-partitions cannot be used with --topic or --partitions',
    false,
  );
}

async function matchingPartitions(
  admin: Admin,
  line: Line,
  wanted: (partition: TopicPartition) => boolean,
): Promise<TopicPartition[]> {
  const listed = await admin.listTopics();
  const excluded = line.has('exclude-internal-topics');
  const names = listed
    .map(({ name }) => name)
    .filter((name) => !(excluded && isInternalTopic(name)));
  const topics = names.length === 0 ? [] : await admin.describeTopics(names);
  const partitions = topics
    .flatMap(({ name, partitions: all }) =>
      all.map(({ partition }) => ({ topic: name, partition })),
    )
    .filter(wanted);
  if (partitions.length > 0) return partitions;
  throw new ToolFailure('Could not match any topic-partitions with the specified filters');
}

async function printOffsets(
  admin: Admin,
  partitions: readonly TopicPartition[],
  timestamp: number,
  terminal: Terminal,
): Promise<void> {
  const results = await admin.listOffsets(partitions.map((one) => ({ ...one, timestamp })));
  // By name as text, so `orders-10` comes before `orders-2`: Kafka's order.
  results.sort((a, b) => (partitionName(a) < partitionName(b) ? -1 : 1));
  for (const result of results) {
    if (result.error !== undefined) {
      const name = partitionName(result);
      terminal.err(
        `Skip getting offsets for topic-partition ${name} due to error: ${result.error.message}\n`,
      );
    } else if (result.offset >= 0) {
      terminal.out(`${result.topic}:${result.partition}:${result.offset}\n`);
    }
  }
}

function timestampOf(text: string): number {
  const named = NAMED_TIMES[text];
  if (named !== undefined) return named;
  if (/^[+-]?\d{1,15}$/.test(text)) return Number(text);
  throw new ToolFailure(
    `Malformed time argument ${text}. Please use -1 or latest / -2 or earliest / -3 or ` +
      'max-timestamp / -4 or earliest-local / -5 or latest-tiered / -6 or ' +
      'earliest-pending-upload, or a specified long format timestamp',
  );
}
