/**
 * How long a broker takes from the start of its process until a million committed offsets can be asked
 * for: one group of each partition of `__consumer_offsets` is asked until it is answered.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode } from '#protocol/errors.ts';
import { type BrokerProcess, freePort } from '../../interop/kafka/broker-process.ts';
import { startGregor } from '../../interop/kafka/gregor.ts';
import { cpuSeconds } from '../process-figures.ts';
import {
  groupsByPartition,
  OFFSETS_OF_A_GROUP,
  OFFSETS_PARTITIONS,
  writeOffsets,
} from './offsets-directory.ts';
import { committedOffsets, connector, coordinatorIsReady, type Wire } from './wire.ts';

export interface StartOptions {
  readonly dataDirectory: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly properties: Readonly<Record<string, string>>;
}

export interface LoadTimes {
  readonly milliseconds: number;
  /** Processor time of the broker until then. */
  readonly cpuSeconds: number;
}

/** The options to start both brokers with, each on its own copy of one directory. */
export async function prepareOffsets(
  directory: string,
  count: number,
): Promise<(name: string) => StartOptions> {
  const properties = { 'offsets.topic.num.partitions': String(OFFSETS_PARTITIONS) };
  // The directory names its ports, so the copies have them, too: one broker runs at a time.
  const where = { port: await freePort(), controllerPort: await freePort(), properties };
  const original = { ...where, dataDirectory: join(directory, 'offsets') };
  const broker = await startGregor(original);
  const wire = await connector(broker.bootstrap)();
  await coordinatorIsReady(wire, 'nobody');
  wire.close();
  await broker.stop();
  await writeOffsets(original.dataDirectory, count);
  return (name) => {
    const dataDirectory = join(directory, `offsets-${name}`);
    cpSync(original.dataDirectory, dataDirectory, { recursive: true });
    return { ...where, dataDirectory };
  };
}

/** Starts a broker on such a directory, waits until it has loaded all offsets, and stops it. */
export async function timeLoading(
  start: () => Promise<BrokerProcess>,
  count: number,
): Promise<LoadTimes> {
  const broker = await start();
  // Properties are written before the process starts.
  const startedAt = performance.now() - broker.startedAfterMs;
  const wire = await connector(broker.bootstrap)();
  // One group of each partition will do: none is answered before its partition is loaded whole.
  for (const [groupId = ''] of groupsByPartition(count).values()) await offsetsOf(wire, groupId);
  const times = {
    milliseconds: performance.now() - startedAt,
    cpuSeconds: cpuSeconds(broker.pid),
  };
  wire.close();
  await broker.stop();
  return times;
}

/** Asks until the group's offsets are answered. */
async function offsetsOf(wire: Wire, groupId: string): Promise<void> {
  for (;;) {
    const { errorCode, count } = await committedOffsets(wire, groupId);
    if (errorCode === ErrorCode.NONE && count === OFFSETS_OF_A_GROUP) return;
    if (errorCode === ErrorCode.NONE) throw new Error(`${groupId} has ${count} offsets`);
    await sleep(1);
  }
}
