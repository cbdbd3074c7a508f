/**
 * A member joins: who may, under which id, and what that means for the group.
 *
 *     no id   dynamic   version 4 on: told an id, which is pending until it joins with it (KIP-394)
 *                       before: a member at once
 *             static    known name: takes the place of the process before it (KIP-345)
 *                       new name: a member at once
 *     an id   pending   a member now
 *             a member  what that means depends on the phase
 *             unknown   UNKNOWN_MEMBER_ID: it has to come without one
 *
 * The detour of version 4 is for clients that give up waiting and ask again: without an id of
 * its own, each attempt would be another member, and all of them would have to expire.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { JoinEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';

/**
 * How long a member that knows no id yet may wait to be answered. It can't send heartbeats, and a
 * connection with a request waiting is not read, so nobody would notice that it has gone.
 */
export const NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60_000;

/**
 * A JoinGroup. The first of these that holds decides; an answer that refuses is `joinError`:
 *
 * 1. no room by the phase's `admits` (of `settings.maxSize`): GROUP_MAX_SIZE_REACHED, with '' as
 *    the id; the id that it brings, pending or a member's, is taken back (`group.remove`). Nobody is
 *    told of it, as in Kafka: a rebalance that waited for it alone goes on at its deadline
 * 2. the group is dead: COORDINATOR_NOT_AVAILABLE
 * 3. the group can't follow what it brings (`canFollow`): INCONSISTENT_GROUP_PROTOCOL
 * 4. no id, but a static name: `replaceStaticMember` if the name is taken, else a new member as
 *    `event.newMemberId`
 * 5. no id, and it must know its id: `event.newMemberId` becomes pending until a session timeout
 *    from now, and the answer is MEMBER_ID_REQUIRED with that id
 * 6. no id: a new member as `event.newMemberId`
 * 7. a pending id, no static name: a new member with that id
 * 8. an id that `checkMember` refuses: its error
 * 9. a member: the phase's `rejoin`
 *
 * An answer that refuses names the id of the request where nothing else is said. A new member has
 * NEW_MEMBER_JOIN_TIMEOUT_MS to be answered, counts as a newcomer to an initial delay under way,
 * and then the phase's `membersChanged` is told.
 */
export function join(work: GroupWork, event: JoinEvent): void {
  throw new NotImplemented('2.4', 'join');
}
