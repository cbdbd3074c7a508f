/**
 * `kafka-consumer-groups`: lists and describes groups.
 *
 *     --list [--state [stable,...]] [--type [classic,...]]
 *     --describe --group g [--offsets | --members | --state] [--verbose]
 *
 * Flags, tables and sentences are those of Kafka's ConsumerGroupCommand. The lag of a partition is
 * how many records lie between what its group has committed and the log's end. A group that can't be
 * described ends the tool with 1, where Kafka's ends with 0.
 */
import { clientOptions, readProperties } from '#cli/client-properties.ts';
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { requireFlags } from '#cli/flag-rules.ts';
import {
  listTable,
  membersTable,
  type OffsetRow,
  offsetsTable,
  stateTable,
} from '#cli/group-tables.ts';
import { runTool } from '#cli/run-tool.ts';
import { Admin } from '#clients/admin.ts';
import type { GroupDescription } from '#clients/admin-groups.ts';
import { OffsetSpec } from '#clients/admin-records.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

const spec = {
  name: 'kafka-consumer-groups',
  about: 'This tool helps to list all consumer groups and to describe a consumer group.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    'command-config': { value: 'file', about: 'A properties file with settings of the client.' },
    list: { about: 'List all consumer groups.' },
    describe: { about: 'Describe a group: its offsets and their lag, unless told otherwise.' },
    group: { value: 'group', about: 'The group; may be repeated.' },
    'all-groups': { about: 'Apply to all consumer groups.' },
    offsets: { about: 'Describe the offsets: what is committed, and the lag.' },
    members: { about: 'Describe the members.' },
    state: {
      value: 'states',
      implied: '',
      about:
        'With --describe the state of the group; with --list the states, or only groups of these.',
    },
    type: { value: 'types', implied: '', about: 'With --list the types, or only groups of these.' },
    verbose: { about: 'Tell more: leader epochs, assignments.' },
    timeout: { value: 'ms', about: 'How long to wait for answers.' },
  },
} as const;

type Line = CommandLine<keyof typeof spec.flags>;

const STATES = [
  'Reconciling',
  'Assigning',
  'Dead',
  'Stable',
  'Empty',
  'CompletingRebalance',
  'PreparingRebalance',
];
const TYPES = ['Consumer', 'Classic', 'Share', 'Streams'];
const PARTS = ['members', 'offsets', 'state'] as const;

export function main(env: Env, terminal: Terminal): Promise<number> {
  const complain = (message: string) =>
    terminal.out(`\nError: Executing consumer group command failed due to ${message}\n`);
  return runTool(terminal, {
    spec,
    complain,
    async run(line) {
      checkFlags(line);
      const filter = filterOf(line);
      const properties = readProperties(env.disk, line.one('command-config'));
      const servers = line.one('bootstrap-server') ?? '';
      const apiTimeoutMs = line.integer('timeout', 1);
      const options = clientOptions(properties, servers);
      const admin = new Admin(
        env,
        apiTimeoutMs === undefined ? options : { ...options, apiTimeoutMs },
      );
      try {
        if (line.has('list')) await list(admin, line, filter, terminal);
        else await describe(admin, line, terminal);
      } finally {
        await admin.close();
      }
      return 0;
    },
  });
}

function checkFlags(line: Line): void {
  if (line.has('list') === line.has('describe')) {
    throw new UsageError('Command must include exactly one action: --list, --describe');
  }
  requireFlags(line, 'bootstrap-server');
  if (line.has('list')) return;
  if (line.has('group') === line.has('all-groups')) {
    const how = line.has('group') ? 'takes only one' : 'takes one';
    throw new UsageError(`Option [describe] ${how} of these options: [all-groups], [group]`);
  }
  if (PARTS.filter((part) => line.has(part)).length > 1) {
    throw new UsageError(
      'Option [describe] takes at most one of these options: [members], [offsets], [state]',
    );
  }
}

function filterOf(line: Line) {
  return {
    states: namesOf(line, 'state', STATES),
    types: namesOf(line, 'type', TYPES),
  };
}

/** The names in a list of them, as Kafka writes them; empty where none are named. */
function namesOf(line: Line, flag: 'state' | 'type', valid: readonly string[]): string[] {
  const text = line.one(flag) ?? '';
  if (text === '' || line.has('describe')) return [];
  const names = text.split(',').map((one) => one.trim().toLowerCase());
  const found = names.map((name) => valid.find((one) => one.toLowerCase() === name));
  if (!found.includes(undefined)) return found as string[];
  const what = flag === 'state' ? 'state' : 'types';
  throw new UsageError(`Invalid ${what} list '${text}'. Valid ${flag}s are: ${valid.join(', ')}`);
}

async function list(
  admin: Admin,
  line: Line,
  filter: ReturnType<typeof filterOf>,
  terminal: Terminal,
): Promise<void> {
  // As Kafka's, the tool is about consumers: other groups come in only where a type is asked for.
  const groups = await admin.listGroups(filter);
  const consumers = groups
    .filter(({ protocolType }) => protocolType === 'consumer' || protocolType === '')
    .toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1));
  const shows = { type: line.has('type'), state: line.has('state') };
  if (shows.type || shows.state) terminal.out(listTable(consumers, shows));
  else for (const { groupId } of consumers) terminal.out(`${groupId}\n`);
}

async function describe(admin: Admin, line: Line, terminal: Terminal): Promise<void> {
  const named = line.has('all-groups')
    ? (await admin.listGroups()).map(({ groupId }) => groupId)
    : line.all('group');
  const groups: GroupDescription[] = [];
  for (const groupId of [...new Set(named)].toSorted()) {
    groups.push(await admin.describeGroup(groupId));
  }
  const verbose = line.has('verbose');
  for (const group of groups) {
    tellState(group, terminal);
    if (line.has('members')) terminal.out(membersTable(group, verbose));
    else if (line.has('state')) terminal.out(stateTable(group, verbose));
    else {
      const rows = await offsetRows(admin, group);
      if (rows.length > 0) terminal.out(offsetsTable(group.groupId, rows, verbose));
    }
  }
}

/** What a person should know before they read the table. */
function tellState({ groupId, state }: GroupDescription, terminal: Terminal): void {
  if (state === 'Empty') terminal.err(`\nConsumer group '${groupId}' has no active members.\n`);
  else if (state !== 'Stable') {
    terminal.err(`\nWarning: Consumer group '${groupId}' is rebalancing.\n`);
  }
}

/** What members read, those with the most partitions first; then what nobody reads. */
async function offsetRows(admin: Admin, group: GroupDescription): Promise<OffsetRow[]> {
  const offsets = await admin.listGroupOffsets(group.groupId);
  const committed = new Map(offsets.map((one) => [partitionName(one), one]));
  const members = group.members.toSorted((a, b) => b.assignment.length - a.assignment.length);
  const assigned = members.flatMap(({ memberId, clientId, clientHost, assignment }) =>
    assignment.toSorted(byPartition).map((one) => ({ ...one, memberId, clientId, clientHost })),
  );
  const read = new Set(assigned.map(partitionName));
  const nobody = { memberId: undefined, clientId: undefined, clientHost: undefined };
  const left = offsets
    .filter((one) => !read.has(partitionName(one)))
    .map(({ topic, partition }) => ({ topic, partition, ...nobody }))
    .toSorted(byPartition);
  const rows = [...assigned, ...left];
  const ends = await logEnds(admin, rows);
  return rows.map((row) => ({
    ...row,
    committed: committed.get(partitionName(row)),
    logEndOffset: ends.get(partitionName(row)),
  }));
}

async function logEnds(
  admin: Admin,
  partitions: readonly TopicPartition[],
): Promise<ReadonlyMap<string, number>> {
  if (partitions.length === 0) return new Map();
  const timestamp = OffsetSpec.LATEST;
  const found = await admin.listOffsets(
    partitions.map(({ topic, partition }) => ({ topic, partition, timestamp })),
  );
  return new Map(
    found.flatMap((one) => (one.error === undefined ? [[partitionName(one), one.offset]] : [])),
  );
}

function byPartition(one: TopicPartition, other: TopicPartition): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition;
}
