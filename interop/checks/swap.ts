/**
 * The swap: one log directory, two brokers, one after the other, in both directions.
 *
 *   Kafka writes, stops ─► ours serves all of it, adds ─► Kafka serves all of that
 *   ours writes, stops  ─► Kafka serves all of it, adds ─► ours serves all of that
 *   ours writes, kill -9 ─► Kafka recovers the directory and serves all of it
 *   and the second once more, with two directories in log.dirs
 *
 * "All of it" is every topic with its id, partitions and configs, every partition's offsets, what
 * it answers when asked for the offset of a time, and every record with key, value, headers,
 * timestamp and leader epoch, at both isolation levels. Of a compacted topic only the latest record
 * of each key counts: brokers compact when they like. And Kafka must not complain about a file of
 * ours: its log has no WARN or ERROR but those it writes on any directory, its own included.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Check, type CheckContext, check } from '../check.ts';
import type { BrokerProcess } from '../kafka/broker-process.ts';
import {
  readEverything,
  type Served,
  type Start,
  type WrittenDirectory,
  writeDataSet,
  writtenBy,
} from './data-set.ts';
import { filesIn } from './dump.ts';

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

export function assertServes(served: Served, expected: Served, who: string): void {
  for (const isolation of ['uncommitted', 'committed'] as const) {
    const got = comparable(served[isolation]);
    const want = comparable(expected[isolation]);
    const at = want.findIndex((line, index) => line !== got[index]);
    const where = `${who}, read ${isolation}, line ${at + 1}`;
    assert.equal(got[at], want[at], `${where} differs`);
    assert.equal(got.length, want.length, `${who} serves more: ${got[want.length]}`);
  }
}

/** The lines of ReadTopics, without what compaction may have taken away in the meantime. */
export function comparable(served: string): string[] {
  const latest = new Set<string>();
  return served
    .trimEnd()
    .split('\n')
    .reverse()
    .filter((line) => {
      if (/^time (compacted|dirty)/.test(line)) return false;
      const [, topic, key] =
        /^record ((?:compacted|dirty)\S*) .* epoch \S+ ("[^"]*")/.exec(line) ?? [];
      if (topic === undefined) return true;
      const first = !latest.has(`${topic} ${key}`);
      latest.add(`${topic} ${key}`);
      return first;
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
    const { directory: dataDirectory, ports, properties } = from;
    const broker = await start({ dataDirectory, ...ports, properties, logLevel: 'info' });
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
  return pass(context, await writtenBy(context, 'kafka', 'from-kafka'), [
    { who: `${target} on Kafka's directory`, start: startTarget },
    { who: 'Kafka, back on its directory', start: startKafka },
  ]);
}

/** Kafka on a directory of ours, then ours again. */
const toKafka = ({ world: { startKafka, startTarget, target } }: CheckContext): Leg[] => [
  { who: `Kafka on the directory of ${target}`, start: startKafka },
  { who: `${target}, back on its directory`, start: startTarget },
];

async function afterStop(context: CheckContext): Promise<string> {
  return pass(context, await writtenBy(context, 'target', 'to-kafka'), toKafka(context));
}

async function afterKill(context: CheckContext): Promise<string> {
  const written = await writtenBy(context, 'killed', 'killed-to-kafka');
  return pass(context, written, toKafka(context), { unclean: true });
}

/** One broker on two directories: where a partition lies is the broker's choice, and then fixed. */
async function severalDirectories(context: CheckContext): Promise<string> {
  const { startTarget, workDirectory } = context.world;
  const name = 'several';
  const directories = ['a', 'b'].map((one) => join(workDirectory, name, one));
  const properties = { 'log.dirs': directories.join(',') };
  const parts = ['codecs', 'plain', 'segments'];
  const written = await writeDataSet(context, startTarget, { name, parts, properties });
  const spread = directories.map((directory) => filesIn(directory, /-\d+\/0{20}\.log$/).length);
  assert.ok(Math.min(...spread) > 0, `partitions in each directory: ${spread.join(', ')}`);
  const records = await pass(context, written, toKafka(context));
  return `${spread.join(' + ')} partitions, ${records}`;
}

export const swapChecks: Check[] = [
  check(
    'the swap',
    'real Kafka stops, ours starts on its directory, and back',
    ['jars'],
    fromKafka,
  ),
  check(
    'the swap',
    'ours stops, real Kafka starts on its directory, and back',
    ['jars'],
    afterStop,
  ),
  check('the swap', 'ours is killed, real Kafka starts on its directory', ['jars'], afterKill),
  check('the swap', 'the same with two directories in log.dirs', ['jars'], severalDirectories),
];
