/**
 * The order in which range and round robin go through a group's members.
 *
 * What a member gets depends on its place in the order, so the place should stay what it is when a
 * member restarts. A member id is new with each start, and lands anywhere among the others; a static
 * name (KIP-345) comes back. So static members stand first, where dynamic ones that come and go move
 * nobody, and stand by their names.
 *
 *     static members, by groupInstanceId | dynamic members, by memberId
 *     i-1 (member x), i-2 (member b)     | member a, member c
 *
 * Source: org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor.MemberInfo.
 */
import type { MemberSubscriptions } from '#clients/assignors/assignor.ts';
import { NotImplemented } from '#env/not-implemented.ts';

/**
 * The ids of all members: static ones first, by `groupInstanceId`, then the others, by member id.
 * Names are compared by the codes of their characters, as `<` does.
 */
export function inMemberOrder(subscriptions: MemberSubscriptions): string[] {
  throw new NotImplemented('2.6', 'inMemberOrder');
}
