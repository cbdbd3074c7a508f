/** Ways into a group that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const JOINING = 'groups/joining.ts';

export const variants: readonly Variant[] = [
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
];
