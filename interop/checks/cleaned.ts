/**
 * Compaction across brokers: what one has cleaned, the other opens and serves.
 *
 *   writer, which cleans nothing ─► cleaner, which cleans all ─► opener, which finds nothing to do
 *
 * The cleaner must leave the latest value of every key, as a consumer of committed records sees
 * it. The opener must serve exactly what the cleaner served, record by record: a cleaned log is a
 * log, with its gaps, its indexes, its checkpoint and (where Kafka wrote transactions) its markers.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertSameLines, type Check, type CheckContext, check, eventually } from '../check.ts';
import { type BrokerProcess, freePort } from '../kafka/broker-process.ts';
import { readEverything, type Served, type Start } from './data-set.ts';
import { dump, filesIn } from './dump.ts';
import { assertServes, complaints } from './swap.ts';

const idle = { 'log.cleaner.backoff.ms': '3600000' };
const busy = { 'log.cleaner.backoff.ms': '50' };
const CLEANING_LIMIT_MS = 60_000;

interface Roles {
  readonly writer: Start;
  readonly cleaner: Start;
  readonly opener: Start;
  readonly parts: readonly string[];
}

async function cleanAndOpen(context: CheckContext, name: string, roles: Roles): Promise<string> {
  const dataDirectory = join(context.world.workDirectory, name);
  const ports = { port: await freePort(), controllerPort: await freePort() };
  const life = async <T>(
    start: Start,
    properties: Record<string, string>,
    live: (broker: BrokerProcess) => Promise<T>,
  ): Promise<T> => {
    const broker = await start({ dataDirectory, ...ports, properties });
    try {
      return await live(broker);
    } finally {
      await broker.stop();
      if (broker.kind === 'kafka') assert.deepEqual(complaints(broker.output()), []);
    }
  };
  const before = await life(roles.writer, idle, async (broker) => {
    await context.program('WriteDataSet', [broker.bootstrap, ...roles.parts]);
    return readEverything(context, broker);
  });
  const cleaned = await life(roles.cleaner, busy, async (broker) => {
    await untilCleaned(dataDirectory);
    return readEverything(context, broker);
  });
  // Of an aborted transaction the log may keep or lose the records: only the committed ones count.
  const committed = ({ committed: text }: Served): Served => ({ committed: text, uncommitted: '' });
  assertServes(committed(cleaned), committed(before), 'the broker that cleaned');
  const [had, left] = [records(before), records(cleaned)];
  assert.ok(left < had / 2, `${left} of ${had} records are left: nothing was cleaned`);
  const opened = await life(roles.opener, idle, (broker) => readEverything(context, broker));
  assertSameLines(opened.uncommitted, cleaned.uncommitted, 'the broker that opened');
  assertSameLines(opened.committed, cleaned.committed, 'the broker that opened, committed');
  await dump(context, filesIn(dataDirectory, /\.log$/), '--deep-iteration', '--print-data-log');
  return `${had} records, ${left} after cleaning`;
}

const records = ({ uncommitted }: Served): number =>
  uncommitted.split('\n').filter((line) => line.startsWith('record ')).length;

/** A log is clean when the checkpoint has reached its active segment. */
async function untilCleaned(directory: string): Promise<void> {
  const unclean = await eventually(
    async () => uncleanLogs(directory),
    (logs) => logs.length === 0,
    CLEANING_LIMIT_MS,
  );
  assert.deepEqual(unclean, [], `not cleaned in ${CLEANING_LIMIT_MS} ms`);
}

function uncleanLogs(directory: string): string[] {
  const file = join(directory, 'cleaner-offset-checkpoint');
  const checkpoint = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const newest = new Map<string, number>();
  for (const path of filesIn(directory, /dirty-[^/]*-0\/\d{20}\.log$/)) {
    const [, log, offset] = /(dirty-[^/]*)-0\/(\d+)\.log$/.exec(path) as RegExpExecArray;
    newest.set(log as string, Math.max(newest.get(log as string) ?? 0, Number(offset)));
  }
  return [...newest]
    .filter(([log, offset]) => !checkpoint.split('\n').includes(`${log} 0 ${offset}`))
    .map(([log, offset]) => `${log} up to ${offset}`);
}

const line = (action: string, roles: (context: CheckContext) => Roles): Check =>
  check('compaction', action, ['jars'], (context) =>
    cleanAndOpen(context, action.replaceAll(/\W+/g, '-'), roles(context)),
  );

const withTransactions = ['dirty', 'dirty-transactions'];

export const cleanedChecks: Check[] = [
  line('ours writes and cleans, real Kafka opens', ({ world }) => ({
    writer: world.startTarget,
    cleaner: world.startTarget,
    opener: world.startKafka,
    parts: ['dirty'],
  })),
  line('real Kafka writes, with transactions, ours cleans, real Kafka opens', ({ world }) => ({
    writer: world.startKafka,
    cleaner: world.startTarget,
    opener: world.startKafka,
    parts: withTransactions,
  })),
  line('real Kafka writes and cleans, with transactions, ours opens', ({ world }) => ({
    writer: world.startKafka,
    cleaner: world.startKafka,
    opener: world.startTarget,
    parts: withTransactions,
  })),
];
