/**
 * A consumer group, as data: what its records say, and nothing else (KIP-848).
 *
 *     group epoch        counts changes: of members, of subscriptions, of the topics subscribed to
 *     assignment epoch   the group epoch that the target was computed for
 *     member epoch       the assignment epoch that a member has come to
 *
 *     Empty      no members                 Reconciling   members are on their way to the target
 *     Assigning  the target is out of date  Stable        all have arrived
 *
 * A step plans records; once the log has taken them they are applied here, by the same functions that
 * apply them when the log is loaded (replay.ts). So there is no state that a restart would lose, but
 * for what is marked below: deadlines, and what has been looked at.
 *
 * Invariants: a static name belongs to one member; a partition has at most one owner.
 */
import { type ConsumerMember, isReconciledTo } from '#groups/consumer-group/consumer-member.ts';
import { groupTombstones } from '#groups/consumer-group/consumer-records.ts';
import { MemberDeadlines } from '#groups/consumer-group/member-deadlines.ts';
import {
  type EpochsByTopic,
  NO_PARTITIONS,
  type PartitionsByTopic,
} from '#groups/consumer-group/partitions-by-topic.ts';
import { type ResolvedPattern, subscribedTopics } from '#groups/consumer-group/subscription.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { Group } from '#groups/group.ts';
import type { TopicsImage } from '#metadata/topics-image.ts';

export type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable';

/** The assignment epoch of a group whose target was deleted, as it is before the group itself is. */
export const NO_ASSIGNMENT_EPOCH = -1;

export class ConsumerGroup implements Group {
  readonly type = 'consumer';
  readonly protocolType = 'consumer';
  readonly stateSinceMs = undefined;
  readonly knowsSubscriptions = true;
  readonly groupId: string;
  epoch = 1;
  /** The hash of all topics subscribed to, as of the epoch. */
  metadataHash = 0n;
  assignmentEpoch = 0;
  /** When the target was computed, by the wall clock; 0 if that is not known. */
  assignedAtMs = 0;
  /** Brokers before 4.1 wrote down the topics themselves: that record has to go. */
  hasTopicsRecord = false;
  /** Which topics a pattern matches, as of the last look. */
  readonly patterns = new Map<string, ResolvedPattern>();
  /** Not in records: when members are taken for gone. */
  readonly deadlines = new MemberDeadlines();
  /** Not in records: the topics that the hash was last compared with. */
  topicsSeen: TopicsImage | undefined;
  /** Not in records: whether patterns are being matched with the topics. */
  isMatching = false;
  readonly #members = new Map<string, ConsumerMember>();
  readonly #staticMembers = new Map<string, string>();
  readonly #targets = new Map<string, PartitionsByTopic>();
  /** The owner of each partition, by topic id. */
  readonly #owners = new Map<string, Map<number, string>>();
  readonly #subscribers = new Map<string, number>();
  #topics: ReadonlySet<string> | undefined;

  constructor(groupId: string) {
    this.groupId = groupId;
  }

  get members(): ReadonlyMap<string, ConsumerMember> {
    return this.#members;
  }

  get targets(): ReadonlyMap<string, PartitionsByTopic> {
    return this.#targets;
  }

  get state(): ConsumerGroupState {
    if (this.#members.size === 0) return 'Empty';
    if (this.epoch > this.assignmentEpoch) return 'Assigning';
    for (const member of this.#members.values()) {
      if (!isReconciledTo(member, this.assignmentEpoch)) return 'Reconciling';
    }
    return 'Stable';
  }

  /** When something has to be looked at, on the monotonic clock; Infinity for never. */
  get nextDeadlineMs(): number {
    return this.deadlines.nextMs;
  }

  isSubscribedTo(topic: string): boolean {
    this.#topics ??= subscribedTopics(this.#members.values(), this.patterns);
    return this.#topics.has(topic);
  }

  tombstones(): CoordinatorRecord[] {
    return groupTombstones(this, [...this.#members.keys()]);
  }

  /** The member with a static name, if there is one. */
  staticMember(instanceId: string): ConsumerMember | undefined {
    return this.#members.get(this.#staticMembers.get(instanceId) ?? '');
  }

  /** The target of a member; a static one that comes back has that of its name. */
  targetOf({ memberId, instanceId }: ConsumerMember): PartitionsByTopic {
    const id = instanceId === null ? memberId : this.#staticMembers.get(instanceId);
    return this.#targets.get(id ?? '') ?? NO_PARTITIONS;
  }

  /** Who owns a partition, or has not given it up yet. */
  ownerOf(topicId: string, partition: number): string | undefined {
    return this.#owners.get(topicId)?.get(partition);
  }

  /** How many members subscribe by each pattern. */
  get subscribers(): ReadonlyMap<string, number> {
    return this.#subscribers;
  }

  setMember(member: ConsumerMember): void {
    const before = this.#members.get(member.memberId);
    if (before !== undefined) this.#takeOut(before);
    this.#members.set(member.memberId, member);
    this.#countSubscriber(member, 1);
    this.#own(member.memberId, member.assigned);
    this.#own(member.memberId, member.pendingRevocation);
    if (member.instanceId !== null) this.#staticMembers.set(member.instanceId, member.memberId);
    this.#topics = undefined;
  }

  removeMember(memberId: string): void {
    const before = this.#members.get(memberId);
    if (before === undefined) return;
    this.#takeOut(before);
    this.#members.delete(memberId);
    const { instanceId } = before;
    const holdsName = instanceId !== null && this.#staticMembers.get(instanceId) === memberId;
    if (holdsName) this.#staticMembers.delete(instanceId);
    this.#topics = undefined;
  }

  setTarget(memberId: string, target: PartitionsByTopic): void {
    this.#targets.set(memberId, target);
  }

  removeTarget(memberId: string): void {
    this.#targets.delete(memberId);
  }

  setPattern(pattern: string, resolved: ResolvedPattern): void {
    this.patterns.set(pattern, resolved);
    this.#topics = undefined;
  }

  removePattern(pattern: string): void {
    this.patterns.delete(pattern);
    this.#topics = undefined;
  }

  /** What is kept of a member beside itself. */
  #takeOut(member: ConsumerMember): void {
    this.#disown(member);
    this.#countSubscriber(member, -1);
  }

  #countSubscriber({ pattern }: ConsumerMember, change: number): void {
    if (pattern === '') return;
    const count = (this.#subscribers.get(pattern) ?? 0) + change;
    if (count === 0) this.#subscribers.delete(pattern);
    else this.#subscribers.set(pattern, count);
  }

  #own(memberId: string, owned: EpochsByTopic): void {
    for (const [topicId, partitions] of owned) {
      const owners = this.#owners.get(topicId) ?? new Map<number, string>();
      for (const partition of partitions.keys()) owners.set(partition, memberId);
      this.#owners.set(topicId, owners);
    }
  }

  /** A partition that has another owner by now stays with that one. */
  #disown({ memberId, assigned, pendingRevocation }: ConsumerMember): void {
    for (const owned of [assigned, pendingRevocation]) {
      for (const [topicId, partitions] of owned) {
        const owners = this.#owners.get(topicId);
        for (const partition of partitions.keys()) {
          if (owners?.get(partition) === memberId) owners.delete(partition);
        }
        if (owners?.size === 0) this.#owners.delete(topicId);
      }
    }
  }
}
