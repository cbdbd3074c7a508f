/**
 * The flags of `kafka-console-consumer`, and which of them go together: the rules and sentences of
 * Kafka's ConsoleConsumerOptions.
 */
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { requireFlags } from '#cli/flag-rules.ts';

export const spec = {
  name: 'kafka-console-consumer',
  about: 'This tool helps to read data from Kafka topics and outputs it to standard output.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    topic: { value: 'topic', about: 'The topic to read.' },
    include: { value: 'regex', about: 'The topics to read, as a regular expression.' },
    group: {
      value: 'id',
      about:
        'The group whose partitions are shared, and whose offsets are committed. Left out, the ' +
        'tool makes up a group of its own and commits nothing.',
    },
    partition: { value: 'number', about: 'Read this partition only, in no group.' },
    offset: {
      value: 'offset',
      about: "Where to begin in that partition: an offset, 'earliest' or 'latest' (the default).",
    },
    'from-beginning': {
      about: 'Begin with the first record there is, where the group has committed nothing.',
    },
    'max-messages': { value: 'count', about: 'End after so many records.' },
    'timeout-ms': { value: 'ms', about: 'End when no record comes for so long.' },
    'isolation-level': { value: 'level', about: 'read_uncommitted (default) or read_committed.' },
    'formatter-property': {
      value: 'key=value',
      about:
        'What to print: print.timestamp, print.key, print.offset, print.epoch, print.partition, ' +
        'print.headers, print.value (true or false), key.separator, line.separator, ' +
        'headers.separator, null.literal, key.deserializer, value.deserializer, ' +
        'headers.deserializer.',
    },
    'formatter-config': { value: 'file', about: 'A file of such properties.' },
    property: { value: 'key=value', about: '(Deprecated) Use --formatter-property.' },
    formatter: {
      value: 'class',
      about:
        'DefaultMessageFormatter, LoggingMessageFormatter, NoOpMessageFormatter, ' +
        'OffsetsMessageFormatter or GroupMetadataMessageFormatter.',
    },
    'key-deserializer': { value: 'class', about: 'How to read keys.' },
    'value-deserializer': { value: 'class', about: 'How to read values.' },
    'skip-message-on-error': { about: "Go on after a record that can't be printed." },
    'enable-systest-events': { about: 'Say when the tool has shut down.' },
    'command-property': { value: 'key=value', about: 'A setting of the consumer.' },
    'command-config': { value: 'file', about: 'A file of such settings.' },
    'consumer-property': { value: 'key=value', about: '(Deprecated) Use --command-property.' },
    'consumer.config': { value: 'file', about: '(Deprecated) Use --command-config.' },
  },
} as const;

export type Flag = keyof typeof spec.flags;
export type Line = CommandLine<Flag>;

/** Old names of flags, and what they are called now. */
const RENAMED: readonly (readonly [old: Flag, now: Flag])[] = [
  ['consumer-property', 'command-property'],
  ['consumer.config', 'command-config'],
  ['property', 'formatter-property'],
];

/** @throws UsageError. `warn` gets a sentence for each flag by its old name. */
export function checkFlags(line: Line, warn: (words: string) => void): void {
  checkSource(line);
  requireFlags(line, 'bootstrap-server');
  const renamed = RENAMED.filter(([old]) => line.has(old));
  for (const [old, now] of renamed) {
    if (!line.has(now)) continue;
    throw new UsageError(`Options --${old} and --${now} cannot be specified together.`);
  }
  for (const [old, now] of renamed) {
    warn(
      `Option --${old} is deprecated and will be removed in a future version. ` +
        `Use --${now} instead.\n`,
    );
  }
}

/** What is read has to be said once, and an offset belongs to one partition. */
function checkSource(line: Line): void {
  if (line.has('topic') === line.has('include')) {
    throw new UsageError('Exactly one of the following arguments is required: [topic], [include]');
  }
  if (!line.has('partition')) {
    if (!line.has('offset')) return;
    throw new UsageError('The partition is required when offset is specified.');
  }
  if (!line.has('topic')) {
    throw new UsageError('The topic is required when partition is specified.');
  }
  if (line.has('from-beginning') && line.has('offset')) {
    throw new UsageError('Options from-beginning and offset cannot be specified together.');
  }
}
