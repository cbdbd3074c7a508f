/**
 * Membership in a classic group: the core's effects become requests, their answers its events.
 *
 *     Consumer.poll ──poll──► ClassicMember (step) ──join, sync, heartbeat──► coordinator
 *                  ◄──task──                       ◄──────── answers ────────
 *
 * Source: org.apache.kafka.clients.consumer.internals.ConsumerCoordinator.
 */
import type { LastAssignment } from '#clients/assignors/assignor.ts';
import type {
  ClassicEffect,
  ClassicEvent,
  ClassicTask,
  JoinAnswer,
  MemberIdentity,
} from '#clients/consumer/classic-event.ts';
import { PROTOCOL_TYPE } from '#clients/consumer/classic-join.ts';
import { ClassicMember } from '#clients/consumer/classic-member.ts';
import { step } from '#clients/consumer/classic-step.ts';
import {
  CommitFailed,
  IllegalState,
  RebalanceInProgress,
} from '#clients/consumer/consumer-error.ts';
import {
  divide,
  joinProtocols,
  memberSubscriptions,
  rebalanceProtocolOf,
} from '#clients/consumer/group-assignment.ts';
import type { GroupContext } from '#clients/consumer/group-context.ts';
import { without } from '#clients/consumer/handover.ts';
import type { GroupMetadata, Membership } from '#clients/consumer/membership.ts';
import { failureOf } from '#clients/consumer/request-failure.ts';
import { sameSet } from '#clients/consumer/subscription-state.ts';
import { atMost } from '#clients/consumer/time-limit.ts';
import type { KnownTopic, TopicMetadata } from '#clients/consumer/topic-metadata.ts';
import { readAssignment } from '#clients/consumer-assignment.ts';
import type { Timer } from '#env/clock.ts';
import { HeartbeatRequest, HeartbeatResponse } from '#protocol/messages/heartbeat.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';
import { LeaveGroupRequest, LeaveGroupResponse } from '#protocol/messages/leave-group.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';
import type { TopicPartition } from '#storage/log-files.ts';

/** A join waits for the other members as long as they may take, and a little for the way. */
const JOIN_LAPSE_MS = 5000;

/** What the leader assigned by: partitions that come later have it assign again. */
type PartitionCounts = ReadonlyMap<string, number>;

export class ClassicMembership implements Membership {
  readonly #context: GroupContext;
  readonly #member: ClassicMember;
  #timer: Timer | undefined;
  #error: Error | undefined;
  /** What the member joined with, and what it was given last. */
  #joinedTopics: ReadonlySet<string> | undefined;
  #last: LastAssignment | undefined;
  #divided: PartitionCounts | undefined;
  #isClosed = false;

  constructor(context: GroupContext) {
    this.#context = context;
    this.#member = new ClassicMember(context.env.clock.monotonicMs());
  }

  get metadata(): GroupMetadata {
    const { memberId, generationId } = this.#member;
    const { groupId, settings } = this.#context;
    const groupInstanceId = settings.groupInstanceId ?? null;
    return { groupId, memberId, generationId, groupInstanceId };
  }

  async poll(): Promise<void> {
    this.#rejoinIfChanged();
    this.#take({ kind: 'poll' });
    const { task, isTaskRunning } = this.#member;
    if (task !== undefined && isTaskRunning) {
      await this.#run(task);
      this.#take({ kind: 'done' });
    }
    const error = this.#error ?? this.#context.handover.takeFailure();
    this.#error = undefined;
    if (error !== undefined) throw error;
  }

  committer(): GroupMetadata {
    const { phase, isInGeneration } = this.#member;
    const isBetween = phase === 'joining' || phase === 'dividing' || phase === 'syncing';
    if (isBetween || (phase === 'unjoined' && isInGeneration)) {
      throw new RebalanceInProgress(
        'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto ' +
          'partition assignment. You can try completing the rebalance by calling poll() and then ' +
          'retry the operation.',
      );
    }
    if (isInGeneration) return this.metadata;
    throw new CommitFailed(
      'Offset commit cannot be completed since the consumer is not part of an active group for ' +
        'auto partition assignment; it is likely that the consumer was kicked out of the group.',
    );
  }

  refused(from: MemberIdentity, errorCode: number): void {
    this.#take({ kind: 'refused', from, errorCode });
  }

  rejoin(reason: string): void {
    this.#take({ kind: 'rejoin', reason });
  }

  async leave(reason: string, isLeaving: boolean, timeoutMs: number): Promise<void> {
    const { handover } = this.#context;
    const { phase, isInGeneration } = this.#member;
    const isSettled = phase !== 'joining' && phase !== 'dividing' && phase !== 'syncing';
    const { owned } = handover;
    if (owned.length > 0) {
      if (isInGeneration && isSettled) await handover.revoke(owned);
      else await handover.lose(owned);
    }
    this.#joinedTopics = undefined;
    this.#divided = undefined;
    const goodbye = this.#take({ kind: 'leave', reason, isLeaving });
    await atMost(this.#context.env.clock, timeoutMs, goodbye);
    const failure = handover.takeFailure();
    if (failure !== undefined) throw failure;
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  /** Resolves when what the step began is over; nobody has to wait for it. */
  #take(event: ClassicEvent): Promise<unknown> {
    if (this.#isClosed) return Promise.resolve();
    const { clock } = this.#context.env;
    const effects = step(this.#member, event, clock.monotonicMs(), this.#context.settings);
    const done = Promise.all(effects.map((effect) => this.#perform(effect)));
    this.#armTimer();
    if (event.kind !== 'poll') this.#context.news.tell();
    return done;
  }

  #armTimer(): void {
    this.#timer?.cancel();
    const { clock } = this.#context.env;
    const nextMs = this.#member.nextTickMs(clock.monotonicMs(), this.#context.settings);
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#timer = clock.setTimer(nextMs - clock.monotonicMs(), () => this.#take({ kind: 'tick' }));
  }

  #perform(effect: ClassicEffect): Promise<void> | undefined {
    const { coordinator, env, groupId } = this.#context;
    if (effect.kind === 'commit') return this.#commit(effect.attempt);
    if (effect.kind === 'join') return this.#join(effect.attempt, effect.reason);
    if (effect.kind === 'divide') return this.#divide(effect.attempt, effect.answer);
    if (effect.kind === 'sync') return this.#sync(effect);
    if (effect.kind === 'heartbeat') return this.#heartbeat();
    if (effect.kind === 'leave') return this.#sendLeave(effect.memberId, effect.reason);
    if (effect.kind === 'forget-coordinator') coordinator.forget();
    else if (effect.kind === 'fail') this.#error = effect.error;
    else if (effect.kind === 'warn') env.log.warn(effect.text, { group: groupId });
    else env.log.debug(effect.text, { group: groupId });
    return undefined;
  }

  /** Waits for an answer; what goes wrong on the way becomes an event as well. */
  async #await(attempt: number, ask: () => Promise<ClassicEvent>): Promise<void> {
    let event: ClassicEvent;
    try {
      event = await ask();
    } catch (error) {
      event = { kind: 'failed', attempt, ...failureOf(error) };
    }
    this.#take(event);
  }

  /** Nothing of what is given back may be read on while its offset is being committed. */
  async #commit(attempt: number): Promise<void> {
    const { subscription, settings, commitBeforeRebalance } = this.#context;
    if (this.#protocol === 'eager') {
      for (const partition of subscription.assigned) partition.isRevoking = true;
    }
    await commitBeforeRebalance(settings.maxPollIntervalMs);
    this.#take({ kind: 'committed', attempt });
  }

  #join(attempt: number, reason: string): Promise<void> {
    const { coordinator, subscription, settings, handover, groupId } = this.#context;
    const { memberId, generationId } = this.#member;
    const topics = [...subscription.topics];
    this.#joinedTopics = new Set(topics);
    const body = {
      groupId,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      rebalanceTimeoutMs: settings.maxPollIntervalMs,
      memberId,
      groupInstanceId: settings.groupInstanceId ?? null,
      protocolType: PROTOCOL_TYPE,
      protocols: joinProtocols(settings.assignors, {
        topics,
        owned: handover.owned,
        generationId,
        rackId: settings.clientRack,
        last: this.#last,
      }),
      reason,
    };
    const timeoutMs = Math.max(
      settings.requestTimeoutMs,
      settings.maxPollIntervalMs + JOIN_LAPSE_MS,
    );
    return this.#await(attempt, async () => {
      const answer = await coordinator.ask(JoinGroupRequest, JoinGroupResponse, body, {
        timeoutMs,
      });
      return { kind: 'joined', attempt, answer };
    });
  }

  #divide(attempt: number, answer: JoinAnswer): Promise<void> {
    return this.#await(attempt, async () => {
      const { metadata } = this.#context;
      const subscriptions = memberSubscriptions(answer);
      const wanted = new Set([...subscriptions.values()].flatMap(({ topics }) => topics));
      const topics = await metadata.lookUp([...wanted]);
      this.#watch(wanted, topics);
      if (answer.skipAssignment) return { kind: 'divided', attempt, assignments: new Map() };
      const assignor = this.#assignor(answer.protocolName ?? '');
      const assignments = divide(assignor, subscriptions, topics, metadata);
      return { kind: 'divided', attempt, assignments };
    });
  }

  #sync(effect: Extract<ClassicEffect, { kind: 'sync' }>): Promise<void> {
    const { coordinator, settings, groupId } = this.#context;
    const { memberId, generationId } = this.#member;
    const { attempt, protocolName, assignments } = effect;
    const body = {
      groupId,
      generationId,
      memberId,
      groupInstanceId: settings.groupInstanceId ?? null,
      protocolType: PROTOCOL_TYPE,
      protocolName,
      assignments: [...assignments].map(([member, assignment]) => ({
        memberId: member,
        assignment,
      })),
    };
    return this.#await(attempt, async () => {
      const answer = await coordinator.ask(SyncGroupRequest, SyncGroupResponse, body, {
        timeoutMs: Math.max(settings.requestTimeoutMs, settings.maxPollIntervalMs + JOIN_LAPSE_MS),
      });
      return { kind: 'synced', attempt, answer };
    });
  }

  async #heartbeat(): Promise<void> {
    const { coordinator } = this.#context;
    const { groupId, groupInstanceId, memberId, generationId } = this.metadata;
    const from = { memberId, generationId };
    const body = { groupId, groupInstanceId, memberId, generationId };
    try {
      const { errorCode } = await coordinator.ask(HeartbeatRequest, HeartbeatResponse, body);
      this.#take({ kind: 'heard', from, errorCode });
    } catch (error) {
      this.#take({ kind: 'unheard', ...failureOf(error) });
    }
  }

  /** On a connection of its own: on the group's, it would stand behind a join that waits. */
  async #sendLeave(memberId: string, reason: string): Promise<void> {
    const { coordinator, groupId } = this.#context;
    const bodyOf = (version: number) =>
      version < 3 ? { groupId, memberId } : { groupId, members: [{ memberId, reason }] };
    try {
      const channel = 'leave';
      await coordinator.askIn(LeaveGroupRequest, LeaveGroupResponse, bodyOf, { channel });
    } catch (error) {
      this.#context.env.log.warn('LeaveGroup got no answer', { error });
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
    this.#divided = undefined;
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
    if (!isLeader) this.#divided = undefined;
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
    const { subscription, metadata } = this.#context;
    if (this.#member.rejoinReason !== undefined) return;
    if (this.#joinedTopics !== undefined && !sameSet(this.#joinedTopics, subscription.topics)) {
      this.rejoin('subscription has changed');
    } else if (this.#hasGrown(metadata)) {
      this.rejoin('cached metadata has changed');
    }
  }

  #hasGrown(metadata: TopicMetadata): boolean {
    return [...(this.#divided ?? [])].some(
      ([topic, count]) => (metadata.countOf(topic) ?? count) !== count,
    );
  }

  /** The leader keeps an eye on the topics of all members. */
  #watch(wanted: ReadonlySet<string>, topics: readonly KnownTopic[]): void {
    const { metadata, subscription } = this.#context;
    const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    this.#divided = new Map([...wanted].map((topic) => [topic, counts.get(topic) ?? 0]));
    if (subscription.kind !== 'pattern') {
      metadata.want(new Set([...wanted, ...subscription.topics]));
    }
  }

  get #protocol() {
    return rebalanceProtocolOf(this.#context.settings.assignors);
  }

  #assignor(name: string) {
    const found = this.#context.settings.assignors.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new IllegalState(`Coordinator selected invalid assignment protocol: ${name}`);
  }
}
