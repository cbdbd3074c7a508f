/**
 * When the patterns of a group are matched with the topics of the cluster, and what comes of it.
 *
 * Matching looks at every topic, so it is done beside the requests, for all patterns of the group at
 * once, and not more often than every 10 s: at least one pattern is new, or topics were created since,
 * or it is long ago (group.consumer.regex.refresh.interval.ms). That topics were deleted is noticed
 * otherwise, by the hash of those that there are.
 */
import { patternRecord } from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { nextEpoch } from '#groups/consumer-group/group-epoch.ts';
import { metadataHash } from '#groups/consumer-group/metadata-hash.ts';
import {
  type ResolvedPattern,
  sameTopics,
  subscribedTopics,
} from '#groups/consumer-group/subscription.ts';

/** All patterns of a group are matched together, so none needs to be looked at twice in this time. */
const LEAST_INTERVAL_MS = 10_000;

/** Asks for the patterns to be matched, if it is time; a member may have changed its pattern. */
export function refreshPatterns(work: ConsumerWork, before: string, pattern: string): void {
  const { group, now } = work;
  const patterns = patternsAfter(work, before, pattern);
  if (patterns.size === 0 || group.isMatching) return;
  const last = lastMatch(group.patterns);
  if (last !== undefined && now.wallMs <= last.timestampMs + LEAST_INTERVAL_MS) return;
  if (isOutdated(work, patterns, last)) work.toMatch = patterns;
}

/** Writes down what was matched, and counts the epoch on if that are other topics than before. */
export function patternsMatched(
  work: ConsumerWork,
  matched: ReadonlyMap<string, ResolvedPattern>,
): void {
  const { group, groupId, context } = work;
  const patterns = new Map(group.patterns);
  let haveChanged = false;
  for (const [pattern, resolved] of matched) {
    if (!group.subscribers.has(pattern)) continue;
    haveChanged ||= !sameTopics(group.patterns.get(pattern), resolved);
    patterns.set(pattern, resolved);
    work.write(patternRecord(groupId, pattern, resolved));
  }
  const topics = subscribedTopics(group.members.values(), patterns);
  const hash = metadataHash(topics, context.image);
  if (!haveChanged && hash === group.metadataHash) return;
  nextEpoch(work, hash);
  group.topicsSeen = context.image.topics;
}

function isOutdated(
  { group, now, context }: ConsumerWork,
  patterns: ReadonlySet<string>,
  last: ResolvedPattern | undefined,
): boolean {
  const isNew = [...patterns].some((pattern) => !group.patterns.has(pattern));
  if (last === undefined || isNew) return true;
  if (last.version < context.topicsCreatedAt) return true;
  return now.wallMs > last.timestampMs + context.settings.patternRefreshIntervalMs;
}

function patternsAfter({ group }: ConsumerWork, before: string, pattern: string): Set<string> {
  const patterns = new Set(group.subscribers.keys());
  if (before !== pattern && group.subscribers.get(before) === 1) patterns.delete(before);
  if (pattern !== '') patterns.add(pattern);
  return patterns;
}

function lastMatch(patterns: ReadonlyMap<string, ResolvedPattern>): ResolvedPattern | undefined {
  return patterns.values().next().value;
}
