/**
 * Which committed offsets may go (KIP-211). An offset is kept as long as somebody may come back
 * for it:
 *
 *     a group without members            offsets.retention.minutes after its last member went
 *     a stable group of consumers        ... after the last commit, in topics nobody subscribes to
 *     who uses no membership             ... after the last commit
 *     any other group with members       for ever
 *     a group that the coordinator       ... after the last commit, in topics nobody subscribes to
 *     assigns to (KIP-848)
 *
 * What is under way stays: a commit that is written and not durable is not in the table yet.
 *
 * Where an old client gave an offset an expiry of its own, that counts, in the same groups.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { OffsetsByTopic } from '#groups/committed-offsets.ts';
import type { Group } from '#groups/group.ts';
import type { OffsetShard } from '#groups/offset-shard.ts';

export interface ExpiredOffset {
  readonly topic: string;
  readonly partition: number;
}

/**
 * The offsets of a group that have expired at `now` (wall clock, milliseconds), in their order.
 *
 * None does in a topic that `group.isSubscribedTo`. Of the others an offset expires when
 * `retentionMs` have passed, or more, since a moment that depends on the group; the first line that
 * fits decides:
 *
 *   - `group.type` is `consumer` (KIP-848): since the commit
 *   - `group.protocolType` is undefined, so nobody has ever joined: since the commit
 *   - `group.state` is `Empty`: since `stateSinceMs`, or where that is not known since the commit
 *   - `group.state` is `Stable`, `group.protocolType` is `consumer`, and the group
 *     `knowsSubscriptions`: since the commit
 *   - any other: never
 *
 * An offset with an expiry of its own expires at that moment instead, in the same groups, and no
 * retention counts.
 */
export function expiredOffsets(
  group: Group,
  offsets: OffsetsByTopic,
  now: number,
  retentionMs: number,
): ExpiredOffset[] {
  throw new NotImplemented('2.3', 'expiredOffsets');
}

/**
 * Deletes what has expired of all groups of a shard; gives the error code of a write that failed.
 *
 * A group that is `Empty` and has no offset left goes with its last ones: its own tombstones
 * (`group.tombstones()`) follow theirs. A group that never had an offset has none left.
 *
 * A group that `isBusy` is left for the next check: a commit that is under way lies before these
 * tombstones in the log, and would go with what it has replaced. For the same reason what is decided
 * about a group is written before anybody else has a turn.
 */
export async function expireOffsets(shard: OffsetShard): Promise<number> {
  throw new NotImplemented('2.3', 'expireOffsets');
}
