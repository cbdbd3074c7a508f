/**
 * A member of the consumer protocol leaves: for good, or, with a static name, for a while. Who is away
 * keeps all that is assigned to it, for the process that comes back under its name.
 */
import type {
  ConsumerHeartbeatAnswer,
  ConsumerHeartbeatEvent,
} from '#groups/consumer-group/consumer-group-event.ts';
import { AWAY_EPOCH, type ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import { currentRecord } from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { knownMember } from '#groups/consumer-group/identification.ts';
import { removeMembers } from '#groups/consumer-group/member-removal.ts';
import { atEpoch, NO_EPOCHS } from '#groups/consumer-group/partitions-by-topic.ts';
import { isRefusal, type Refusal } from '#groups/consumer-group/refusal.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** The epoch from which partitions count that nobody works on. */
const NO_EPOCH = 0;

export function leave(
  work: ConsumerWork,
  event: ConsumerHeartbeatEvent,
): ConsumerHeartbeatAnswer | Refusal {
  const { memberId, memberEpoch, instanceId } = event;
  const member = knownMember(work.group, event);
  if (isRefusal(member)) return member;
  if (instanceId !== null && memberEpoch === AWAY_EPOCH) goAway(work, member);
  else removeMembers(work, [member], `member ${memberId} leaves`);
  return {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    memberId,
    memberEpoch,
    heartbeatIntervalMs: 0,
    assignment: null,
  };
}

function goAway(work: ConsumerWork, member: ConsumerMember): void {
  work.note(`static member ${member.instanceId} leaves for a while`);
  work.write(
    currentRecord(work.groupId, {
      ...member,
      memberEpoch: AWAY_EPOCH,
      assigned: atEpoch(member.assigned, NO_EPOCH),
      pendingRevocation: NO_EPOCHS,
    }),
  );
}
