/**
 * The target: which member is to have which partitions, once all have given up what is not theirs any
 * more. It is computed for an epoch of the group, by the assignor that most members ask for, and not
 * more often than every group.consumer.assignment.interval.ms: where many join at once, the first
 * heartbeat after that time computes it for all of them.
 *
 * Only what has changed for a member is written.
 */
import type {
  AssignedMember,
  AssignmentQuestion,
  PartitionAssignor,
} from '#groups/assignors/assignor.ts';
import { assignors } from '#groups/assignors/assignors.ts';
import { preferredAssignor } from '#groups/consumer-group/assignor-choice.ts';
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import { targetEpochRecord, targetRecord } from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { NO_PARTITIONS, samePartitions } from '#groups/consumer-group/partitions-by-topic.ts';
import type { Target } from '#groups/consumer-group/reconciliation.ts';
import { membersWith, topicsOf } from '#groups/consumer-group/subscription.ts';

/** Brings the target up to the group's epoch, if it is time; gives what concerns this member. */
export function updateTarget(work: ConsumerWork, changed: ConsumerMember, epoch: number): Target {
  const { group, groupId, now } = work;
  if (group.assignmentEpoch >= epoch || !isTime(work)) {
    return { epoch: group.assignmentEpoch, partitions: group.targetOf(changed) };
  }
  const members = [...membersWith(group, changed)];
  const assignor = assignorOf(work, members);
  const targets = assignor.assign(questionOf(work, members));
  for (const { memberId } of members) {
    const target = targets.get(memberId) ?? NO_PARTITIONS;
    const before = group.targets.get(memberId);
    if (before !== undefined && samePartitions(before, target)) continue;
    work.write(targetRecord(groupId, memberId, target));
  }
  work.write(targetEpochRecord(groupId, epoch, now.wallMs));
  work.note(`has a new target for epoch ${epoch}, by the ${assignor.name} assignor`);
  return { epoch, partitions: targets.get(changed.memberId) ?? NO_PARTITIONS };
}

/**
 * A target that was computed in the future tells that the wall clock was set back: the next one does
 * not wait for that time to come again. (In Kafka it does, unless the interval is set to 0.)
 */
function isTime({ group, now, pace }: ConsumerWork): boolean {
  const { assignedAtMs } = group;
  const isFirst = assignedAtMs === 0 || pace.assignmentIntervalMs === 0;
  const wasSetBack = now.wallMs < assignedAtMs;
  return isFirst || wasSetBack || now.wallMs >= assignedAtMs + pace.assignmentIntervalMs;
}

function assignorOf(
  { context }: ConsumerWork,
  members: readonly ConsumerMember[],
): PartitionAssignor {
  const name = preferredAssignor(members, context.settings.assignors);
  const assignor = assignors.get(name);
  if (assignor === undefined) throw new Error(`there is no assignor "${name}"`);
  return assignor;
}

function questionOf(
  { group, context }: ConsumerWork,
  members: readonly ConsumerMember[],
): AssignmentQuestion {
  const { topics } = context.image;
  const partitionCounts = new Map<string, number>();
  const idsOf = sharedSets((member: ConsumerMember) => {
    const existing = [...topicsOf(member, group.patterns)].flatMap(
      (name) => topics.byName.get(name) ?? [],
    );
    for (const { id, partitions } of existing) partitionCounts.set(id, partitions.size);
    return existing.map(({ id }) => id);
  });
  const asked = members.map((member): [string, AssignedMember] => {
    const { memberId, instanceId } = member;
    const target = group.targetOf(member);
    return [memberId, { instanceId, topicIds: idsOf(member), target }];
  });
  return { members: new Map(asked), partitionCounts };
}

/** Members who subscribe to the same share one set, so that this is quickly seen. */
function sharedSets(
  idsOf: (member: ConsumerMember) => readonly string[],
): (member: ConsumerMember) => ReadonlySet<string> {
  const sets = new Map<string, ReadonlySet<string>>();
  return (member) => {
    const key = [member.pattern, ...[...member.topicNames].sort()].join('\n');
    const set = sets.get(key) ?? new Set(idsOf(member));
    sets.set(key, set);
    return set;
  };
}
