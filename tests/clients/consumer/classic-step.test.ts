/**
 * The core of a classic member, in transcripts: what happens to it, and what it makes of that.
 */
import { describe, expect, test } from 'vitest';
import type {
  ClassicEffect,
  ClassicEvent,
  JoinAnswer,
  SyncAnswer,
} from '#clients/consumer/classic-event.ts';
import { ClassicMember, type ClassicSettings } from '#clients/consumer/classic-member.ts';
import { step } from '#clients/consumer/classic-step.ts';
import { ErrorCode } from '#protocol/errors.ts';

const SETTINGS: ClassicSettings = {
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 3000,
  maxPollIntervalMs: 300_000,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
  enableAutoCommit: true,
  groupId: 'g',
  groupInstanceId: undefined,
};

/** A member, the clock, and what was to be done outside since it was last asked. */
class Life {
  readonly member: ClassicMember;
  readonly #settings: ClassicSettings;
  nowMs = 0;
  #effects: ClassicEffect[] = [];

  constructor(settings: Partial<ClassicSettings> = {}) {
    this.#settings = { ...SETTINGS, ...settings };
    this.member = new ClassicMember(this.nowMs);
  }

  take(event: ClassicEvent): string[] {
    this.#effects = step(this.member, event, this.nowMs, this.#settings);
    return this.#effects.filter(({ kind }) => kind !== 'note' && kind !== 'warn').map(wordsOf);
  }

  poll(): string[] {
    return this.take({ kind: 'poll' });
  }

  /** Time passes, and the timer that the member asked for fires when it is due. */
  wait(ms: number): string[] {
    const untilMs = this.nowMs + ms;
    const words: string[] = [];
    for (;;) {
      const nextMs = this.member.nextTickMs(this.nowMs, this.#settings);
      if (nextMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, nextMs);
      const told = this.take({ kind: 'tick' });
      words.push(...told.map((one) => `${this.nowMs}: ${one}`));
      if (told.length === 0) break;
    }
    this.nowMs = untilMs;
    return words;
  }

  /** The task that the application has to do, if any. */
  get task(): string | undefined {
    const { task } = this.member;
    if (task === undefined) return undefined;
    return task.kind === 'release' ? (task.isLost ? 'lose all' : 'release') : 'take';
  }

  joined(answer: Partial<JoinAnswer> = {}): string[] {
    return this.take({ kind: 'joined', attempt: this.member.attempt, answer: joinAnswer(answer) });
  }

  synced(answer: Partial<SyncAnswer> = {}): string[] {
    return this.take({ kind: 'synced', attempt: this.member.attempt, answer: syncAnswer(answer) });
  }

  heard(errorCode: number, from = { ...this.#identity }): string[] {
    return this.take({ kind: 'heard', from, errorCode });
  }

  /** From the start to a JoinGroup that waits for its answer. */
  static joining(settings?: Partial<ClassicSettings>): Life {
    const life = new Life(settings);
    life.poll();
    life.poll();
    life.take({ kind: 'done' });
    return life;
  }

  /** From the start to stable in generation 1, as a follower. */
  static stable(settings?: Partial<ClassicSettings>): Life {
    const life = Life.joining(settings);
    life.joined();
    life.synced();
    life.poll();
    life.take({ kind: 'done' });
    expect(life.member.phase).toBe('stable');
    return life;
  }

  get #identity() {
    const { memberId, generationId } = this.member;
    return { memberId, generationId };
  }
}

function wordsOf(effect: ClassicEffect): string {
  if (effect.kind === 'join') return `join: ${effect.reason}`;
  if (effect.kind === 'sync') return `sync ${[...effect.assignments.keys()].join(' ')}`.trim();
  if (effect.kind === 'leave') return `leave as ${effect.memberId}: ${effect.reason}`;
  if (effect.kind === 'fail') return `fail: ${effect.error.name} ${effect.error.message}`;
  return effect.kind;
}

function joinAnswer(answer: Partial<JoinAnswer>): JoinAnswer {
  return {
    errorCode: 0,
    generationId: 1,
    protocolType: 'consumer',
    protocolName: 'range',
    leader: 'other',
    skipAssignment: false,
    memberId: 'me',
    members: [],
    ...answer,
  };
}

function syncAnswer(answer: Partial<SyncAnswer>): SyncAnswer {
  return {
    errorCode: 0,
    protocolType: 'consumer',
    protocolName: 'range',
    assignment: new Uint8Array([0, 0]),
    ...answer,
  };
}

describe('a classic member joins', () => {
  test('with the id that it is given, and takes its part when the application polls', () => {
    const life = new Life();
    expect(life.poll()).toEqual([]);
    expect(life.task).toBe('lose all');
    life.poll();
    expect(life.take({ kind: 'done' })).toEqual(['join: ']);
    expect(life.joined({ errorCode: ErrorCode.MEMBER_ID_REQUIRED })).toEqual([
      'join: need to re-join with the given member-id: me',
    ]);
    expect(life.joined()).toEqual(['sync']);
    expect(life.synced()).toEqual([]);
    expect([life.member.phase, life.task]).toEqual(['taking', 'take']);
    life.poll();
    expect(life.take({ kind: 'done' })).toEqual([]);
    expect(life.member.phase).toBe('stable');
  });

  test('and divides, if it leads', () => {
    const life = Life.joining();
    expect(life.joined({ leader: 'me' })).toEqual(['divide']);
    const assignments = new Map([
      ['me', new Uint8Array()],
      ['other', new Uint8Array()],
    ]);
    expect(life.take({ kind: 'divided', attempt: life.member.attempt, assignments })).toEqual([
      'sync me other',
    ]);
  });

  test('and ignores answers to an attempt that was given up', () => {
    const life = Life.joining();
    const old = life.member.attempt;
    life.take({ kind: 'leave', reason: 'gone', isLeaving: false });
    expect(life.take({ kind: 'joined', attempt: old, answer: joinAnswer({}) })).toEqual([]);
    expect(life.member.phase).toBe('unjoined');
  });

  test('again after a pause that grows, while the coordinator loads or is away', () => {
    const life = Life.joining();
    const pauses: number[] = [];
    for (let n = 0; n < 6; n++) {
      life.joined({ errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS });
      pauses.push(life.member.joinNotBeforeMs - life.nowMs);
      expect(life.poll()).toEqual([]);
      life.nowMs = life.member.joinNotBeforeMs;
      expect(life.poll()).toHaveLength(1);
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(life.joined({ errorCode: ErrorCode.NOT_COORDINATOR })).toEqual(['forget-coordinator']);
  });

  test('again at once where the group has begun another rebalance', () => {
    const life = Life.joining();
    life.joined();
    expect(life.synced({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS })).toEqual([]);
    expect(life.poll()).toEqual(['join: rebalance failed due to REBALANCE_IN_PROGRESS']);
  });

  test.each([
    [
      'GROUP_MAX_SIZE_REACHED',
      'KafkaError Consumer group g already has the configured maximum number of members.',
    ],
    ['INCONSISTENT_GROUP_PROTOCOL', 'KafkaError'],
    ['GROUP_AUTHORIZATION_FAILED', 'KafkaError Not authorized to access group: g'],
    ['FENCED_INSTANCE_ID', 'FencedInstanceId'],
  ] as const)('not after %s: the poll throws it', (name, words) => {
    const life = Life.joining();
    const [told] = life.joined({ errorCode: ErrorCode[name] });
    expect(told).toMatch(new RegExp(`^fail: ${words}`));
  });

  test('not a group of another kind, nor a generation of another protocol', () => {
    const life = Life.joining();
    expect(life.joined({ protocolType: 'connect' })[0]).toMatch(/^fail/);
    const other = Life.joining();
    other.joined();
    expect(other.synced({ protocolName: 'sticky' })[0]).toMatch(/^fail/);
  });
});

describe('a classic member in a generation', () => {
  test('sends heartbeats, and joins again when it is told so and the application polls', () => {
    const life = Life.stable();
    expect(life.wait(3000)).toEqual(['3000: heartbeat']);
    expect(life.heard(ErrorCode.REBALANCE_IN_PROGRESS)).toEqual([]);
    expect(life.poll()).toEqual(['commit']);
    expect(life.take({ kind: 'committed', attempt: life.member.attempt })).toEqual([]);
    expect(life.task).toBe('release');
    life.poll();
    expect(life.take({ kind: 'done' })).toEqual(['join: group is already rebalancing']);
    expect(life.member.memberId).toBe('me');
  });

  test('gives back without a commit where it does not commit by itself', () => {
    const life = Life.stable({ enableAutoCommit: false });
    life.take({ kind: 'rejoin', reason: 'subscription has changed' });
    expect(life.poll()).toEqual([]);
    expect(life.task).toBe('release');
  });

  test('keeps sending heartbeats while the application gives partitions back', () => {
    const life = Life.stable();
    life.take({ kind: 'rejoin', reason: 'x' });
    life.poll();
    expect(life.wait(3000)).toEqual(['3000: heartbeat']);
    life.heard(ErrorCode.REBALANCE_IN_PROGRESS);
    life.take({ kind: 'committed', attempt: life.member.attempt });
    life.poll();
    life.take({ kind: 'done' });
    expect(life.member.phase).toBe('joining');
    // Its join waits at the coordinator, which knows that it is there.
    expect(life.wait(20_000)).toEqual([]);
  });

  test('has lost everything, its id too, when the coordinator does not know it', () => {
    const life = Life.stable();
    life.wait(3000);
    life.heard(ErrorCode.UNKNOWN_MEMBER_ID);
    expect([life.member.memberId, life.member.isInGeneration]).toEqual(['', false]);
    life.poll();
    expect(life.task).toBe('lose all');
    life.poll();
    expect(life.take({ kind: 'done' })[0]).toMatch(/^join: encountered UNKNOWN_MEMBER_ID/);
  });

  test('keeps its id when only its generation is over', () => {
    const life = Life.stable();
    life.wait(3000);
    life.heard(ErrorCode.ILLEGAL_GENERATION);
    expect([life.member.memberId, life.member.isInGeneration]).toEqual(['me', false]);
  });

  test('takes no notice of what is said to the member that it was before', () => {
    const life = Life.stable();
    life.wait(3000);
    life.heard(ErrorCode.UNKNOWN_MEMBER_ID, { memberId: 'me', generationId: 0 });
    expect(life.member.isInGeneration).toBe(true);
  });

  test('learns from refused commits as from heartbeats', () => {
    const refuse = (life: Life, errorCode: number, generationId = 1) =>
      life.take({ kind: 'refused', from: { memberId: 'me', generationId }, errorCode });
    const rebalancing = Life.stable();
    refuse(rebalancing, ErrorCode.REBALANCE_IN_PROGRESS);
    expect(rebalancing.poll()).toEqual(['commit']);
    const over = Life.stable();
    refuse(over, ErrorCode.ILLEGAL_GENERATION);
    expect(over.member.isInGeneration).toBe(false);
    const old = Life.stable();
    refuse(old, ErrorCode.ILLEGAL_GENERATION, 0);
    expect(old.member.isInGeneration).toBe(true);
  });

  test('finishes what the application is at before it gives up a generation that was lost', () => {
    const life = Life.stable();
    life.wait(3000);
    life.heard(ErrorCode.REBALANCE_IN_PROGRESS);
    life.poll();
    life.take({ kind: 'committed', attempt: life.member.attempt });
    life.poll();
    life.wait(3000);
    life.heard(ErrorCode.UNKNOWN_MEMBER_ID);
    expect(life.take({ kind: 'done' })).toEqual([]);
    life.poll();
    expect(life.task).toBe('lose all');
  });

  test('looks for another coordinator when nobody has answered for a session', () => {
    const life = Life.stable();
    const told: string[] = [];
    while (life.nowMs < 50_000) {
      told.push(...life.wait(500));
      life.take({ kind: 'poll' });
      const failure = { error: new Error('down'), isPassing: true };
      if (life.member.isHeartbeatUnderWay) life.take({ kind: 'unheard', ...failure });
    }
    expect(told.filter((one) => one.endsWith('forget-coordinator'))).toEqual([
      '45000: forget-coordinator',
    ]);
  });

  test('leaves when the application does not poll, and has lost everything when it does', () => {
    const life = Life.stable();
    const told: string[] = [];
    while (life.nowMs < 300_000) {
      told.push(...life.wait(3000));
      if (life.member.isHeartbeatUnderWay) life.heard(ErrorCode.NONE);
    }
    expect(told.at(-1)).toBe('300000: leave as me: consumer poll timeout has expired.');
    expect(life.wait(60_000)).toEqual([]);
    life.poll();
    expect(life.task).toBe('lose all');
  });

  test('throws a fencing by another process of its static name', () => {
    const life = Life.stable({ groupInstanceId: 's' });
    life.wait(3000);
    expect(life.heard(ErrorCode.FENCED_INSTANCE_ID)[0]).toMatch(/^fail: FencedInstanceId/);
    expect(life.member.isInGeneration).toBe(false);
  });

  test('tells the coordinator when it goes, unless it is to stay', () => {
    const leave = (life: Life, isLeaving: boolean) =>
      life.take({ kind: 'leave', reason: 'the consumer is being closed', isLeaving });
    expect(leave(Life.stable(), true)).toEqual(['leave as me: the consumer is being closed']);
    expect(leave(Life.stable({ groupInstanceId: 's' }), false)).toEqual([]);
    expect(leave(new Life(), true)).toEqual([]);
  });
});
