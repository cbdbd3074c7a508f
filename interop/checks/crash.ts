/**
 * kill -9 of the broker under running producers, again and again: nothing acknowledged is lost.
 *
 * Two producers run all the while. Ours (interop/java/AckedProducer.java) writes down each
 * acknowledgement, and after every restart each of them is looked up in the topic; Kafka's own
 * ProducerPerformance makes the load, and must in the end have delivered all it sent. Both use
 * acks=all and idempotence, so a record is there once, however often its sending was repeated.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertMatch, type Check, type CheckContext, check } from '../check.ts';
import { freePort } from '../kafka/broker-process.ts';
import { classPath, compileJava, ownPrograms } from '../kafka/java-tools.ts';

const NUMBERED_PER_SECOND = 2_000;
const LOAD_PER_SECOND = 1_000;
const ACKS_BETWEEN_KILLS = 400;

interface Load {
  readonly child: ChildProcess;
  said(): string;
}

/** A JVM of its own, so that it lives through the checks that the other JVM makes. */
function startJava(mainClass: string, args: string[]): Load {
  const log = '-Dorg.slf4j.simpleLogger.defaultLogLevel=off';
  const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', log];
  const classes = classPath(compileJava(ownPrograms));
  const child = spawn('java', [...flags, '-cp', classes, mainClass, ...args]);
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
  process.once('exit', () => child.kill('SIGKILL'));
  return { child, said: () => Buffer.concat(pieces).toString('utf8') };
}

/** The acknowledgements until now; a last line that is still being written is left out. */
function readAcks(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

async function waitForAcks(file: string, atLeast: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (readAcks(file).length < atLeast) {
    if (Date.now() > deadline)
      throw new Error(`only ${readAcks(file).length} acknowledgements in a minute`);
    await sleep(10);
  }
}

async function survivesKills(context: CheckContext): Promise<string> {
  const { world } = context;
  const topic = 'acknowledged';
  const ports = { port: await freePort(), controllerPort: await freePort() };
  const options = { dataDirectory: join(world.workDirectory, 'crash'), ...ports };
  let broker = await world.startTarget(options);
  const { bootstrap } = broker;
  for (const name of [topic, 'load']) {
    await context.java('TopicCommand', ['--create', '--topic', name, '--partitions', '3'], {
      bootstrap,
    });
  }
  const acks = join(world.workDirectory, 'acks');
  const numbered = startJava('AckedProducer', [
    bootstrap,
    topic,
    acks,
    String(NUMBERED_PER_SECOND),
  ]);
  const load = startLoad(bootstrap, world.kills);
  try {
    for (let kill = 1; kill <= world.kills; kill++) {
      // Some kills come early after a start, some late: where in its work the broker is, varies.
      const more = ACKS_BETWEEN_KILLS + ((kill * 7919) % 600);
      await waitForAcks(acks, readAcks(acks).length + more);
      await broker.kill();
      broker = await world.startTarget(options);
      await verify(context, bootstrap, topic, acks, kill);
    }
    numbered.child.stdin?.end('stop');
    await once(numbered.child, 'exit');
    assert.equal(numbered.said(), '', 'the numbering producer complains');
    const found = await verify(context, bootstrap, topic, acks, world.kills);
    return `${world.kills} kills, ${found}, ${await endLoad(context, load, bootstrap)}`;
  } finally {
    numbered.child.kill('SIGKILL');
    load.child.kill('SIGKILL');
    await broker.stop();
  }
}

async function verify(
  context: CheckContext,
  bootstrap: string,
  topic: string,
  acks: string,
  kill: number,
): Promise<string> {
  const until = `${acks}-${kill}`;
  writeFileSync(until, `${readAcks(acks).join('\n')}\n`);
  const args = [bootstrap, topic, until];
  const { stdout } = await context.program('VerifyAcked', args, { timeoutMs: 60_000 });
  return stdout.trim();
}

/** ProducerPerformance ends by itself after so many records: about as long as the kills take. */
function startLoad(bootstrap: string, kills: number): Load {
  const records = String(kills * LOAD_PER_SECOND);
  const size = ['--record-size', '200', '--throughput', String(LOAD_PER_SECOND)];
  const producer = ['acks=all', 'delivery.timeout.ms=300000', 'reconnect.backoff.max.ms=100'];
  return startJava('org.apache.kafka.tools.ProducerPerformance', [
    ...['--bootstrap-server', bootstrap, '--topic', 'load', '--num-records', records],
    ...size,
    '--command-property',
    ...producer,
  ]);
}

async function endLoad(context: CheckContext, load: Load, bootstrap: string): Promise<string> {
  if (load.child.exitCode === null) await once(load.child, 'exit');
  assertMatch(load.said(), /^\d+ records sent.*99\.9th\.$/m, 'ProducerPerformance');
  assert.ok(!/Exception/.test(load.said()), load.said());
  const sent = Number(
    /^(\d+) records sent/.exec(load.said().trim().split('\n').at(-1) as string)?.[1],
  );
  const shell = await context.java('GetOffsetShell', ['--topic', 'load'], { bootstrap });
  const ends = [...shell.stdout.matchAll(/:(\d+)$/gm)].map(([, end]) => Number(end));
  assert.equal(
    ends.reduce((sum, end) => sum + end, 0),
    sent,
    'records of ProducerPerformance',
  );
  return `ProducerPerformance delivered ${sent}`;
}

export const crashChecks: Check[] = [
  check(
    'kill -9 under load',
    'every acknowledged record is there after each restart',
    ['jars'],
    survivesKills,
  ),
];
