/**
 * `npm run bench`: real Kafka and Gregor side by side, in one run, alternating.
 *
 *   npm run bench                    three rounds, about ten minutes
 *   npm run bench -- --quick         one short round: is anything badly off?
 *   npm run bench -- --rounds 5
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
import { parseArgs } from 'node:util';
import { type BrokerProcess, freePort } from '../interop/kafka/broker-process.ts';
import { findGregor, prepareGregor, startGregor } from '../interop/kafka/gregor.ts';
import { missingForJava } from '../interop/kafka/jars.ts';
import { startRealKafka } from '../interop/kafka/real-kafka.ts';
import { runProcess } from '../interop/kafka/run-process.ts';
import { formatTable } from '../interop/table.ts';
import { consume, createTopic, deleteTopic, produce } from './load.ts';
import { type MeasureName, measures, median, verdict } from './measures.ts';
import { memory } from './process-figures.ts';
import { printProfile } from './profile.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    ours: { type: 'string', default: 'gregor' },
    profile: { type: 'boolean', default: false },
  },
});

const rounds = Number(flags.rounds ?? (flags.quick ? 1 : 3));
const size = flags.quick
  ? { large: 100_000, small: 500_000, latencySeconds: 5, starts: 1 }
  : { large: 400_000, small: 3_000_000, latencySeconds: 15, starts: 3 };

type Side = 'kafka' | 'ours';
type Figures = Record<Side, Partial<Record<MeasureName, number[]>>>;

const figures: Figures = { kafka: {}, ours: {} };

function note(side: Side, name: MeasureName, value: number): void {
  const list = figures[side][name] ?? [];
  figures[side][name] = [...list, value];
  const { unit, digits } = measures[name];
  process.stdout.write(
    `  ${side.padEnd(5)}  ${measures[name].name}: ${value.toFixed(digits)} ${unit}\n`,
  );
}

/** Neither compiler has seen the hot paths of a broker that has just started: not measured. */
async function warmUp(broker: BrokerProcess): Promise<void> {
  const topic = 'warm-up';
  const records = size.large / 2;
  await createTopic(broker, topic);
  const properties = { acks: '1' };
  await produce(broker, { topic, records, recordBytes: 1024, throughput: -1, properties });
  await consume(broker, topic, records);
  await deleteTopic(broker, topic);
}

/** All loads of one round against one broker. */
async function round(side: Side, broker: BrokerProcess, n: number): Promise<void> {
  const topics = { large: `large-${n}`, small: `small-${n}`, steady: `steady-${n}` };
  for (const topic of Object.values(topics)) await createTopic(broker, topic);
  const fast = { throughput: -1, properties: { acks: '1' } };
  const large = await produce(broker, {
    ...fast,
    topic: topics.large,
    records: size.large,
    recordBytes: 1024,
  });
  note(side, 'produceMb', large.megabytesPerSecond);
  note(side, 'produceCpu', large.cpuSecondsPerGb);
  const read = await consume(broker, topics.large, size.large);
  note(side, 'consumeMb', read.megabytesPerSecond);
  note(side, 'consumeCpu', read.cpuSecondsPerGb);
  const small = await produce(broker, {
    topic: topics.small,
    records: size.small,
    recordBytes: 100,
    throughput: -1,
    properties: { acks: '1', 'batch.size': '65536' },
  });
  note(side, 'smallRecords', small.recordsPerSecond);
  note(side, 'smallCpu', small.cpuSecondsPerGb);
  const steady = await produceSteadily(broker, topics.steady, { acks: '1' });
  note(side, 'latencyP50', steady.p50Ms);
  note(side, 'latencyP99', steady.p99Ms);
  const prompt = await produceSteadily(broker, topics.steady, { acks: '1', 'linger.ms': '0' });
  note(side, 'promptP50', prompt.p50Ms);
  note(side, 'promptP99', prompt.p99Ms);
  for (const topic of Object.values(topics)) await deleteTopic(broker, topic);
}

/** 5,000 records a second; the latencies of a JVM that is still cold are not the broker's. */
function produceSteadily(
  broker: BrokerProcess,
  topic: string,
  properties: Readonly<Record<string, string>>,
) {
  const throughput = 5_000;
  const warmUpRecords = throughput * 5;
  const records = warmUpRecords + throughput * size.latencySeconds;
  return produce(broker, {
    topic,
    records,
    recordBytes: 1024,
    throughput,
    properties,
    warmUpRecords,
  });
}

const start = {
  kafka: (options: { dataDirectory: string; port: number; controllerPort: number }) =>
    startRealKafka({ ...options, purpose: 'measuring', logLevel: 'error' }),
  gregor: startGregor,
};

async function startBoth(directory: string): Promise<Record<Side, BrokerProcess>> {
  const ours = flags.ours === 'kafka' ? start.kafka : start.gregor;
  const options = async (name: string) => ({
    dataDirectory: join(directory, name),
    port: await freePort(),
    controllerPort: await freePort(),
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

async function inProcess(): Promise<string> {
  const file = fileURLToPath(new URL('append-in-process.ts', import.meta.url));
  const args = [file, '--seconds', flags.quick ? '1' : '3'];
  const { stdout, exitCode, stderr } = await runProcess(process.execPath, args);
  if (exitCode !== 0) return `in process: failed: ${stderr.trim().split('\n').at(-1)}`;
  return stdout.toString('utf8').trim();
}

function printTable(): void {
  const rows = (Object.keys(measures) as MeasureName[]).map((name) =>
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
    for (const broker of Object.values(brokers)) await warmUp(broker);
    for (let n = 1; n <= rounds; n++) {
      process.stdout.write(`round ${n} of ${rounds}\n`);
      const order: Side[] = n % 2 === 1 ? ['kafka', 'ours'] : ['ours', 'kafka'];
      for (const side of order) await round(side, brokers[side], n);
    }
    for (const side of ['kafka', 'ours'] as const) {
      const { residentMb, peakMb } = memory(brokers[side].pid);
      note(side, 'resident', residentMb);
      note(side, 'peak', peakMb);
      await brokers[side].stop();
    }
    await measureStarts(directory);
    printTable();
    process.stdout.write(`\n${await inProcess()}\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What a reader of the table must know to believe it. */
const notes = [
  'Producing: Kafka’s ProducerPerformance, one partition, acks=1, a fresh JVM for each run.',
  'Consuming: Kafka’s consumer in interop/java/ConsumerThroughput.java, which assigns itself the',
  '  partition; ConsumerPerformance subscribes, and Gregor has no consumer groups yet.',
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
    nodeFlags,
  });
  await warmUp(broker);
  await round('ours', broker, 1);
  await broker.stop();
  printProfile(profiles);
  process.stdout.write(`median of 1: ${median(figures.ours.produceMb ?? []).toFixed(1)} MB/s\n`);
}

await main();
process.exit();
