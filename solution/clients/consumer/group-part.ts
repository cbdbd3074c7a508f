/**
 * The part of a consumer that has to do with its group: membership, commits, what was committed.
 *
 * A consumer that assigns partitions to itself may have a group, too: it commits in the group's
 * name and is no member of it.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import type { AutoCommitter } from '#clients/consumer/auto-committer.ts';
import { ClassicMembership } from '#clients/consumer/classic-membership.ts';
import type { CommittedOffset } from '#clients/consumer/committed-offset.ts';
import { CallTimeout, IllegalState } from '#clients/consumer/consumer-error.ts';
import { ConsumerGroupMembership } from '#clients/consumer/consumer-group-membership.ts';
import { backoffMs } from '#clients/consumer/consumer-options.ts';
import { CoordinatorLookup } from '#clients/consumer/coordinator-lookup.ts';
import type { GroupContext } from '#clients/consumer/group-context.ts';
import { Handover } from '#clients/consumer/handover.ts';
import type { GroupMetadata, Membership } from '#clients/consumer/membership.ts';
import { OffsetCommits } from '#clients/consumer/offset-commits.ts';
import { fetchCommitted } from '#clients/consumer/offset-fetches.ts';
import { mayPass } from '#clients/consumer/request-failure.ts';
import { SubscriptionPattern, type TopicChoice } from '#clients/consumer/topic-choice.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

type Parts = Pick<GroupContext, 'env' | 'settings' | 'subscription' | 'metadata' | 'news'>;

export interface LeaveOptions {
  readonly timeoutMs?: number;
  readonly groupMembership?: 'leave-group' | 'remain-in-group' | undefined;
}

export class GroupPart {
  readonly groupId: string;
  readonly commits: OffsetCommits;
  readonly handover: Handover;
  readonly #context: GroupContext;
  #membership: Membership | undefined;
  autoCommitter: AutoCommitter | undefined;

  constructor(groupId: string, cluster: ClusterClient, parts: Parts) {
    this.groupId = groupId;
    this.handover = new Handover(parts.subscription);
    const coordinator = new CoordinatorLookup(cluster, groupId);
    const { clock } = parts.env;
    this.commits = new OffsetCommits(clock, coordinator, parts.settings, {
      committer: (begun) => this.#committer(begun),
      refused: (from, errorCode) => this.#membership?.refused(from, errorCode),
    });
    this.#context = {
      ...parts,
      groupId,
      coordinator,
      handover: this.handover,
      commitBeforeRebalance: (timeoutMs) =>
        this.autoCommitter?.beforeRevocation(timeoutMs) ?? Promise.resolve(),
      assignmentChanged: (partitions) => this.autoCommitter?.assigned(partitions),
    };
  }

  get metadata(): GroupMetadata {
    return this.#membership?.metadata ?? this.#nobody;
  }

  /** Becomes a member with the next poll, if it is none yet. */
  join(): void {
    this.#membership ??=
      this.#context.settings.groupProtocol === 'consumer'
        ? new ConsumerGroupMembership(this.#context)
        : new ClassicMembership(this.#context);
  }

  async poll(): Promise<void> {
    await this.#membership?.poll();
  }

  rejoin(reason: string): void {
    if (this.#membership === undefined) {
      throw new IllegalState('Tried to force a rebalance but consumer does not have a group.');
    }
    this.#membership.rejoin(reason);
  }

  async leave(reason: string, options: LeaveOptions): Promise<void> {
    const { settings } = this.#context;
    const { timeoutMs = settings.requestTimeoutMs, groupMembership } = options;
    const isStatic = settings.groupInstanceId !== undefined;
    const isLeaving = groupMembership === undefined ? !isStatic : groupMembership === 'leave-group';
    await this.#membership?.leave(reason, isLeaving, timeoutMs);
    this.#membership?.close();
    this.#membership = undefined;
  }

  close(): void {
    this.#membership?.close();
  }

  /** @throws IllegalState where the group's protocol can't do what the subscription asks of it */
  requireSupport(choice: TopicChoice): void {
    const { groupProtocol, assignors } = this.#context.settings;
    if (groupProtocol === 'consumer') return;
    if (choice instanceof SubscriptionPattern) {
      throw new IllegalState(
        'Subscribe to RE2/J pattern is not supported with the classic group protocol: set ' +
          'group.protocol=consumer, or subscribe to a RegExp',
      );
    }
    if (assignors.length > 0) return;
    throw new IllegalState(
      'Must configure at least one partition assigner class name to ' +
        'partition.assignment.strategy configuration property',
    );
  }

  /** What the group has committed, asked once. */
  committed(partitions: readonly TopicPartition[]): Promise<CommittedOffset[]> {
    const { coordinator } = this.#context;
    return fetchCommitted(coordinator, this.groupId, partitions, this.#membership?.asking);
  }

  /** The same, tried again until `timeoutMs` are over. */
  async committedWithin(
    partitions: readonly TopicPartition[],
    timeoutMs: number,
  ): Promise<CommittedOffset[]> {
    const { clock } = this.#context.env;
    const deadline = clock.monotonicMs() + timeoutMs;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.committed(partitions);
      } catch (error) {
        if (!mayPass(error)) throw error;
        const pauseMs = backoffMs(attempt, this.#context.settings);
        if (clock.monotonicMs() + pauseMs >= deadline) throw tookTooLong(partitions, timeoutMs);
        await clock.sleep(pauseMs);
      }
    }
  }

  #committer(begun?: GroupMetadata): GroupMetadata {
    const { subscription } = this.#context;
    if (!subscription.isByGroup || this.#membership === undefined) return this.#nobody;
    return this.#membership.committer(begun);
  }

  /** Who commits in a group's name without being a member. */
  get #nobody(): GroupMetadata {
    return { groupId: this.groupId, groupInstanceId: null, memberId: '', generationId: -1 };
  }
}

function tookTooLong(partitions: readonly TopicPartition[], timeoutMs: number): CallTimeout {
  return new CallTimeout(
    `Timeout of ${timeoutMs}ms expired before the last committed offset for partitions ` +
      `[${partitions.map(partitionName).join(', ')}] could be determined. Try tuning ` +
      'default.api.timeout.ms larger to relax the threshold.',
  );
}
