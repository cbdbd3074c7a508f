/**
 * The life of a consumer group as a text: what is said to it at the margin, what it writes and answers
 * indented. A test gives the whole text; the commands in it are carried out, and what then follows must
 * be what the text says. To record one anew, take what the failure shows.
 *
 *     topic t 4                    the cluster has a topic t of 4 partitions; `no topic t`
 *     a joins t,u                  `static X`, `pattern P`, `assignor X`, `rebalance 9000`, `as ID`
 *       + member a t,u             a record is written; `-` where it is deleted
 *       + epoch 2
 *       + target a t:0,1           and so on for all records
 *       + a in 2 stable t:0@2,1@2  owns two partitions since epoch 2; `giving up t:1@1`
 *       a: epoch 2 t:0,1           the answer, with partitions where it tells them
 *     a beats                      `owning t:0`, `owning nothing`, `wants u`, `epoch 7`, `all`
 *     a leaves, a goes away
 *     b joins classic t            by JoinGroup: `knows range,sticky`, `owning t:0`, `gen 3`
 *     b syncs, b checks, b quits   by SyncGroup, Heartbeat, LeaveGroup
 *     a commits t:0                `epoch 7`, `old` for a version without epochs
 *     wait 3000                    time passes, deadline by deadline
 *     clock -3600000               somebody sets the wall clock
 *     reload                       another coordinator loads what was written
 */
import { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type {
  ConsumerContext,
  ConsumerGroupEvent,
  ConsumerHeartbeatAnswer,
} from '#groups/consumer-group/consumer-group-event.ts';
import type { ConsumerGroupSettings } from '#groups/consumer-group/consumer-group-settings.ts';
import { migrationPolicy } from '#groups/consumer-group/consumer-group-settings.ts';
import { step } from '#groups/consumer-group/consumer-group-step.ts';
import { checkConsumerCommit } from '#groups/consumer-group/offset-access.ts';
import type { PartitionsByTopic } from '#groups/consumer-group/partitions-by-topic.ts';
import { replay } from '#groups/consumer-group/replay.ts';
import { matchTopics } from '#groups/consumer-group/topic-patterns.ts';
import type { ConsumerGroupRecord } from '#groups/consumer-group-record.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { GroupAnswer } from '#groups/group-event.ts';
import { EMPTY_IMAGE, type MetadataImage } from '#metadata/metadata-image.ts';
import { type TopicImage, TopicsImage } from '#metadata/topics-image.ts';
import { decodeAssignment, encodeSubscription } from '#protocol/consumer-protocol.ts';
import { errorName } from '#protocol/errors.ts';
import { plain } from './transcript.ts';

export { plain };

const WALL_MS = 1_700_000_000_000;

export const CONSUMER_SETTINGS: ConsumerGroupSettings = {
  assignors: ['uniform', 'range'],
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 5000,
  assignmentIntervalMs: 0,
  maxSize: 1000,
  classicMaxSize: 1000,
  migration: migrationPolicy('bidirectional'),
  patternRefreshIntervalMs: 600_000,
};

interface Client {
  memberId: string;
  epoch: number;
  instanceId: string | null;
}

/** Runs the commands of a text and gives the text as it came out. */
export function consumerTranscript(
  script: string,
  settings: Partial<ConsumerGroupSettings> = {},
): string {
  const run = new ConsumerTranscript({ ...CONSUMER_SETTINGS, ...settings });
  for (const line of plain(script).split('\n')) if (!line.startsWith(' ')) run.command(line);
  return run.lines.join('\n');
}

class ConsumerTranscript {
  readonly lines: string[] = [];
  #group = new ConsumerGroup('g');
  #image: MetadataImage = EMPTY_IMAGE;
  #topicsCreatedAt = -1;
  #nowMs = 0;
  /** How much the wall clock was set by. */
  #clockMs = 0;
  readonly #settings: ConsumerGroupSettings;
  readonly #clients = new Map<string, Client>();
  readonly #requests: string[] = [];
  readonly #written: ConsumerGroupRecord[] = [];

  constructor(settings: ConsumerGroupSettings) {
    this.#settings = settings;
  }

  command(line: string): void {
    this.lines.push(line);
    const [first = '', second = '', third = '', ...rest] = line.split(' ');
    if (first === 'topic') this.#topic(second, Number(third));
    else if (first === 'no') this.#topic(third, 0);
    else if (first === 'wait') this.#wait(Number(second));
    else if (first === 'clock') this.#clockMs += Number(second);
    else if (first === 'reload') this.#reload();
    else if (second === 'commits') this.#commit(first, third, rest);
    else this.#take(this.#request(first, second, [third, ...rest]));
  }

  #topic(name: string, partitionCount: number): void {
    const byName = new Map(this.#image.topics.byName);
    if (partitionCount === 0) byName.delete(name);
    else byName.set(name, topicImage(name, partitionCount));
    const offset = this.#image.offset + 1;
    if (partitionCount > 0 && !this.#image.topics.byName.has(name)) this.#topicsCreatedAt = offset;
    const byId = new Map([...byName.values()].map((topic) => [topic.id, topic]));
    this.#image = { ...this.#image, offset, topics: new TopicsImage(byName, byId) };
  }

  #request(name: string, verb: string, words: readonly string[]): ConsumerGroupEvent {
    const client = this.#clients.get(name) ?? { memberId: name, epoch: 0, instanceId: null };
    this.#clients.set(name, client);
    const option = (word: string) =>
      words.includes(word) ? (words[words.indexOf(word) + 1] ?? '') : undefined;
    const requestId = this.#requests.push(name) - 1;
    client.instanceId = option('static') ?? client.instanceId;
    client.memberId = option('as') ?? client.memberId;
    const identity = { requestId, memberId: client.memberId === 'nobody' ? '' : client.memberId };
    const classic = { ...identity, groupInstanceId: client.instanceId };
    const generationId = Number(option('gen') ?? client.epoch);
    const isClassic = words[0] === 'classic';
    const [topics = ''] = isClassic ? words.slice(1) : words;
    switch (verb) {
      case 'joins':
        if (isClassic) return this.#classicJoin(name, topics, option, classic);
        break;
      case 'syncs':
        return {
          kind: 'sync',
          ...classic,
          generationId,
          protocolType: null,
          protocolName: option('protocol') ?? null,
          assignments: new Map(),
        };
      case 'checks':
        return { kind: 'heartbeat', ...classic, generationId };
      case 'quits':
        return { kind: 'leave', requestId, members: [{ ...classic, reason: null }] };
    }
    const joins = verb === 'joins';
    const owning = option('owning');
    const wants = joins ? topics : option('wants');
    const epochs: Record<string, number> = { joins: 0, leaves: -1, goes: -2 };
    return {
      kind: 'consumerHeartbeat',
      ...identity,
      memberEpoch: Number(option('epoch') ?? epochs[verb] ?? client.epoch),
      instanceId: client.instanceId,
      rackId: null,
      rebalanceTimeoutMs:
        joins || words.includes('all') ? Number(option('rebalance') ?? 60_000) : null,
      topicNames: wants === undefined ? null : wants.split(',').filter((one) => one !== '-'),
      pattern: option('pattern') ?? null,
      assignor: option('assignor') ?? null,
      owned: joins ? new Map() : owning === undefined ? null : this.#partitions(owning),
      clientId: name,
      clientHost: '/client',
    };
  }

  #classicJoin(
    name: string,
    topics: string,
    option: (word: string) => string | undefined,
    identity: { requestId: number; memberId: string; groupInstanceId: string | null },
  ): ConsumerGroupEvent {
    const subscription = {
      topics: topics.split(','),
      ownedPartitions: [...this.#partitions(option('owning') ?? 'nothing')].map(([id, owned]) => ({
        topic: nameOf(id),
        partitions: [...owned],
      })),
    };
    const metadata = encodeSubscription(subscription);
    const names = (option('knows') ?? 'range').split(',');
    return {
      kind: 'join',
      ...identity,
      clientId: name,
      clientHost: '/client',
      newMemberId: `${name}-new`,
      sessionTimeoutMs: 30_000,
      rebalanceTimeoutMs: Number(option('rebalance') ?? 60_000),
      protocolType: option('type') ?? 'consumer',
      protocols: names.map((one) => ({ name: one, metadata })),
      mustKnowId: true,
      canSkipAssignment: true,
      reason: null,
    };
  }

  #commit(name: string, partition: string, words: readonly string[]): void {
    const { memberId, epoch } = this.#clients.get(name) as Client;
    const said = words.includes('epoch') ? Number(words[words.indexOf('epoch') + 1]) : epoch;
    const claim = { memberId, generationId: said, knowsEpochs: !words.includes('old') };
    const [topic = '', index = ''] = partition.split(':');
    const partitions = [{ topicId: idOf(topic), partition: Number(index) }];
    const errorCode = checkConsumerCommit(this.#group, claim, partitions);
    this.lines.push(`  ${name}: ${errorName(errorCode)}`);
  }

  #partitions(text: string): PartitionsByTopic {
    if (text === 'nothing') return new Map();
    return new Map(
      text.split(';').map((one) => {
        const [topic = '', indexes = ''] = one.split(':');
        return [idOf(topic), new Set(indexes.split(',').map(Number))];
      }),
    );
  }

  #wait(ms: number): void {
    const until = this.#nowMs + ms;
    while (this.#group.nextDeadlineMs <= until) {
      this.#nowMs = Math.max(this.#nowMs, this.#group.nextDeadlineMs);
      this.#take({ kind: 'tick' });
    }
    this.#nowMs = until;
  }

  #reload(): void {
    this.#group = new ConsumerGroup('g');
    for (const record of this.#written) replay(this.#group, record);
    this.#take({ kind: 'loaded' });
    this.lines.push(`  ${this.#group.state} in epoch ${this.#group.epoch}`);
  }

  #take(event: ConsumerGroupEvent): void {
    const now = { monotonicMs: this.#nowMs, wallMs: WALL_MS + this.#clockMs + this.#nowMs };
    const context: ConsumerContext = {
      settings: this.#settings,
      image: this.#image,
      topicsCreatedAt: this.#topicsCreatedAt,
    };
    const outcome = step(this.#group, event, now, context);
    for (const record of outcome.records) this.#write(record, outcome.becomes === undefined);
    for (const { requestId, answer } of outcome.answers) this.#answered(requestId, answer);
    if (outcome.becomes !== undefined) {
      const { group, rebalance } = outcome.becomes;
      const members = [...group.members.values()].map(({ memberId, assignment }) => {
        return `${memberId} ${assignedText(assignment)}`;
      });
      const why = rebalance === undefined ? '' : `, and rebalances: ${rebalance}`;
      const what = `generation ${group.generationId} of ${group.protocolName}`;
      this.lines.push(`  is a classic group, ${what}: ${members.join(', ')}${why}`);
    }
    if (outcome.toMatch !== undefined) this.#match(outcome.toMatch);
  }

  #match(patterns: ReadonlySet<string>): void {
    this.lines.push(`  matches ${[...patterns].join(' ')}`);
    const version = this.#image.offset;
    const timestampMs = WALL_MS + this.#clockMs + this.#nowMs;
    const found = matchTopics(patterns, this.#image.topics.byName.keys());
    const matched = new Map(
      [...found].map(([pattern, topics]) => [pattern, { topics, version, timestampMs }]),
    );
    this.#take({ kind: 'patternsMatched', matched });
  }

  #write(record: CoordinatorRecord, applies: boolean): void {
    if (record.kind === 'offset' || record.kind === 'group') return;
    this.lines.push(`  ${wordsFor(record)}`);
    this.#written.push(record);
    if (applies) replay(this.#group, record);
  }

  #answered(requestId: number, answer: GroupAnswer | ConsumerHeartbeatAnswer): void {
    const name = this.#requests[requestId];
    if (name === undefined || name === 'answered') throw new Error(`answered twice: ${requestId}`);
    this.#requests[requestId] = 'answered';
    const client = this.#clients.get(name) as Client;
    const error = answer.errorCode === 0 ? undefined : errorName(answer.errorCode);
    if ('heartbeatIntervalMs' in answer) {
      if (error === undefined) client.epoch = answer.memberEpoch;
      const told = answer.assignment?.topicPartitions;
      const partitions = told === undefined ? '' : ` ${partitionsText(told)}`;
      this.lines.push(`  ${name}: ${error ?? `epoch ${answer.memberEpoch}`}${partitions}`);
    } else if ('generationId' in answer) {
      if (error === undefined) client.epoch = answer.generationId;
      client.memberId = answer.memberId;
      const generation = `generation ${answer.generationId} of ${answer.protocolName}`;
      this.lines.push(`  ${name}: ${error ?? generation}`);
    } else if ('assignment' in answer) {
      this.lines.push(`  ${name}: ${error ?? assignedText(answer.assignment)}`);
    } else if ('members' in answer) {
      const outcomes = answer.members.map(({ errorCode }) => errorName(errorCode));
      this.lines.push(`  ${name}: ${outcomes.join(' ')}`);
    } else {
      this.lines.push(`  ${name}: ${error ?? 'NONE'}`);
    }
  }
}

/** A topic id that can be read. */
function idOf(topic: string): string {
  return topic.padEnd(22, 'A');
}

function nameOf(topicId: string): string {
  return topicId.replace(/A+$/, '');
}

export function topicImage(name: string, partitionCount: number): TopicImage {
  const partition = {
    replicas: [1],
    isr: [1],
    removingReplicas: [],
    addingReplicas: [],
    elr: [],
    lastKnownElr: [],
    leader: 1,
    leaderRecoveryState: 0,
    leaderEpoch: 0,
    partitionEpoch: 0,
    directories: [],
  };
  const partitions = Array.from({ length: partitionCount }, () => partition);
  return { name, id: idOf(name), partitions: new Map(partitions.entries()) };
}

type Topics = readonly {
  readonly topicId: string;
  readonly partitions: readonly number[];
  readonly assignmentEpochs?: readonly number[] | null;
}[];

function partitionsText(topics: Topics): string {
  const parts = topics.map(({ topicId, partitions, assignmentEpochs }) => {
    const indexes = partitions.map((index, at) =>
      assignmentEpochs ? `${index}@${assignmentEpochs[at]}` : `${index}`,
    );
    return `${nameOf(topicId)}:${indexes.join(',')}`;
  });
  return parts.join(';') || 'nothing';
}

function assignedText(assignment: Uint8Array): string {
  const { assignedPartitions } = decodeAssignment(assignment);
  const parts = assignedPartitions.map(({ topic, partitions }) => `${topic}:${partitions}`);
  return parts.join(';') || 'nothing';
}

const STATES: Readonly<Record<number, string>> = { 0: 'stable', 1: 'unrevoked', 2: 'unreleased' };

function wordsFor(record: ConsumerGroupRecord): string {
  switch (record.kind) {
    case 'consumer-group-metadata':
      return record.value ? `+ epoch ${record.value.epoch}` : '- epoch';
    case 'consumer-group-partition-metadata':
      return '- topics';
    case 'consumer-group-member-metadata': {
      const { memberId, value } = record;
      if (value === undefined) return `- member ${memberId}`;
      const { subscribedTopicNames, subscribedTopicRegex, classicMemberMetadata } = value;
      const wants = [subscribedTopicNames.join(','), subscribedTopicRegex].filter(
        (one) => one !== '',
      );
      const classic = classicMemberMetadata === null ? '' : ', classic';
      return `+ member ${memberId} ${wants.join(' ') || 'nothing'}${classic}`;
    }
    case 'consumer-group-target-assignment-metadata':
      return record.value ? `+ target epoch ${record.value.assignmentEpoch}` : '- target epoch';
    case 'consumer-group-target-assignment-member': {
      const { memberId, value } = record;
      if (value === undefined) return `- target ${memberId}`;
      return `+ target ${memberId} ${partitionsText(value.topicPartitions)}`;
    }
    case 'consumer-group-current-member-assignment': {
      const { memberId, value } = record;
      if (value === undefined) return `- ${memberId}`;
      const { memberEpoch, state, assignedPartitions, partitionsPendingRevocation } = value;
      const pending = partitionsPendingRevocation.length
        ? ` giving up ${partitionsText(partitionsPendingRevocation)}`
        : '';
      const place = `in ${memberEpoch} ${STATES[state]}`;
      return `+ ${memberId} ${place} ${partitionsText(assignedPartitions)}${pending}`;
    }
    case 'consumer-group-regular-expression': {
      const { regularExpression, value } = record;
      return value === undefined
        ? `- pattern ${regularExpression}`
        : `+ pattern ${regularExpression} ${value.topics.join(',') || 'nothing'}`;
    }
  }
}
