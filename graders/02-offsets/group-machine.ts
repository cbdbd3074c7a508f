/**
 * A group of the graded view, taken through events one by one, and what came of each written down in
 * words: the story that a report shows.
 *
 *     event ──► step(group, event, now) ──► effects ──► lines: "b: generation 2 of range, leads b-1"
 *
 * Answers, records and the group's phase are what can be seen from outside; notes are not looked at.
 */
import { ErrorCode, errorName } from 'reference:protocol/errors.ts';
import { ClassicGroup } from '#groups/classic-group.ts';
import type {
  GroupAnswer,
  GroupEffect,
  GroupEvent,
  GroupSettings,
  JoinAnswer,
  Stored,
} from '#groups/group-event.ts';
import { step } from '#groups/group-step.ts';
import { about, expectEqual, expectInWords } from '../../course/grading/expect.ts';
import { dueOf } from './group-due.ts';

/** 2026-01-01, when the group begins. */
export const T0 = 1_767_225_600_000;
const TICKS_AT_ONE_MOMENT = 20;
const text = new TextDecoder();

export const SETTINGS: GroupSettings = {
  initialRebalanceDelayMs: 3000,
  minSessionTimeoutMs: 6000,
  maxSessionTimeoutMs: 1_800_000,
  maxSize: 1000,
};

type StoreEffect = Extract<GroupEffect, { kind: 'store' }>;

/** Who looks on: told each answer and each record as the group gives it. */
export interface Onlooker {
  answered(requestId: number, answer: GroupAnswer): void;
  stores(effect: StoreEffect): void;
}

export class GroupMachine {
  readonly group = new ClassicGroup('g', T0);
  /** Everything that happened, oldest first. */
  readonly story: string[] = [];
  /** What came of the events since this was last emptied. */
  lines: string[] = [];
  /** The monotonic clock; the wall clock goes with it, `wallAheadMs` ahead. */
  nowMs = 0;
  wallAheadMs = 0;
  readonly #settings: GroupSettings;
  readonly #onlooker: Onlooker;
  /** Who sent each request; undefined once it is answered. */
  readonly #askers: (string | undefined)[] = [];

  constructor(settings: Partial<GroupSettings>, onlooker: Onlooker) {
    this.#settings = { ...SETTINGS, ...settings };
    this.#onlooker = onlooker;
  }

  /** The number of a request that `asker` sends. */
  request(asker: string): number {
    return this.#askers.push(asker) - 1;
  }

  isAnswered(requestId: number): boolean {
    return this.#askers[requestId] === undefined;
  }

  take(event: GroupEvent): void {
    const { phase, generationId } = this.group;
    const now = { monotonicMs: this.nowMs, wallMs: T0 + this.nowMs + this.wallAheadMs };
    const effects = step(this.group, event, now, this.#settings);
    if (this.group.phase !== phase || this.group.generationId !== generationId) {
      this.#tell(`the group is ${this.group.phase} in generation ${this.group.generationId}`);
    }
    for (const effect of effects) this.#follow(effect);
  }

  /** Lets time pass until then, with a tick whenever something is due. */
  passTo(untilMs: number): void {
    while (this.group.nextDeadlineMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.group.nextDeadlineMs);
      this.tick();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  /** What is due is looked at; afterwards nothing may be, or a broker would look for ever. */
  tick(): void {
    for (let left = TICKS_AT_ONE_MOMENT; left > 0; left--) {
      this.take({ kind: 'tick' });
      if (this.group.nextDeadlineMs > this.nowMs) return;
    }
    const { symbol, words } = dueOf(this.group, this.nowMs);
    const expected = 'nothing of the group is due any more (a deadline that is now has passed)';
    const what = `after the tick at ${secondsOf(this.nowMs)}`;
    about(symbol, () => expectInWords(false, what, { expected, actual: words }));
  }

  stored(stored: Stored, errorCode: number): void {
    this.take({ kind: 'stored', stored, errorCode });
  }

  /** Adds to the story alone. */
  remark(line: string): void {
    this.story.push(`${secondsOf(this.nowMs)}  ${line}`);
  }

  #follow(effect: GroupEffect): void {
    if (effect.kind === 'answer') {
      const { requestId, answer } = effect;
      const asker = this.#askers[requestId];
      expectEqual(asker !== undefined, true, `request ${requestId} had not been answered before`);
      this.#askers[requestId] = undefined;
      this.#tell(`${asker}: ${wordsFor(answer)}`);
      this.#onlooker.answered(requestId, answer);
    } else if (effect.kind === 'store') {
      const { generation, members } = effect.value;
      const parts = members.map((one) => `${one.memberId}=${text.decode(one.assignment)}`);
      this.#tell(`store generation ${generation}: ${parts.sort().join(' ') || 'no members'}`);
      this.#onlooker.stores(effect);
    }
  }

  #tell(line: string): void {
    this.lines.push(line);
    this.story.push(`${' '.repeat(12)}${line}`);
  }
}

function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

function wordsFor(answer: GroupAnswer): string {
  const error = errorName(answer.errorCode);
  if ('memberId' in answer) return wordsForJoin(answer);
  if ('assignment' in answer) {
    if (answer.errorCode !== ErrorCode.NONE) return error;
    return `has ${text.decode(answer.assignment) || 'nothing'}`;
  }
  if (!('members' in answer)) return error;
  const outcomes = answer.members.map(
    (one) => `${one.memberId || one.groupInstanceId} ${errorName(one.errorCode)}`,
  );
  return `${error}, ${outcomes.join(', ') || 'nobody'}`;
}

function wordsForJoin(answer: JoinAnswer): string {
  const { errorCode, memberId, generationId, protocolName, leader, members } = answer;
  if (errorCode !== ErrorCode.NONE) return `${errorName(errorCode)} ${memberId}`.trimEnd();
  const ids = members.map((one) => one.memberId).sort();
  const role = leader === memberId ? `leads ${ids.join(' ')}` : `follows ${leader}`;
  const more = leader !== memberId && ids.length > 0 ? `, and is told of ${ids.join(' ')}` : '';
  return `${memberId} in generation ${generationId} of ${protocolName}, ${role}${more}`;
}
