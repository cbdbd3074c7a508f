/**
 * What a group subscribes to: topics by name, and topics that match patterns. A pattern counts as far
 * as it has been matched (topic-patterns.ts); one that has not been yet matches nothing.
 */
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import { type ConsumerMember, sameNames } from '#groups/consumer-group/consumer-member.ts';

/** What a pattern has matched. */
export interface ResolvedPattern {
  readonly topics: ReadonlySet<string>;
  /** The metadata that it was matched with, by its offset. */
  readonly version: number;
  /** When that was, by the wall clock. */
  readonly timestampMs: number;
}

type Patterns = ReadonlyMap<string, ResolvedPattern>;

/** All topics that a member wants, by name; they may not exist. */
export function topicsOf({ topicNames, pattern }: ConsumerMember, patterns: Patterns): Set<string> {
  return new Set([...topicNames, ...(patterns.get(pattern)?.topics ?? [])]);
}

/** The same of many members. */
export function subscribedTopics(
  members: Iterable<ConsumerMember>,
  patterns: Patterns,
): Set<string> {
  const topics = new Set<string>();
  const seen = new Set<string>();
  for (const { topicNames, pattern } of members) {
    for (const name of topicNames) topics.add(name);
    if (pattern === '' || seen.has(pattern)) continue;
    seen.add(pattern);
    for (const name of patterns.get(pattern)?.topics ?? []) topics.add(name);
  }
  return topics;
}

/** The members as they will be with this one, which may be new, changed, or back under a new id. */
export function* membersWith(
  group: ConsumerGroup,
  changed: ConsumerMember,
): Generator<ConsumerMember> {
  const { instanceId } = changed;
  const replaced = instanceId === null ? undefined : group.staticMember(instanceId)?.memberId;
  for (const member of group.members.values()) {
    if (member.memberId !== changed.memberId && member.memberId !== replaced) yield member;
  }
  yield changed;
}

/** Whether two matches of a pattern have found the same; one that was not tried has found nothing. */
export function sameTopics(before: ResolvedPattern | undefined, now: ResolvedPattern): boolean {
  return sameNames(before?.topics ?? new Set(), now.topics);
}
