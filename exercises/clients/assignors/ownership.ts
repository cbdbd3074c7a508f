/**
 * Who owns what when a group rebalances. A sticky assignor moves as little as it can, so it begins
 * with what there is; and of that it knows only what the members say.
 *
 * Members may be wrong. One that was away for a while, in a pause of its garbage collector or behind a
 * cut cable, still names what it had in its generation; the group has gone on without it and given that
 * to others. So each claim comes with the generation in which the member got its partitions, and for
 * each partition the newest generation is right:
 *
 *     a, generation 7: t-0 t-1           t-0: a
 *     b, generation 7: t-1 t-2    ──►    t-1: a and b     in one generation: nobody knows who is right
 *     c, generation 4: t-2 t-3           t-2: b           c has been away
 *                                        t-3: c           an old claim, but nobody says otherwise
 *
 * Source: AbstractStickyAssignor.allSubscriptionsEqual in org.apache.kafka.clients.consumer.internals.
 */
import type { LastAssignment } from '#clients/assignors/assignor.ts';
import { NotImplemented } from '#env/not-implemented.ts';

/**
 * The owners of each partition that anyone claims, by its name: `partitionName({ topic, partition })` of
 * `#storage/log-files.ts`, as `t-0`. More than one is a conflict.
 */
export type Ownership = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Finds the owners of all claimed partitions: those that claim it in the newest generation in which
 * anyone claims it. The order of the claims means nothing.
 *
 * @param claims what each member says it has, and of which generation (-1: it does not say).
 */
export function ownersOf(claims: ReadonlyMap<string, LastAssignment>): Ownership {
  throw new NotImplemented('2.7', 'ownersOf');
}
