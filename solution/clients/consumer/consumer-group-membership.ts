/**
 * Membership in a consumer group (KIP-848): the core's effects become heartbeats, their answers its
 * events.
 *
 *     Consumer.poll ──poll──► ConsumerGroupMember (step) ──heartbeat──► coordinator
 *                  ◄──task──                             ◄── target ───
 *
 * Source: org.apache.kafka.clients.consumer.internals.ConsumerMembershipManager.
 */
import { CommitFailed } from '#clients/consumer/consumer-error.ts';
import type {
  Assigned,
  ConsumerGroupEffect,
  ConsumerGroupEvent,
  ConsumerGroupTask,
  TargetAssignment,
} from '#clients/consumer/consumer-group-event.ts';
import { ConsumerGroupMember } from '#clients/consumer/consumer-group-member.ts';
import { stepConsumerGroup } from '#clients/consumer/consumer-group-step.ts';
import { CoreRunner } from '#clients/consumer/core-runner.ts';
import type { GroupContext } from '#clients/consumer/group-context.ts';
import { without } from '#clients/consumer/handover.ts';
import { HeartbeatFields } from '#clients/consumer/heartbeat-fields.ts';
import type { GroupMetadata, Membership } from '#clients/consumer/membership.ts';
import { failureOf, type RequestFailure } from '#clients/consumer/request-failure.ts';
import { atMost } from '#clients/consumer/time-limit.ts';
import { UnsupportedApi } from '#clients/kafka-error.ts';
import { byTopic } from '#clients/partitions-by-topic.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';
import { randomUuid } from '#storage/meta-properties.ts';

const NO_PROTOCOL =
  'The cluster does not support the new CONSUMER group protocol. Set group.protocol=classic on the ' +
  'consumer configs to revert to the CLASSIC protocol until the cluster is upgraded.';

export class ConsumerGroupMembership implements Membership {
  readonly #context: GroupContext;
  readonly #member: ConsumerGroupMember;
  readonly #runner: CoreRunner<ConsumerGroupEvent, ConsumerGroupEffect>;
  readonly #memberId: string;
  readonly #fields: HeartbeatFields;
  /** What the coordinator is told that this member owns. */
  #owned: TargetAssignment = [];
  #subscribed = '';
  #error: Error | undefined;

  constructor(context: GroupContext) {
    const { env, news, settings } = context;
    this.#context = context;
    this.#member = new ConsumerGroupMember(env.clock.monotonicMs());
    this.#runner = new CoreRunner(env.clock, news, {
      step: (event, nowMs) => stepConsumerGroup(this.#member, event, nowMs, settings),
      nextTickMs: (nowMs) => this.#member.nextTickMs(nowMs, settings),
      perform: (effect) => this.#perform(effect),
    });
    this.#memberId = randomUuid(env);
    this.#fields = new HeartbeatFields(settings);
  }

  get metadata(): GroupMetadata {
    const { groupId, settings } = this.#context;
    const generationId = this.#member.isInGroup ? this.#member.epoch : -1;
    const groupInstanceId = settings.groupInstanceId ?? null;
    return { groupId, memberId: this.#memberId, generationId, groupInstanceId };
  }

  get asking() {
    const { isInGroup, epoch } = this.#member;
    return isInGroup ? { memberId: this.#memberId, memberEpoch: epoch } : undefined;
  }

  async poll(): Promise<void> {
    this.#noticeSubscription();
    this.#runner.take({ kind: 'poll' });
    while (this.#member.task !== undefined && this.#member.isTaskRunning) {
      await this.#run(this.#member.task);
      this.#runner.take({ kind: 'done' });
      this.#runner.take({ kind: 'poll' });
    }
    const error = this.#error ?? this.#context.handover.takeFailure();
    // A member that can't go on says so in every poll.
    if (this.#member.phase !== 'fatal') this.#error = undefined;
    if (error !== undefined) throw error;
  }

  /** An epoch may end while its partitions stay, so a commit is tried again in the newest. */
  committer(): GroupMetadata {
    if (this.#member.isInGroup) return this.metadata;
    throw CommitFailed.ofNoMember();
  }

  /** The next heartbeat will tell what is wrong. */
  refused(): void {
    this.#runner.take({ kind: 'changed' });
  }

  /** Nobody rebalances here but the coordinator; it may look again. */
  rejoin(): void {
    this.#runner.take({ kind: 'changed' });
  }

  async leave(_reason: string, isLeaving: boolean, timeoutMs: number): Promise<void> {
    const { handover, env } = this.#context;
    await handover.giveUp({ isLost: !this.#member.isInGroup });
    await atMost(env.clock, timeoutMs, this.#runner.take({ kind: 'leave', isLeaving }));
    const failure = handover.takeFailure();
    if (failure !== undefined) throw failure;
  }

  close(): void {
    this.#runner.close();
  }

  #perform(effect: ConsumerGroupEffect): Promise<void> | undefined {
    const { coordinator, env, groupId } = this.#context;
    if (effect.kind === 'heartbeat') return this.#heartbeat(effect.life, effect.isJoining);
    if (effect.kind === 'prepare') return this.#prepare(effect.round, effect.target);
    if (effect.kind === 'leave') return this.#sayGoodbye(effect.memberEpoch);
    if (effect.kind === 'forget-coordinator') coordinator.forget();
    else if (effect.kind === 'fail') this.#error = effect.error;
    else env.log.warn(effect.text, { group: groupId });
    return undefined;
  }

  async #heartbeat(life: number, isJoining: boolean): Promise<void> {
    const { coordinator, subscription, groupId } = this.#context;
    const state = {
      groupId,
      memberId: this.#memberId,
      memberEpoch: this.#member.epoch,
      subscribedTopicNames:
        subscription.brokerPattern === undefined ? [...subscription.topics].sort() : [],
      subscribedTopicRegex: subscription.brokerPattern ?? '',
      owned: this.#owned,
    };
    this.#subscribed = this.#subscription;
    const body = this.#fields.next(state, isJoining);
    try {
      const answer = await coordinator.ask(
        ConsumerGroupHeartbeatRequest,
        ConsumerGroupHeartbeatResponse,
        body,
      );
      if (answer.errorCode !== 0) this.#fields.forget();
      this.#runner.take({ kind: 'heard', life, answer });
    } catch (error) {
      this.#fields.forget();
      this.#runner.take({ kind: 'unheard', life, ...heartbeatFailure(error) });
    }
  }

  async #sayGoodbye(memberEpoch: number): Promise<void> {
    const { coordinator, env, settings, groupId } = this.#context;
    const instanceId = settings.groupInstanceId ?? null;
    const body = { groupId, memberId: this.#memberId, memberEpoch, instanceId };
    try {
      await coordinator.ask(ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse, body);
    } catch (error) {
      env.log.warn('The last heartbeat got no answer', { group: groupId, error });
    }
  }

  /** Finds the names of what is to be owned, and commits for what is to be given back. */
  async #prepare(round: number, target: TargetAssignment): Promise<void> {
    const { handover, subscription, settings, commitBeforeRebalance } = this.#context;
    const assigned = await this.#resolve(target);
    const leaving = new Set(without(handover.owned, assigned.partitions).map(partitionName));
    for (const one of subscription.assigned) one.isRevoking = leaving.has(partitionName(one));
    if (leaving.size > 0) await commitBeforeRebalance(settings.maxPollIntervalMs);
    this.#runner.take({ kind: 'prepared', round, assigned });
  }

  /** Topics come by id; those that nobody knows are left out for now. */
  async #resolve(target: TargetAssignment): Promise<Assigned> {
    const { metadata } = this.#context;
    const ids = target.map(({ topicId }) => topicId);
    await metadata.learnNames(ids);
    const partitions: TopicPartition[] = [];
    for (const { topicId, partitions: numbers } of target) {
      const topic = metadata.nameOf(topicId);
      if (topic === undefined) continue;
      for (const partition of numbers) partitions.push({ topic, partition });
    }
    const isPartial = ids.some((id) => metadata.nameOf(id) === undefined);
    return { partitions, isPartial };
  }

  /** The application's part, in its own poll. */
  async #run(task: ConsumerGroupTask): Promise<void> {
    const { handover } = this.#context;
    const { owned } = handover;
    if (task.kind === 'lose') {
      this.#owned = [];
      if (owned.length > 0) await handover.lose(owned);
      return;
    }
    const { partitions } = task.assigned;
    const revoked = without(owned, partitions);
    if (revoked.length > 0) await handover.revoke(revoked);
    this.#watch(partitions);
    this.#context.assignmentChanged(partitions);
    await handover.take(partitions);
    this.#owned = this.#idsOf(partitions);
  }

  /** With a pattern of the broker's, what is assigned tells which topics there are. */
  #watch(partitions: readonly TopicPartition[]): void {
    const { subscription, metadata } = this.#context;
    if (subscription.kind !== 'broker-pattern') return;
    subscription.showTopics(partitions.map(({ topic }) => topic));
    metadata.want(subscription.topics);
  }

  #idsOf(partitions: readonly TopicPartition[]): TargetAssignment {
    const { metadata } = this.#context;
    return byTopic(partitions).flatMap(({ topic, partitions: numbers }) => {
      const topicId = metadata.idOf(topic);
      return topicId === undefined ? [] : [{ topicId, partitions: [...numbers] }];
    });
  }

  get #subscription(): string {
    const { topics, brokerPattern } = this.#context.subscription;
    return brokerPattern ?? [...topics].sort().join(' ');
  }

  #noticeSubscription(): void {
    if (this.#subscribed !== this.#subscription) this.#runner.take({ kind: 'changed' });
  }
}

function heartbeatFailure(error: unknown): RequestFailure {
  if (error instanceof UnsupportedApi) {
    return { error: new UnsupportedApi(NO_PROTOCOL, { cause: error }), isPassing: false };
  }
  return failureOf(error);
}
