/**
 * Brokers and clients with one mistake each, and the promise (groups-promises.ts) that it breaks:
 * what the simulation has to notice. A simulation that finds nothing could as well be blind.
 *
 * Each is told by how it differs from the reference, as the graders' wrong solutions are.
 */
import type { Variant } from '../../course/grading/variant.ts';
import type { Narrowing } from './groups-plan.ts';

export interface WrongGroups extends Variant {
  /** The promises that it may break, whichever is seen to be broken first. */
  readonly violates: readonly string[];
  /** The lives in which it can show. */
  readonly lives: Narrowing;
}

const CLASSIC: Narrowing = { protocol: 'classic' };
const CONSUMER: Narrowing = { protocol: 'consumer' };
const OUR_CLIENT: Narrowing = { consumer: 'client' };

export const wrongGroups: readonly WrongGroups[] = [
  {
    name: 'tells that a commit is durable, and writes it a moment later',
    lives: CLASSIC,
    violates: ['durable', 'honest', 'granted'],
    change: {
      'broker/group-elections.ts': {
        'GroupElections.#append': `
          const { log, leaderEpoch } = replica;
          done(ErrorCode.NONE);
          this.#broker.env.clock.setTimer(20, () => {
            log.append(batch, { leaderEpoch, origin: 'coordinator' });
          });`,
      },
    },
  },
  {
    name: 'loads the oldest offset of a partition',
    lives: CLASSIC,
    violates: ['honest'],
    change: {
      'groups/committed-offsets.ts': {
        'CommittedOffsets.apply': {
          replace: 'partitions.set(partition, offset);',
          by: 'if (!partitions.has(partition)) partitions.set(partition, offset);',
        },
      },
    },
  },
  {
    name: 'takes commits of members that were sent away',
    lives: CLASSIC,
    violates: ['forward', 'progress'],
    change: {
      'groups/commit-check.ts': { errorOf: 'return ErrorCode.NONE;' },
    },
  },
  {
    name: 'does not count generations, so that who was sent away seems to be one of it',
    lives: CLASSIC,
    violates: ['own', 'granted', 'forward'],
    change: {
      'groups/rebalance.ts': {
        completeJoin: { replace: 'group.generationId += 1;', by: 'group.generationId = 1;' },
      },
    },
  },
  {
    name: 'tells no member that the group rebalances',
    lives: CLASSIC,
    violates: ['progress'],
    change: {
      'groups/heartbeat.ts': {
        heartbeat: { replace: 'isPreparing ? ErrorCode.REBALANCE_IN_PROGRESS :', by: '' },
      },
    },
  },
  {
    name: "gives each member the leader's part",
    lives: CLASSIC,
    violates: ['own', 'granted'],
    change: {
      'groups/group-work.ts': {
        'GroupWork.assignmentFor': {
          replace: 'assignment: member.assignment,',
          by: "assignment: (this.group.members.get(this.group.leaderId ?? '') ?? member).assignment,",
        },
      },
    },
  },
  {
    name: 'commits what a poll is about to return',
    lives: OUR_CLIENT,
    violates: ['covered', 'own'],
    change: {
      'clients/consumer/consumer.ts': {
        'Consumer.#pollUntil': [
          { replace: 'await this.#update();', by: '' },
          {
            replace: 'this.#parts.fetcher.fetch();',
            by: 'await this.#update(); this.#parts.fetcher.fetch();',
          },
        ],
      },
    },
  },
  {
    name: 'begins one record after the committed offset',
    lives: OUR_CLIENT,
    violates: ['begin'],
    change: {
      'clients/consumer/starting-offsets.ts': {
        startingOffset: { replace: 'position: { offset,', by: 'position: { offset: offset + 1,' },
      },
    },
  },
  {
    name: 'begins at the end of the log, whatever is committed',
    lives: OUR_CLIENT,
    violates: ['begin', 'covered'],
    change: {
      'clients/consumer/starting-offsets.ts': {
        startingOffset: "return { kind: 'reset', reset: { kind: 'latest' } };",
      },
    },
  },
  {
    name: 'keeps its partitions while it joins the next generation, though it is eager',
    lives: CLASSIC,
    violates: ['own', 'granted', 'progress'],
    change: {
      'clients/consumer/classic-membership.ts': {
        'ClassicMembership.#release': {
          replace: "} else if (this.#protocol === 'eager') {",
          by: "} else if (this.#protocol !== 'eager') {",
        },
      },
    },
  },
  {
    name: 'assigns each partition to every member',
    lives: CLASSIC,
    violates: ['apart'],
    change: {
      'clients/assignors/range.ts': {
        assignRange: {
          replace: 'assignment.get(member)?.push({ topic, partition: next });',
          by: 'for (const all of assignment.values()) all.push({ topic, partition: next });',
        },
      },
    },
  },
  {
    name: 'gives a partition away before it is given up',
    lives: CONSUMER,
    violates: ['apart'],
    change: {
      'groups/consumer-group/reconciliation.ts': {
        withFree: {
          replace: 'if (owner !== undefined && !isOwn) {',
          by: 'if (owner === "" && isOwn) {',
        },
      },
    },
  },
  {
    name: 'takes commits of any epoch, from whoever was a member once',
    lives: CONSUMER,
    violates: ['forward', 'progress'],
    change: {
      'groups/consumer-group/offset-access.ts': { checkConsumerCommit: 'return ErrorCode.NONE;' },
    },
  },
  {
    name: 'says that it has given up partitions, and reads on',
    lives: { ...CONSUMER, ...OUR_CLIENT },
    violates: ['granted', 'own'],
    change: {
      'clients/consumer/consumer-group-membership.ts': {
        'ConsumerGroupMembership.#run': {
          replace: 'if (revoked.length > 0) await handover.revoke(revoked);',
          by: '',
        },
      },
    },
  },
];
