/** Syncs, and what is stored of them, that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const COMPLETING = 'groups/phases/completing-rebalance.ts';
const STABLE = 'groups/phases/stable.ts';

export const variants: readonly Variant[] = [
  {
    name: 'gives the leader’s part to everybody',
    breaks: [
      'join-static',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'join-sync-worlds',
      'heartbeat-answers',
      'expiry-waiting',
      'expiry-sync',
      'group-worlds',
      'readers-share',
      'readers-fenced',
      'readers-outlive-the-broker',
    ],
    change: {
      [COMPLETING]: {
        assignmentStored: {
          replace: 'assignments.get(member.memberId) ?? NO_ASSIGNMENT',
          by: 'assignments.get(stored.leaderId) ?? NO_ASSIGNMENT',
        },
      },
    },
  },
  {
    name: 'answers the leader alone',
    breaks: [
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'join-sync-worlds',
      'expiry-waiting',
      'expiry-sync',
      'group-worlds',
      'readers-process-all',
    ],
    change: {
      [COMPLETING]: {
        assignmentStored: {
          replace: '    work.answerSync(member, work.assignmentFor(member));\n',
          by: '    if (group.isLeader(member.memberId)) work.answerSync(member, work.assignmentFor(member));\n',
        },
      },
    },
  },
  {
    name: 'stores whatever any member assigns',
    breaks: [
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'join-sync-worlds',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-waiting',
      'expiry-sync',
      'group-worlds',
      'readers-process-all',
    ],
    change: {
      [COMPLETING]: {
        syncCompleting: { replace: '  if (!group.isLeader(member.memberId)) return;\n', by: '' },
      },
    },
  },
  {
    name: 'is stable before the assignment is stored',
    breaks: ['sync-leader-assigns', 'sync-store-fails', 'join-sync-worlds', 'group-worlds'],
    change: {
      [COMPLETING]: {
        syncCompleting: {
          replace: '  work.store({',
          by: "  assignmentStored(work, { kind: 'assignment', generationId, leaderId, assignments }, 0);\n  work.store({",
        },
      },
    },
  },
  {
    name: 'stores no assignment',
    breaks: [
      'join-static',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'join-sync-worlds',
      'expiry-silent',
      'expiry-waiting',
      'expiry-sync',
      'expiry-clocks',
      'group-worlds',
      'readers-outlive-the-broker',
    ],
    change: {
      [COMPLETING]: {
        syncCompleting: {
          replace:
            "work.store({ kind: 'assignment', generationId, leaderId, assignments }, assignments);",
          by: "assignmentStored(work, { kind: 'assignment', generationId, leaderId, assignments }, 0);",
        },
      },
    },
  },
  {
    name: 'stores an assignment without what was assigned',
    breaks: [
      'join-static',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'expiry-silent',
      'expiry-waiting',
      'expiry-sync',
      'expiry-clocks',
    ],
    change: {
      [COMPLETING]: {
        syncCompleting: {
          replace: 'assignments }, assignments);',
          by: 'assignments }, new Map());',
        },
      },
    },
  },
  {
    name: 'awaits a member that has asked for its assignment',
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
      [COMPLETING]: {
        syncCompleting: { replace: '  group.awaitedSyncs.delete(member.memberId);\n', by: '' },
      },
    },
  },
  {
    name: 'takes an assignment that was overtaken by a rebalance',
    breaks: ['sync-store-fails', 'group-worlds'],
    change: {
      [COMPLETING]: {
        assignmentStored: {
          replace: "group.phase !== 'CompletingRebalance' || group.generationId",
          by: 'group.generationId',
        },
      },
    },
  },
  {
    name: 'takes an assignment of the generation before',
    breaks: ['sync-store-fails', 'group-worlds'],
    change: {
      [COMPLETING]: {
        assignmentStored: {
          replace: ' || group.generationId !== generationId) return;',
          by: ' || generationId < 0) return;',
        },
      },
    },
  },
  {
    name: 'is stable although the assignment could not be stored',
    breaks: ['sync-store-fails', 'join-sync-worlds', 'group-worlds'],
    change: {
      [COMPLETING]: {
        assignmentStored: {
          replace: '    prepareRebalance(work, `the',
          by: "    group.enter('Stable', now.wallMs);\n    if (errorCode < 0) prepareRebalance(work, `the",
        },
      },
    },
  },
  {
    name: 'tells only the leader that the assignment could not be stored',
    breaks: ['sync-store-fails'],
    change: {
      [COMPLETING]: {
        assignmentStored: {
          replace: '    dropAssignments(work, errorCode);\n',
          by: '    const leader = group.members.get(stored.leaderId);\n    if (leader) work.answerSync(leader, { ...work.assignmentFor(leader), errorCode });\n',
        },
      },
    },
  },
  {
    name: 'lets a late member of a stable group wait',
    breaks: [
      'join-refused',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'rejoin-as-it-was',
      'join-sync-worlds',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-sync',
      'expiry-clocks',
      'group-worlds',
      'readers-share',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
    ],
    change: {
      [STABLE]: {
        syncStable: {
          replace: 'work.answer(event.requestId, work.assignmentFor(member));',
          by: 'work.awaitSync(member, event.requestId);',
        },
      },
    },
  },
  {
    name: 'awaits a late member although it has been answered',
    breaks: ['rebalance-begins-waits', 'rebalance-nobody-joins', 'expiry-sync', 'group-worlds'],
    change: {
      [STABLE]: {
        syncStable: { replace: '  work.group.awaitedSyncs.delete(member.memberId);\n', by: '' },
      },
    },
  },
  {
    name: 'answers a late member by nothing',
    breaks: [
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'rejoin-as-it-was',
      'join-sync-worlds',
      'expiry-sync',
      'group-worlds',
      'readers-share',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
    ],
    change: {
      [STABLE]: {
        syncStable: {
          replace: 'work.assignmentFor(member)',
          by: '{ ...work.assignmentFor(member), assignment: new Uint8Array(0) }',
        },
      },
    },
  },
];
