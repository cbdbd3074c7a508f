/** The loads of groups: commits of one and of many, and how soon many members are a group. */
import { fileURLToPath } from 'node:url';
import type { BrokerProcess } from '../../interop/kafka/broker-process.ts';
import { runProcess } from '../../interop/kafka/run-process.ts';
import { note, type Side } from '../figures.ts';
import { createTopic, deleteTopic } from '../load.ts';
import { median } from '../measures.ts';
import type { GroupFigures, GroupLoad } from './group-load.ts';

export interface GroupSizes {
  readonly commitSeconds: number;
  readonly rebalances: number;
}

const MEMBERS = 100;
const TOPIC = { topic: 'read-by-groups', partitions: MEMBERS };

/**
 * What both brokers are started with: members gather for a second before their first rebalance, which
 * is not measured, and a new target is computed whenever there is reason to, not once a second.
 */
export const groupProperties = {
  'offsets.topic.num.partitions': '50',
  'group.initial.rebalance.delay.ms': '1000',
  'group.consumer.assignment.interval.ms': '0',
};

/** All loads of one round against one broker. */
export async function groupRound(
  side: Side,
  broker: BrokerProcess,
  n: number,
  size: GroupSizes,
): Promise<void> {
  await createTopic(broker, TOPIC.topic, TOPIC.partitions);
  const run = (kind: GroupLoad['kind'], members: number) =>
    runLoad({
      kind,
      bootstrap: broker.bootstrap,
      pid: broker.pid,
      groupId: `${kind}-of-${members}-in-round-${n}`,
      topic: TOPIC,
      members,
      milliseconds: size.commitSeconds * 1000,
      times: size.rebalances,
    });
  const one = await run('commits', 1);
  note(side, 'commitsOfOne', one.commitsPerSecond);
  const many = await run('commits', MEMBERS);
  note(side, 'commitsOfMany', many.commitsPerSecond);
  note(side, 'commitCpu', many.cpuMicrosecondsPerCommit);
  note(side, 'classicRebalance', median((await run('classic rebalance', MEMBERS)).milliseconds));
  note(side, 'consumerJoin', median((await run('consumer join', MEMBERS)).milliseconds));
  await deleteTopic(broker, TOPIC.topic);
}

async function runLoad(load: GroupLoad): Promise<GroupFigures> {
  const program = fileURLToPath(new URL('group-load.ts', import.meta.url));
  const args = [program, JSON.stringify(load)];
  const result = await runProcess(process.execPath, args, { timeoutMs: 300_000 });
  if (result.exitCode === 0) return JSON.parse(result.stdout.toString('utf8')) as GroupFigures;
  throw new Error(`${load.kind} exits ${result.exitCode}: ${result.stderr.slice(-1000)}`);
}
