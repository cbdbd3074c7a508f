/** Ways to notice and to send away members that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'answers heartbeats by a table of the phases',
    change: {
      'groups/heartbeat.ts': {
        heartbeat: `
          const { group } = work;
          const byPhase = {
            Empty: ErrorCode.UNKNOWN_MEMBER_ID,
            PreparingRebalance: ErrorCode.REBALANCE_IN_PROGRESS,
            CompletingRebalance: ErrorCode.NONE,
            Stable: ErrorCode.NONE,
            Dead: ErrorCode.COORDINATOR_NOT_AVAILABLE,
          };
          const refusal = checkHeartbeat(work, event);
          if (refusal === ErrorCode.NONE) {
            const member = group.members.get(event.memberId);
            if (member) member.sessionDeadlineMs = work.now.monotonicMs + member.sessionTimeoutMs;
          }
          work.answer(event.requestId, { errorCode: refusal || byPhase[group.phase] });`,
      },
    },
  },
  {
    name: 'asks about commits phase by phase',
    change: {
      'groups/commit-check.ts': {
        errorOf: `
          const isTool = event.generationId < 0;
          switch (group.phase) {
            case 'Dead':
              return ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case 'Empty':
              if (isTool) return ErrorCode.NONE;
              break;
            default:
              if (isTool && !event.memberId && event.groupInstanceId === null) {
                return ErrorCode.UNKNOWN_MEMBER_ID;
              }
          }
          const found = checkGeneration(group, event);
          if (found === ErrorCode.NONE && group.phase === 'CompletingRebalance') {
            return ErrorCode.REBALANCE_IN_PROGRESS;
          }
          return found;`,
      },
    },
  },
  {
    name: 'collects who is to leave first, and takes them out together',
    change: {
      'groups/leaving.ts': {
        leave: `
          const { group } = work;
          const isDead = group.phase === 'Dead';
          const members: Outcome[] = [];
          let gone = 0;
          for (const one of isDead ? [] : event.members) {
            const outcome = leaveOne(work, one, one.reason);
            if (outcome.errorCode === ErrorCode.NONE) gone++;
            members.push(outcome);
          }
          if (gone > 0) rulesOf(group).membersChanged(work, \`\${gone} leave\`);
          const errorCode = isDead ? ErrorCode.COORDINATOR_NOT_AVAILABLE : ErrorCode.NONE;
          work.answer(event.requestId, { errorCode, members });`,
        leaveOne: `
          const { group } = work;
          const { memberId, groupInstanceId } = identity;
          const answer = { memberId, groupInstanceId };
          if (group.pendingMembers.delete(memberId)) return { ...answer, errorCode: 0 };
          let id = memberId;
          if (memberId === '' && groupInstanceId !== null) {
            id = group.staticMembers.get(groupInstanceId) ?? '';
          }
          const errorCode = checkMember(group, { memberId: id, groupInstanceId });
          const member = group.members.get(id);
          if (errorCode === 0 && member !== undefined) {
            if (reason !== null) work.note(reason);
            work.takeOut(member);
          }
          return { ...answer, errorCode };`,
      },
    },
  },
  {
    name: 'looks at members before pending ids, and gives who waits another session',
    change: {
      'groups/session-expiry.ts': {
        expireSessions: `
          const { group, now } = work;
          const isOver = (deadlineMs: number) => now.monotonicMs >= deadlineMs;
          const late = [...group.members.values()].filter((one) => isOver(one.sessionDeadlineMs));
          for (const member of late) {
            if (!isOver(member.sessionDeadlineMs)) continue;
            if (isAlive(member)) work.touch(member);
            else expire(work, member);
          }
          for (const memberId of [...group.pendingMembers.keys()]) {
            if (!isOver(group.pendingMembers.get(memberId) ?? Infinity)) continue;
            group.pendingMembers.delete(memberId);
            rulesOf(group).pendingMemberGone(work);
          }`,
      },
    },
  },
];
