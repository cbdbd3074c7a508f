/**
 * `kafka-console-consumer`: prints the records of topics.
 *
 *     --topic orders --group billing    as a member of a group: its share, from where the group is
 *     --topic orders                    all partitions, what comes from now on
 *     --include 'orders-.*' --from-beginning
 *     --topic orders --partition 0 --offset 100
 *
 * Flags and output are those of Kafka's ConsoleConsumer. At the end, the number of records goes to
 * standard error. Unlike Kafka's tool, this one ends with 1 where it can't go on reading.
 *
 * Invariant: a group commits only what was printed. What has come beyond --max-messages is given
 * back before the tool closes its consumer, which commits.
 */
import { parseKeyValues, readProperties } from '#cli/client-properties.ts';
import { UsageError } from '#cli/command-line.ts';
import { consumerProperties } from '#cli/console-consumer/consumer-properties.ts';
import { checkFlags, type Line, spec } from '#cli/console-consumer/flags.ts';
import {
  type MessageFormatter,
  messageFormatter,
} from '#cli/console-consumer/message-formatter.ts';
import { RecordPrinter } from '#cli/console-consumer/record-printer.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { toolLog } from '#cli/tool-log.ts';
import { Consumer } from '#clients/consumer/consumer.ts';
import { consumerOptions } from '#clients/consumer/consumer-config.ts';
import { Wakeup } from '#clients/consumer/consumer-error.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';

type StartAt = number | 'earliest' | 'latest';

export function main(env: Env, terminal: Terminal): Promise<number> {
  return runTool(terminal, {
    spec,
    async run(line) {
      checkFlags(line, (words) => terminal.out(words));
      const properties = consumerProperties(env, line);
      const startAt = startOf(line);
      const format = formatterOf(env, line, terminal);
      const options = consumerOptions(properties, line.one('bootstrap-server') ?? '');
      const consumer = new Consumer({ ...env, log: toolLog(terminal) }, options);
      return consume(consumer, line, terminal, { startAt, format });
    },
  });
}

/** Where to begin in the partition of --partition. */
function startOf(line: Line): StartAt {
  const text = line.one('offset') ?? (line.has('from-beginning') ? 'earliest' : 'latest');
  const end = text.toLowerCase();
  if (end === 'earliest' || end === 'latest') return end;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(
    `The provided offset value '${text}' is incorrect. Valid values are 'earliest', 'latest', ` +
      'or a non-negative long.',
  );
}

function formatterOf(env: Env, line: Line, terminal: Terminal): MessageFormatter {
  const properties = readProperties(env.disk, line.one('formatter-config'));
  for (const what of ['key', 'value'] as const) {
    const className = line.one(`${what}-deserializer`);
    if (className) properties.set(`${what}.deserializer`, className);
  }
  const texts = [...line.all('formatter-property'), ...line.all('property')];
  const all = new Map([...properties, ...parseKeyValues(texts)]);
  return messageFormatter(line.one('formatter'), all, (text) => terminal.err(`INFO ${text}\n`));
}

/** Prints until enough, too long without a record, or an interrupt; resolves with the exit code. */
async function consume(
  consumer: Consumer,
  line: Line,
  terminal: Terminal,
  { startAt, format }: { readonly startAt: StartAt; readonly format: MessageFormatter },
): Promise<number> {
  let exitCode = 0;
  terminal.onInterrupt((signal) => {
    exitCode = signal === 'SIGINT' ? 130 : 143;
    consumer.wakeup();
  });
  const printer = new RecordPrinter(consumer, format, terminal, {
    most: line.integer('max-messages') ?? -1,
    patienceMs: patienceOf(line),
    skipsFailures: line.has('skip-message-on-error'),
  });
  try {
    await choose(consumer, line, startAt);
    await printer.run();
  } catch (error) {
    if (!(error instanceof Wakeup)) throw error;
  } finally {
    await consumer.close();
    terminal.err(`Processed a total of ${printer.count} messages\n`);
    if (line.has('enable-systest-events')) terminal.out('shutdown_complete\n');
  }
  return exitCode;
}

function patienceOf(line: Line): number {
  const timeoutMs = line.integer('timeout-ms', -1, Number.MAX_SAFE_INTEGER) ?? -1;
  return timeoutMs < 0 ? Number.MAX_SAFE_INTEGER : timeoutMs;
}

async function choose(consumer: Consumer, line: Line, startAt: StartAt): Promise<void> {
  const topic = line.one('topic');
  const partition = line.integer('partition', 0);
  if (topic === undefined) return consumer.subscribe(topicPattern(line.one('include') ?? ''));
  if (partition === undefined) return consumer.subscribe([topic]);
  const one = { topic, partition };
  await consumer.assign([one]);
  if (startAt === 'earliest') consumer.seekToBeginning([one]);
  else if (startAt === 'latest') consumer.seekToEnd([one]);
  else consumer.seek({ ...one, offset: startAt });
}

function topicPattern(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch {
    throw new ToolFailure(`${text} is an invalid regex.`);
  }
}
