/**
 * The core of a member of a consumer group (KIP-848), in transcripts.
 */
import { describe, expect, test } from 'vitest';
import type {
  ConsumerGroupEffect,
  ConsumerGroupEvent,
  HeartbeatAnswer,
} from '#clients/consumer/consumer-group-event.ts';
import {
  ConsumerGroupMember,
  type ConsumerGroupSettings,
} from '#clients/consumer/consumer-group-member.ts';
import { stepConsumerGroup } from '#clients/consumer/consumer-group-step.ts';
import { ErrorCode } from '#protocol/errors.ts';

const SETTINGS: ConsumerGroupSettings = {
  maxPollIntervalMs: 300_000,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
  groupInstanceId: undefined,
};

class Life {
  readonly member = new ConsumerGroupMember(0);
  readonly #settings: ConsumerGroupSettings;
  nowMs = 0;

  constructor(settings: Partial<ConsumerGroupSettings> = {}) {
    this.#settings = { ...SETTINGS, ...settings };
  }

  take(event: ConsumerGroupEvent): string[] {
    return stepConsumerGroup(this.member, event, this.nowMs, this.#settings).map(wordsOf);
  }

  poll(): string[] {
    return this.take({ kind: 'poll' });
  }

  tick(afterMs: number): string[] {
    this.nowMs += afterMs;
    return this.take({ kind: 'tick' });
  }

  /** The heartbeat's answer; `partitions` are those of the one topic that there is. */
  heard(
    { partitions, ...answer }: Partial<HeartbeatAnswer> & { partitions?: number[] } = {},
    life = this.member.life,
  ): string[] {
    const assignment =
      partitions === undefined ? null : { topicPartitions: [{ topicId: 'T', partitions }] };
    return this.take({
      kind: 'heard',
      life,
      answer: {
        errorCode: 0,
        errorMessage: null,
        memberEpoch: this.member.epoch + 1,
        heartbeatIntervalMs: 5000,
        assignment,
        ...answer,
      },
    });
  }

  prepared(round: number, isPartial = false): string[] {
    return this.take({ kind: 'prepared', round, assigned: { partitions: [], isPartial } });
  }

  done(): string[] {
    return this.take({ kind: 'done' });
  }

  /** Has joined in epoch 1, with a target that it has not taken. */
  static joined(settings?: Partial<ConsumerGroupSettings>): Life {
    const life = new Life(settings);
    life.poll();
    life.heard({ partitions: [0] });
    return life;
  }

  /** Has taken it, and said so. */
  static stable(settings?: Partial<ConsumerGroupSettings>): Life {
    const life = Life.joined(settings);
    life.poll();
    life.prepared(1);
    life.poll();
    life.done();
    life.heard({ memberEpoch: 1 });
    expect([life.member.phase, life.member.takenRound]).toEqual(['stable', 1]);
    return life;
  }
}

function wordsOf(effect: ConsumerGroupEffect): string {
  if (effect.kind === 'heartbeat') return effect.isJoining ? 'heartbeat: joins' : 'heartbeat';
  if (effect.kind === 'prepare') return `prepare ${effect.round}`;
  if (effect.kind === 'leave') return `leave by ${effect.memberEpoch}`;
  if (effect.kind === 'fail') return `fail: ${effect.error.name} ${effect.error.message}`;
  return effect.kind;
}

describe('a member of a consumer group', () => {
  test('joins with a heartbeat, takes its target in polls, and says so at once', () => {
    const life = new Life();
    expect(life.poll()).toEqual(['heartbeat: joins']);
    expect(life.heard({ partitions: [0, 1] })).toEqual([]);
    expect(life.poll()).toEqual(['prepare 1']);
    expect(life.prepared(1)).toEqual([]);
    expect(life.member.task).toMatchObject({ kind: 'hand-over', round: 1 });
    life.poll();
    expect(life.done()).toEqual(['heartbeat']);
    expect(life.member.phase).toBe('acknowledging');
    life.heard();
    expect(life.member.phase).toBe('stable');
  });

  test('sends heartbeats as often as the coordinator wants them', () => {
    const life = Life.stable();
    expect(life.tick(4999)).toEqual([]);
    expect(life.tick(1)).toEqual(['heartbeat']);
    expect(life.tick(5000)).toEqual([]);
    life.heard({ heartbeatIntervalMs: 1000 });
    expect(life.tick(1000)).toEqual(['heartbeat']);
  });

  test('tells at once what it wants otherwise, and soon after where one is under way', () => {
    const life = Life.stable();
    expect(life.take({ kind: 'changed' })).toEqual(['heartbeat']);
    expect(life.take({ kind: 'changed' })).toEqual([]);
    expect(life.heard()).toEqual(['heartbeat']);
  });

  test('does not count a heartbeat that was sent before as the one that says so', () => {
    const life = Life.stable();
    life.tick(5000);
    life.heard({ partitions: [0, 1] });
    life.poll();
    life.prepared(2);
    expect(life.tick(5000)).toEqual(['heartbeat']);
    life.poll();
    expect(life.done()).toEqual([]);
    expect(life.heard()).toEqual(['heartbeat']);
    expect(life.member.phase).toBe('acknowledging');
    life.heard();
    expect(life.member.phase).toBe('stable');
  });

  test('takes the newest target, never one that was overtaken', () => {
    const life = Life.joined();
    expect(life.poll()).toEqual(['prepare 1']);
    life.tick(5000);
    life.heard({ partitions: [3] });
    expect(life.prepared(1)).toEqual(['prepare 2']);
    life.prepared(2);
    expect(life.member.task).toMatchObject({ kind: 'hand-over', round: 2 });
  });

  test('tries again for topics that it did not know', () => {
    const life = Life.joined();
    life.poll();
    life.prepared(1, true);
    life.poll();
    life.done();
    life.heard();
    expect(life.poll()).toEqual([]);
    life.nowMs += 100;
    expect(life.poll()).toEqual(['prepare 1']);
  });

  test.each(['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH'] as const)(
    'has lost all after %s, and joins again when the application knows',
    (name) => {
      const life = Life.stable();
      life.tick(5000);
      expect(life.heard({ errorCode: ErrorCode[name] })).toEqual([]);
      expect([life.member.task?.kind, life.member.isInGroup]).toEqual(['lose', false]);
      expect(life.tick(60_000)).toEqual([]);
      life.poll();
      expect(life.done()).toEqual(['heartbeat: joins']);
    },
  );

  test('finishes a handover before it tells of a loss', () => {
    const life = Life.joined();
    life.poll();
    life.prepared(1);
    life.poll();
    life.tick(5000);
    life.heard({ errorCode: ErrorCode.UNKNOWN_MEMBER_ID });
    expect(life.member.task?.kind).toBe('hand-over');
    expect(life.done()).toEqual([]);
    expect(life.member.task?.kind).toBe('lose');
  });

  test('ignores answers to the member that it was before', () => {
    const life = Life.stable();
    life.tick(5000);
    const before = life.member.life;
    life.heard({ errorCode: ErrorCode.FENCED_MEMBER_EPOCH });
    expect(life.heard({ partitions: [7] }, before)).toEqual([]);
    expect(life.member.isInGroup).toBe(false);
  });

  test('goes when the application does not poll: for good, or as a static member for a while', () => {
    const late = Life.stable();
    expect(late.tick(300_000)).toEqual(['warn', 'leave by -1']);
    const named = Life.stable({ groupInstanceId: 's' });
    expect(named.tick(300_000)).toEqual(['warn', 'leave by -2']);
    expect(named.member.task?.kind).toBe('lose');
    named.poll();
    expect(named.done()).toEqual(['heartbeat: joins']);
  });

  test('tells when it goes: for good, for a while, or not at all', () => {
    const leave = (life: Life, isLeaving: boolean) => life.take({ kind: 'leave', isLeaving });
    expect(leave(Life.stable(), true)).toEqual(['leave by -1']);
    expect(leave(Life.stable(), false)).toEqual([]);
    expect(leave(Life.stable({ groupInstanceId: 's' }), false)).toEqual(['leave by -2']);
    expect(leave(Life.stable({ groupInstanceId: 's' }), true)).toEqual(['leave by -1']);
    expect(leave(new Life(), true)).toEqual([]);
  });

  test('looks for the coordinator again, after a pause that grows', () => {
    const life = Life.stable();
    life.tick(5000);
    expect(life.heard({ errorCode: ErrorCode.NOT_COORDINATOR })).toEqual(['forget-coordinator']);
    expect(life.tick(99)).toEqual([]);
    expect(life.tick(1)).toEqual(['heartbeat']);
    const down = { error: new Error('down'), isPassing: true };
    life.take({ kind: 'unheard', life: life.member.life, ...down });
    expect(life.tick(199)).toEqual([]);
    expect(life.tick(1)).toEqual(['heartbeat']);
  });

  test('stays when it may not read a topic, and tells the application', () => {
    const life = Life.stable();
    life.tick(5000);
    const errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED;
    expect(life.heard({ errorCode, errorMessage: 'no' })).toEqual(['fail: KafkaError no']);
    expect(life.member.isInGroup).toBe(true);
  });

  test.each([
    ['UNSUPPORTED_ASSIGNOR', 'KafkaError why'],
    ['GROUP_MAX_SIZE_REACHED', 'KafkaError why'],
    ['UNRELEASED_INSTANCE_ID', 'KafkaError why'],
    ['FENCED_INSTANCE_ID', 'FencedInstanceId why'],
    [
      'INVALID_REGULAR_EXPRESSION',
      'KafkaError Invalid RE2J SubscriptionPattern provided in the call to subscribe. why',
    ],
  ] as const)('gives up for good after %s', (name, words) => {
    const life = new Life();
    life.poll();
    const told = life.heard({ errorCode: ErrorCode[name], errorMessage: 'why' });
    expect(told).toEqual([`fail: ${words}`]);
    life.poll();
    expect(life.done()).toEqual([]);
    expect([life.member.phase, ...life.tick(60_000)]).toEqual(['fatal']);
  });
});
