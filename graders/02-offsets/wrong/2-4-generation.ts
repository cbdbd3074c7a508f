/** Generations that begin wrong: who is in, who leads, what they are told, and what if nobody is left. */
import type { Variant } from '../../../course/grading/variant.ts';

const REBALANCE = 'groups/rebalance.ts';

export const variants: readonly Variant[] = [
  {
    name: 'throws out static members that have not joined',
    breaks: ['rebalance-nobody-joins'],
    change: {
      [REBALANCE]: {
        removeAbsentees: { replace: ' && member.groupInstanceId === null', by: '' },
      },
    },
  },
  {
    name: 'keeps a leader that has not joined',
    breaks: ['rebalance-nobody-joins'],
    change: {
      [REBALANCE]: {
        electLeader: {
          replace: 'if (leader?.awaitingJoin !== undefined) return true;',
          by: 'if (leader !== undefined) return true;',
        },
      },
    },
  },
  {
    name: 'has whoever joined first lead, though the leader is there',
    breaks: ['join-static'],
    change: {
      [REBALANCE]: {
        electLeader: {
          replace: '  if (leader?.awaitingJoin !== undefined) return true;\n',
          by: '  if (leader === undefined && group.members.size < 0) return true;\n',
        },
      },
    },
  },
  {
    name: 'does not ask what the members of a generation subscribe to',
    breaks: ['rebalance-everybody'],
    change: {
      [REBALANCE]: {
        announceGeneration: {
          replace: '  group.subscribedTopics = subscribedTopicsOf(group);\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'asks what members subscribe to before it has chosen the protocol',
    breaks: ['rebalance-everybody'],
    change: {
      [REBALANCE]: {
        announceGeneration: [
          { replace: '  group.subscribedTopics = subscribedTopicsOf(group);\n', by: '' },
          {
            replace: '  group.protocolName = chooseProtocol(group);\n',
            by: '  group.subscribedTopics = subscribedTopicsOf(group);\n  group.protocolName = chooseProtocol(group);\n',
          },
        ],
      },
    },
  },
  {
    name: 'goes on subscribing when nobody is left',
    breaks: ['rebalance-everybody', 'readers-retention'],
    change: {
      [REBALANCE]: {
        becomeEmpty: { replace: '  group.subscribedTopics = subscribedTopicsOf(group);\n', by: '' },
      },
    },
  },
  {
    name: 'begins no session of a static member that has not joined',
    breaks: ['rebalance-nobody-joins'],
    change: {
      [REBALANCE]: {
        announceGeneration: {
          replace:
            '    work.answerJoin(member, work.generationFor(member.memberId));\n    work.touch(member);\n',
          by: '    if (member.awaitingJoin !== undefined) work.touch(member);\n    work.answerJoin(member, work.generationFor(member.memberId));\n',
        },
      },
    },
  },
  {
    name: 'awaits no sync of a static member that has not joined',
    breaks: ['rebalance-nobody-joins'],
    change: {
      [REBALANCE]: {
        announceGeneration: [
          {
            replace: '    work.answerJoin(member, work.generationFor(member.memberId));\n',
            by: '    const hasJoined = member.awaitingJoin !== undefined;\n    work.answerJoin(member, work.generationFor(member.memberId));\n',
          },
          {
            replace: '    group.awaitedSyncs.add(',
            by: '    if (hasJoined) group.awaitedSyncs.add(',
          },
        ],
      },
    },
  },
  {
    name: 'stores nothing when nobody is left',
    breaks: [
      'rebalance-nobody-joins',
      'commit-without-membership',
      'leave-rebalances',
      'expiry-silent',
      'expiry-while-preparing',
      'expiry-clocks',
    ],
    change: {
      [REBALANCE]: {
        becomeEmpty: { replace: "  work.store({ kind: 'empty' }, new Map());\n", by: '' },
      },
    },
  },
  {
    name: 'goes on following a protocol when nobody is left',
    breaks: ['rebalance-nobody-joins'],
    change: {
      [REBALANCE]: { becomeEmpty: { replace: '  group.protocolName = undefined;\n', by: '' } },
    },
  },
  {
    name: 'stores an empty group before it is one',
    breaks: ['rebalance-nobody-joins'],
    change: {
      [REBALANCE]: {
        becomeEmpty: {
          replace: "  group.enter('Empty', work.now.wallMs);\n",
          by: '',
        },
        completeJoin: {
          replace: 'becomeEmpty(work);',
          by: "{\n    becomeEmpty(work);\n    group.enter('Empty', work.now.wallMs);\n  }",
        },
      },
    },
  },
  {
    name: 'tells a generation before it has chosen the protocol',
    breaks: [
      'join-id-first',
      'join-static',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'join-sync-worlds',
      'commit-without-membership',
      'group-worlds',
      'readers-share',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
      'readers-retention',
      'readers-process-all',
    ],
    change: {
      [REBALANCE]: {
        announceGeneration: [
          { replace: '  group.protocolName = chooseProtocol(group);\n', by: '' },
          {
            replace: '  group.syncDeadlineMs =',
            by: '  group.protocolName = chooseProtocol(group);\n  group.syncDeadlineMs =',
          },
        ],
      },
    },
  },
  {
    name: 'tells everybody all of the members',
    breaks: [
      'join-id-first',
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'rebalance-while-completing',
      'sync-store-fails',
      'rejoin-with-news',
      'join-sync-worlds',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'leave-outcomes',
      'expiry-waiting',
      'expiry-pending',
      'group-worlds',
    ],
    change: {
      [REBALANCE]: {
        announceGeneration: {
          replace: 'work.answerJoin(member, work.generationFor(member.memberId));',
          by: "work.answerJoin(member, {\n      ...work.generationFor(group.leaderId ?? ''),\n      memberId: member.memberId,\n    });",
        },
      },
    },
  },
  {
    name: 'begins no session when a member has joined',
    breaks: [
      'rebalance-begins-waits',
      'session-kept-by-commits',
      'expiry-waiting',
      'expiry-sync',
      'expiry-clocks',
      'group-worlds',
    ],
    change: {
      [REBALANCE]: { announceGeneration: { replace: '    work.touch(member);\n', by: '' } },
    },
  },
  {
    name: 'takes members for new for ever',
    breaks: [
      'join-refused',
      'session-kept',
      'session-kept-by-commits',
      'expiry-waiting',
      'expiry-while-preparing',
      'group-worlds',
    ],
    change: {
      [REBALANCE]: { announceGeneration: { replace: '    member.isNew = false;\n', by: '' } },
    },
  },
  {
    name: 'awaits nobody’s sync',
    breaks: ['rebalance-begins-waits', 'rebalance-nobody-joins', 'expiry-sync'],
    change: {
      [REBALANCE]: {
        announceGeneration: { replace: '    group.awaitedSyncs.add(member.memberId);\n', by: '' },
      },
    },
  },
  {
    name: 'sets no limit to the wait for syncs',
    breaks: ['rebalance-begins-waits', 'rebalance-nobody-joins', 'expiry-sync'],
    change: {
      [REBALANCE]: {
        announceGeneration: {
          replace: '  group.syncDeadlineMs = now.monotonicMs + group.rebalanceTimeoutMs;\n',
          by: '  if (now.wallMs < 0) return;\n',
        },
      },
    },
  },
];
