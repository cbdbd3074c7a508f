/**
 * Around the pure core of consumer groups, in one shard: what a step has planned is written, then
 * applied, then answered.
 *
 *     step ──► records ──► the log takes them ──► applied to the group ──► durable ──► answers
 *                               └── refuses: nothing has happened; the request is told why
 *
 * An answer without records of its own may still tell what others before it have written. So it waits
 * until that is durable: a client must not act on what a crash could take back.
 */
import type { Env } from '#env/env.ts';
import { type Beginning, beginningOf } from '#groups/consumer-group/beginning.ts';
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type {
  ConsumerContext,
  ConsumerGroupEvent,
  ConsumerHeartbeatEvent,
  ConsumerOutcome,
} from '#groups/consumer-group/consumer-group-event.ts';
import { step } from '#groups/consumer-group/consumer-group-step.ts';
import { heartbeatError } from '#groups/consumer-group/heartbeat.ts';
import { isRefusal } from '#groups/consumer-group/refusal.ts';
import { replay } from '#groups/consumer-group/replay.ts';
import type { ResolvedPattern } from '#groups/consumer-group/subscription.ts';
import { matchTopics } from '#groups/consumer-group/topic-patterns.ts';
import type { Now } from '#groups/group-event.ts';
import type { GroupShard } from '#groups/group-shard.ts';
import { ErrorCode } from '#protocol/errors.ts';

export class ConsumerShell {
  readonly #env: Env;
  readonly #shard: GroupShard;
  /** For each write that is not durable yet, what waits for it. */
  readonly #writes: (() => void)[][] = [];

  constructor(env: Env, shard: GroupShard) {
    this.#env = env;
    this.#shard = shard;
  }

  /** Puts a heartbeat to its group, which may begin with it. */
  heartbeat(groupId: string, event: ConsumerHeartbeatEvent): void {
    const found = this.#shard.groups.get(groupId);
    const world = { now: this.#now, context: this.#context };
    const beginning = beginningOf(groupId, found, event.memberEpoch, world);
    if (isRefusal(beginning)) {
      const { errorCode, errorMessage } = beginning;
      this.#shard.answers.give(event.requestId, heartbeatError(errorCode, errorMessage));
    } else {
      this.#take(beginning, event);
    }
  }

  /** Takes a group through an event, and does what follows from it. */
  take(group: ConsumerGroup, event: ConsumerGroupEvent): void {
    this.#take({ group, records: [] }, event);
  }

  get #now(): Now {
    const { clock } = this.#env;
    return { monotonicMs: clock.monotonicMs(), wallMs: clock.now() };
  }

  get #context(): ConsumerContext {
    const { settings, metadata } = this.#shard;
    const { image, topicsCreatedAt } = metadata;
    return { settings: settings.consumer, image, topicsCreatedAt };
  }

  #take(beginning: Beginning, event: ConsumerGroupEvent): void {
    const { group } = beginning;
    const outcome = step(group, event, this.#now, this.#context);
    const records = outcome.isRefused ? [] : [...beginning.records, ...outcome.records];
    if (records.length === 0) this.#afterWrites(() => this.#answer(outcome, ErrorCode.NONE));
    else this.#write(beginning, outcome);
    if (this.#shard.groups.get(group.groupId) !== group) return;
    if (outcome.toMatch !== undefined) this.#matchLater(group, outcome.toMatch);
    // A sign of life only puts things off: the timer that is set finds that out by itself.
    const putsOff = event.kind === 'consumerHeartbeat' && records.length === 0;
    if (!putsOff || !this.#shard.alarms.has(group)) this.#shard.alarms.set(group);
  }

  #write(beginning: Beginning, outcome: ConsumerOutcome): void {
    const waiting: (() => void)[] = [];
    let early: number | undefined;
    let isTaken = false;
    this.#shard.append([...beginning.records, ...outcome.records], (errorCode) => {
      if (isTaken) this.#written(outcome, errorCode, waiting);
      else early = errorCode;
    });
    if (early !== undefined && early !== ErrorCode.NONE) {
      this.#notWritten(beginning.group, outcome, early);
      return;
    }
    isTaken = true;
    this.#writes.push(waiting);
    this.#apply(beginning, outcome);
    if (early !== undefined) this.#written(outcome, early, waiting);
  }

  #apply({ group }: Beginning, outcome: ConsumerOutcome): void {
    for (const note of outcome.notes) this.#env.log.info(`group ${group.groupId} ${note}`);
    if (outcome.becomes !== undefined) {
      const { group: classic, rebalance } = outcome.becomes;
      this.#shard.install(classic);
      if (rebalance !== undefined) {
        this.#shard.take(classic, { kind: 'rebalance', reason: rebalance });
      }
      return;
    }
    this.#shard.install(group);
    for (const record of outcome.records) {
      if (record.kind !== 'offset' && record.kind !== 'group') replay(group, record);
    }
  }

  #written(outcome: ConsumerOutcome, errorCode: number, waiting: readonly (() => void)[]): void {
    this.#writes.splice(this.#writes.indexOf(waiting as (() => void)[]), 1);
    this.#answer(outcome, errorCode);
    for (const answer of waiting) answer();
  }

  /** The group is as it was. What the step had done with is to be looked at again. */
  #notWritten(group: ConsumerGroup, outcome: ConsumerOutcome, errorCode: number): void {
    group.topicsSeen = undefined;
    this.#answer(outcome, errorCode);
    const { state, groups } = this.#shard;
    const isHere = state === 'active' && groups.get(group.groupId) === group;
    if (isHere) this.take(group, { kind: 'loaded' });
  }

  #answer({ answers }: ConsumerOutcome, errorCode: number): void {
    for (const { requestId, answer, failure } of answers) {
      const isDone = errorCode === ErrorCode.NONE;
      this.#shard.answers.give(requestId, isDone ? answer : failure(errorCode));
    }
  }

  #afterWrites(run: () => void): void {
    const last = this.#writes.at(-1);
    if (last === undefined) run();
    else last.push(run);
  }

  /** Looking at every topic takes its time: others have their turn first. */
  #matchLater(group: ConsumerGroup, patterns: ReadonlySet<string>): void {
    group.isMatching = true;
    this.#env.clock.defer(() => {
      group.isMatching = false;
      const { state, groups, metadata } = this.#shard;
      if (state !== 'active' || groups.get(group.groupId) !== group) return;
      const { image } = metadata;
      const timestampMs = this.#env.clock.now();
      const matched = new Map<string, ResolvedPattern>();
      for (const [pattern, topics] of matchTopics(patterns, image.topics.byName.keys())) {
        matched.set(pattern, { topics, version: image.offset, timestampMs });
      }
      this.take(group, { kind: 'patternsMatched', matched });
    });
  }
}
