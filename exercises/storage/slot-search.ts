/**
 * Binary search, as every ordered table of a log needs it: the last entry that is not too far.
 *
 * Asked for an offset, an index rarely holds that very offset: what is wanted is its *floor*, the
 * last entry at or below it. So the search is not for an equal entry but for a border: a table that
 * is in order can be cut in a part where "at or below" holds and a part where it does not.
 *
 *      slot                   0     1     2     3     4     5
 *      offset                110   120   130   140   150   160
 *      at or below 135?      yes   yes   yes   no    no    no
 *                                         ^ the slot that is wanted
 *
 * Kafka has it in AbstractIndex.largestLowerBoundSlotFor, once for both indexes.
 */
import { NotImplemented } from '#env/not-implemented.ts';

/**
 * The last of the slots 0 to `count - 1` of which `holds` is true; -1 where it is true of none,
 * and where there are no slots.
 *
 * The slots are in order: once `holds` is false of one, it is false of all that follow. That is
 * the caller's promise, and the search relies on it: it asks about at most one slot more than the
 * base-2 logarithm of `count`, rounded down (1,000 slots: 10 questions), and only about slots that
 * exist.
 *
 * @param count how many slots there are, 0 to 2^31 - 1.
 * @param holds called with a slot's number.
 */
export function lastSlotWhere(count: number, holds: (slot: number) => boolean): number {
  throw new NotImplemented('1.4', 'lastSlotWhere');
}
