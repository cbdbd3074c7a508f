/** Joins and syncs that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'finds what all know by going through the first member’s list',
    change: {
      'groups/protocol-choice.ts': {
        knownToAll: `
          const [first, ...others] = [...group.members.values()];
          const names = (first?.protocols ?? []).map(({ name }) => name);
          return new Set(
            names.filter((name) =>
              others.every(({ protocols }) => protocols.some((one) => one.name === name)),
            ),
          );`,
      },
    },
  },
  {
    name: 'decides all of a join in one function',
    change: {
      'groups/joining.ts': {
        join: `
          const { group, settings, now } = work;
          const { memberId, groupInstanceId, newMemberId } = event;
          const refuseBy = (errorCode: number, id = memberId) =>
            work.answer(event.requestId, joinError(errorCode, id));
          const take = (id: string) => {
            const member = newMember(event, id);
            group.add(member, event.protocolType);
            member.sessionDeadlineMs = now.monotonicMs + NEW_MEMBER_JOIN_TIMEOUT_MS;
            if (group.initialDelay) group.initialDelay.newcomers = true;
            rulesOf(group).membersChanged(work, 'one more');
          };
          if (!rulesOf(group).admits(group, memberId, settings.maxSize)) {
            group.remove(memberId);
            return refuseBy(ErrorCode.GROUP_MAX_SIZE_REACHED, '');
          }
          if (group.phase === 'Dead') return refuseBy(ErrorCode.COORDINATOR_NOT_AVAILABLE);
          if (!canFollow(group, event.protocolType, event.protocols)) {
            return refuseBy(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
          }
          const isPending = group.pendingMembers.has(memberId) && groupInstanceId === null;
          if (isPending) return take(memberId);
          if (memberId !== '') {
            const errorCode = checkMember(group, event);
            const member = group.members.get(memberId);
            if (errorCode !== 0 || !member) return refuseBy(errorCode);
            return rulesOf(group).rejoin(work, member, event);
          }
          const holder = groupInstanceId === null ? undefined : group.staticMembers.get(groupInstanceId);
          if (holder !== undefined) return replaceStaticMember(work, event, holder);
          if (groupInstanceId !== null || !event.mustKnowId) return take(newMemberId);
          group.pendingMembers.set(newMemberId, now.monotonicMs + event.sessionTimeoutMs);
          return refuseBy(ErrorCode.MEMBER_ID_REQUIRED, newMemberId);`,
      },
    },
  },
  {
    name: 'completes a join by parting members into those who came and those who did not',
    change: {
      'groups/rebalance.ts': {
        completeJoin: `
          const { group, now } = work;
          group.initialDelay = undefined;
          group.joinDeadlineMs = undefined;
          const all = [...group.members.values()];
          const came = all.filter((one) => one.awaitingJoin !== undefined);
          const stay = all.filter((one) => came.includes(one) || one.groupInstanceId !== null);
          for (const one of all) if (!stay.includes(one)) group.remove(one.memberId);
          const [first] = came;
          if (first === undefined && stay.length > 0) {
            group.joinDeadlineMs = now.monotonicMs + group.rebalanceTimeoutMs;
            return;
          }
          if (!came.some((one) => group.isLeader(one.memberId))) group.leaderId = first?.memberId;
          group.generationId++;
          group.protocolName = first === undefined ? undefined : chooseProtocol(group);
          group.subscribedTopics = subscribedTopicsOf(group);
          group.enter(first === undefined ? 'Empty' : 'CompletingRebalance', now.wallMs);
          if (first === undefined) return work.store({ kind: 'empty' }, new Map());
          group.syncDeadlineMs = now.monotonicMs + group.rebalanceTimeoutMs;
          for (const one of stay.reverse()) {
            group.awaitedSyncs.add(one.memberId);
            one.isNew = false;
            work.touch(one);
            work.answerJoin(one, work.generationFor(one.memberId));
          }`,
      },
    },
  },
  {
    name: 'answers a stored assignment from the leader’s list, and the rest by nothing',
    change: {
      'groups/phases/completing-rebalance.ts': {
        assignmentStored: `
          const { group } = work;
          const isOver = group.generationId !== stored.generationId;
          if (isOver || group.phase !== 'CompletingRebalance') return;
          if (errorCode === 0) {
            for (const member of group.members.values()) member.assignment = NO_ASSIGNMENT;
            for (const [memberId, assignment] of stored.assignments) {
              const member = group.members.get(memberId);
              if (member) member.assignment = assignment;
            }
            for (const member of group.members.values()) {
              work.answerSync(member, work.assignmentFor(member));
            }
            group.enter('Stable', work.now.wallMs);
          } else {
            dropAssignments(work, errorCode);
            prepareRebalance(work, 'nothing was stored');
          }`,
      },
      'groups/phases/stable.ts': {
        rejoinStable: `
          const isNews = !hasProtocols(member, event.protocols);
          if (isNews || work.group.leaderId === member.memberId) {
            updateMember(work, member, event);
            prepareRebalance(work, 'somebody wants it');
          } else {
            work.answer(event.requestId, work.generationFor(member.memberId));
          }`,
      },
    },
  },
];
