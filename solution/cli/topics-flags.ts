/**
 * The flags of `kafka-topics`, and which of them go together: the rules and sentences of Kafka's
 * TopicCommand.
 */
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { forbidBeside, requireFlags } from '#cli/flag-rules.ts';
import type { Terminal } from '#env/terminal.ts';

export const topicsCommand = {
  name: 'kafka-topics',
  about: 'This tool helps to create, delete, describe, or change a topic.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    'command-config': { value: 'file', about: 'A properties file with settings of the client.' },
    create: { about: 'Create a new topic.' },
    list: { about: 'List all topics.' },
    describe: { about: 'Show topics, their configs and partitions.' },
    alter: { about: 'Give a topic more partitions. Its configs are changed by kafka-configs.' },
    delete: { about: 'Delete a topic.' },
    topic: {
      value: 'topic',
      about: 'The topic; a regular expression that matches whole names, except with --create.',
    },
    'topic-id': { value: 'id', about: 'The id of the topic to describe.' },
    config: {
      value: 'name=value',
      about: 'A config of the topic to create, in place of its default. May be repeated.',
    },
    'delete-config': { value: 'name', about: 'No longer supported.' },
    partitions: { value: 'count', about: "How many partitions; the cluster's default if absent." },
    'replication-factor': {
      value: 'count',
      about: "How many replicas of each partition; the cluster's default if absent.",
    },
    'replica-assignment': {
      value: 'brokers',
      about: 'The brokers of each partition by hand: 1:2,2:3 for two partitions on two each.',
    },
    'if-exists': { about: 'With --alter, --delete and --describe: a missing topic is no error.' },
    'if-not-exists': { about: 'With --create: a topic that exists is no error.' },
    'exclude-internal': { about: "With --list and --describe: leave out Kafka's own topics." },
    'topics-with-overrides': { about: 'Describe only topics with configs that differ.' },
    'under-replicated-partitions': { about: 'Show only partitions with replicas out of sync.' },
    'unavailable-partitions': { about: 'Show only partitions without a live leader.' },
    'under-min-isr-partitions': { about: 'Show only those below min.insync.replicas.' },
    'at-min-isr-partitions': { about: 'Show only those with just min.insync.replicas.' },
    'partition-size-limit-per-response': {
      value: 'count',
      about: 'The most partitions in one response of the broker.',
    },
  },
} as const;

export type TopicsLine = CommandLine<keyof typeof topicsCommand.flags>;
type Flag = keyof typeof topicsCommand.flags;

const ACTIONS = ['create', 'list', 'alter', 'describe', 'delete'] as const satisfies Flag[];
/** The flags that show only some partitions. */
export const REPORTS = [
  'under-replicated-partitions',
  'under-min-isr-partitions',
  'at-min-isr-partitions',
  'unavailable-partitions',
] as const satisfies Flag[];

/** @throws UsageError when the flags make no sense together. */
export function checkTopicsFlags(line: TopicsLine, terminal: Terminal): void {
  if (ACTIONS.filter((action) => line.has(action)).length !== 1) {
    throw new UsageError(
      'Command must include exactly one action: --list, --describe, --create, --alter or --delete',
    );
  }
  if (line.has('delete-config')) {
    terminal.err('delete-config option is no longer supported; use kafka-configs.\n');
  }
  if (!line.has('bootstrap-server')) {
    throw new UsageError('--bootstrap-server must be specified', false);
  }
  if (
    line.has('describe') &&
    line.has('if-exists') &&
    !line.has('topic') &&
    !line.has('topic-id')
  ) {
    throw new UsageError('--topic or --topic-id is required to describe a topic');
  }
  if (!line.has('list') && !line.has('describe')) requireFlags(line, 'topic');
  if (line.has('alter')) {
    forbidBeside(line, 'alter', ['config']);
    requireFlags(line, 'partitions');
  }
  checkCombinations(line);
}

/** Which flags go with which action. */
function checkCombinations(line: TopicsLine): void {
  const onlyWith = (flag: Flag, ...actions: Flag[]) =>
    forbidBeside(
      line,
      flag,
      ACTIONS.filter((action) => !actions.includes(action)),
    );
  onlyWith('config', 'create');
  onlyWith('partitions', 'create', 'alter');
  onlyWith('replication-factor', 'create');
  onlyWith('replica-assignment', 'create', 'alter');
  if (line.has('create')) {
    forbidBeside(line, 'replica-assignment', ['partitions', 'replication-factor']);
  }
  for (const report of REPORTS) {
    onlyWith(report, 'describe');
    forbidBeside(line, report, ['topics-with-overrides']);
  }
  onlyWith('topics-with-overrides', 'describe');
  onlyWith('if-exists', 'alter', 'delete', 'describe');
  onlyWith('if-not-exists', 'create');
  onlyWith('exclude-internal', 'list', 'describe');
}
