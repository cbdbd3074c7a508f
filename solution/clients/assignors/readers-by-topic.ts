/**
 * Who subscribes to which topic: what members say of themselves, turned around.
 */
import type { MemberSubscriptions } from '#clients/assignors/assignor.ts';
import { inMemberOrder } from '#clients/assignors/member-order.ts';

/** The members that subscribe to each topic, in `inMemberOrder`; the topics in the order of their names. */
export function readersByTopic(subscriptions: MemberSubscriptions): Map<string, string[]> {
  const topics = new Set([...subscriptions.values()].flatMap((one) => one.topics));
  const readers = new Map([...topics].sort().map((topic): [string, string[]] => [topic, []]));
  for (const member of inMemberOrder(subscriptions)) {
    for (const topic of new Set(subscriptions.get(member)?.topics))
      readers.get(topic)?.push(member);
  }
  return readers;
}
