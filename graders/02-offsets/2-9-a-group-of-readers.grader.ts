/**
 * Task 2.9: the whole broker with this chapter at work in it. What shows on the wire a real Kafka
 * answers as well; crashes of the broker and days that pass need a machine that is simulated.
 */

import { ErrorCode } from 'reference:protocol/errors.ts';
import {
  DescribeGroupsRequest,
  DescribeGroupsResponse,
} from 'reference:protocol/messages/describe-groups.ts';
import { ListGroupsRequest, ListGroupsResponse } from 'reference:protocol/messages/list-groups.ts';
import { Consumer } from '#clients/consumer/consumer.ts';
import { EARLIEST } from '#clients/consumer/offset-reset.ts';
import {
  expectEqual,
  expectSameLines,
  expectTrue,
  withSeed,
  withTrace,
} from '../../course/grading/expect.ts';
import { SimTarget } from '../../course/grading/sim-target.ts';
import { batchOf, listOffset, produce, readAll } from '../../course/grading/topic-client.ts';
import { simBehaviour, wireBehaviour } from '../../course/grading/wire.ts';
import type { WireClient } from '../../course/grading/wire-client.ts';
import type { WireTarget } from '../../course/grading/wire-target.ts';
import { beatUntilTold, GroupMember, isPassing, settle } from './group-member.ts';
import { commitOffset, committedOffset } from './offset-client.ts';

const CONFIG = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '3',
  'group.initial.rebalance.delay.ms': '500',
};

/** Offsets go a minute after the last reader of their group has gone. */
const KEPT_A_MINUTE = {
  ...CONFIG,
  'offsets.retention.minutes': '1',
  'offsets.retention.check.interval.ms': '10000',
};

wireBehaviour(
  'readers-share',
  async (target) => {
    const { place, members } = await groupOf(target, 2, 3);
    const [a, b] = members as [GroupMember, GroupMember];
    expectEqual(a.leader, b.leader, 'the leader, as both are told');
    expectTrue([a.memberId, b.memberId].includes(a.leader), 'one of them leads', a.leader);
    expectEqual(partsOf(members), [0, 1, 2], 'the partitions that they have together');
    const sizes = members.map(({ partitions }) => partitions?.length).sort();
    expectEqual(sizes, [1, 2], 'how many each of them has');
    const { groups } = await a.client.ask(DescribeGroupsRequest, DescribeGroupsResponse, 5, {
      groups: [place.groupId],
    });
    const [group] = groups;
    expectEqual(
      [group?.groupState, group?.protocolType, group?.protocolData],
      ['Stable', 'consumer', 'range'],
      'state, protocol type and protocol, as DescribeGroups tells them',
    );
    const ids = group?.members.map(({ memberId }) => memberId) ?? [];
    const what = 'the members, as DescribeGroups tells them, in any order';
    expectSameLines(ids, [a.memberId, b.memberId], what);
  },
  { config: CONFIG },
);

wireBehaviour(
  'readers-take-over',
  async (target) => {
    const { place, members } = await groupOf(target, 2, 2);
    const client = await target.connect();
    await write(client, place.topic, 2, 6);
    const [a, b] = members as [GroupMember, GroupMember];
    for (const member of members) {
      const [partition = -1] = member.partitions ?? [];
      const read = await readAll(member.client, place.topic, 0, { partition });
      expectEqual(read.length, 6, 'the records that a member reads of its partition');
      expectEqual(await member.commit(partition, 4), ErrorCode.NONE, 'the error of a commit');
    }
    const [lost = -1] = b.partitions ?? [];
    b.client.close();
    const told = await beatUntilTold(target, a);
    expectEqual(told, ErrorCode.REBALANCE_IN_PROGRESS, 'what a is told after b has died');
    await settle(target, [rejoining(a)]);
    expectEqual(partsOf([a]), [0, 1], 'the partitions of a, once it is alone');
    const { groupId } = place;
    const from = await committedOffset(target, client, place.topic, { groupId, partition: lost });
    expectEqual(from, 4, 'the offset from which a goes on in the partition of b');
    const rest = await readAll(a.client, place.topic, from, { partition: lost });
    const values = rest.map(({ value }) => value);
    expectEqual(values, [`${lost}.4`, `${lost}.5`], 'what b had read and not committed');
    await a.leave();
  },
  { config: CONFIG },
);

wireBehaviour(
  'readers-fenced',
  async (target) => {
    const { place, members } = await groupOf(target, 2, 2);
    const [a, b] = members as [GroupMember, GroupMember];
    const { groupId, topic } = place;
    const client = await target.connect();
    const [partition = -1] = b.partitions ?? [];
    const old = b.generationId;
    expectEqual(await b.commit(partition, 10), ErrorCode.NONE, 'a commit in the generation');
    const c = await GroupMember.of(target, 'c', place);
    await settle(target, [a, b, c]);
    expectTrue(b.generationId > old, 'a newcomer begins a new generation', b.generationId);
    expectEqual(await b.beat(old), ErrorCode.ILLEGAL_GENERATION, 'a heartbeat of the old one');
    const late = await b.commit(partition, 5, old);
    expectEqual(late, ErrorCode.ILLEGAL_GENERATION, 'a commit of the old one');
    const tool = await commitOffset(target, client, topic, 0, { groupId, partition });
    expectEqual(tool, ErrorCode.UNKNOWN_MEMBER_ID, 'a commit of no member, while there are some');
    expectEqual(await b.leave(), ErrorCode.NONE, 'the error of leaving');
    expectEqual(await b.commit(partition, 6), ErrorCode.UNKNOWN_MEMBER_ID, 'a commit after that');
    expectEqual(await b.leave(), ErrorCode.UNKNOWN_MEMBER_ID, 'leaving once more');
    await settle(target, [rejoining(a), rejoining(c)]);
    expectEqual(partsOf([a, c]), [0, 1], 'the partitions of those who stay');
    const stands = await committedOffset(target, client, topic, { groupId, partition });
    expectEqual(stands, 10, 'what is committed, after all of this');
    for (const one of [a, c]) await one.leave();
  },
  { config: CONFIG },
);

simBehaviour(
  'readers-outlive-the-broker',
  async (target) => {
    const { place, members } = await groupOf(target, 2, 2);
    const { groupId, topic } = place;
    const [a, b] = members as [GroupMember, GroupMember];
    const offsets = members.map((_, n) => 100 + n);
    for (const [n, member] of members.entries()) {
      const [partition = -1] = member.partitions ?? [];
      await member.commit(partition, offsets[n] as number);
    }
    target.crash();
    await target.restart();
    await a.reconnect();
    expectEqual(await beatWhenReady(target, a), ErrorCode.NONE, 'a’s heartbeat, as before');
    for (const [n, member] of members.entries()) {
      const [partition = -1] = member.partitions ?? [];
      const found = await committedOffset(target, a.client, topic, { groupId, partition });
      expectEqual(found, offsets[n], `the offset committed of partition ${partition}`);
    }
    const told = await beatUntilTold(target, a);
    expectEqual(told, ErrorCode.REBALANCE_IN_PROGRESS, 'what a is told when b does not come back');
    await settle(target, [rejoining(a)]);
    await b.reconnect();
    expectEqual(await b.commit(0, 1), ErrorCode.UNKNOWN_MEMBER_ID, 'a commit of b after that');
    expectEqual(partsOf([a]), [0, 1], 'the partitions of a');
  },
  { config: CONFIG },
);

simBehaviour(
  'readers-retention',
  async (target) => {
    const { place, members } = await groupOf(target, 1, 1);
    const [member] = members as [GroupMember];
    const { client } = member;
    const { groupId, topic } = place;
    const committed = () => committedOffset(target, client, topic, { groupId });
    expectEqual(await member.commit(0, 7), ErrorCode.NONE, 'the error of a commit');
    for (let n = 0; n < 36; n++) {
      await target.pause(5_000);
      expectEqual(await member.beat(), ErrorCode.NONE, 'a heartbeat in three quiet minutes');
    }
    expectEqual(await committed(), 7, 'what is committed, while its reader is there');
    await member.leave();
    await target.pause(45_000);
    expectEqual(await committed(), 7, 'what is committed, 45 s after the last reader has left');
    await target.pause(45_000);
    expectEqual(await committed(), -1, 'what is committed, 90 s after the last reader has left');
    const { groups } = await client.ask(ListGroupsRequest, ListGroupsResponse, 4, {});
    const listed = groups.map((one) => one.groupId);
    expectEqual(listed, [], 'the groups that are listed then');
  },
  { config: KEPT_A_MINUTE },
);

simBehaviour(
  'readers-process-all',
  async (target) => {
    await processAll(target);
    await withSeed(2, async () => {
      const another = await SimTarget.start({ seed: 2, config: CONFIG });
      await withTrace(
        () => another.story,
        () => processAll(another),
      );
    });
  },
  { config: CONFIG },
);

/** Readers of this chapter's own client: one dies, and not one record is passed over. */
async function processAll(target: SimTarget): Promise<void> {
  const { name } = await target.createTopic({ partitions: 4 });
  const writer = await target.connect();
  await write(writer, name, 4, 20);
  const processed = { a: [] as string[], b: [] as string[] };
  const a = readerOn(target, 'a', name, processed.a);
  readerOn(target, 'b', name, processed.b);
  const halfWay = () => processed.a.length > 20 && processed.b.length > 20;
  await until(target, halfWay, 'both readers to have 20 records each');
  target.world.node('reader-b').crash();
  target.tell('reader b was killed');
  await write(writer, name, 4, 20, 20);
  const all = [0, 1, 2, 3].flatMap((one) => Array.from({ length: 40 }, (_, n) => `${one}.${n}`));
  const missing = () => {
    const seen = new Set([...processed.a, ...processed.b]);
    return all.filter((value) => !seen.has(value));
  };
  await until(target, () => missing().length === 0, 'all records to be processed');
  await target.pause(10_000);
  await target.wait(a.stop(), 'reader a to close');
  for (const partition of [0, 1, 2, 3]) {
    const { offset: end } = await listOffset(writer, name, -1, { partition });
    const place = { groupId: 'readers', partition };
    const committed = await committedOffset(target, writer, name, place);
    expectEqual(end - committed, 0, `the lag of partition ${partition} at the end`);
  }
}

/** A program that reads 5 records at a time and takes a moment over each. */
function readerOn(target: SimTarget, name: string, topic: string, processed: string[]) {
  const { env } = target.world.node(`reader-${name}`);
  const consumer = new Consumer(env, {
    bootstrapServers: `${target.address.host}:${target.address.port}`,
    groupId: 'readers',
    autoOffsetReset: EARLIEST,
    autoCommitIntervalMs: 1_000,
    sessionTimeoutMs: 6_000,
    heartbeatIntervalMs: 1_000,
    maxPollRecords: 5,
  });
  let isStopping = false;
  const text = new TextDecoder();
  const run = async () => {
    await consumer.subscribe([topic]);
    while (!isStopping) {
      for (const { value } of await consumer.poll(500)) {
        await env.clock.sleep(100);
        processed.push(text.decode(value ?? new Uint8Array(0)));
      }
    }
    await consumer.close();
  };
  const running = run();
  running.catch((error: unknown) => target.tell(`reader ${name}: ${error}`));
  return {
    stop: () => {
      isStopping = true;
      return running;
    },
  };
}

async function until(target: SimTarget, isSo: () => boolean, what: string): Promise<void> {
  for (let left = 240; left > 0 && !isSo(); left--) await target.pause(250);
  expectTrue(isSo(), `it takes less than a minute for ${what}`);
}

/** A group of members that share a topic. */
async function groupOf(target: WireTarget, size: number, partitionCount: number) {
  const { name: topic } = await target.createTopic({ partitions: partitionCount });
  const place = { groupId: target.unusedName('group'), topic, partitionCount };
  const members: GroupMember[] = [];
  for (const name of ['a', 'b', 'c'].slice(0, size)) {
    members.push(await GroupMember.of(target, name, place));
  }
  await settle(target, members);
  return { place, members };
}

function partsOf(members: readonly GroupMember[]): number[] {
  return members.flatMap(({ partitions }) => partitions ?? []).sort();
}

/** A member that knows that it has to join again. */
function rejoining(member: GroupMember): GroupMember {
  member.partitions = undefined;
  return member;
}

async function beatWhenReady(target: WireTarget, member: GroupMember): Promise<number> {
  for (;;) {
    const errorCode = await member.beat();
    if (!isPassing(errorCode)) return errorCode;
    await target.pause(100);
  }
}

/** Records with the values `partition.number`, to each partition, one batch for two. */
async function write(
  client: WireClient,
  topic: string,
  partitionCount: number,
  count: number,
  first = 0,
): Promise<void> {
  for (let partition = 0; partition < partitionCount; partition++) {
    for (let n = first; n < first + count; n += 2) {
      const batch = batchOf([`${partition}.${n}`, `${partition}.${n + 1}`]);
      const { errorCode } = await produce(client, topic, batch, { partition });
      expectEqual(errorCode, ErrorCode.NONE, 'the error of a produce');
    }
  }
}
