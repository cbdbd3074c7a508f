/**
 * What a message of a group says, in a few words: what is in the fields that matter, with members by
 * their names and partitions by their numbers (the simulation has one topic).
 *
 *     JoinGroup v9       a: new here; likes range            answer: generation 3; leads a, b
 *     SyncGroup v5       a → 0 1 2, b → 3 4 5                answer: 0 1 2
 *     OffsetCommit v9    0: 17, 1: 12                        answer: noted
 */
import { apiName } from '#protocol/api-keys.ts';
import { decodeAssignment, decodeSubscription } from '#protocol/consumer-protocol.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import type { ApiMessage } from '#protocol/message.ts';
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
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';
import { Reader } from '#protocol/reader.ts';
import { type RequestHeader, readRequestHeader } from '#protocol/request-header.ts';
import { readResponseHeader } from '#protocol/response-header.ts';
import { readInt16 } from '#storage/big-endian.ts';
import type { KnownMembers } from './known-members.ts';
import { listed } from './partition-words.ts';

export interface Said {
  readonly api: string;
  readonly version: number;
  readonly says: string;
  readonly error?: string;
  /** Offsets at which the member is to begin, where the answer names some. */
  readonly committed?: readonly (readonly [partition: number, offset: number])[];
}

type Words = Omit<Said, 'api' | 'version'>;

/** Who speaks or is spoken to, and how others are called. */
interface Listener {
  readonly own: string;
  readonly names: KnownMembers;
}

interface Spoken {
  readonly request: ApiMessage;
  readonly response: ApiMessage;
  ask(body: never, listener: Listener): string;
  answer(body: never, listener: Listener): Words;
}

/** Whether a request is one of those that can be put into words. */
export function hasToDoWithGroups(request: Uint8Array): boolean {
  return byKey.has(readInt16(request, 0));
}

/** The header of a request that has to do with groups, and what it says. */
export function readRequest(
  frame: Uint8Array,
  own: string,
  names: KnownMembers,
): { header: RequestHeader; said: Said } {
  const reader = new Reader(frame);
  const header = readRequestHeader(reader);
  const spoken = spokenOf(header.requestApiKey);
  const version = header.requestApiVersion;
  const body = spoken.request.codec(version).read(reader);
  const says = spoken.ask(body as never, { own, names });
  return { header, said: { api: apiName(header.requestApiKey) ?? '', version, says } };
}

export function readAnswer(
  frame: Uint8Array,
  { apiKey, version }: { readonly apiKey: number; readonly version: number },
  own: string,
  names: KnownMembers,
): Said {
  const spoken = spokenOf(apiKey);
  const reader = new Reader(frame);
  readResponseHeader(reader, spoken.response.headerVersion(version));
  const body = spoken.response.codec(version).read(reader);
  return { api: apiName(apiKey) ?? '', version, ...spoken.answer(body as never, { own, names }) };
}

const findCoordinator: Spoken = {
  request: FindCoordinatorRequest as unknown as ApiMessage,
  response: FindCoordinatorResponse as unknown as ApiMessage,
  ask: ({ key, coordinatorKeys }: FindCoordinatorRequest) =>
    `who coordinates ${coordinatorKeys.join(', ') || key}?`,
  answer: (body: FindCoordinatorResponse) => {
    const { errorCode, nodeId } = body.coordinators[0] ?? body;
    return answerOf(errorCode, `broker ${nodeId}`);
  },
};

const joinGroup: Spoken = {
  request: JoinGroupRequest as unknown as ApiMessage,
  response: JoinGroupResponse as unknown as ApiMessage,
  ask: ({ memberId, groupInstanceId, protocols }: JoinGroupRequest) => {
    const who = memberId === '' ? 'new here' : 'known';
    const name = groupInstanceId === null ? '' : `, static name ${groupInstanceId}`;
    const owned = ownedIn(protocols[0]?.metadata);
    const likes = protocols.map((one) => one.name).join(', ');
    return `${who}${name}; likes ${likes}${owned === '' ? '' : `; has ${owned}`}`;
  },
  answer: (body: JoinGroupResponse, { own, names }) => {
    const { errorCode, memberId, leader, generationId, members } = body;
    names.learn(memberId, own);
    if (errorCode !== ErrorCode.NONE) return answerOf(errorCode, '');
    const all = members.map((one) => names.nameOf(one.memberId)).join(', ');
    const role = leader === memberId ? `leads ${all}` : `${names.nameOf(leader)} leads`;
    return { says: `generation ${generationId}; ${role}; by ${body.protocolName}` };
  },
};

const syncGroup: Spoken = {
  request: SyncGroupRequest as unknown as ApiMessage,
  response: SyncGroupResponse as unknown as ApiMessage,
  ask: ({ generationId, assignments }: SyncGroupRequest, { names }) => {
    const shares = assignments.map(
      ({ memberId, assignment }) => `${names.nameOf(memberId)} → ${listed(sharesIn(assignment))}`,
    );
    return `generation ${generationId}; ${shares.join(', ') || 'waits for its share'}`;
  },
  answer: ({ errorCode, assignment }: SyncGroupResponse) =>
    answerOf(errorCode, `share: ${errorCode === 0 ? listed(sharesIn(assignment)) : ''}`),
};

const heartbeat: Spoken = {
  request: HeartbeatRequest as unknown as ApiMessage,
  response: HeartbeatResponse as unknown as ApiMessage,
  ask: ({ generationId }: HeartbeatRequest) => `alive in generation ${generationId}`,
  answer: ({ errorCode }: HeartbeatResponse) => answerOf(errorCode, 'go on'),
};

const leaveGroup: Spoken = {
  request: LeaveGroupRequest as unknown as ApiMessage,
  response: LeaveGroupResponse as unknown as ApiMessage,
  ask: ({ members }: LeaveGroupRequest) => members[0]?.reason ?? 'goes',
  answer: (body: LeaveGroupResponse) =>
    answerOf(body.errorCode || (body.members[0]?.errorCode ?? 0), 'gone'),
};

const offsetCommit: Spoken = {
  request: OffsetCommitRequest as unknown as ApiMessage,
  response: OffsetCommitResponse as unknown as ApiMessage,
  ask: ({ topics }: OffsetCommitRequest) =>
    topics
      .flatMap(({ partitions }) => partitions)
      .map((one) => `${one.partitionIndex}: ${one.committedOffset}`)
      .join(', '),
  answer: ({ topics }: OffsetCommitResponse) => {
    const all = topics.flatMap(({ partitions }) => partitions);
    return answerOf(all.find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0, 'noted');
  },
};

const offsetFetch: Spoken = {
  request: OffsetFetchRequest as unknown as ApiMessage,
  response: OffsetFetchResponse as unknown as ApiMessage,
  ask: ({ groups, topics }: OffsetFetchRequest) => {
    const all = groups[0]?.topics ?? topics ?? [];
    return `where to begin in ${listed(all.flatMap((one) => one.partitionIndexes))}?`;
  },
  answer: (body: OffsetFetchResponse) => {
    const group = body.groups[0] ?? body;
    const all = group.topics.flatMap(
      ({ partitions }: { partitions: OffsetFetchResponse['topics'][number]['partitions'] }) =>
        partitions,
    );
    const offsets = all.map((one) => [one.partitionIndex, one.committedOffset] as const);
    const says = offsets
      .map(([partition, offset]) => `${partition}: ${offset === -1 ? 'nothing yet' : offset}`)
      .join(', ');
    const errorCode = group.errorCode || (all.find((one) => one.errorCode !== 0)?.errorCode ?? 0);
    const words = answerOf(errorCode, says);
    return errorCode === 0 ? { ...words, committed: offsets } : words;
  },
};

const consumerHeartbeat: Spoken = {
  request: ConsumerGroupHeartbeatRequest as unknown as ApiMessage,
  response: ConsumerGroupHeartbeatResponse as unknown as ApiMessage,
  ask: (body: ConsumerGroupHeartbeatRequest, { own, names }) => {
    names.learn(body.memberId, own);
    const has = partitionsIn(body.topicPartitions);
    const wishes = [
      body.serverAssignor === null ? '' : `likes ${body.serverAssignor}`,
      has === undefined ? '' : `has ${listed(has)}`,
    ].filter((text) => text !== '');
    return [epochWords(body.memberEpoch), ...wishes].join('; ');
  },
  answer: ({ errorCode, memberEpoch, assignment }: ConsumerGroupHeartbeatResponse) => {
    const share = partitionsIn(assignment?.topicPartitions);
    const told = share === undefined ? 'no news' : `may read ${listed(share)}`;
    return answerOf(errorCode, `epoch ${memberEpoch}; ${told}`);
  },
};

const byKey: ReadonlyMap<number, Spoken> = new Map(
  [
    findCoordinator,
    joinGroup,
    syncGroup,
    heartbeat,
    leaveGroup,
    offsetCommit,
    offsetFetch,
    consumerHeartbeat,
  ].map((one) => [one.request.apiKey, one]),
);

function spokenOf(apiKey: number): Spoken {
  const spoken = byKey.get(apiKey);
  if (spoken === undefined) throw new Error(`${apiName(apiKey)} has nothing to do with groups`);
  return spoken;
}

function answerOf(errorCode: number, says: string): Words {
  if (errorCode === ErrorCode.NONE) return { says };
  return { says: '', error: errorName(errorCode) };
}

/** What epochs that are none mean (KIP-848). */
function epochWords(epoch: number): string {
  if (epoch === 0) return 'new here';
  if (epoch === -1) return 'goes';
  if (epoch === -2) return 'goes for a while';
  return `alive in epoch ${epoch}`;
}

type TopicShares = readonly { readonly partitions: readonly number[] }[];

function partitionsIn(topics: TopicShares | null | undefined): readonly number[] | undefined {
  return topics?.flatMap(({ partitions }) => partitions);
}

/** The partitions in a member's share of a classic group; none where nothing was assigned. */
export function sharesIn(assignment: Uint8Array): readonly number[] {
  if (assignment.length === 0) return [];
  const { assignedPartitions } = decodeAssignment(assignment);
  return assignedPartitions.flatMap(({ partitions }) => partitions);
}

function ownedIn(metadata: Uint8Array | undefined): string {
  if (metadata === undefined) return '';
  const { ownedPartitions } = decodeSubscription(metadata);
  const owned = ownedPartitions.flatMap(({ partitions }) => partitions);
  return owned.length === 0 ? '' : listed(owned);
}
