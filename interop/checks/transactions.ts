/**
 * Transactions that real Kafka wrote, served by the broker that is checked.
 *
 * The topic holds committed, aborted and overlapping transactions (WriteDataSet). A consumer of
 * committed records must not see the aborted ones, which takes the broker's transaction index,
 * and nobody may see a marker. Each client decides for itself what it leaves out.
 */
import assert from 'node:assert/strict';
import { type Check, type CheckContext, check } from '../check.ts';
import type { BrokerProcess } from '../kafka/broker-process.ts';
import { kcat } from '../kafka/kcat.ts';
import { writtenBy } from './data-set.ts';

/** Offsets of the records of each kind; markers take those between. */
const COMMITTED = [0, 1, 2, 3, 8, 9, 14];
const ALL = [0, 1, 2, 3, 5, 6, 7, 8, 9, 12, 14];

const LEVELS = [
  ['read_committed', COMMITTED],
  ['read_uncommitted', ALL],
] as const;

type Read = (broker: BrokerProcess, level: string, count: number) => Promise<string>;

/** Has a client read the topic at both levels and compares the offsets that it printed. */
async function serves(context: CheckContext, name: string, read: Read): Promise<string> {
  const { directory, ports } = await writtenBy(context, 'kafka', `transactions-${name}`);
  const broker = await context.world.startTarget({ dataDirectory: directory, ...ports });
  try {
    for (const [level, expected] of LEVELS) {
      const said = await read(broker, level, expected.length);
      const offsets = [...said.matchAll(/^(?:Offset:)?(\d+)/gm)].map(([, offset]) =>
        Number(offset),
      );
      assert.deepEqual(offsets, expected, level);
    }
  } finally {
    await broker.stop();
  }
  return `${COMMITTED.length} committed of ${ALL.length}`;
}

const flags = (level: string, count: number): string[] => [
  ...['--topic', 'transactions', '--partition', '0', '--offset', 'earliest'],
  ...['--isolation-level', level, '--max-messages', String(count)],
  ...['--formatter-property', 'print.offset=true', '--formatter-property', 'print.value=false'],
];

const javaConsole = (context: CheckContext): Promise<string> =>
  serves(context, 'java', async ({ bootstrap }, level, count) => {
    const { stdout } = await context.java('ConsoleConsumer', flags(level, count), { bootstrap });
    return stdout;
  });

const ownConsole = (context: CheckContext): Promise<string> =>
  serves(context, 'own', async ({ bootstrap }, level, count) => {
    const args = ['--bootstrap-server', bootstrap, ...flags(level, count)];
    return (await context.own('kafka-console-consumer', args)).stdout;
  });

const kcatConsumer = (context: CheckContext): Promise<string> =>
  serves(context, 'kcat', async ({ bootstrap }, level) => {
    const topic = ['-C', '-t', 'transactions', '-p', '0', '-e', '-q', '-f', '%o\\n'];
    const { stdout } = await kcat(bootstrap, [...topic, '-X', `isolation.level=${level}`]);
    return stdout.toString('utf8');
  });

const action = 'both isolation levels over real Kafka’s transactions';

export const transactionChecks: Check[] = [
  check('Java ConsoleConsumer', action, ['jars'], javaConsole),
  check('kafka-console-consumer', action, ['jars'], ownConsole),
  check('kcat', action, ['jars', 'kcat'], kcatConsumer),
];
