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
 * `retentionMs` have passed, or more, since a moment that depends on the group:
 *
 *   - of type `consumer`, or without a protocol type (nobody has ever joined): since the commit
 *   - in the state `Empty`: since `stateSinceMs`, or where that is not known since the commit
 *   - in the state `Stable`, of protocol type `consumer`, with known subscriptions: since the commit
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
 * Deletes what has expired of all groups of a shard; gives the error code of the write.
 *
 * A group that is `Empty` and has no offset left goes with its last ones: its own tombstones
 * (`group.tombstones()`) follow theirs. A group that never had an offset has none left.
 */
export async function expireOffsets(shard: OffsetShard): Promise<number> {
  throw new NotImplemented('2.3', 'expireOffsets');
}
