/**
 * All groups of one partition of `__consumer_offsets`, with what they have committed: the state that
 * this partition's records replay to, kept current while this broker leads it.
 *
 *     loading ──► active ──► closed        closed: another broker leads, or the partition is gone
 *        └──────► failed                   failed: its log can't be read
 *
 * Around the pure core of a group: requests wait here for their answers, timers bring the time,
 * records go to the log and come back as `stored`. What was committed can be fetched once its record
 * is durable, and not before: a reader must not see what a crash could still take back.
 */
import type { Timer } from '#env/clock.ts';
import type { Env } from '#env/env.ts';
import { ClassicGroup } from '#groups/classic-group.ts';
import { CommittedOffsets } from '#groups/committed-offsets.ts';
import { type CoordinatorRecord, encodeCoordinatorRecord } from '#groups/coordinator-record.ts';
import type { CoordinatorSettings } from '#groups/coordinator-settings.ts';
import type { GroupAnswer, GroupEffect, GroupEvent, Now } from '#groups/group-event.ts';
import { step } from '#groups/group-step.ts';
import type { OffsetsLog } from '#groups/offsets-log.ts';
import { restoreGroup } from '#groups/restored-group.ts';
import { storeError } from '#groups/store-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { encodeBatch } from '#storage/batch-writer.ts';

export type ShardState = 'loading' | 'active' | 'failed' | 'closed';

/** The next look at a group. */
interface Alarm {
  readonly timer: Timer;
  readonly atMs: number;
}

export class GroupShard {
  readonly log: OffsetsLog;
  readonly settings: CoordinatorSettings;
  readonly groups = new Map<string, ClassicGroup>();
  readonly offsets = new CommittedOffsets();
  state: ShardState = 'loading';
  readonly #env: Env;
  readonly #answers = new Map<number, (answer: GroupAnswer) => void>();
  readonly #alarms = new Map<ClassicGroup, Alarm>();
  #requests = 0;

  constructor(env: Env, log: OffsetsLog, settings: CoordinatorSettings) {
    this.#env = env;
    this.log = log;
    this.settings = settings;
  }

  get wallMs(): number {
    return this.#env.clock.now();
  }

  /** The group; made where there is none, but not written down yet. */
  groupFor(groupId: string): ClassicGroup {
    const known = this.groups.get(groupId);
    if (known !== undefined) return known;
    const fresh = new ClassicGroup(groupId, this.wallMs);
    this.groups.set(groupId, fresh);
    return fresh;
  }

  /** Puts a request to a group; the answer comes at once, or when the group has got that far. */
  ask<A extends GroupAnswer>(
    group: ClassicGroup,
    eventOf: (requestId: number) => GroupEvent,
  ): A | Promise<A> {
    const requestId = this.#requests++;
    let answered: A | undefined;
    let resolve: ((answer: A) => void) | undefined;
    this.#answers.set(requestId, (answer) => {
      if (resolve === undefined) answered = answer as A;
      else resolve(answer as A);
    });
    this.take(group, eventOf(requestId));
    if (answered !== undefined) return answered;
    return new Promise<A>((settle) => {
      resolve = settle;
    });
  }

  /** Takes a group through an event, and does what follows from it. */
  take(group: ClassicGroup, event: GroupEvent): void {
    const { clock } = this.#env;
    const now: Now = { monotonicMs: clock.monotonicMs(), wallMs: clock.now() };
    const effects = step(group, event, now, this.settings);
    for (const effect of effects) this.#carryOut(group, effect);
    // A sign of life only puts things off: the timer that is set finds that out by itself.
    const putsOff = event.kind === 'heartbeat' || event.kind === 'commit';
    if (!putsOff || !this.#alarms.has(group)) this.#setAlarm(group);
  }

  /** Writes records in one batch: all of them or none. They count when `done` is told 0. */
  write(records: readonly CoordinatorRecord[], done: (errorCode: number) => void): void {
    const batch = encodeBatch({
      records: records.map((record) => ({
        timestamp: this.wallMs,
        ...encodeCoordinatorRecord(record),
      })),
      codec: this.settings.codec,
      codecs: this.#env.codecs,
    });
    this.log.append(batch, (errorCode) => {
      if (this.state === 'closed') return done(ErrorCode.NOT_COORDINATOR);
      if (errorCode !== ErrorCode.NONE) return done(storeError(errorCode));
      for (const record of records) this.#apply(record);
      return done(ErrorCode.NONE);
    });
  }

  /** Does what a record of the log says, when the log is loaded. */
  replay(record: CoordinatorRecord): void {
    if (record.kind === 'group' && record.value !== undefined) {
      this.groups.set(record.groupId, restoreGroup(record.groupId, record.value));
    } else {
      this.#apply(record);
    }
  }

  /** The log is loaded: the groups go on. */
  activate(): void {
    this.state = 'active';
    for (const group of this.groups.values()) this.take(group, { kind: 'loaded' });
  }

  /** Ends the shard: whoever waits is told `errorCode`. */
  close(errorCode: number): void {
    this.state = 'closed';
    for (const group of this.groups.values()) this.take(group, { kind: 'unload', errorCode });
    for (const { timer } of this.#alarms.values()) timer.cancel();
    this.#alarms.clear();
  }

  /** A live group knows more than its own record, which is only applied when it is loaded. */
  #apply(record: CoordinatorRecord): void {
    if (record.kind === 'group') {
      if (record.value === undefined) this.#forget(record.groupId);
      return;
    }
    if (record.kind !== 'offset') return;
    const { groupId, topic, partition, offset } = record;
    if (offset === undefined) this.offsets.remove(groupId, topic, partition);
    else {
      // Who commits without ever joining makes a group by that alone.
      this.groupFor(groupId);
      this.offsets.set(groupId, topic, partition, offset);
    }
  }

  #forget(groupId: string): void {
    const group = this.groups.get(groupId);
    if (group === undefined) return;
    this.take(group, { kind: 'unload', errorCode: ErrorCode.UNKNOWN_MEMBER_ID });
    this.groups.delete(groupId);
    this.#alarms.get(group)?.timer.cancel();
    this.#alarms.delete(group);
  }

  #carryOut(group: ClassicGroup, effect: GroupEffect): void {
    if (effect.kind === 'note') {
      this.#env.log.info(`group ${group.groupId} ${effect.text}`);
    } else if (effect.kind === 'answer') {
      this.#answers.get(effect.requestId)?.(effect.answer);
      this.#answers.delete(effect.requestId);
    } else {
      const { value, stored } = effect;
      this.write([{ kind: 'group', groupId: group.groupId, value }], (errorCode) => {
        this.take(group, { kind: 'stored', stored, errorCode });
      });
    }
  }

  /** One timer for a group, for what is due next. One that is too early only looks again. */
  #setAlarm(group: ClassicGroup): void {
    const { clock } = this.#env;
    const atMs = group.nextDeadlineMs;
    const set = this.#alarms.get(group);
    if (atMs === Infinity || (set !== undefined && set.atMs <= atMs)) return;
    set?.timer.cancel();
    const timer = clock.setTimer(atMs - clock.monotonicMs(), () => {
      this.#alarms.delete(group);
      this.take(group, { kind: 'tick' });
    });
    this.#alarms.set(group, { timer, atMs });
  }
}
