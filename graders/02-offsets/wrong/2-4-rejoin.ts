/** Members that join again, and are treated wrong the way people do. */
import type { Variant } from '../../../course/grading/variant.ts';

const COMPLETING = 'groups/phases/completing-rebalance.ts';
const STABLE = 'groups/phases/stable.ts';

export const variants: readonly Variant[] = [
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
];
