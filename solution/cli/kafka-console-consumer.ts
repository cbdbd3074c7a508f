/**
 * `kafka-console-consumer`: prints the records of a topic.
 *
 *     --partition 0 --offset 100     one partition, from an offset or an end
 *     --from-beginning               all partitions, from their beginnings
 *     neither                        all partitions, what comes from now on
 *
 * Flags and output are those of Kafka's ConsoleConsumer, by partition for now: `--group` comes with
 * consumer groups. At the end, the number of records goes to standard error.
 */
import {
  clientOptions,
  numberOf,
  type Properties,
  parseKeyValues,
  readProperties,
} from '#cli/client-properties.ts';
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { requireFlags } from '#cli/flag-rules.ts';
import { type RecordFormat, recordFormat } from '#cli/record-format.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { topicFilter } from '#cli/topic-filter.ts';
import { Admin } from '#clients/admin.ts';
import { type Assignment, PartitionConsumer } from '#clients/partition-consumer.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';

const spec = {
  name: 'kafka-console-consumer',
  about: 'This tool helps to read data from Kafka topics and outputs it to standard output.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    topic: { value: 'topic', about: 'The topic to read.' },
    include: { value: 'regex', about: 'The topics to read, as a regular expression.' },
    partition: { value: 'number', about: 'Read this partition only.' },
    offset: {
      value: 'offset',
      about: "Where to begin in that partition: an offset, 'earliest' or 'latest' (the default).",
    },
    'from-beginning': { about: 'Begin with the first record there is.' },
    'max-messages': { value: 'count', about: 'End after so many records.' },
    'timeout-ms': { value: 'ms', about: 'End when no record comes for so long.' },
    'isolation-level': { value: 'level', about: 'read_uncommitted (default) or read_committed.' },
    group: { value: 'id', about: 'Consumer groups are not supported yet.' },
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
    formatter: { value: 'class', about: 'Only the default, DefaultMessageFormatter.' },
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

type Line = CommandLine<keyof typeof spec.flags>;

/** Kafka's fetch.max.wait.ms; also how long an interrupt may go unnoticed. */
const FETCH_WAIT_MS = 500;

const DEFAULT_FORMATTER = /^(?:.*\.)?DefaultMessageFormatter$/;

export function main(env: Env, terminal: Terminal): Promise<number> {
  return runTool(terminal, {
    spec,
    async run(line) {
      checkFlags(line);
      const settings = settingsOf(env, line);
      const format = formatOf(env, line, terminal);
      const offset = offsetOf(line, settings);
      const servers = line.one('bootstrap-server') ?? '';
      const options = clientOptions(
        new Map([['client.id', 'console-consumer'], ...settings]),
        servers,
      );
      const maxPartitionBytes = numberOf(settings, 'max.partition.fetch.bytes');
      const consumer = new PartitionConsumer(env, {
        ...options,
        isolationLevel: isolationOf(line, settings),
        resetPolicy: offset === 'earliest' ? 'earliest' : 'latest',
        ...(maxPartitionBytes !== undefined && { maxPartitionBytes }),
      });
      try {
        consumer.assign(await assignments(env, consumer, line, options, offset));
        return await printRecords(env, consumer, line, terminal, format);
      } finally {
        await consumer.close();
      }
    },
  });
}

function checkFlags(line: Line): void {
  if (line.has('topic') === line.has('include')) {
    throw new UsageError('Exactly one of the following arguments is required: [topic], [include]');
  }
  if (line.has('partition')) {
    if (!line.has('topic')) {
      throw new UsageError('The topic is required when partition is specified.');
    }
    if (line.has('from-beginning') && line.has('offset')) {
      throw new UsageError('Options from-beginning and offset cannot be specified together.');
    }
    if (line.has('group')) {
      throw new UsageError('Options group and partition cannot be specified together.');
    }
  } else if (line.has('offset')) {
    throw new UsageError('The partition is required when offset is specified.');
  }
  requireFlags(line, 'bootstrap-server');
  if (line.has('property') && line.has('formatter-property')) {
    throw new UsageError(
      'Options --property and --formatter-property cannot be specified together.',
    );
  }
  if (line.has('group')) {
    throw new UsageError(
      'Option --group comes with consumer groups, which are not here yet. Leave it out to read ' +
        'every partition, or read one with --partition and --offset.',
      false,
    );
  }
}

function settingsOf(env: Env, line: Line): Properties {
  const file = line.one('command-config') ?? line.one('consumer.config');
  const texts = [...line.all('command-property'), ...line.all('consumer-property')];
  return new Map([...readProperties(env.disk, file), ...parseKeyValues(texts)]);
}

function formatOf(env: Env, line: Line, terminal: Terminal): RecordFormat {
  const formatter = line.one('formatter');
  if (formatter !== undefined && !DEFAULT_FORMATTER.test(formatter)) {
    throw new UsageError(`There is no formatter ${formatter}.`);
  }
  if (line.has('property')) {
    terminal.out(
      'Option --property is deprecated and will be removed in a future version. ' +
        'Use --formatter-property instead.\n',
    );
  }
  const properties = readProperties(env.disk, line.one('formatter-config'));
  for (const what of ['key', 'value'] as const) {
    const className = line.one(`${what}-deserializer`);
    if (className !== undefined) properties.set(`${what}.deserializer`, className);
  }
  const texts = [...line.all('formatter-property'), ...line.all('property')];
  return recordFormat(new Map([...properties, ...parseKeyValues(texts)]));
}

function offsetOf(line: Line, settings: Properties): Assignment['offset'] {
  const reset = settings.get('auto.offset.reset');
  if (line.has('from-beginning')) {
    if (reset === undefined || reset === 'earliest') return 'earliest';
    throw new ToolFailure(
      `Can't simultaneously specify --from-beginning and 'auto.offset.reset=${reset}', please ` +
        'remove one option',
    );
  }
  const text = line.one('offset');
  if (text === undefined) {
    return reset === 'earliest' && !line.has('partition') ? 'earliest' : 'latest';
  }
  const end = text.toLowerCase();
  if (end === 'earliest' || end === 'latest') return end;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(
    `The provided offset value '${text}' is incorrect. Valid values are 'earliest', 'latest', ` +
      'or a non-negative long.',
  );
}

function isolationOf(line: Line, settings: Properties): 'read_uncommitted' | 'read_committed' {
  const level =
    line.one('isolation-level') ?? settings.get('isolation.level') ?? 'read_uncommitted';
  if (level === 'read_uncommitted' || level === 'read_committed') return level;
  throw new ToolFailure(
    `Invalid value ${level} for configuration isolation.level: String must be one of: ` +
      'read_committed, read_uncommitted',
  );
}

/** The partitions to read, each from `offset`. */
async function assignments(
  env: Env,
  consumer: PartitionConsumer,
  line: Line,
  options: ReturnType<typeof clientOptions>,
  offset: Assignment['offset'],
): Promise<Assignment[]> {
  const topic = line.one('topic');
  const partition = line.integer('partition', 0);
  if (topic !== undefined && partition !== undefined) return [{ topic, partition, offset }];
  const topics =
    topic === undefined ? await includedTopics(env, line.one('include'), options) : [topic];
  const found: Assignment[] = [];
  for (const name of topics) {
    for (const index of await consumer.partitionsOf(name)) {
      found.push({ topic: name, partition: index, offset });
    }
  }
  return found;
}

async function includedTopics(
  env: Env,
  pattern: string | undefined,
  options: ReturnType<typeof clientOptions>,
): Promise<string[]> {
  const admin = new Admin(env, options);
  try {
    const matches = topicFilter(pattern, { excludeInternal: true });
    return (await admin.listTopics()).map(({ name }) => name).filter(matches);
  } finally {
    await admin.close();
  }
}

/** Prints until enough, too long without a record, or an interrupt; resolves with the exit code. */
async function printRecords(
  env: Env,
  consumer: PartitionConsumer,
  line: Line,
  terminal: Terminal,
  format: RecordFormat,
): Promise<number> {
  const most = line.integer('max-messages') ?? -1;
  const timeoutMs = line.integer('timeout-ms', -1, Number.MAX_SAFE_INTEGER) ?? -1;
  const patienceMs = timeoutMs < 0 ? Number.POSITIVE_INFINITY : timeoutMs;
  let exitCode: number | undefined;
  terminal.onInterrupt((signal) => {
    exitCode = signal === 'SIGINT' ? 130 : 143;
  });
  let count = 0;
  let lastMs = env.clock.monotonicMs();
  try {
    while (exitCode === undefined && count !== most) {
      const leftMs = lastMs + patienceMs - env.clock.monotonicMs();
      if (leftMs <= 0) break;
      const records = await consumer.poll(Math.ceil(Math.min(FETCH_WAIT_MS, leftMs)));
      const wanted = most < 0 ? records : records.slice(0, most - count);
      terminal.out(wanted.map((record) => textOf(record, format, line, terminal)).join(''));
      count += wanted.length;
      if (records.length > 0) lastMs = env.clock.monotonicMs();
    }
  } finally {
    terminal.err(`Processed a total of ${count} messages\n`);
    if (line.has('enable-systest-events')) terminal.out('shutdown_complete\n');
  }
  return exitCode ?? 0;
}

function textOf(
  record: Parameters<RecordFormat>[0],
  format: RecordFormat,
  line: Line,
  terminal: Terminal,
): string {
  try {
    return format(record);
  } catch (error) {
    if (!line.has('skip-message-on-error') || !(error instanceof ToolFailure)) throw error;
    terminal.err(`Error processing message, skipping this message: ${error.message}\n`);
    return '';
  }
}
