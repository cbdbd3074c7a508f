/** Ways to notice and to send away members that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const HEARTBEAT = 'groups/heartbeat.ts';
const COMMIT = 'groups/commit-check.ts';
const LEAVING = 'groups/leaving.ts';
const EXPIRY = 'groups/session-expiry.ts';

export const variants: readonly Variant[] = [
  {
    name: 'tells nobody of a rebalance',
    breaks: [
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'leave-rebalances',
      'expiry-silent',
      'expiry-sync',
      'group-worlds',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
      'readers-process-all',
    ],
    change: {
      [HEARTBEAT]: {
        heartbeat: {
          replace: 'isPreparing ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE',
          by: 'isPreparing ? ErrorCode.NONE : ErrorCode.NONE',
        },
      },
    },
  },
  {
    name: 'calls members to join again until the group is stable',
    breaks: ['heartbeat-answers', 'session-kept-by-commits'],
    change: {
      [HEARTBEAT]: {
        heartbeat: {
          replace: "group.phase === 'PreparingRebalance'",
          by: "group.phase !== 'Stable'",
        },
      },
    },
  },
  {
    name: 'takes the heartbeat of any generation',
    breaks: ['heartbeat-answers', 'session-kept', 'group-worlds', 'readers-fenced'],
    change: {
      [HEARTBEAT]: {
        checkHeartbeat: {
          replace: 'checkGeneration(group, event)',
          by: 'checkGeneration(group, { ...event, generationId: group.generationId })',
        },
      },
    },
  },
  {
    name: 'refuses older generations only',
    breaks: ['heartbeat-answers'],
    change: {
      [HEARTBEAT]: {
        checkHeartbeat: {
          replace: 'checkGeneration(group, event)',
          by: 'checkGeneration(group, {\n        ...event,\n        generationId: Math.min(event.generationId, group.generationId),\n      })',
        },
      },
    },
  },
  {
    name: 'looks at the generation before it looks at the member',
    breaks: ['rebalance-nobody-joins', 'expiry-pending'],
    change: {
      [HEARTBEAT]: {
        checkHeartbeat: {
          replace: ': checkGeneration(group, event);',
          by: ': event.generationId !== group.generationId\n      ? ErrorCode.ILLEGAL_GENERATION\n      : checkGeneration(group, event);',
        },
      },
    },
  },
  {
    name: 'does not look at static names in heartbeats',
    breaks: ['heartbeat-answers'],
    change: {
      [HEARTBEAT]: {
        checkHeartbeat: {
          replace: 'checkGeneration(group, event)',
          by: 'checkGeneration(group, { ...event, groupInstanceId: null })',
        },
      },
    },
  },
  {
    name: 'tells members of a dead group that they are unknown',
    breaks: ['heartbeat-answers'],
    change: {
      [HEARTBEAT]: {
        checkHeartbeat: {
          replace: 'ErrorCode.COORDINATOR_NOT_AVAILABLE',
          by: 'ErrorCode.UNKNOWN_MEMBER_ID',
        },
      },
    },
  },
  {
    name: 'does not take heartbeats for signs of life',
    breaks: [
      'session-kept',
      'session-kept-by-commits',
      'expiry-silent',
      'expiry-waiting',
      'expiry-clocks',
      'group-worlds',
      'readers-take-over',
      'readers-outlive-the-broker',
      'readers-retention',
    ],
    change: { [HEARTBEAT]: { heartbeat: { replace: '  work.touch(member);\n', by: '' } } },
  },
  {
    name: 'takes no heartbeat for a sign of life while it prepares',
    breaks: ['session-kept'],
    change: {
      [HEARTBEAT]: {
        heartbeat: {
          replace: '  work.touch(member);\n',
          by: "  if (group.phase !== 'PreparingRebalance') work.touch(member);\n",
        },
      },
    },
  },
  {
    name: 'takes heartbeats of an old generation for signs of life',
    breaks: ['session-kept'],
    change: {
      [HEARTBEAT]: {
        heartbeat: {
          replace: '  if (errorCode !== ErrorCode.NONE || member === undefined) {',
          by: '  if (member !== undefined) work.touch(member);\n  if (errorCode !== ErrorCode.NONE || member === undefined) {',
        },
      },
    },
  },
  {
    name: 'lets members of any generation commit',
    breaks: ['session-kept-by-commits', 'commit-fenced', 'group-worlds', 'readers-fenced'],
    change: {
      [COMMIT]: {
        errorOf: {
          replace: 'checkGeneration(group, event)',
          by: 'checkGeneration(group, { ...event, generationId: group.generationId })',
        },
      },
    },
  },
  {
    name: 'lets whoever says no generation commit',
    breaks: [
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'group-worlds',
      'readers-fenced',
    ],
    change: {
      [COMMIT]: {
        errorOf: {
          replace: "event.generationId < 0 && group.phase === 'Empty'",
          by: 'event.generationId < 0',
        },
      },
    },
  },
  {
    name: 'lets anybody commit to an empty group',
    breaks: ['commit-without-membership', 'expiry-silent', 'group-worlds'],
    change: {
      [COMMIT]: {
        errorOf: {
          replace: "event.generationId < 0 && group.phase === 'Empty'",
          by: "group.phase === 'Empty'",
        },
      },
    },
  },
  {
    name: 'lets only members commit',
    breaks: ['offsets-clocks', 'offsets-failover', 'commit-without-membership'],
    change: {
      [COMMIT]: {
        errorOf: {
          replace:
            "  if (event.generationId < 0 && group.phase === 'Empty') return ErrorCode.NONE;\n",
          by: '',
        },
      },
    },
  },
  {
    name: 'lets tools commit whenever the group is not stable',
    breaks: ['commit-fenced', 'commit-without-membership'],
    change: {
      [COMMIT]: {
        errorOf: {
          replace: "event.generationId < 0 && group.phase === 'Empty'",
          by: "event.generationId < 0 && event.memberId === '' && group.phase !== 'Stable'",
        },
      },
    },
  },
  {
    name: 'lets members commit before they know their parts',
    breaks: ['session-kept-by-commits', 'commit-fenced', 'group-worlds'],
    change: {
      [COMMIT]: {
        errorOf: {
          replace:
            "group.phase === 'CompletingRebalance' ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE",
          by: 'errorCode',
        },
      },
    },
  },
  {
    name: 'lets nobody commit during a rebalance',
    breaks: ['session-kept-by-commits', 'commit-fenced'],
    change: {
      [COMMIT]: {
        errorOf: {
          replace: "group.phase === 'CompletingRebalance'",
          by: "group.phase !== 'Stable'",
        },
      },
    },
  },
  {
    name: 'looks for a dead group last',
    breaks: ['commit-fenced'],
    change: {
      [COMMIT]: {
        errorOf: [
          {
            replace: "  if (group.phase === 'Dead') return ErrorCode.COORDINATOR_NOT_AVAILABLE;\n",
            by: '',
          },
          {
            replace: '  if (errorCode !== ErrorCode.NONE) return errorCode;\n',
            by: "  if (errorCode !== ErrorCode.NONE) return errorCode;\n  if (group.phase === 'Dead') return ErrorCode.COORDINATOR_NOT_AVAILABLE;\n",
          },
        ],
      },
    },
  },
  {
    name: 'does not take commits for signs of life',
    breaks: ['session-kept-by-commits'],
    change: {
      [COMMIT]: {
        checkCommit: {
          replace: 'if (errorCode === ErrorCode.NONE && member !== undefined) work.touch(member);',
          by: 'if (errorCode !== ErrorCode.NONE && member === undefined) work.note("?");',
        },
      },
    },
  },
  {
    name: 'takes commits that it refuses for signs of life',
    breaks: ['session-kept-by-commits'],
    change: {
      [COMMIT]: {
        checkCommit: { replace: 'errorCode === ErrorCode.NONE && member', by: 'member' },
      },
    },
  },
  {
    name: 'leaves the work of who has left undone',
    breaks: [
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'readers-retention',
    ],
    change: {
      [LEAVING]: { leave: { replace: 'if (gone.length > 0) {', by: 'if (gone.length < 0) {' } },
    },
  },
  {
    name: 'rebalances though nobody has gone',
    breaks: ['leave-outcomes'],
    change: { [LEAVING]: { leave: { replace: 'if (gone.length > 0) {', by: 'if (gone) {' } } },
  },
  {
    name: 'begins a rebalance for each that leaves',
    breaks: ['leave-rebalances'],
    change: {
      [LEAVING]: {
        leaveOne: {
          replace: '  work.takeOut(member);\n',
          by: "  work.takeOut(member);\n  rulesOf(group).membersChanged(work, 'one leaves');\n",
        },
      },
    },
  },
  {
    name: 'answers who leaves by the error of its first',
    breaks: ['leave-rebalances', 'leave-outcomes'],
    change: {
      [LEAVING]: {
        leave: {
          replace: '{ errorCode: ErrorCode.NONE, members }',
          by: '{ errorCode: members[0]?.errorCode ?? 0, members }',
        },
      },
    },
  },
  {
    name: 'gives up at the first that can’t leave',
    breaks: ['leave-outcomes'],
    change: {
      [LEAVING]: {
        leave: {
          replace: 'event.members.map((one) => leaveOne(work, one, one.reason));',
          by: '[] as Outcome[];\n  for (const one of event.members) {\n    members.push(leaveOne(work, one, one.reason));\n    if (members.at(-1)?.errorCode !== ErrorCode.NONE) break;\n  }',
        },
      },
    },
  },
  {
    name: 'lets who has died leave a dead group',
    breaks: ['leave-outcomes'],
    change: {
      [LEAVING]: { leave: { replace: "group.phase === 'Dead'", by: "group.groupId === ''" } },
    },
  },
  {
    name: 'does not know pending ids',
    breaks: ['leave-outcomes'],
    change: {
      [LEAVING]: {
        leaveOne: {
          replace: 'group.pendingMembers.has(memberId)',
          by: 'group.pendingMembers.has("")',
        },
      },
    },
  },
  {
    name: 'keeps the id of a pending member that leaves',
    breaks: ['leave-outcomes'],
    change: { [LEAVING]: { leaveOne: { replace: '    group.remove(memberId);\n', by: '' } } },
  },
  {
    name: 'knows nobody by name alone',
    breaks: ['leave-outcomes'],
    change: {
      [LEAVING]: { leaveOne: { replace: "memberId === '' ?", by: "memberId === '?' ?" } },
    },
  },
  {
    name: 'sends away whoever has the name, whatever the id',
    breaks: ['leave-outcomes'],
    change: {
      [LEAVING]: { leaveOne: { replace: "memberId === '' ?", by: 'groupInstanceId !== null ?' } },
    },
  },
  {
    name: 'names a member that was sent away by its id',
    breaks: ['leave-outcomes'],
    change: {
      [LEAVING]: {
        leaveOne: {
          replace: '  work.takeOut(member);\n  return outcome(ErrorCode.NONE);',
          by: '  work.takeOut(member);\n  return { ...outcome(ErrorCode.NONE), memberId: member.memberId };',
        },
      },
    },
  },
  {
    name: 'forgets to answer who waits and is sent away',
    breaks: ['join-new-member', 'leave-rebalances', 'leave-outcomes', 'group-worlds'],
    change: {
      [LEAVING]: {
        leaveOne: { replace: 'work.takeOut(member);', by: 'group.remove(member.memberId);' },
      },
    },
  },
  {
    name: 'keeps silent members',
    breaks: [
      'rebalance-begins-waits',
      'session-kept',
      'session-kept-by-commits',
      'expiry-silent',
      'expiry-waiting',
      'expiry-while-preparing',
      'expiry-clocks',
      'readers-take-over',
      'readers-outlive-the-broker',
      'readers-process-all',
    ],
    change: {
      [EXPIRY]: {
        expireSessions: {
          replace: '    else expire(work, member);\n',
          by: '    else if (member.isNew) expire(work, member);\n    else member.sessionDeadlineMs = Infinity;\n',
        },
      },
    },
  },
  {
    name: 'gives members a moment more than a session',
    breaks: [
      'join-refused',
      'join-new-member',
      'rebalance-begins-waits',
      'session-kept',
      'session-kept-by-commits',
      'expiry-silent',
      'expiry-waiting',
      'expiry-while-preparing',
      'expiry-clocks',
      'group-worlds',
    ],
    change: {
      [EXPIRY]: {
        expireSessions: {
          replace: 'member.sessionDeadlineMs > now.monotonicMs',
          by: 'member.sessionDeadlineMs >= now.monotonicMs',
        },
      },
    },
  },
  {
    name: 'measures sessions by the wall clock',
    breaks: ['group-worlds'],
    change: {
      [EXPIRY]: {
        expireSessions: {
          replace: 'if (member.sessionDeadlineMs > now.monotonicMs) continue;',
          by: 'const aheadMs = Math.max(0, now.wallMs - 1_767_225_600_000 - now.monotonicMs);\n    if (member.sessionDeadlineMs > now.monotonicMs + aheadMs) continue;',
        },
      },
    },
  },
  {
    name: 'takes waiting members for silent ones',
    breaks: [
      'join-refused',
      'session-kept',
      'session-kept-by-commits',
      'expiry-waiting',
      'expiry-while-preparing',
      'group-worlds',
    ],
    change: { [EXPIRY]: { isAlive: 'return false && isNew && awaitingJoin === awaitingSync;' } },
  },
  {
    name: 'takes members that wait for an assignment for silent ones',
    breaks: ['expiry-waiting'],
    change: {
      [EXPIRY]: {
        isAlive: {
          replace: ' || awaitingSync !== undefined',
          by: ' && awaitingSync === undefined',
        },
      },
    },
  },
  {
    name: 'lets new members wait for ever',
    breaks: ['join-new-member', 'expiry-waiting', 'expiry-while-preparing'],
    change: {
      [EXPIRY]: { isAlive: { replace: '!isNew && (', by: '(isNew || !isNew) && (' } },
    },
  },
  {
    name: 'leaves the deadline of a member that waits',
    breaks: [
      'join-refused',
      'session-kept',
      'session-kept-by-commits',
      'expiry-waiting',
      'expiry-while-preparing',
      'group-worlds',
    ],
    change: {
      [EXPIRY]: {
        expireSessions: {
          replace:
            'if (isAlive(member)) member.sessionDeadlineMs = Infinity;\n    else expire(work, member);',
          by: 'if (!isAlive(member)) expire(work, member);',
        },
      },
    },
  },
  {
    name: 'forgets to answer who waits and expires',
    breaks: ['join-new-member', 'expiry-waiting', 'expiry-while-preparing'],
    change: {
      [EXPIRY]: {
        expire: { replace: 'work.takeOut(member);', by: 'group.remove(member.memberId);' },
      },
    },
  },
  {
    name: 'takes an expired member out of the list of members alone',
    breaks: ['join-new-member', 'expiry-waiting', 'expiry-while-preparing'],
    change: {
      [EXPIRY]: {
        expire: {
          replace: 'work.takeOut(member);',
          by: 'group.members.delete(member.memberId);',
        },
      },
    },
  },
  {
    name: 'does not tell the group that a member expired',
    breaks: [
      'rebalance-begins-waits',
      'session-kept',
      'session-kept-by-commits',
      'expiry-silent',
      'expiry-waiting',
      'group-worlds',
      'readers-take-over',
      'readers-outlive-the-broker',
      'readers-process-all',
    ],
    change: {
      [EXPIRY]: {
        expire: {
          replace: "group.phase !== 'PreparingRebalance'",
          by: "group.phase === 'Dead'",
        },
      },
    },
  },
  {
    name: 'waits out the rebalance for a member that has died',
    breaks: ['expiry-while-preparing', 'expiry-clocks'],
    change: {
      [EXPIRY]: {
        expire: {
          replace: '} else if (group.hasAllMembersJoined) {',
          by: "} else if (group.groupId === '') {",
        },
      },
    },
  },
  {
    name: 'completes a rebalance when one of those it waits for dies',
    breaks: ['join-new-member', 'expiry-waiting', 'expiry-while-preparing'],
    change: {
      [EXPIRY]: {
        expire: { replace: '} else if (group.hasAllMembersJoined) {', by: '} else {' },
      },
    },
  },
  {
    name: 'leaves it to membersChanged when a member dies while the group prepares',
    breaks: ['expiry-while-preparing'],
    change: {
      [EXPIRY]: {
        expire: {
          replace: "if (group.phase !== 'PreparingRebalance') {",
          by: "if (group.phase !== 'Dead') {",
        },
      },
    },
  },
  {
    name: 'never takes back an id',
    breaks: ['expiry-pending', 'expiry-while-preparing'],
    change: {
      [EXPIRY]: {
        expireSessions: {
          replace: '    group.remove(memberId);\n    rulesOf(group).pendingMemberGone(work);\n',
          by: '    group.pendingMembers.set(memberId, Infinity);\n',
        },
      },
    },
  },
  {
    name: 'lets a pending id stall the rebalance after it has lapsed',
    breaks: ['expiry-pending', 'expiry-while-preparing'],
    change: {
      [EXPIRY]: {
        expireSessions: { replace: '    rulesOf(group).pendingMemberGone(work);\n', by: '' },
      },
    },
  },
  {
    name: 'rebalances when a pending id lapses',
    breaks: ['expiry-pending'],
    change: {
      [EXPIRY]: {
        expireSessions: {
          replace: 'rulesOf(group).pendingMemberGone(work);',
          by: "rulesOf(group).membersChanged(work, 'an id lapsed');",
        },
      },
    },
  },
  {
    name: 'takes back all pending ids as soon as one has lapsed',
    breaks: ['expiry-pending'],
    change: {
      [EXPIRY]: {
        expireSessions: {
          replace: '    group.remove(memberId);\n',
          by: '    group.pendingMembers.clear();\n',
        },
      },
    },
  },
  {
    name: 'takes out only one of those who never synced',
    breaks: ['expiry-sync'],
    change: {
      [EXPIRY]: {
        expireSyncs: {
          replace: '  for (const memberId of late) group.remove(memberId);\n',
          by: '  group.remove(late[0] as string);\n',
        },
      },
    },
  },
  {
    name: 'keeps members that never sync',
    breaks: ['rebalance-begins-waits', 'rebalance-nobody-joins', 'expiry-sync'],
    change: {
      [EXPIRY]: {
        expireSyncs: {
          replace: 'if (late.length === 0) return;',
          by: 'if (late.length >= 0) return;',
        },
      },
    },
  },
  {
    name: 'rebalances at the end of the time though all have synced',
    breaks: [
      'rebalance-begins-waits',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'join-sync-worlds',
      'expiry-sync',
      'group-worlds',
      'readers-retention',
    ],
    change: {
      [EXPIRY]: { expireSyncs: { replace: '  if (late.length === 0) return;\n', by: '' } },
    },
  },
  {
    name: 'leaves the deadline of the syncs',
    breaks: [
      'rebalance-begins-waits',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'join-sync-worlds',
      'expiry-sync',
      'group-worlds',
      'readers-retention',
    ],
    change: {
      [EXPIRY]: { expireSyncs: { replace: '  group.syncDeadlineMs = undefined;\n', by: '' } },
    },
  },
];
