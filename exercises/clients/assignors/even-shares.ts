/**
 * Even shares that move as little as they can: what sticky assignment is where all members read the
 * same topics, so that any partition may go to any of them.
 *
 *     11 partitions, 4 members:  2 each, and 3 of them get one more       (11 = 4 * 2 + 3)
 *
 *     owned      a: 5    b: 3    c: 2    d: 0     1 is nobody's
 *     1 keep     a: 3    b: 3    c: 2    d: 0     as much as a share can be; a gives up 2
 *     2 fill     a: 3    b: 3    c: 2    d: 2     up to the smaller share
 *     3 fill     a: 3    b: 3    c: 3    d: 2     up to the larger, until nothing is left
 *
 * Only what is beyond a share moves, and somebody has to give that up however it is shared out: no even
 * assignment keeps more. So a member that joins gets one share, taken where there is too much, and
 * the partitions of one that leaves go around, and nothing else moves.
 *
 * Source: AbstractStickyAssignor.ConstrainedAssignmentBuilder in
 * org.apache.kafka.clients.consumer.internals.
 */
import type { Assignment } from '#clients/assignors/assignor.ts';
import { NotImplemented } from '#env/not-implemented.ts';
import type { TopicPartition } from '#storage/log-files.ts';

/**
 * Shares partitions out so that no two members differ by more than one, and as many partitions as
 * possible stay where they are. Which of them a member gives up that has too many, and who gets one more
 * where several could, is for you to say, as long as it is always the same.
 *
 * @param partitions all that there are, in the order in which the free ones are given out.
 * @param owned what each member has: an entry for every member, all of it in `partitions`, nothing twice.
 * @returns an entry for each member; the same in whatever order `owned` names members and partitions.
 */
export function shareEvenly(
  partitions: readonly TopicPartition[],
  owned: ReadonlyMap<string, readonly TopicPartition[]>,
): Assignment {
  throw new NotImplemented('2.7', 'shareEvenly');
}
