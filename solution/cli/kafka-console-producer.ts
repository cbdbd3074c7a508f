/**
 * `kafka-console-producer`: each line of standard input becomes a record.
 *
 * Flags are those of Kafka's ConsoleProducer; see line-records.ts for what a line may hold. Records
 * are sent in batches as they come. A record that can't be sent is named on standard error, and
 * the exit code is then 1.
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
import { lineFormat, recordOfLine } from '#cli/line-records.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { Producer, type ProducerOptions } from '#clients/producer.ts';
import type { Codec } from '#env/codecs.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';

const spec = {
  name: 'kafka-console-producer',
  about: 'This tool helps to read data from standard input and publish it to Kafka.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    topic: { value: 'topic', about: 'REQUIRED: the topic to write to.' },
    sync: { about: 'Wait for each record before the next is read.' },
    'compression-codec': {
      value: 'codec',
      implied: 'gzip',
      about: "none, gzip, snappy, lz4 or zstd; without a value 'gzip'.",
    },
    'request-required-acks': { value: 'acks', about: '-1 or all (the default), 1 or 0.' },
    'batch-size': { value: 'bytes', about: 'The bytes of a batch (default 16384).' },
    'max-partition-memory-bytes': { value: 'bytes', about: '(Deprecated) Use --batch-size.' },
    timeout: { value: 'ms', about: 'How long a record waits for others (default 1000).' },
    'request-timeout-ms': { value: 'ms', about: 'How long a request may take (default 1500).' },
    'retry-backoff-ms': { value: 'ms', about: 'The pause before a retry (default 100).' },
    'message-send-max-retries': { value: 'count', about: 'Retries go on until 120 s are over.' },
    'max-memory-bytes': { value: 'bytes', about: 'The most to buffer (default 33554432).' },
    'max-block-ms': { value: 'ms', about: 'How long to wait for the topic (default 60000).' },
    'metadata-expiry-ms': { value: 'ms', about: 'Metadata is refreshed when it proves wrong.' },
    'socket-buffer-size': { value: 'bytes', about: "The operating system's own is taken." },
    'reader-property': {
      value: 'key=value',
      about:
        'How to read a line: parse.key, parse.headers, key.separator, headers.delimiter, ' +
        'headers.separator, headers.key.separator, null.marker, ignore.error.',
    },
    'reader-config': { value: 'file', about: 'A file of such properties.' },
    property: { value: 'key=value', about: '(Deprecated) Use --reader-property.' },
    'command-property': { value: 'key=value', about: 'A setting of the producer.' },
    'command-config': { value: 'file', about: 'A file of such settings.' },
    'producer-property': { value: 'key=value', about: '(Deprecated) Use --command-property.' },
    'producer.config': { value: 'file', about: '(Deprecated) Use --command-config.' },
    'line-reader': { value: 'class', about: 'Only LineMessageReader, which is the default.' },
  },
} as const;

type Flag = keyof typeof spec.flags;
type Line = CommandLine<Flag>;

/** A flag's old name, which still works, and its present one. */
const DEPRECATED = [
  ['producer-property', 'command-property'],
  ['producer.config', 'command-config'],
  ['property', 'reader-property'],
] as const satisfies [Flag, Flag][];

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const satisfies (Codec | 'none')[];

export function main(env: Env, terminal: Terminal): Promise<number> {
  return runTool(terminal, {
    spec,
    async run(line) {
      checkFlags(line, terminal);
      const format = lineFormat(
        new Map([
          ...readProperties(env.disk, line.one('reader-config')),
          ...parseKeyValues([...line.all('reader-property'), ...line.all('property')]),
        ]),
      );
      const file = line.one('command-config') ?? line.one('producer.config');
      const settings = new Map([
        ...readProperties(env.disk, file),
        ...parseKeyValues([...line.all('command-property'), ...line.all('producer-property')]),
      ]);
      const producer = new Producer(env, producerOptions(line, settings));
      const readLine = (text: string, number: number) => recordOfLine(text, number, format);
      try {
        return await sendLines(producer, line, terminal, readLine);
      } finally {
        await producer.close();
      }
    },
  });
}

function checkFlags(line: Line, terminal: Terminal): void {
  requireFlags(line, 'topic', 'bootstrap-server');
  for (const [old, present] of DEPRECATED) {
    if (!line.has(old)) continue;
    if (line.has(present)) {
      throw new UsageError(`Options --${present} and --${old} cannot be specified together.`);
    }
    terminal.out(
      `Warning: --${old} is deprecated and will be removed in a future version. ` +
        `Use --${present} instead.\n`,
    );
  }
}

/** Sends a record for each line; resolves with the exit code. */
async function sendLines(
  producer: Producer,
  line: Line,
  terminal: Terminal,
  readLine: (text: string, number: number) => object,
): Promise<number> {
  const topic = line.one('topic') ?? '';
  const prompt = () => terminal.interactive && terminal.out('>');
  let lineNumber = 0;
  let failures = 0;
  prompt();
  for await (const text of terminal.lines()) {
    const record = readLine(text, ++lineNumber);
    await producer.ready(topic);
    const sent = producer.send({ topic, ...record });
    const settled = sent.catch((error: Error) => {
      failures++;
      terminal.err(`Error when sending message to topic ${topic}: ${error.message}\n`);
    });
    if (line.has('sync')) await settled;
    prompt();
  }
  await producer.flush();
  return failures === 0 ? 0 : 1;
}

/** Flags win over properties, and properties over the tool's defaults. */
function producerOptions(line: Line, settings: Properties): ProducerOptions {
  const merged = new Map(settings);
  const merge = (key: string, flag: Flag, byDefault: number) => {
    const given = line.integer(flag, 0, Number.MAX_SAFE_INTEGER);
    if (given !== undefined || !merged.has(key)) merged.set(key, String(given ?? byDefault));
  };
  merge('request.timeout.ms', 'request-timeout-ms', 1500);
  merge('retry.backoff.ms', 'retry-backoff-ms', 100);
  merge('linger.ms', 'timeout', 1000);
  merge('buffer.memory', 'max-memory-bytes', 33_554_432);
  merge('batch.size', 'batch-size', 16_384);
  if (line.has('max-partition-memory-bytes')) {
    merge('batch.size', 'max-partition-memory-bytes', 16_384);
  }
  merge('default.api.timeout.ms', 'max-block-ms', 60_000);
  if (!merged.has('client.id')) merged.set('client.id', 'console-producer');
  const number = (key: string) => numberOf(merged, key) ?? 0;
  const acks = acksOf(line.one('request-required-acks') ?? merged.get('acks') ?? '-1');
  const codec = codecOf(line.one('compression-codec') ?? merged.get('compression.type') ?? 'none');
  const deliveryTimeoutMs = numberOf(merged, 'delivery.timeout.ms');
  const idempotence = merged.get('enable.idempotence');
  return {
    ...clientOptions(merged, line.one('bootstrap-server') ?? ''),
    acks,
    codec,
    lingerMs: number('linger.ms'),
    batchSizeBytes: number('batch.size'),
    bufferBytes: number('buffer.memory'),
    ...(deliveryTimeoutMs !== undefined && { deliveryTimeoutMs }),
    ...(idempotence !== undefined && { idempotent: idempotence === 'true' && acks === -1 }),
  };
}

function acksOf(text: string): -1 | 0 | 1 {
  if (text === 'all' || text === '-1') return -1;
  if (text === '0' || text === '1') return text === '0' ? 0 : 1;
  throw new ToolFailure(
    `Invalid value ${text} for configuration acks: String must be one of: all, -1, 0, 1`,
  );
}

function codecOf(text: string): Codec | 'none' {
  const codec = CODECS.find((one) => one === text);
  if (codec !== undefined) return codec;
  throw new ToolFailure(
    `Invalid value ${text} for configuration compression.type: String must be one of: ` +
      CODECS.join(', '),
  );
}
