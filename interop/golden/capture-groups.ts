/**
 * A segment of `__consumer_offsets` with every kind of record that Kafka 4.3 writes for offsets, classic
 * groups and consumer groups, and their tombstones; and what its dump tool says of it.
 *
 * All is asked for on the wire, request by request, as no tool of Kafka's makes all of it: members with
 * bytes that are no subscription, and one that subscribes by a pattern.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeAssignment, encodeSubscription } from '#protocol/consumer-protocol.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import { DeleteGroupsRequest } from '#protocol/messages/delete-groups.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';
import { LeaveGroupRequest } from '#protocol/messages/leave-group.ts';
import { OffsetDeleteRequest } from '#protocol/messages/offset-delete.ts';
import { SyncGroupRequest } from '#protocol/messages/sync-group.ts';
import type { BrokerProcess } from '../kafka/broker-process.ts';
import type { JavaTools } from '../kafka/java-tools.ts';
import { startRealKafka } from '../kafka/real-kafka.ts';
import { commit, makeTopic, send } from './capture-offsets.ts';

const SEGMENT = 'group-log/00000000000000000000.log';
const LEAVES = -1;

export async function captureGroups(
  dataDirectory: string,
  ports: { port: number; controllerPort: number },
  tools: JavaTools,
  golden: string,
): Promise<void> {
  const kafka = await startRealKafka({ dataDirectory, ...ports });
  const topicId = await makeTopic(kafka);
  await offsets(kafka, topicId);
  const bytes = { subscription: Uint8Array.of(7), assignment: Uint8Array.of(1, 2, 3) };
  await classicGroup(kafka, 'workers', 'connect', bytes);
  await classicGroup(kafka, 'mistaken', 'consumer', bytes);
  await classicGroup(kafka, 'readers', 'consumer', {
    subscription: encodeSubscription({
      topics: ['orders'],
      userData: Uint8Array.of(1, 2),
      ownedPartitions: [{ topic: 'orders', partitions: [2] }],
      generationId: 3,
      rackId: 'r1',
    }),
    assignment: encodeAssignment({ assignedPartitions: [{ topic: 'orders', partitions: [0, 1] }] }),
  });
  await consumerGroup(kafka, 'named', { subscribedTopicNames: ['orders'], rackId: 'r1' });
  await consumerGroup(kafka, 'by-pattern', { subscribedTopicRegex: 'ord.*', instanceId: 'static' });
  await send(kafka, DeleteGroupsRequest, 2, { groupsNames: ['billing', 'readers', 'named'] });
  await kafka.stop();
  await keep(dataDirectory, tools, golden);
}

async function offsets(kafka: BrokerProcess, topicId: string): Promise<void> {
  const one = { groupId: 'billing', version: 9, offset: 5, leaderEpoch: 2, metadata: 'wörds' };
  await commit(kafka, one, topicId);
  await commit(kafka, { ...one, version: 2, retentionMs: 60_000, partition: 1 }, topicId);
  await send(kafka, OffsetDeleteRequest, 0, {
    groupId: 'billing',
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 1 }] }],
  });
}

interface MemberBytes {
  readonly subscription: Uint8Array;
  readonly assignment: Uint8Array;
}

/** A member joins, is assigned something, and goes; version 3 gives a member its id at once. */
async function classicGroup(
  kafka: BrokerProcess,
  groupId: string,
  protocolType: string,
  { subscription, assignment }: MemberBytes,
): Promise<void> {
  const joined = await send(kafka, JoinGroupRequest, 3, {
    groupId,
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 60_000,
    memberId: '',
    groupInstanceId: null,
    protocolType,
    protocols: [{ name: 'range', metadata: subscription }],
    reason: null,
  });
  const { memberId, generationId } = JoinGroupResponse.codec(3).read(joined);
  await send(kafka, SyncGroupRequest, 2, {
    groupId,
    generationId,
    memberId,
    groupInstanceId: null,
    protocolType: null,
    protocolName: null,
    assignments: [{ memberId, assignment }],
  });
  await send(kafka, LeaveGroupRequest, 1, { groupId, memberId, members: [] });
}

/** A member joins, hears twice what it may read, and goes. */
async function consumerGroup(
  kafka: BrokerProcess,
  groupId: string,
  about: Partial<ConsumerGroupHeartbeatRequest>,
): Promise<void> {
  const member = {
    groupId,
    memberId: `member-of-${groupId}`,
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: 60_000,
    subscribedTopicNames: [],
    subscribedTopicRegex: null,
    serverAssignor: 'range',
    topicPartitions: [],
    ...about,
  };
  let memberEpoch = 0;
  // A pattern is looked up in the background; a later heartbeat brings what it has found.
  for (let beat = 0; beat < 4; beat++) {
    const answer = await send(kafka, ConsumerGroupHeartbeatRequest, 1, { ...member, memberEpoch });
    memberEpoch = ConsumerGroupHeartbeatResponse.codec(1).read(answer).memberEpoch;
    await sleep(1_000);
  }
  await send(kafka, ConsumerGroupHeartbeatRequest, 1, { ...member, memberEpoch: LEAVES });
}

/** The file, and what Kafka's tool prints of it, under the name that tests give it. */
async function keep(dataDirectory: string, tools: JavaTools, golden: string): Promise<void> {
  const file = join(dataDirectory, '__consumer_offsets-0/00000000000000000000.log');
  mkdirSync(join(golden, 'kafka-4.3.1/group-log'), { recursive: true });
  cpSync(file, join(golden, 'kafka-4.3.1', SEGMENT));
  const args = ['--offsets-decoder', '--files', file];
  const { stdout } = await tools.run({ tool: 'DumpLogSegments', args });
  const text = stdout.replaceAll(file, SEGMENT);
  writeFileSync(join(golden, 'tools/dump-log-offsets.txt'), text);
}
