/** Joins and syncs that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const CHOICE = 'groups/protocol-choice.ts';
const JOINING = 'groups/joining.ts';
const REBALANCE = 'groups/rebalance.ts';
const COMPLETING = 'groups/phases/completing-rebalance.ts';
const STABLE = 'groups/phases/stable.ts';

export const variants: readonly Variant[] = [
  {
    name: 'wants every protocol of a newcomer to be known',
    breaks: [
      'protocol-choice-kind',
      'rebalance-first',
      'rejoin-with-news',
      'join-sync-worlds',
      'group-worlds',
    ],
    change: { [CHOICE]: { canFollow: { replace: 'protocols.some(', by: 'protocols.every(' } } },
  },
  {
    name: 'takes into an empty group whoever comes',
    breaks: ['protocol-choice-kind'],
    change: {
      [CHOICE]: {
        canFollow: {
          replace: "return protocolType !== '' && protocols.length > 0;",
          by: 'return true;',
        },
      },
    },
  },
  {
    name: 'takes into an empty group only who is of its former kind',
    breaks: [
      'protocol-choice-kind',
      'join-id-first',
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'rejoin-with-news',
      'join-sync-worlds',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-pending',
      'expiry-while-preparing',
      'expiry-sync',
      'expiry-clocks',
      'group-worlds',
      'readers-share',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
      'readers-retention',
      'readers-process-all',
    ],
    change: {
      [CHOICE]: {
        canFollow: {
          replace: "protocolType !== '' &&",
          by: 'protocolType === group.protocolType &&',
        },
      },
    },
  },
  {
    name: 'does not compare kinds',
    breaks: ['protocol-choice-kind', 'join-refused'],
    change: {
      [CHOICE]: {
        canFollow: {
          replace: '  if (group.protocolType !== protocolType) return false;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'refuses everybody when all members have gone while it prepares',
    breaks: ['protocol-choice-kind', 'join-new-member'],
    change: {
      [CHOICE]: { canFollow: { replace: 'group.members.size === 0 || ', by: '' } },
    },
  },
  {
    name: 'takes who knows a protocol that some member knows',
    breaks: ['protocol-choice-kind', 'protocol-choice-votes'],
    change: {
      [CHOICE]: {
        knownToAll: {
          replace: 'counts.get(name) === group.members.size',
          by: 'counts.get(name) !== 0',
        },
      },
    },
  },
  {
    name: 'follows what the leader likes best',
    breaks: ['protocol-choice-votes', 'rebalance-first'],
    change: {
      [CHOICE]: {
        chooseProtocol: `
          const known = knownToAll(group);
          const [leader] = group.members.values();
          return leader?.protocols.find(({ name }) => known.has(name))?.name;`,
      },
    },
  },
  {
    name: 'counts votes for protocols that not all know',
    breaks: ['protocol-choice-votes'],
    change: {
      [CHOICE]: {
        chooseProtocol: {
          replace: 'protocols.find(({ name }) => known.has(name))?.name;',
          by: 'protocols[0]?.name;',
        },
      },
    },
  },
  {
    name: 'lets the last of equals win',
    breaks: ['protocol-choice-votes'],
    change: {
      [CHOICE]: {
        chooseProtocol: { replace: 'count > (votes', by: 'count >= (votes' },
      },
    },
  },
  {
    name: 'asks old clients for an id, too',
    breaks: [
      'join-id-first',
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'rebalance-absentees',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'rejoin-with-news',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-pending',
      'expiry-while-preparing',
      'expiry-sync',
      'expiry-clocks',
    ],
    change: {
      [JOINING]: { joinWithoutId: { replace: 'event.mustKnowId', by: "event.memberId === ''" } },
    },
  },
  {
    name: 'makes every newcomer a member at once',
    breaks: [
      'join-id-first',
      'join-refused',
      'rebalance-everybody',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-pending',
      'expiry-while-preparing',
    ],
    change: {
      [JOINING]: {
        joinWithoutId: {
          replace: 'event.mustKnowId',
          by: 'event.mustKnowId && event.requestId < 0',
        },
      },
    },
  },
  {
    name: 'makes a member of who was only given an id',
    breaks: [
      'join-id-first',
      'join-refused',
      'rebalance-everybody',
      'join-sync-worlds',
      'leave-rebalances',
      'expiry-pending',
      'group-worlds',
    ],
    change: {
      [JOINING]: {
        joinWithoutId: {
          replace: '    group.pendingMembers.set(event.newMemberId, lapsesMs);\n',
          by: '    addMember(work, event, event.newMemberId);\n    group.pendingMembers.set(event.newMemberId, lapsesMs);\n',
        },
      },
    },
  },
  {
    name: 'forgets which ids it has given out',
    breaks: [
      'join-id-first',
      'join-refused',
      'rebalance-everybody',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-pending',
      'expiry-while-preparing',
      'group-worlds',
      'readers-share',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
      'readers-retention',
      'readers-process-all',
    ],
    change: {
      [JOINING]: {
        joinWithoutId: {
          replace: '    group.pendingMembers.set(event.newMemberId, lapsesMs);\n',
          by: '    if (lapsesMs < 0) return;\n',
        },
      },
    },
  },
  {
    name: 'takes any id for a member’s',
    breaks: ['join-refused', 'leave-outcomes', 'expiry-pending', 'expiry-sync'],
    change: {
      [JOINING]: {
        joinWithId: {
          replace: 'group.pendingMembers.has(event.memberId) && event.groupInstanceId === null',
          by: '!group.members.has(event.memberId) && event.groupInstanceId === null',
        },
      },
    },
  },
  {
    name: 'knows no static names',
    breaks: ['join-static', 'heartbeat-answers'],
    change: {
      [JOINING]: {
        joinWithoutId: {
          replace: 'if (known !== undefined) replaceStaticMember(work, event, known);',
          by: 'if (known === "") replaceStaticMember(work, event, known);',
        },
      },
    },
  },
  {
    name: 'asks static members to come again with an id',
    breaks: [
      'join-static',
      'rebalance-nobody-joins',
      'heartbeat-answers',
      'commit-fenced',
      'leave-outcomes',
    ],
    change: {
      [JOINING]: {
        joinWithoutId: {
          replace: 'event.groupInstanceId !== null',
          by: 'event.groupInstanceId !== null && !event.mustKnowId',
        },
      },
    },
  },
  {
    name: 'asks about protocols before it asks whether the group is dead',
    breaks: ['join-refused'],
    change: {
      [JOINING]: {
        join: {
          replace: "} else if (group.phase === 'Dead') {",
          by: "} else if (group.phase === 'Dead' && canFollow(group, event.protocolType, [])) {",
        },
      },
    },
  },
  {
    name: 'has room for everybody',
    breaks: ['join-refused'],
    change: {
      [JOINING]: {
        join: { replace: 'settings.maxSize)) {', by: 'settings.maxSize * Infinity)) {' },
      },
    },
  },
  {
    name: 'tells who finds no room the id that it brought',
    breaks: ['join-refused'],
    change: {
      [JOINING]: {
        join: {
          replace: "ErrorCode.GROUP_MAX_SIZE_REACHED, '')",
          by: 'ErrorCode.GROUP_MAX_SIZE_REACHED)',
        },
      },
    },
  },
  {
    name: 'refuses a newcomer with the id that it would have had',
    breaks: ['join-refused'],
    change: {
      [JOINING]: {
        refuse: {
          replace: 'joinError(errorCode, answeredId)',
          by: "joinError(errorCode, answeredId || '?')",
        },
      },
    },
  },
  {
    name: 'begins a new member’s session as it joins',
    breaks: [
      'join-new-member',
      'rebalance-while-completing',
      'expiry-waiting',
      'expiry-while-preparing',
    ],
    change: {
      [JOINING]: {
        addMember: {
          replace: 'work.touch(member, NEW_MEMBER_JOIN_TIMEOUT_MS);',
          by: 'work.touch(member);',
        },
      },
    },
  },
  {
    name: 'lets a new member wait for ever',
    breaks: ['join-new-member', 'expiry-waiting', 'expiry-while-preparing'],
    change: {
      [JOINING]: {
        addMember: { replace: '  work.touch(member, NEW_MEMBER_JOIN_TIMEOUT_MS);\n', by: '' },
      },
    },
  },
  {
    name: 'does not draw out the first rebalance',
    breaks: [
      'join-new-member',
      'rebalance-begins-waits',
      'rebalance-nobody-joins',
      'session-kept',
      'session-kept-by-commits',
      'expiry-pending',
      'expiry-sync',
      'expiry-clocks',
    ],
    change: {
      [JOINING]: {
        addMember: {
          replace: '  if (group.initialDelay !== undefined) group.initialDelay.newcomers = true;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'tells nobody that a member has come',
    breaks: [
      'join-id-first',
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'rejoin-with-news',
      'join-sync-worlds',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-pending',
      'expiry-while-preparing',
      'expiry-sync',
      'expiry-clocks',
      'group-worlds',
      'readers-share',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
      'readers-retention',
      'readers-process-all',
    ],
    change: {
      [JOINING]: {
        addMember: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
          replace: '  rulesOf(group).membersChanged(work, `member ${memberId} joins${why}`);\n',
          by: '  work.note(why);\n',
        },
      },
    },
  },
  {
    name: 'completes the first rebalance as soon as all are there',
    breaks: [
      'join-id-first',
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'rejoin-with-news',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-pending',
      'expiry-while-preparing',
      'expiry-sync',
      'expiry-clocks',
      'readers-process-all',
    ],
    change: {
      [REBALANCE]: {
        prepareRebalance: {
          replace: 'if (isFirst) startInitialDelay(work);\n  else if',
          by: 'if (isFirst) startInitialDelay(work);\n  if',
        },
      },
    },
  },
  {
    name: 'gives every rebalance the initial delay',
    breaks: [
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-store-fails',
      'rejoin-with-news',
      'join-sync-worlds',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-pending',
      'expiry-while-preparing',
      'expiry-sync',
      'group-worlds',
    ],
    change: {
      [REBALANCE]: {
        prepareRebalance: { replace: 'if (isFirst)', by: 'if (isFirst || reason !== "")' },
      },
    },
  },
  {
    name: 'sets no limit to the wait for joins',
    breaks: ['join-refused', 'rebalance-absentees', 'rebalance-nobody-joins'],
    change: {
      [REBALANCE]: {
        prepareRebalance: {
          replace:
            '  else group.joinDeadlineMs = work.now.monotonicMs + group.rebalanceTimeoutMs;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'measures the wait for joins by the wall clock',
    breaks: ['join-refused', 'rebalance-absentees', 'rebalance-nobody-joins'],
    change: {
      [REBALANCE]: {
        prepareRebalance: {
          replace: 'work.now.monotonicMs + group.rebalanceTimeoutMs',
          by: 'work.now.wallMs + group.rebalanceTimeoutMs',
        },
      },
    },
  },
  {
    name: 'lets who waits for an assignment wait on when the members change',
    breaks: [
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'sync-store-fails',
      'join-sync-worlds',
      'leave-rebalances',
      'expiry-sync',
      'group-worlds',
    ],
    change: {
      [REBALANCE]: {
        prepareRebalance: {
          replace: "if (group.phase === 'CompletingRebalance') {",
          by: "if (group.phase === 'CompletingRebalance' && group.members.size === 0) {",
        },
      },
    },
  },
  {
    name: 'goes on awaiting syncs of the generation that is over',
    breaks: ['rebalance-while-completing'],
    change: {
      [REBALANCE]: {
        prepareRebalance: {
          replace: '  group.awaitedSyncs.clear();\n  group.syncDeadlineMs = undefined;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'never looks whether all have joined when it begins a rebalance',
    breaks: ['rejoin-with-news', 'commit-without-membership', 'leave-rebalances'],
    change: {
      [REBALANCE]: {
        prepareRebalance: {
          replace: 'else if (group.hasAllMembersJoined) completeJoin(work);\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'counts generations not at all',
    breaks: [
      'join-id-first',
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'rejoin-with-news',
      'join-sync-worlds',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-pending',
      'expiry-while-preparing',
      'expiry-sync',
      'expiry-clocks',
      'group-worlds',
      'readers-fenced',
    ],
    change: { [REBALANCE]: { completeJoin: { replace: '  group.generationId += 1;\n', by: '' } } },
  },
  {
    name: 'counts the generation when the rebalance begins',
    breaks: [
      'join-id-first',
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-store-fails',
      'rejoin-with-news',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-sync',
      'readers-take-over',
      'readers-outlive-the-broker',
    ],
    change: {
      [REBALANCE]: {
        completeJoin: { replace: '  group.generationId += 1;\n', by: '' },
        prepareRebalance: {
          replace: "  group.enter('PreparingRebalance', work.now.wallMs);\n",
          by: "  group.enter('PreparingRebalance', work.now.wallMs);\n  group.generationId += 1;\n",
        },
      },
    },
  },
  {
    name: 'keeps members that have not joined',
    breaks: ['rebalance-absentees'],
    change: { [REBALANCE]: { completeJoin: { replace: '  removeAbsentees(work);\n', by: '' } } },
  },
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
    name: 'begins a generation that nobody has joined',
    breaks: ['rebalance-nobody-joins'],
    change: {
      [REBALANCE]: {
        completeJoin: {
          replace: 'group.members.size > 0 && !electLeader(work)',
          by: '!electLeader(work) && group.members.size < 0',
        },
      },
    },
  },
  {
    name: 'leaves the deadline of the joins when all have joined',
    breaks: [
      'join-id-first',
      'join-static',
      'join-refused',
      'join-new-member',
      'rebalance-first',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'sync-leader-assigns',
      'sync-store-fails',
      'rejoin-as-it-was',
      'rejoin-with-news',
      'join-sync-worlds',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'commit-without-membership',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-pending',
      'expiry-while-preparing',
      'expiry-sync',
      'expiry-clocks',
      'group-worlds',
      'readers-share',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
      'readers-retention',
      'readers-process-all',
    ],
    change: {
      [REBALANCE]: { completeJoin: { replace: '  group.joinDeadlineMs = undefined;\n', by: '' } },
    },
  },
  {
    name: 'leaves the initial delay when it is over',
    breaks: [
      'join-static',
      'rebalance-everybody',
      'rebalance-begins-waits',
      'rebalance-while-completing',
      'sync-store-fails',
      'rejoin-with-news',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-silent',
      'expiry-waiting',
      'expiry-sync',
      'readers-process-all',
    ],
    change: {
      [REBALANCE]: { completeJoin: { replace: '  group.initialDelay = undefined;\n', by: '' } },
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
    name: 'rebalances whenever a member joins again while it completes',
    breaks: ['rejoin-as-it-was'],
    change: {
      [COMPLETING]: {
        rejoinCompleting: {
          replace: 'if (hasProtocols(member, event.protocols)) {',
          by: 'if (hasProtocols(member, event.protocols) && work.group.generationId < 0) {',
        },
      },
    },
  },
  {
    name: 'never looks at what a member brings while it completes',
    breaks: ['sync-store-fails', 'rejoin-with-news'],
    change: {
      [COMPLETING]: {
        rejoinCompleting: {
          replace: 'if (hasProtocols(member, event.protocols)) {',
          by: 'if (member.protocols !== event.protocols) {',
        },
      },
    },
  },
  {
    name: 'rebalances before it has taken in what the member brings',
    breaks: ['rejoin-with-news'],
    change: {
      [COMPLETING]: {
        rejoinCompleting: `
          if (hasProtocols(member, event.protocols)) {
            work.answer(event.requestId, work.generationFor(member.memberId));
            return;
          }
          prepareRebalance(work, 'other metadata');
          updateMember(work, member, event);`,
      },
    },
  },
  {
    name: 'lets the leader of a stable group join without a rebalance',
    breaks: ['join-static', 'rebalance-everybody', 'rebalance-nobody-joins', 'rejoin-with-news'],
    change: { [STABLE]: { rejoinStable: { replace: 'if (!leads && ', by: 'if (' } } },
  },
  {
    name: 'rebalances whenever anybody joins a stable group again',
    breaks: ['rebalance-nobody-joins', 'rejoin-as-it-was', 'join-sync-worlds'],
    change: {
      [STABLE]: { rejoinStable: { replace: 'if (!leads && ', by: 'if (!leads && leads && ' } },
    },
  },
  {
    name: 'never looks at what a follower brings',
    breaks: [
      'join-refused',
      'rebalance-absentees',
      'rebalance-nobody-joins',
      'rejoin-with-news',
      'heartbeat-answers',
      'session-kept',
      'session-kept-by-commits',
      'commit-fenced',
      'leave-rebalances',
      'leave-outcomes',
      'expiry-waiting',
      'expiry-pending',
      'expiry-while-preparing',
      'expiry-clocks',
    ],
    change: {
      [STABLE]: {
        rejoinStable: {
          replace: 'if (!leads && hasProtocols(member, event.protocols)) {',
          by: 'if (!leads) {',
        },
      },
    },
  },
  {
    name: 'begins the rebalance before the member waits for it',
    breaks: ['rejoin-with-news'],
    change: {
      [STABLE]: {
        rejoinStable: [
          { replace: '  updateMember(work, member, event);\n', by: '' },
          {
            replace: '  prepareRebalance(work, what);\n',
            by: '  prepareRebalance(work, what);\n  updateMember(work, member, event);\n',
          },
        ],
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
