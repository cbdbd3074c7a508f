/**
 * Range: each topic by itself, cut into slices, one for each member that reads it.
 *
 *     orders,   7 partitions    0 1 2 | 3 4 | 5 6        7 = 3 * 2 + 1: the first gets one more
 *     payments, 7 partitions    0 1 2 | 3 4 | 5 6
 *                               a       b     c
 *
 * Topics with as many partitions and the same readers are cut alike, so that a member which reads
 * partition 3 of orders also reads partition 3 of payments. Where both are keyed alike it can join the
 * two: the reason why range is still the default. Its price: with many topics it is always the first
 * members that get one more.
 *
 * Source: org.apache.kafka.clients.consumer.RangeAssignor.
 */
import type {
  Assignment,
  MemberSubscriptions,
  PartitionCounts,
} from '#clients/assignors/assignor.ts';
import { NotImplemented } from '#env/not-implemented.ts';

/**
 * Cuts every topic into slices of consecutive partitions, in `inMemberOrder` of the members that
 * subscribe to it: so `readersByTopic` lists them (`#clients/assignors/readers-by-topic.ts`). All slices
 * are as long, but for the first ones, which are longer by one where the number does not divide.
 *
 * @returns an entry for each member, also for one that gets nothing.
 */
export function assignRange(
  partitionCounts: PartitionCounts,
  subscriptions: MemberSubscriptions,
): Assignment {
  throw new NotImplemented('2.6', 'assignRange');
}
