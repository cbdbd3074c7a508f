/**
 * One load of groups on one broker, in a process of its own: so both brokers meet a client whose code
 * is equally cold.
 *
 *     node bench/groups/group-load.ts '{"bootstrap":"127.0.0.1:9092", ...}'
 *
 * Prints its result as a line of JSON.
 */
import { cpuSeconds } from '../process-figures.ts';
import { ClassicMembers, type TopicToRead } from './classic-members.ts';
import type { CommitLoop } from './commit-loop.ts';
import { ConsumerMembers } from './consumer-members.ts';
import { connectAll, connector } from './wire.ts';

export interface GroupLoad {
  readonly kind: 'commits' | 'classic rebalance' | 'consumer join';
  readonly bootstrap: string;
  /** The broker's process, whose processor time is counted. */
  readonly pid: number;
  readonly groupId: string;
  readonly topic: TopicToRead;
  readonly members: number;
  /** For how long to commit. */
  readonly milliseconds: number;
  /** How often to rebalance. */
  readonly times: number;
}

export interface GroupFigures {
  readonly commitsPerSecond: number;
  readonly cpuMicrosecondsPerCommit: number;
  /** How long each rebalance took. */
  readonly milliseconds: readonly number[];
}

const NOTHING: GroupFigures = {
  commitsPerSecond: 0,
  cpuMicrosecondsPerCommit: 0,
  milliseconds: [],
};

async function commits(load: GroupLoad): Promise<GroupFigures> {
  const group = new ClassicMembers(load, await connectAll(connector(load.bootstrap), load));
  await group.rebalance(0);
  const loops = await group.commitLoops();
  await commitFor(loops, load.milliseconds / 4);
  const cpuBefore = cpuSeconds(load.pid);
  const startedAt = performance.now();
  const count = await commitFor(loops, load.milliseconds);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = cpuSeconds(load.pid) - cpuBefore;
  for (const loop of loops) loop.close();
  group.close();
  return {
    ...NOTHING,
    commitsPerSecond: count / seconds,
    cpuMicrosecondsPerCommit: (cpu * 1e6) / count,
  };
}

/** All commit for so long; gives the commits of all. */
async function commitFor(loops: readonly CommitLoop[], milliseconds: number): Promise<number> {
  const endsAt = performance.now() + milliseconds;
  const counts = await Promise.all(loops.map((loop) => loop.run(endsAt)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function classicRebalance(load: GroupLoad): Promise<GroupFigures> {
  const group = new ClassicMembers(load, await connectAll(connector(load.bootstrap), load));
  await group.rebalance(0);
  const milliseconds: number[] = [];
  for (let n = 1; n <= load.times; n++) milliseconds.push(await group.rebalance(n));
  group.close();
  return { ...NOTHING, milliseconds };
}

async function consumerJoin(load: GroupLoad): Promise<GroupFigures> {
  const group = new ConsumerMembers(load, await connectAll(connector(load.bootstrap), load));
  const milliseconds: number[] = [];
  for (let n = 1; n <= load.times; n++) {
    milliseconds.push(await group.join());
    await group.leave();
  }
  group.close();
  return { ...NOTHING, milliseconds };
}

const run = { commits, 'classic rebalance': classicRebalance, 'consumer join': consumerJoin };

if (import.meta.main) {
  const load = JSON.parse(process.argv[2] ?? '') as GroupLoad;
  console.log(JSON.stringify(await run[load.kind](load)));
  process.exit();
}
