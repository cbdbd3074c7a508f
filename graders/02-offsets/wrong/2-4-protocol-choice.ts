/** Choices of a protocol that are wrong the way people make them. */
import type { Variant } from '../../../course/grading/variant.ts';

const CHOICE = 'groups/protocol-choice.ts';

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
];
