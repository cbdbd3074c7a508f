/**
 * The swap: one log directory, two brokers, one after the other, in both directions.
 *
 *   Kafka writes, stops ─► ours serves all of it, adds ─► Kafka serves all of that
 *   ours writes, stops  ─► Kafka serves all of it, adds ─► ours serves all of that
 *   ours writes, kill -9 ─► Kafka recovers the directory and serves all of it
 *
 * "All of it" is every topic with its id, partitions and configs, every partition's offsets, and
 * every record with key, value, headers, timestamp and leader epoch, at both isolation levels. Of a
 * compacted topic only the latest record of each key counts: brokers compact when they like. And
 * Kafka must not complain about a file of ours: its log has no WARN or ERROR but those it writes
 * on any directory, its own included.
 */
import assert from 'node:assert/strict';
import { type Check, type CheckContext, check, type StartOptions } from '../check.ts';
import type { BrokerProcess } from '../kafka/broker-process.ts';
import {
  basicParts,
  readEverything,
  type Served,
  targetDirectory,
  type WrittenDirectory,
  writeDataSet,
} from './data-set.ts';

type Start = (options: StartOptions) => Promise<BrokerProcess>;

/** What Kafka warns of on any directory: a first start, a stop, a client that went away. */
const harmless = [
  /Performing controller activation/,
  /Attempting to close NetworkClient that has already been closed/,
  /Connection to node -?\d+ .* could not be established/,
  /Bootstrap broker .* disconnected/,
  // Its broker half asks to be registered a moment before its controller half is ready.
  /Unexpected error handling request RequestHeader\(apiKey=(CONTROLLER|BROKER)_REGISTRATION/,
];

/** The log entries in which Kafka complains, each with the lines of its stack trace. */
export function complaints(output: string): string[] {
  return output
    .split(/\n(?=[\d :.-]*\[[^\]]*\] [A-Z]+ )/)
    .filter((entry) => /^[\d :.-]*\[.*\] (WARN|ERROR) |^\S*Exception/m.test(entry))
    .filter((entry) => !harmless.some((pattern) => pattern.test(entry)));
}

function assertServes(served: Served, expected: Served, who: string): void {
  for (const isolation of ['uncommitted', 'committed'] as const) {
    const got = comparable(served[isolation]);
    const want = comparable(expected[isolation]);
    const at = want.findIndex((line, index) => line !== got[index]);
    const where = `${who}, read ${isolation}, line ${at + 1}`;
    assert.equal(got[at], want[at], `${where} differs`);
    assert.equal(got.length, want.length, `${who} serves more: ${got[want.length]}`);
  }
}

/** The lines of ReadTopics, without what compaction may already have taken away. */
function comparable(served: string): string[] {
  const latest = new Map<string, string>();
  return served
    .trimEnd()
    .split('\n')
    .reverse()
    .filter((line) => {
      const key = /^record compacted .* epoch \S+ ("[^"]*")/.exec(line)?.[1];
      if (key === undefined) return true;
      if (latest.has(key)) return false;
      latest.set(key, line);
      return true;
    })
    .reverse();
}

/** Kafka trusts a directory that was closed cleanly, and recovers one that was not. */
function assertOpened(kafka: BrokerProcess, clean: boolean): void {
  const words = 'since clean shutdown file was found';
  assert.equal(kafka.output().includes(words), clean, `Kafka says "${words}"`);
}

interface Leg {
  readonly who: string;
  readonly start: Start;
}

/** One broker after the other opens the directory; all but the last add records. */
async function pass(
  context: CheckContext,
  from: WrittenDirectory,
  legs: Leg[],
  options: { unclean?: boolean } = {},
): Promise<string> {
  let expected = from.served;
  for (const [index, { who, start }] of legs.entries()) {
    const broker = await start({ dataDirectory: from.directory, ...from.ports, logLevel: 'info' });
    try {
      const clean = index > 0 || options.unclean !== true;
      if (broker.kind === 'kafka') assertOpened(broker, clean);
      assertServes(await readEverything(context, broker), expected, who);
      if (index < legs.length - 1) {
        await context.program('WriteDataSet', [broker.bootstrap, 'more']);
        expected = await readEverything(context, broker);
      }
    } finally {
      await broker.stop();
    }
    if (broker.kind === 'kafka')
      assert.deepEqual(complaints(broker.output()), [], `${who} complains`);
  }
  const records = expected.uncommitted
    .split('\n')
    .filter((line) => line.startsWith('record ')).length;
  return `${records} records`;
}

async function fromKafka(context: CheckContext): Promise<string> {
  const { startKafka, startTarget, target } = context.world;
  const parts = [...basicParts, 'transactions'];
  const written = await writeDataSet(context, startKafka, { name: 'from-kafka', parts });
  return pass(context, written, [
    { who: `${target} on Kafka's directory`, start: startTarget },
    { who: 'Kafka, back on its directory', start: startKafka },
  ]);
}

async function toKafka(context: CheckContext): Promise<string> {
  const { startKafka, startTarget, target } = context.world;
  const written = await targetDirectory(context, 'to-kafka');
  return pass(context, written, [
    { who: `Kafka on the directory of ${target}`, start: startKafka },
    { who: `${target}, back on its directory`, start: startTarget },
  ]);
}

async function afterKill(context: CheckContext): Promise<string> {
  const { startKafka, startTarget, target } = context.world;
  const options = { name: 'killed', parts: basicParts, kill: true };
  const written = await writeDataSet(context, startTarget, options);
  return pass(
    context,
    written,
    [
      { who: `Kafka on the directory of a killed ${target}`, start: startKafka },
      { who: `${target}, back on its directory`, start: startTarget },
    ],
    { unclean: true },
  );
}

export const swapChecks: Check[] = [
  check(
    'the swap',
    'real Kafka stops, ours starts on its directory, and back',
    ['jars'],
    fromKafka,
  ),
  check('the swap', 'ours stops, real Kafka starts on its directory, and back', ['jars'], toKafka),
  check('the swap', 'ours is killed, real Kafka starts on its directory', ['jars'], afterKill),
];
