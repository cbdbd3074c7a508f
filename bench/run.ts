/**
 * `npm run bench`: real Kafka and Gregor side by side, in one run, alternating.
 *
 *   npm run bench                    three rounds, about fifteen minutes
 *   npm run bench -- --quick         one short round: is anything badly off?
 *   npm run bench -- --rounds 5
 *   npm run bench -- --only groups   commits, rebalances and loading; or --only records, all else
 *   npm run bench -- --only site     a browser: the workbench's start, a save's answer, the broker in the
 *                                    page, Lighthouse
 *   npm run bench -- --ours kafka    Kafka against Kafka: how noisy is this machine?
 *   npm run bench -- --profile       Gregor with a CPU profile, and where its time goes
 *
 * Both brokers run for the whole time, on fresh directories of the same disk, Kafka with the JVM
 * settings of its own start script. In each round every load meets both, one after the other, the
 * order changing with the round. The table shows medians, the ratio ours / Kafka's, the target and
 * whether it is met. Exit code 0 when all ran: a missed target is a finding, not an error.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { root } from '../course/view.ts';
import {
  type BrokerOptions,
  type BrokerProcess,
  freePort,
} from '../interop/kafka/broker-process.ts';
import { findGregor, prepareGregor, startGregor } from '../interop/kafka/gregor.ts';
import { missingForJava } from '../interop/kafka/jars.ts';
import { startRealKafka } from '../interop/kafka/real-kafka.ts';
import { runProcess } from '../interop/kafka/run-process.ts';
import { formatTable } from '../interop/table.ts';
import { chromiumPath } from '../site/tools/chromium.ts';
import { figures, note, type Side } from './figures.ts';
import { groupProperties, groupRound } from './groups/group-rounds.ts';
import { prepareOffsets, timeLoading } from './groups/loading.ts';
import { type MeasureName, measures, verdict } from './measures.ts';
import { memory } from './process-figures.ts';
import { printProfile } from './profile.ts';
import { recordRound, warmUp } from './record-rounds.ts';

interface Flags {
  readonly quick: boolean;
  readonly rounds?: string;
  readonly ours: 'gregor' | 'kafka';
  readonly profile: boolean;
  readonly only?: 'records' | 'groups' | 'site';
}

const flags = new Command('npm run bench --')
  .description('Real Kafka and Gregor side by side, in one run, alternating.')
  .option('--quick', 'one short round: is anything badly off?', false)
  .option('--rounds <number>', 'three without it')
  .addOption(
    new Option('--ours <broker>', 'kafka: Kafka against Kafka, to see how noisy the machine is')
      .choices(['gregor', 'kafka'])
      .default('gregor'),
  )
  .option('--profile', 'Gregor alone, with a CPU profile, and where its time goes', false)
  .addOption(new Option('--only <part>', 'a part of it').choices(['records', 'groups', 'site']))
  .parse()
  .opts<Flags>();

const rounds = Number(flags.rounds ?? (flags.quick ? 1 : 3));
const size = flags.quick
  ? {
      large: 100_000,
      small: 500_000,
      latencySeconds: 5,
      starts: 1,
      commitSeconds: 2,
      rebalances: 5,
    }
  : {
      ...{ large: 400_000, small: 3_000_000, latencySeconds: 15, starts: 3 },
      ...{ commitSeconds: 8, rebalances: 15 },
    };
/** How many offsets are loaded at the start. */
const OFFSETS = 1_000_000;

const start = {
  kafka: (options: BrokerOptions) =>
    startRealKafka({ ...options, purpose: 'measuring', logLevel: 'error' }),
  gregor: startGregor,
};

/** Whether the loads of a kind are wanted: all are, unless one is named. */
function runs(kind: 'records' | 'groups'): boolean {
  return flags.only === undefined || flags.only === kind;
}

/**
 * All rounds of a kind, both brokers in turn. What a kind leaves in memory is looked at behind its
 * last round: groups would else be counted to the records, as both run in the same process.
 */
async function allRounds(kind: 'records' | 'groups', brokers: Brokers): Promise<void> {
  if (!runs(kind)) return;
  const round = kind === 'records' ? recordRound : groupRound;
  for (let n = 1; n <= rounds; n++) {
    process.stdout.write(`${kind}, round ${n} of ${rounds}\n`);
    const order: Side[] = n % 2 === 1 ? ['kafka', 'ours'] : ['ours', 'kafka'];
    for (const side of order) await round(side, brokers[side], n, size);
  }
  for (const side of ['kafka', 'ours'] as const) {
    const { residentMb, peakMb } = memory(brokers[side].pid);
    note(side, kind === 'records' ? 'resident' : 'groupsResident', residentMb);
    if (kind === 'records') note(side, 'peak', peakMb);
  }
}

type Brokers = Record<Side, BrokerProcess>;

async function startBoth(directory: string): Promise<Brokers> {
  const ours = flags.ours === 'kafka' ? start.kafka : start.gregor;
  const options = async (name: string) => ({
    dataDirectory: join(directory, name),
    port: await freePort(),
    controllerPort: await freePort(),
    properties: groupProperties,
  });
  const kafka = await start.kafka(await options('kafka'));
  return { kafka, ours: await ours(await options('ours')) };
}

/** From the start of the process to the first Metadata answer, on a directory formatted before. */
async function measureStarts(directory: string): Promise<void> {
  const options = async (name: string) => ({
    dataDirectory: join(directory, name),
    port: await freePort(),
    controllerPort: await freePort(),
  });
  const where = { kafka: await options('start-kafka'), ours: await options('start-ours') };
  const ours = flags.ours === 'kafka' ? start.kafka : start.gregor;
  // The first start formats the directory, and is not counted.
  for (let n = 0; n <= size.starts; n++) {
    for (const side of ['kafka', 'ours'] as const) {
      const broker = await (side === 'kafka' ? start.kafka : ours)(where[side]);
      if (n > 0) note(side, 'start', broker.startedAfterMs);
      await broker.stop();
    }
  }
}

/** From the start of the process to the moment when the offsets of every group can be asked for. */
async function measureLoading(directory: string): Promise<void> {
  const copyFor = await prepareOffsets(directory, OFFSETS);
  const where = { kafka: copyFor('kafka'), ours: copyFor('ours') };
  const ours = flags.ours === 'kafka' ? start.kafka : start.gregor;
  for (let n = 0; n < size.starts; n++) {
    for (const side of ['kafka', 'ours'] as const) {
      const startOne = side === 'kafka' ? start.kafka : ours;
      const { milliseconds, cpuSeconds } = await timeLoading(() => startOne(where[side]), OFFSETS);
      note(side, 'offsetsLoaded', milliseconds);
      note(side, 'offsetsCpu', cpuSeconds);
    }
  }
}

async function inProcess(): Promise<string> {
  const file = fileURLToPath(new URL('append-in-process.ts', import.meta.url));
  const args = [file, '--seconds', flags.quick ? '1' : '3'];
  const { stdout, exitCode, stderr } = await runProcess(process.execPath, args);
  if (exitCode !== 0) return `in process: failed: ${stderr.trim().split('\n').at(-1)}`;
  return stdout.toString('utf8').trim();
}

function printTable(): void {
  const names = (Object.keys(measures) as MeasureName[]).filter(
    (name) => figures.kafka[name] !== undefined || figures.ours[name] !== undefined,
  );
  const rows = names.map((name) =>
    verdict(
      measures[name],
      figures.kafka[name] ?? [Number.NaN],
      figures.ours[name] ?? [Number.NaN],
    ),
  );
  const ours = flags.ours === 'kafka' ? 'Kafka again' : 'Gregor';
  const header = ['measure', 'unit', 'Kafka 4.3.1', ours, 'ratio', 'target', ''];
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`;
  process.stdout.write(`\nMedians of ${rounds} rounds, ${machine}, ${process.version}\n\n`);
  process.stdout.write(`${formatTable(header, rows, { right: [2, 3, 4] })}\n\n`);
  process.stdout.write(`${notes.join('\n')}\n\n`);
  const missed = rows.filter((row) => row.at(-1) === 'MISS').map(([name]) => name);
  process.stdout.write(
    missed.length === 0 ? 'all targets met\n' : `missed: ${missed.join('; ')}\n`,
  );
}

async function main(): Promise<void> {
  if (flags.only === 'site') return benchSite();
  const missing = missingForJava() ?? (flags.ours === 'kafka' ? undefined : findGregor().reason);
  if (missing !== undefined) {
    process.stderr.write(`bench: ${missing}\n`);
    process.exitCode = 1;
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'gregor-bench-'));
  try {
    if (flags.profile) return await profile(directory);
    if (flags.ours === 'gregor') await prepareGregor();
    const brokers = await startBoth(directory);
    for (const broker of Object.values(brokers)) await warmUp(broker, size);
    await allRounds('records', brokers);
    await allRounds('groups', brokers);
    for (const broker of Object.values(brokers)) await broker.stop();
    if (runs('records')) await measureStarts(directory);
    if (runs('groups')) await measureLoading(directory);
    printTable();
    if (runs('records')) process.stdout.write(`\n${await inProcess()}\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The workbench and the broker in a browser: Kafka has no part in it, so there is nothing to compare with. */
async function benchSite(): Promise<void> {
  if (chromiumPath === undefined) {
    process.stderr.write('bench: --only site needs a browser, and there is no chromium here\n');
    process.exitCode = 1;
    return;
  }
  const { benchWorkbench } = await import('./workbench.ts');
  await benchWorkbench();
  const { benchEvents } = await import('./events.ts');
  process.stdout.write(`\n${await benchEvents()}\n`);
  const { benchLighthouse } = await import('./lighthouse.ts');
  process.stdout.write(`\n${await benchLighthouse(join(root, '.gregor', 'site'))}\n`);
}

/** What a reader of the table must know to believe it. */
const notes = [
  'Producing: Kafka’s ProducerPerformance, one partition, acks=1, a fresh JVM for each run.',
  'Consuming: Kafka’s consumer in interop/java/ConsumerThroughput.java, which assigns itself the',
  '  partition; our own consumer does the same (bench/own-consumer.ts), on the same topic of Gregor’s.',
  'Commits: members of one group, each with one commit under way (bench/groups/); joins: from the last',
  '  JoinGroup sent to the last SyncGroup answered, or until all own what the last target gives them.',
  'Latency: steady state, after five seconds of warm-up (--warmup-records). With the producer’s',
  '  default linger.ms of 5, a record waits up to 5 ms in the client, whatever the broker does.',
  'CPU: user and system time of the whole broker process for 10^9 bytes of values.',
  'Kafka runs with the JVM settings of its own start script (-Xms1G -Xmx1G, G1).',
  'Start: directory formatted before; Gregor through `npm run broker`’s entry with its start image',
  '  (course/image/) built beforehand, as it is from the second start on.',
];

/** The loads against Gregor alone, recorded by V8's sampling profiler. */
async function profile(directory: string): Promise<void> {
  const profiles = join(directory, 'profiles');
  const nodeFlags = ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const broker = await startGregor({
    dataDirectory: join(directory, 'ours'),
    port: await freePort(),
    controllerPort: await freePort(),
    properties: groupProperties,
    nodeFlags,
  });
  await warmUp(broker, size);
  if (runs('records')) await recordRound('ours', broker, 1, size);
  if (runs('groups')) await groupRound('ours', broker, 1, size);
  await broker.stop();
  printProfile(profiles);
}

await main();
process.exit();
