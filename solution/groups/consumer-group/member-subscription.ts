/**
 * What a member says of itself with a request, beside what it said before. Only what is new is
 * written, and only a change of the topics it wants is a reason to share the work anew:
 *
 *     names                        at once
 *     a pattern matched before     at once
 *     a new pattern                once it has been matched with the topics (pattern-refresh.ts)
 */
import {
  type ConsumerMember,
  sameNames,
  saysTheSame,
} from '#groups/consumer-group/consumer-member.ts';
import { memberRecord, patternTombstone } from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { refreshPatterns } from '#groups/consumer-group/pattern-refresh.ts';
import { type Refusal, refusal } from '#groups/consumer-group/refusal.ts';
import { patternProblem } from '#groups/consumer-group/topic-patterns.ts';
import { ErrorCode } from '#protocol/errors.ts';

type PatternChange = 'none' | 'to an unmatched one' | 'at once';

export interface SubscriptionChange {
  readonly names: boolean;
  readonly pattern: PatternChange;
}

export function subscriptionChanged({ names, pattern }: SubscriptionChange): boolean {
  return names || pattern !== 'none';
}

/** Whether the group's work has to be shared anew for it. */
export function needsNewEpoch({ names, pattern }: SubscriptionChange): boolean {
  return names || pattern === 'at once';
}

/** Writes down what is new of the member; refuses a pattern that can't be understood. */
export function updateSubscription(
  work: ConsumerWork,
  before: ConsumerMember,
  member: ConsumerMember,
): SubscriptionChange | Refusal {
  if (!saysTheSame(before, member)) work.write(memberRecord(work.groupId, member));
  const pattern = changePattern(work, before.pattern, member.pattern);
  if (typeof pattern !== 'string') return pattern;
  refreshPatterns(work, before.pattern, member.pattern);
  return { names: !sameNames(before.topicNames, member.topicNames), pattern };
}

function changePattern(
  work: ConsumerWork,
  before: string,
  pattern: string,
): PatternChange | Refusal {
  if (before === pattern) return 'none';
  const { group, groupId } = work;
  const wasTheLast = group.subscribers.get(before) === 1;
  if (wasTheLast) work.write(patternTombstone(groupId, before));
  if (pattern === '') return 'at once';
  if (group.subscribers.has(pattern)) {
    return group.patterns.has(pattern) ? 'at once' : 'to an unmatched one';
  }
  const problem = patternProblem(pattern);
  return problem === undefined
    ? 'to an unmatched one'
    : refusal(ErrorCode.INVALID_REGULAR_EXPRESSION, problem);
}
