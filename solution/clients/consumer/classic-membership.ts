/**
 * Membership in a classic group: the core's effects become requests, their answers its events.
 *
 *     Consumer.poll ──poll──► ClassicMember (step) ──join, sync, heartbeat──► coordinator
 *                  ◄──task──                       ◄──────── answers ────────
 *
 * Source: org.apache.kafka.clients.consumer.internals.ConsumerCoordinator.
 */
import type { LastAssignment, RebalanceProtocol } from '#clients/assignors/assignor.ts';
import type {
  ClassicEffect,
  ClassicEvent,
  ClassicTask,
  MemberIdentity,
} from '#clients/consumer/classic-event.ts';
import { ClassicMember } from '#clients/consumer/classic-member.ts';
import { ClassicRequests } from '#clients/consumer/classic-requests.ts';
import { step } from '#clients/consumer/classic-step.ts';
import { CommitFailed, RebalanceInProgress } from '#clients/consumer/consumer-error.ts';
import { CoreRunner } from '#clients/consumer/core-runner.ts';
import { rebalanceProtocolOf } from '#clients/consumer/group-assignment.ts';
import type { GroupContext } from '#clients/consumer/group-context.ts';
import { GroupLeader } from '#clients/consumer/group-leader.ts';
import { without } from '#clients/consumer/handover.ts';
import type { GroupMetadata, Membership } from '#clients/consumer/membership.ts';
import { failureOf } from '#clients/consumer/request-failure.ts';
import { sameSet } from '#clients/consumer/subscription-state.ts';
import { atMost } from '#clients/consumer/time-limit.ts';
import { readAssignment } from '#clients/consumer-assignment.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export class ClassicMembership implements Membership {
  readonly #context: GroupContext;
  readonly #protocol: RebalanceProtocol;
  readonly #member: ClassicMember;
  readonly #runner: CoreRunner<ClassicEvent, ClassicEffect>;
  readonly #requests: ClassicRequests;
  readonly #leader: GroupLeader;
  #error: Error | undefined;
  /** What the member joined with, and what it was given last. */
  #joinedTopics: ReadonlySet<string> | undefined;
  #last: LastAssignment | undefined;

  /** @throws IllegalState where the assignors have nothing in common */
  constructor(context: GroupContext) {
    const { env, news, settings } = context;
    this.#context = context;
    this.#protocol = rebalanceProtocolOf(settings.assignors);
    this.#member = new ClassicMember(env.clock.monotonicMs());
    this.#runner = new CoreRunner(env.clock, news, {
      step: (event, nowMs) => step(this.#member, event, nowMs, settings),
      nextTickMs: (nowMs) => this.#member.nextTickMs(nowMs, settings),
      perform: (effect) => this.#perform(effect),
    });
    this.#requests = new ClassicRequests(context);
    this.#leader = new GroupLeader(context);
  }

  get metadata(): GroupMetadata {
    const { groupId, settings } = this.#context;
    const groupInstanceId = settings.groupInstanceId ?? null;
    return { groupId, groupInstanceId, ...this.#identity };
  }

  async poll(): Promise<void> {
    this.#rejoinIfChanged();
    this.#runner.take({ kind: 'poll' });
    const { task, isTaskRunning } = this.#member;
    if (task !== undefined && isTaskRunning) {
      await this.#run(task);
      this.#runner.take({ kind: 'done' });
    }
    const error = this.#error ?? this.#context.handover.takeFailure();
    this.#error = undefined;
    if (error !== undefined) throw error;
  }

  committer(begun?: GroupMetadata): GroupMetadata {
    const { phase, isInGeneration } = this.#member;
    const isBetween = phase === 'joining' || phase === 'dividing' || phase === 'syncing';
    if (isBetween || (phase === 'unjoined' && isInGeneration)) {
      throw new RebalanceInProgress(
        'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto ' +
          'partition assignment. You can try completing the rebalance by calling poll() and then ' +
          'retry the operation.',
      );
    }
    if (!isInGeneration) throw CommitFailed.ofNoMember();
    if (begun !== undefined && !this.#member.is(begun)) throw new CommitFailed();
    return this.metadata;
  }

  refused(from: MemberIdentity, errorCode: number): void {
    this.#runner.take({ kind: 'refused', from, errorCode });
  }

  rejoin(reason: string): void {
    this.#runner.take({ kind: 'rejoin', reason });
  }

  async leave(reason: string, isLeaving: boolean, timeoutMs: number): Promise<void> {
    const { handover, env } = this.#context;
    const { phase, isInGeneration } = this.#member;
    const isSettled = phase !== 'joining' && phase !== 'dividing' && phase !== 'syncing';
    await handover.giveUp({ isLost: !isInGeneration || !isSettled });
    this.#joinedTopics = undefined;
    this.#leader.resign();
    const goodbye = this.#runner.take({ kind: 'leave', reason, isLeaving });
    await atMost(env.clock, timeoutMs, goodbye);
    const failure = handover.takeFailure();
    if (failure !== undefined) throw failure;
  }

  close(): void {
    this.#runner.close();
  }

  #perform(effect: ClassicEffect): Promise<void> | undefined {
    const { coordinator, env, groupId } = this.#context;
    if (effect.kind === 'commit') return this.#commit(effect.attempt);
    if (effect.kind === 'join') return this.#join(effect.attempt, effect.reason);
    if (effect.kind === 'divide') return this.#divide(effect);
    if (effect.kind === 'sync') return this.#sync(effect);
    if (effect.kind === 'heartbeat') return this.#heartbeat();
    if (effect.kind === 'leave') return this.#requests.leave(effect.memberId, effect.reason);
    if (effect.kind === 'forget-coordinator') coordinator.forget();
    else if (effect.kind === 'fail') this.#error = effect.error;
    else if (effect.kind === 'warn') env.log.warn(effect.text, { group: groupId });
    else env.log.debug(effect.text, { group: groupId });
    return undefined;
  }

  /** Takes what comes of a request; what goes wrong on the way is an event as well. */
  async #await(attempt: number, asked: Promise<ClassicEvent>): Promise<void> {
    const failed = (error: unknown) => ({ kind: 'failed', attempt, ...failureOf(error) }) as const;
    this.#runner.take(await asked.catch(failed));
  }

  /** Nothing of what is given back may be read on while its offset is being committed. */
  async #commit(attempt: number): Promise<void> {
    const { subscription, settings, commitBeforeRebalance } = this.#context;
    if (this.#protocol === 'eager') {
      for (const partition of subscription.assigned) partition.isRevoking = true;
    }
    await commitBeforeRebalance(settings.maxPollIntervalMs);
    this.#runner.take({ kind: 'committed', attempt });
  }

  #join(attempt: number, reason: string): Promise<void> {
    const topics = [...this.#context.subscription.topics];
    this.#joinedTopics = new Set(topics);
    const asked = this.#requests.join(this.#identity, { topics, last: this.#last, reason });
    return this.#await(
      attempt,
      asked.then((answer) => ({ kind: 'joined', attempt, answer })),
    );
  }

  #divide({ attempt, answer }: Extract<ClassicEffect, { kind: 'divide' }>): Promise<void> {
    const divided = this.#leader.divide(answer);
    return this.#await(
      attempt,
      divided.then((assignments) => ({ kind: 'divided', attempt, assignments })),
    );
  }

  #sync(effect: Extract<ClassicEffect, { kind: 'sync' }>): Promise<void> {
    const { attempt } = effect;
    const asked = this.#requests.sync(this.#identity, effect);
    return this.#await(
      attempt,
      asked.then((answer) => ({ kind: 'synced', attempt, answer })),
    );
  }

  async #heartbeat(): Promise<void> {
    const from = this.#identity;
    try {
      const errorCode = await this.#requests.heartbeat(from);
      this.#runner.take({ kind: 'heard', from, errorCode });
    } catch (error) {
      this.#runner.take({ kind: 'unheard', ...failureOf(error) });
    }
  }

  /** The application's part, in its own poll. */
  async #run(task: ClassicTask): Promise<void> {
    if (task.kind === 'release') await this.#release(task.isLost);
    else await this.#takeAssignment(task);
  }

  async #release(isLost: boolean): Promise<void> {
    const { handover, subscription } = this.#context;
    const { owned } = handover;
    this.#leader.resign();
    if (isLost) {
      if (owned.length > 0) await handover.lose(owned);
    } else if (this.#protocol === 'eager') {
      await handover.revoke(owned);
    } else {
      const unwanted = owned.filter(({ topic }) => !subscription.topics.has(topic));
      if (unwanted.length > 0) await handover.revoke(unwanted);
    }
  }

  async #takeAssignment({ assignment, isLeader }: Extract<ClassicTask, { kind: 'take' }>) {
    const { handover, subscription } = this.#context;
    const assigned = readAssignment(assignment);
    if (!isLeader) this.#leader.resign();
    if (!assigned.every(({ topic }) => subscription.wants(topic))) {
      this.rejoin('received assignment does not match the current subscription');
      return;
    }
    const revoked = this.#protocol === 'cooperative' ? without(handover.owned, assigned) : [];
    if (revoked.length > 0) {
      await handover.revoke(revoked);
      this.rejoin('need to revoke partitions and re-join');
    }
    this.#learnTopics(assigned);
    this.#last = { partitions: assigned, generationId: this.#member.generationId };
    this.#context.assignmentChanged(assigned);
    await handover.take(assigned);
  }

  /** The leader knew of topics that match this member's pattern and that it had not seen yet. */
  #learnTopics(assigned: readonly TopicPartition[]): void {
    const { subscription } = this.#context;
    const added = assigned.map(({ topic }) => topic).filter((one) => !subscription.topics.has(one));
    if (added.length === 0) return;
    subscription.addMatching(added);
    this.#joinedTopics = new Set([...(this.#joinedTopics ?? []), ...added]);
  }

  /** Joins again when other topics are wanted, or the leader sees other partitions than it divided. */
  #rejoinIfChanged(): void {
    const { subscription } = this.#context;
    if (this.#member.rejoinReason !== undefined) return;
    if (this.#joinedTopics !== undefined && !sameSet(this.#joinedTopics, subscription.topics)) {
      this.rejoin('subscription has changed');
    } else if (this.#leader.hasNews) {
      this.rejoin('cached metadata has changed');
    }
  }

  get #identity(): MemberIdentity {
    const { memberId, generationId } = this.#member;
    return { memberId, generationId };
  }
}
