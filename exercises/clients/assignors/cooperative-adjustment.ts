/**
 * What makes an assignment safe for members that keep on reading while the group rebalances (KIP-429).
 *
 * In a cooperative rebalance nobody gives anything back before it joins. A partition that changes hands
 * would have two readers for a while: the new one begins as soon as it has its assignment, the old
 * one stops as soon as it has its own, and nothing says which is first. So such a partition is taken
 * out of the assignment: this time, nobody gets it. Its old reader sees that it is gone, stops, and
 * joins again; in the rebalance that this begins nobody claims it any more, and it can be given away.
 *
 *     claims        a: 0 1 2 3      b:           b has just joined
 *     shared out    a: 0 1          b: 2 3
 *     adjusted      a: 0 1          b:           2 and 3 are still a's
 *     claims        a: 0 1          b:           a has let go of them, and joins again
 *     shared out    a: 0 1          b: 2 3       and nothing is to be adjusted
 *
 * Two short rebalances in which 0 and 1 are read all the time, for one in which nothing is read.
 *
 * Source: org.apache.kafka.clients.consumer.CooperativeStickyAssignor.adjustAssignment.
 */
import type { Assignment } from '#clients/assignors/assignor.ts';
import type { Ownership } from '#clients/assignors/ownership.ts';
import { NotImplemented } from '#env/not-implemented.ts';

/**
 * Takes every partition out of the assignment that someone else owns than the one who is to get it. With
 * two owners that is always so: neither of them may keep it. `owners` goes by the names of partitions,
 * `partitionName({ topic, partition })` of `#storage/log-files.ts`.
 *
 * @returns a new assignment, with an entry for each member; the given one stays as it is.
 */
export function withholdOwned(assignment: Assignment, owners: Ownership): Assignment {
  throw new NotImplemented('2.7', 'withholdOwned');
}
