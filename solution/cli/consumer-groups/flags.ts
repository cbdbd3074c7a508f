/**
 * The flags of `kafka-consumer-groups`, and which of them go together: the rules and sentences of
 * Kafka's ConsumerGroupCommandOptions.
 */
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { forbidBeside, requireFlags } from '#cli/flag-rules.ts';

export const spec = {
  name: 'kafka-consumer-groups',
  about:
    'This tool helps to list all consumer groups, describe a consumer group, delete consumer ' +
    'group info, or reset consumer group offsets.',
  flags: {
    'bootstrap-server': {
      value: 'host:port,…',
      about: 'The brokers to connect to. REQUIRED except for --validate-regex.',
    },
    'command-config': { value: 'file', about: 'A properties file with settings of the client.' },
    list: { about: 'List all consumer groups.' },
    describe: { about: 'Describe a group: its offsets and their lag, unless told otherwise.' },
    delete: { about: 'Delete groups without members, with all that they have committed.' },
    'reset-offsets': {
      about:
        'Set offsets of groups without members. Say which partitions (--all-topics, --topic), ' +
        'where to (--to-datetime, --by-duration, --to-earliest, --to-latest, --shift-by, ' +
        '--from-file, --to-current, --to-offset), and --execute; without it nothing is changed.',
    },
    'delete-offsets': { about: 'Delete what one group has committed of topics.' },
    'validate-regex': { value: 'regex', about: 'Say whether RE2 understands a pattern.' },
    group: { value: 'group', about: 'The group; may be repeated.' },
    'all-groups': { about: 'Apply to all consumer groups.' },
    topic: {
      value: 'topic[:partitions]',
      about: 'A topic, all of it or some partitions, as in orders:0,2; may be repeated.',
    },
    'all-topics': { about: 'Reset all that the group has committed.' },
    offsets: { about: 'Describe the offsets: what is committed, and the lag.' },
    members: { about: 'Describe the members.' },
    state: {
      value: 'states',
      implied: '',
      about:
        'With --describe the state of the group; with --list the states, or only groups of these.',
    },
    type: { value: 'types', implied: '', about: 'With --list the types, or only groups of these.' },
    verbose: { about: 'Tell more: leader epochs, epochs of members, assignments.' },
    'dry-run': { about: 'Only show what --reset-offsets would do (the default).' },
    execute: { about: 'Do what --reset-offsets shows.' },
    export: { about: 'Print what --reset-offsets would do as CSV, which --from-file reads.' },
    'to-earliest': { about: 'Reset to the first record there is.' },
    'to-latest': { about: 'Reset to the end of the log.' },
    'to-current': { about: 'Reset to what is committed, or to the end where nothing is.' },
    'to-offset': { value: 'offset', about: 'Reset to this offset.' },
    'shift-by': { value: 'count', about: 'Move by so many records, back where it is negative.' },
    'to-datetime': {
      value: 'YYYY-MM-DDThh:mm:ss.sss',
      about: 'Reset to the first record of this time or later.',
    },
    'by-duration': {
      value: 'PnDTnHnMnS',
      about: 'Reset to the first record that is no older than this.',
    },
    'from-file': { value: 'file', about: 'Reset to what a CSV file says.' },
    timeout: { value: 'ms', about: 'How long to wait for answers (30000).' },
  },
} as const;

type Flag = keyof typeof spec.flags;
export type Line = CommandLine<Flag>;

const ACTIONS = [
  'list',
  'describe',
  'delete',
  'reset-offsets',
  'delete-offsets',
  'validate-regex',
] as const;

/** Where a reset may go to. */
export const SCENARIOS = [
  'to-offset',
  'shift-by',
  'to-datetime',
  'by-duration',
  'to-earliest',
  'to-latest',
  'to-current',
  'from-file',
] as const;

/** Flags that are there only beside one of others. */
const ONLY_BESIDE: readonly (readonly [Flag, readonly Flag[]])[] = [
  ['members', ['describe']],
  ['offsets', ['describe']],
  ['state', ['describe', 'list']],
  ['type', ['list']],
  ['verbose', ['describe']],
];

/** Refuses what makes no sense, before any broker is asked. `warn` gets what is only risky. */
export function checkFlags(line: Line, warn: (words: string) => void): void {
  checkCompany(line);
  if (!line.has('validate-regex')) requireFlags(line, 'bootstrap-server');
  if (line.has('describe')) checkDescribe(line);
  if (line.has('delete')) checkDelete(line);
  if (line.has('delete-offsets') && !(line.has('group') && line.has('topic'))) {
    throw new UsageError('Option [delete-offsets] takes the following options: [group], [topic]');
  }
  if (line.has('reset-offsets')) checkReset(line, warn);
  forbidBeside(line, 'group', ['all-groups', 'list']);
  forbidBeside(line, 'topic', ['list', 'describe']);
  if (ACTIONS.filter((action) => line.has(action)).length === 1) return;
  const actions = ACTIONS.map((action) => `--${action}`).join(', ');
  throw new UsageError(`Command must include exactly one action: ${actions}`);
}

function checkCompany(line: Line): void {
  const alone = ONLY_BESIDE.filter(
    ([flag, others]) => line.has(flag) && !others.some((other) => line.has(other)),
  ).map(([flag]) => flag);
  if (alone.length === 0) return;
  throw new UsageError(
    `Option(s) [${alone.join(', ')}] are unavailable given other options on the command line`,
    false,
  );
}

function requireGroups(line: Line, action: Flag): void {
  if (line.has('group') || line.has('all-groups')) return;
  throw new UsageError(`Option [${action}] takes one of these options: [group], [all-groups]`);
}

function checkDescribe(line: Line): void {
  requireGroups(line, 'describe');
  const parts = ['members', 'offsets', 'state'] as const;
  if (parts.filter((part) => line.has(part)).length > 1) {
    const names = parts.map((part) => `[${part}]`).join(', ');
    throw new UsageError(`Option [describe] takes at most one of these options: ${names}`);
  }
  if (line.one('state')) {
    throw new UsageError('Option [describe] does not take a value for [state]');
  }
}

function checkDelete(line: Line): void {
  requireGroups(line, 'delete');
  if (!line.has('topic')) return;
  throw new UsageError(
    'The consumer does not support topic-specific offset deletion from a consumer group.',
  );
}

function checkReset(line: Line, warn: (words: string) => void): void {
  if (line.has('dry-run') && line.has('execute')) {
    throw new UsageError('Option [reset-offsets] only accepts one of [execute] and [dry-run]');
  }
  if (!line.has('dry-run') && !line.has('execute')) warn(DRY_RUN_BY_DEFAULT);
  requireGroups(line, 'reset-offsets');
  for (const scenario of SCENARIOS) {
    const others = SCENARIOS.filter((other) => other !== scenario);
    forbidBeside(line, scenario, others);
  }
  if (!line.has('all-topics') && !line.has('topic') && !line.has('from-file')) {
    throw new UsageError('One of the reset scopes should be defined: --all-topics, --topic.');
  }
  if (SCENARIOS.some((scenario) => line.has(scenario))) return;
  const names = SCENARIOS.map((scenario) => `[${scenario}]`).join(', ');
  throw new UsageError(
    `Option '[reset-offsets]' requires one of the following scenarios: [${names}]`,
  );
}

const DRY_RUN_BY_DEFAULT =
  'WARN: No action will be performed as the --execute option is missing. In version 5.0, this ' +
  'command will require either --dry-run or --execute to be specified. You should add the ' +
  '--dry-run option explicitly if you are scripting this command and want to keep the current ' +
  'default behavior without prompting.\n';
