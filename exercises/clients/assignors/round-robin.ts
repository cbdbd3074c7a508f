/**
 * Round robin: all partitions of all topics in one row, dealt out like cards.
 *
 *     t0-0  t0-1  t0-2  t1-0  t1-1  t1-2
 *     a     b     c     a     b     c         all read both topics
 *     a     b     a     b     c     b         a reads t0, c reads t1, b reads both
 *
 * Whoever does not read a topic is passed over, and the dealing goes on behind the one who got the
 * card. With equal subscriptions no two members differ by more than one partition, all topics
 * together, which range can't promise. But nothing is kept together, and the first card that is dealt
 * differently shifts all that follow.
 *
 * Source: org.apache.kafka.clients.consumer.RoundRobinAssignor.
 */
import type {
  Assignment,
  MemberSubscriptions,
  PartitionCounts,
} from '#clients/assignors/assignor.ts';
import { NotImplemented } from '#env/not-implemented.ts';

/**
 * Deals all partitions out, the topics in the order of their names, their partitions ascending. They
 * go around the members in `inMemberOrder` (`#clients/assignors/member-order.ts`): each to the next one
 * that subscribes to its topic, counted from behind the member that got the last. `readersByTopic`
 * (`#clients/assignors/readers-by-topic.ts`) knows who subscribes to what.
 *
 * @returns an entry for each member, also for one that gets nothing.
 */
export function assignRoundRobin(
  partitionCounts: PartitionCounts,
  subscriptions: MemberSubscriptions,
): Assignment {
  throw new NotImplemented('2.6', 'assignRoundRobin');
}
