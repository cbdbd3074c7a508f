/**
 * Sends random values of every declared message and version through Kafka's own generated classes.
 *
 *     node interop/message-specs/round-trip.ts [seed] [values of each version]
 *
 *     value --encode--> bytes --Kafka decodes, encodes--> bytes' --decode--> value'
 *
 * bytes' must equal bytes, and value' must equal value. So Kafka reads what we write, and we read
 * what Kafka writes. The header versions of all APIs and the error codes are compared as well.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { requestHeaderVersion, responseHeaderVersion } from '#protocol/api-keys.ts';
import { errorTable } from '#protocol/error-table.ts';
import type { Message } from '#protocol/message.ts';
import { forEachVersion } from '../../tests/protocol/declared.ts';
import { randomMessage, seeded } from '../../tests/protocol/random-message.ts';
import { findKafkaJars } from '../kafka/jars.ts';
import { type Result, report } from './spec-check.ts';

const SEED = 1;
const VALUES_OF_EACH_VERSION = 20;

interface Sample {
  readonly message: Message;
  readonly version: number;
  readonly value: unknown;
  readonly hex: string;
}

/** Runs the comparison; needs Kafka's jars and a `java`. */
export async function check(seed = SEED, each = VALUES_OF_EACH_VERSION): Promise<Result[]> {
  const samples = makeSamples(seed, each);
  const lines = samples.map(({ message, version, hex }) => `${message.name} ${version} ${hex}`);
  const [headers = '', errors = '', ...answers] = askKafka(['headers', 'errors', ...lines]);
  return [compareSamples(samples, answers, seed), compareHeaders(headers), compareErrors(errors)];
}

function makeSamples(seed: number, each: number): Sample[] {
  const chance = seeded(seed);
  const samples: Sample[] = [];
  forEachVersion((message, version) => {
    for (let left = each; left > 0; left--) {
      const value = randomMessage(message, version, chance);
      const hex = Buffer.from(message.encode(version, value)).toString('hex');
      samples.push({ message, version, value, hex });
    }
  });
  return samples;
}

function askKafka(lines: readonly string[]): string[] {
  const jars = findKafkaJars();
  if (jars.directory === undefined) throw new Error(jars.reason);
  const program = fileURLToPath(new URL('RoundTrip.java', import.meta.url));
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error';
  const output = execFileSync('java', [quiet, '-cp', `${jars.directory}/*`, program], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  return output.trimEnd().split('\n');
}

function compareSamples(
  samples: readonly Sample[],
  answers: readonly string[],
  seed: number,
): Result {
  const differences: string[] = [];
  samples.forEach((sample, index) => {
    const problem = compareSample(sample, answers[index] ?? 'ERROR no answer');
    if (problem !== undefined) {
      differences.push(`${sample.message.name} v${sample.version} (seed ${seed}): ${problem}`);
    }
  });
  const versions = new Set(samples.map(({ message, version }) => `${message.name} ${version}`));
  const messages = new Set(samples.map(({ message }) => message.name));
  return {
    name: 'Kafka’s own classes decode what we encode and encode what we decode',
    ok: differences.length === 0,
    detail:
      differences.join('\n') ||
      `${samples.length} values of ${messages.size} messages in ${versions.size} versions`,
  };
}

function compareSample(sample: Sample, answer: string): string | undefined {
  if (answer !== sample.hex) return `we wrote ${sample.hex}, Kafka ${answer}`;
  const { message, version } = sample;
  const again = message.decode(version, Buffer.from(answer, 'hex'));
  if (isDeepStrictEqual(plain(again), plain(sample.value))) return undefined;
  return `we read ${JSON.stringify(plain(again))} for ${JSON.stringify(plain(sample.value))}`;
}

/** Byte fields as hex, so that a view of a larger buffer equals a copy; -0 and 0 are one. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

function compareHeaders(line: string): Result {
  const rows = rowsOf(line);
  const differences = rows.flatMap((row) => {
    const [key = -1, version = -1, ...kafkas] = row.split(' ').map(Number);
    const ours = [requestHeaderVersion(key, version), responseHeaderVersion(key, version)];
    if (isDeepStrictEqual(ours, kafkas)) return [];
    return [`API ${key} version ${version}: headers ${ours}, Kafka has ${kafkas}`];
  });
  const ok = differences.length === 0 && rows.length > 0;
  const name = 'header versions of all APIs = Kafka’s';
  return { name, ok, detail: differences.join('\n') || `${rows.length} versions` };
}

function compareErrors(line: string): Result {
  const kafkas = rowsOf(line);
  const ours = Object.entries(errorTable).map(
    ([name, { code, retriable, message }]) => `${code} ${name} ${retriable} ${message}`,
  );
  const differences = [
    ...ours.filter((row) => !kafkas.includes(row)).map((row) => `declared only: ${row}`),
    ...kafkas.filter((row) => !ours.includes(row)).map((row) => `only in Kafka: ${row}`),
  ];
  const ok = differences.length === 0;
  const name = 'error codes, their names, texts and verdicts = Kafka’s';
  return { name, ok, detail: differences.join('\n') || `${ours.length} codes` };
}

function rowsOf(line: string): string[] {
  return line.split('\t').filter((row) => row !== '');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { reason } = findKafkaJars();
  const [seed = SEED, each = VALUES_OF_EACH_VERSION] = process.argv.slice(2).map(Number);
  if (reason !== undefined) console.log(`skipped: ${reason}`);
  else process.exitCode = report(await check(seed, each));
}
