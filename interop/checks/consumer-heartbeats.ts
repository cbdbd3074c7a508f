/**
 * The same heartbeats, the same answers: members of consumer groups that join, share, leave, come back
 * and do everything wrong, told to our broker and to real Kafka, answer by answer and word by word; and
 * so are members of the classic protocol among them.
 *
 * The broker assigns anew at most once a second, so the script pauses before it expects that.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterClient } from '#clients/cluster-client.ts';
import { createNodeEnv } from '#env/node/node-env.ts';
import { decodeAssignment, encodeSubscription } from '#protocol/consumer-protocol.ts';
import { errorName } from '#protocol/errors.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';
import { HeartbeatRequest, HeartbeatResponse } from '#protocol/messages/heartbeat.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';
import { LeaveGroupRequest, LeaveGroupResponse } from '#protocol/messages/leave-group.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';
import type { InputOf } from '#protocol/schema.ts';
import {
  assertSameLines,
  type Check,
  type CheckContext,
  check,
  eventually,
  uniqueTopic,
} from '../check.ts';

type Heartbeat = Partial<InputOf<typeof ConsumerGroupHeartbeatRequest>>;

/** How long a broker takes to coordinate a group that it has never heard of. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 1500;

/** One member as it tells and is told; every answer becomes a line. */
class Teller {
  readonly lines: string[] = [];
  readonly #client: ClusterClient;
  readonly #topic: string;
  readonly #topicId: string;
  readonly #epochs = new Map<string, number>();

  constructor(client: ClusterClient, topic: string, topicId: string) {
    this.#client = client;
    this.#topic = topic;
    this.#topicId = topicId;
  }

  /** What a member owns, as its heartbeat says it. */
  owned(...partitions: number[]) {
    return partitions.length === 0 ? [] : [{ topicId: this.#topicId, partitions }];
  }

  async pause(): Promise<void> {
    await sleep(PAUSE_MS);
  }

  join(memberId: string, fields: Heartbeat = {}): Promise<void> {
    return this.beat(memberId, {
      memberEpoch: 0,
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: [this.#topic],
      topicPartitions: [],
      ...fields,
    });
  }

  async beat(memberId: string, fields: Heartbeat = {}): Promise<void> {
    const answer = await this.#client.ask(
      'any',
      ConsumerGroupHeartbeatRequest,
      ConsumerGroupHeartbeatResponse,
      {
        groupId: this.#topic,
        memberId,
        memberEpoch: this.#epochs.get(memberId) ?? 0,
        ...fields,
      },
    );
    const { errorCode, errorMessage, memberEpoch, assignment } = answer;
    if (errorCode === 0) this.#epochs.set(memberId, memberEpoch);
    const told = assignment?.topicPartitions.flatMap(({ partitions }) => partitions);
    const place = `epoch ${memberEpoch}, every ${answer.heartbeatIntervalMs}`;
    const words = errorCode === 0 ? place : `${errorName(errorCode)} ${errorMessage}`;
    this.#tell(memberId, told === undefined ? words : `${words}, owns [${told.toSorted()}]`);
  }

  async commit(memberId: string, epoch: number): Promise<void> {
    const answer = await this.#client.ask('any', OffsetCommitRequest, OffsetCommitResponse, {
      groupId: this.#topic,
      memberId,
      generationIdOrMemberEpoch: epoch,
      topics: [
        {
          topicId: this.#topicId,
          name: this.#topic,
          partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }],
        },
      ],
    });
    const errorCode = answer.topics[0]?.partitions[0]?.errorCode ?? -1;
    this.#tell(memberId, `commits in ${epoch}: ${errorName(errorCode)}`);
  }

  async fetch(memberId: string | null, memberEpoch: number): Promise<void> {
    const answer = await this.#client.ask('any', OffsetFetchRequest, OffsetFetchResponse, {
      groups: [{ groupId: this.#topic, memberId, memberEpoch, topics: null }],
    });
    const errorCode = answer.groups[0]?.errorCode ?? -1;
    this.#tell(`${memberId}`, `fetches in ${memberEpoch}: ${errorName(errorCode)}`);
  }

  /** By JoinGroup, with the id that it has got before. */
  async joinClassic(memberId: string, protocol = 'range'): Promise<void> {
    const metadata = encodeSubscription({ topics: [this.#topic] });
    const answer = await this.#client.ask('any', JoinGroupRequest, JoinGroupResponse, {
      groupId: this.#topic,
      memberId,
      sessionTimeoutMs: 30_000,
      rebalanceTimeoutMs: 30_000,
      protocolType: 'consumer',
      protocols: [{ name: protocol, metadata }],
    });
    const { errorCode, generationId, protocolName, leader } = answer;
    if (errorCode === 0) this.#epochs.set(memberId, generationId);
    const place = `generation ${generationId} of ${protocolName}, led by "${leader}"`;
    this.#tell(memberId, errorCode === 0 ? place : errorName(errorCode));
  }

  async sync(memberId: string, more: Partial<InputOf<typeof SyncGroupRequest>> = {}) {
    const answer = await this.#client.ask('any', SyncGroupRequest, SyncGroupResponse, {
      groupId: this.#topic,
      memberId,
      generationId: this.#epochs.get(memberId) ?? -1,
      protocolType: 'consumer',
      protocolName: 'range',
      assignments: [],
      ...more,
    });
    const { errorCode, assignment } = answer;
    const assigned = errorCode === 0 ? decodeAssignment(assignment).assignedPartitions : [];
    const partitions = assigned.flatMap((one) => one.partitions).toSorted();
    this.#tell(memberId, errorCode === 0 ? `has [${partitions}]` : errorName(errorCode));
  }

  async beatClassic(memberId: string, generationId = this.#epochs.get(memberId) ?? -1) {
    const body = { groupId: this.#topic, memberId, generationId };
    const { errorCode } = await this.#client.ask('any', HeartbeatRequest, HeartbeatResponse, body);
    this.#tell(memberId, `beats in ${generationId}: ${errorName(errorCode)}`);
  }

  async leaveClassic(...memberIds: string[]): Promise<void> {
    const answer = await this.#client.ask('any', LeaveGroupRequest, LeaveGroupResponse, {
      groupId: this.#topic,
      members: memberIds.map((memberId) => ({ memberId })),
    });
    const outcomes = answer.members.map(({ errorCode }) => errorName(errorCode));
    this.#tell(memberIds.join(), `by LeaveGroup: ${outcomes.join()}`);
  }

  #tell(memberId: string, words: string): void {
    this.lines.push(`${memberId}: ${words}`);
  }
}

async function wrongRequests(one: Teller): Promise<void> {
  await one.join('a', { groupId: '' });
  await one.join('', {});
  await one.join('a', { instanceId: '' });
  await one.join('a', { rackId: ' ' });
  await one.join('a', { rebalanceTimeoutMs: -1 });
  await one.join('a', { topicPartitions: one.owned(0) });
  await one.join('a', { topicPartitions: null });
  await one.join('a', { subscribedTopicNames: null });
  await one.join('a', { serverAssignor: 'mine' });
  await one.join('a', { subscribedTopicNames: null, subscribedTopicRegex: 'a(' });
  await one.beat('a', { memberEpoch: -3 });
  await one.beat('a', { memberEpoch: -2 });
  await one.beat('a', { memberEpoch: -1 });
  await one.beat('a', { memberEpoch: 5 });
}

async function shareAndFence(one: Teller): Promise<void> {
  await one.join('a');
  await one.beat('a', { topicPartitions: one.owned(0, 1, 2, 3) });
  await one.beat('a', { memberEpoch: 7 });
  await one.beat('a', { memberEpoch: 1 });
  await one.beat('x', { memberEpoch: 2 });
  await one.beat('x', { memberEpoch: -1 });
  await one.pause();
  await one.join('b');
  await one.beat('a');
  await one.beat('a', { topicPartitions: one.owned(0, 1, 2) });
  await one.beat('a', { topicPartitions: one.owned(0, 1) });
  await one.beat('a', { memberEpoch: 2, topicPartitions: one.owned(0, 1) });
  await one.beat('a', { memberEpoch: 2, topicPartitions: one.owned(0, 1, 2) });
  await one.beat('b');
  await one.beat('b');
  for (const epoch of [3, 2, 1, 4, -1]) await one.commit('a', epoch);
  await one.commit('x', 3);
  for (const epoch of [3, 2, 4]) await one.fetch('a', epoch);
  await one.fetch('x', 3);
  await one.fetch(null, -1);
  await one.beat('b', { memberEpoch: -1 });
  await one.pause();
  await one.beat('a');
  await one.beat('a', { subscribedTopicNames: [] });
  await one.beat('a', { topicPartitions: [] });
}

async function staticMembers(one: Teller): Promise<void> {
  await one.join('s1', { instanceId: 'one' });
  await one.join('s2', { instanceId: 'one' });
  await one.beat('s2', { instanceId: 'one', memberEpoch: 2 });
  await one.beat('s1', { instanceId: 'two', memberEpoch: 2 });
  await one.beat('s2', { instanceId: 'one', memberEpoch: -1 });
  await one.beat('s1', { instanceId: 'one', memberEpoch: -2 });
  await one.join('s2', { instanceId: 'one' });
  await one.beat('s1', { instanceId: 'one', memberEpoch: 2 });
  await one.beat('s2', { instanceId: 'one', memberEpoch: -1 });
}

async function amongOthers(one: Teller): Promise<void> {
  await one.joinClassic('old');
  await one.beatClassic('old');
  await one.sync('old');
  await one.beatClassic('old', 1);
  await one.sync('old', { generationId: 1 });
  await one.sync('old', { protocolName: 'sticky' });
  await one.sync('old', { protocolName: null });
  await one.joinClassic('other', 'sticky');
  await one.beatClassic('stranger', 3);
  await one.beat('new');
  await one.beat('new', { topicPartitions: one.owned() });
  await one.beatClassic('old');
  await one.joinClassic('old');
  await one.sync('old');
  await one.beatClassic('old');
  await one.commit('old', 1);
  await one.leaveClassic('old', 'stranger');
  await one.beat('new', { memberEpoch: -1 });
}

async function tell(context: CheckContext, bootstrap: string, topic: string): Promise<string[]> {
  const create = `--create --topic ${topic} --partitions 4`.split(' ');
  await context.java('TopicCommand', create, { bootstrap });
  const client = new ClusterClient(createNodeEnv(), { bootstrapServers: bootstrap });
  try {
    const one = new Teller(client, topic, await topicIdOf(client, topic));
    await untilCoordinated(client, topic);
    await wrongRequests(one);
    await shareAndFence(one);
    await staticMembers(one);
    await one.pause();
    await one.join('new');
    await one.pause();
    await amongOthers(one);
    return one.lines;
  } finally {
    await client.close();
  }
}

async function topicIdOf(client: ClusterClient, name: string): Promise<string> {
  const ask = () =>
    client.ask('any', MetadataRequest, MetadataResponse, {
      topics: [{ name }],
      allowAutoTopicCreation: false,
    });
  const found = await eventually(ask, ({ topics }) => topics[0]?.errorCode === 0, PATIENCE_MS);
  return found.topics[0]?.topicId ?? '';
}

/** A group that nobody has asked about may have to wait for its coordinator, and that one to load. */
async function untilCoordinated(client: ClusterClient, groupId: string): Promise<void> {
  const ask = async () => {
    const keys = { coordinatorKeys: [groupId] };
    await client.ask('any', FindCoordinatorRequest, FindCoordinatorResponse, keys);
    const leave = { groupId, memberId: 'nobody', memberEpoch: -1 };
    const { errorCode } = await client.ask(
      'any',
      ConsumerGroupHeartbeatRequest,
      ConsumerGroupHeartbeatResponse,
      leave,
    );
    return errorName(errorCode);
  };
  const told = await eventually(ask, (error) => error === 'GROUP_ID_NOT_FOUND', PATIENCE_MS);
  assert.equal(told, 'GROUP_ID_NOT_FOUND', 'the group is not coordinated');
}

export const consumerHeartbeatChecks: Check[] = [
  check('ConsumerGroupHeartbeat', 'the same answers as Kafka’s', ['jars'], async (context) => {
    const topic = uniqueTopic('heartbeats');
    const kafka = await context.world.realKafka();
    const ours = await tell(context, context.bootstrap, topic);
    const kafkas = await tell(context, kafka.bootstrap, topic);
    assertSameLines(ours.join('\n'), kafkas.join('\n'), 'what members are told');
    return `${ours.length} answers`;
  }),
];
