/**
 * Consumer groups by chance: members that come, go, stall, lose answers and change their minds, topics
 * that grow and go, and coordinators that load what others have written, compacted or not.
 *
 * After each event no partition has two owners among those who were never taken for gone. Once all is
 * quiet the group becomes stable, and each partition that somebody wants has exactly one owner.
 */
import { expect, test } from 'vitest';
import { SimRandom } from '#env/sim/sim-random.ts';
import { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type {
  ConsumerGroupEvent,
  ConsumerHeartbeatAnswer,
} from '#groups/consumer-group/consumer-group-event.ts';
import { step } from '#groups/consumer-group/consumer-group-step.ts';
import {
  hasPartition,
  type PartitionsByTopic,
  partitionsByTopic,
} from '#groups/consumer-group/partitions-by-topic.ts';
import { replay } from '#groups/consumer-group/replay.ts';
import { matchTopics } from '#groups/consumer-group/topic-patterns.ts';
import {
  type ConsumerGroupRecord,
  encodeConsumerGroupRecord,
} from '#groups/consumer-group-record.ts';
import { EMPTY_IMAGE } from '#metadata/metadata-image.ts';
import { type TopicImage, TopicsImage } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { CONSUMER_SETTINGS, topicImage } from './consumer-transcript.ts';

const NOTHING: PartitionsByTopic = new Map();
const SESSION_MS = CONSUMER_SETTINGS.sessionTimeoutMs;

/** A consumer that is honest: it owns what it was told last, until it says that it does not. */
class Member {
  readonly memberId: string;
  epoch = 0;
  owned = NOTHING;
  wants: readonly string[];
  pattern: string;
  /** Whether the next heartbeat has to tell all, as after an answer that was lost. */
  tellsAll = true;

  constructor(memberId: string, wants: readonly string[], pattern: string) {
    this.memberId = memberId;
    this.wants = wants;
    this.pattern = pattern;
  }

  /** Gives up everything, and begins anew. */
  startOver(): void {
    this.epoch = 0;
    this.owned = NOTHING;
    this.tellsAll = true;
  }
}

class World {
  readonly random: SimRandom;
  group = new ConsumerGroup('g');
  readonly members = new Map<string, Member>();
  readonly #log: ConsumerGroupRecord[] = [];
  #image = { ...EMPTY_IMAGE, offset: 0 };
  #nowMs = 0;
  #count = 0;

  constructor(seed: number) {
    this.random = new SimRandom(seed);
    this.setTopics([topicImage('t', 4), topicImage('u', 3)]);
  }

  get topics(): readonly TopicImage[] {
    return [...this.#image.topics.byName.values()];
  }

  setTopics(topics: readonly TopicImage[]): void {
    const byName = new Map(topics.map((one) => [one.name, one]));
    const byId = new Map(topics.map((one) => [one.id, one]));
    const offset = this.#image.offset + 1;
    this.#image = { ...this.#image, offset, topics: new TopicsImage(byName, byId) };
  }

  newMember(): Member {
    const wants = [['t'], ['u'], ['t', 'u'], []][this.random.nextInt(4)] ?? [];
    const pattern = wants.length === 0 ? (['.*', 't.*'][this.random.nextInt(2)] ?? '') : '';
    const member = new Member(`m-${this.#count++}`, wants, pattern);
    this.members.set(member.memberId, member);
    return member;
  }

  beat(member: Member, { losesAnswer = false } = {}): void {
    const { tellsAll } = member;
    const answer = this.take({
      kind: 'consumerHeartbeat',
      requestId: 0,
      memberId: member.memberId,
      memberEpoch: member.epoch,
      instanceId: null,
      rackId: null,
      rebalanceTimeoutMs: tellsAll ? 60_000 : null,
      topicNames: tellsAll ? member.wants : null,
      pattern: tellsAll ? member.pattern : null,
      assignor: null,
      owned: member.owned,
      clientId: 'c',
      clientHost: '/h',
    });
    if (losesAnswer) member.tellsAll = true;
    else this.#learn(member, answer);
  }

  leave(member: Member): void {
    this.members.delete(member.memberId);
    const { memberId } = member;
    const nothing = { rackId: null, rebalanceTimeoutMs: null, topicNames: null, pattern: null };
    this.take({
      kind: 'consumerHeartbeat',
      ...{ requestId: 0, memberId, memberEpoch: -1, instanceId: null, assignor: null, owned: null },
      ...nothing,
      ...{ clientId: 'c', clientHost: '/h' },
    });
  }

  /** Time passes; members that are taken for gone know of it, for their own clocks tell them. */
  wait(ms: number): void {
    this.#nowMs += ms;
    this.take({ kind: 'tick' });
    for (const member of this.members.values()) {
      if (!this.group.members.has(member.memberId)) member.startOver();
    }
  }

  /** Another coordinator loads the log: all of it, or the newest record of each key. */
  reload(isCompacted: boolean): void {
    const before = this.#told();
    this.group = new ConsumerGroup('g');
    for (const record of isCompacted ? compacted(this.#log) : this.#log) replay(this.group, record);
    expect(this.#told()).toEqual(before);
    this.take({ kind: 'loaded' });
  }

  checkOwners(): void {
    for (const { id, partitions } of this.topics) {
      for (const index of partitions.keys()) {
        const owners = [...this.members.values()].filter(({ owned }) =>
          hasPartition(owned, id, index),
        );
        expect(owners.map(({ memberId }) => memberId).length).toBeLessThanOrEqual(1);
      }
    }
  }

  take(event: ConsumerGroupEvent): ConsumerHeartbeatAnswer | undefined {
    const now = { monotonicMs: this.#nowMs, wallMs: 1_700_000_000_000 + this.#nowMs };
    const context = {
      settings: CONSUMER_SETTINGS,
      image: this.#image,
      topicsCreatedAt: this.#image.offset,
    };
    const { records, answers, toMatch } = step(this.group, event, now, context);
    for (const record of records as ConsumerGroupRecord[]) {
      this.#log.push(record);
      replay(this.group, record);
    }
    if (toMatch !== undefined) {
      const timestampMs = now.wallMs;
      const version = this.#image.offset;
      const found = matchTopics(toMatch, this.#image.topics.byName.keys());
      const matched = new Map(
        [...found].map(([pattern, topics]) => [pattern, { topics, version, timestampMs }]),
      );
      this.take({ kind: 'patternsMatched', matched });
    }
    return answers[0]?.answer as ConsumerHeartbeatAnswer | undefined;
  }

  #learn(member: Member, answer: ConsumerHeartbeatAnswer | undefined): void {
    if (answer?.errorCode !== ErrorCode.NONE) {
      member.startOver();
      return;
    }
    member.epoch = answer.memberEpoch;
    member.tellsAll = false;
    if (answer.assignment) member.owned = partitionsByTopic(answer.assignment.topicPartitions);
  }

  /** All that a group knows by its records. */
  #told() {
    const { epoch, assignmentEpoch, metadataHash, members, targets, patterns, state } = this.group;
    const sorted = <V>(map: ReadonlyMap<string, V>) =>
      [...map].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return {
      ...{ epoch, assignmentEpoch, metadataHash, state },
      members: sorted(members),
      targets: sorted(targets),
      patterns: sorted(patterns),
    };
  }
}

/** The newest record of each key, in the order of the log; what is deleted is gone. */
function compacted(log: readonly ConsumerGroupRecord[]): ConsumerGroupRecord[] {
  const newest = new Map<string, ConsumerGroupRecord>();
  for (const record of log) {
    const key = encodeConsumerGroupRecord(record).key.join();
    newest.delete(key);
    if (record.value !== undefined) newest.set(key, record);
  }
  return [...newest.values()];
}

function anything(world: World): void {
  const { random } = world;
  const members = [...world.members.values()];
  const member = members[random.nextInt(Math.max(members.length, 1))];
  const chance = random.nextInt(100);
  if (member === undefined || chance < 8) world.beat(world.newMember());
  else if (chance < 60) world.beat(member);
  else if (chance < 72) world.beat(member, { losesAnswer: true });
  else if (chance < 77) world.leave(member);
  else if (chance < 83) {
    member.wants = member.wants.length > 1 ? ['t'] : ['t', 'u'];
    member.pattern = '';
    member.tellsAll = true;
  } else if (chance < 86) world.reload(random.nextInt(2) === 0);
  else if (chance < 89) world.setTopics(changed(world));
  else world.wait(random.nextInt(chance < 98 ? 3000 : SESSION_MS + 1));
}

/** A topic grows, or one comes or goes. */
function changed({ topics, random }: World): TopicImage[] {
  const [first = topicImage('t', 4), ...others] = topics;
  if (random.nextInt(2) === 0)
    return [topicImage(first.name, first.partitions.size + 1), ...others];
  return topics.some(({ name }) => name === 'u')
    ? topics.filter(({ name }) => name !== 'u')
    : [...topics, topicImage('u', 3)];
}

/** Everybody behaves, and says that it is alive. */
function settle(world: World): void {
  for (let round = 0; round < 12; round++) {
    for (const member of world.members.values()) world.beat(member);
    world.wait(6000);
  }
}

function checkAllIsOwned(world: World): void {
  const members = [...world.members.values()];
  if (members.length === 0) return;
  expect(world.group.state).toBe('Stable');
  for (const { name, id, partitions } of world.topics) {
    const isWanted = world.group.isSubscribedTo(name);
    for (const index of partitions.keys()) {
      const owners = members.filter(({ owned }) => hasPartition(owned, id, index));
      expect([name, index, owners.length]).toEqual([name, index, isWanted ? 1 : 0]);
    }
  }
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'no partition has two owners, and in the end each has one: seed %i',
  (seed) => {
    const world = new World(seed);
    for (let event = 0; event < 300; event++) {
      anything(world);
      world.checkOwners();
    }
    settle(world);
    checkAllIsOwned(world);
    world.reload(true);
    settle(world);
    checkAllIsOwned(world);
  },
);
