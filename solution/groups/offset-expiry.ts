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
import type { OffsetsByTopic } from '#groups/committed-offsets.ts';
import type { Group } from '#groups/group.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';

export interface ExpiredOffset {
  readonly topic: string;
  readonly partition: number;
}

/** The offsets of a group that have expired at `now` (wall clock), with a retention in ms. */
export function expiredOffsets(
  group: Group,
  offsets: OffsetsByTopic,
  now: number,
  retentionMs: number,
): ExpiredOffset[] {
  const expired: ExpiredOffset[] = [];
  for (const [topic, partitions] of offsets) {
    if (group.isSubscribedTo(topic)) continue;
    for (const [partition, offset] of partitions) {
      const sinceMs = retainedSince(group, offset);
      if (sinceMs === undefined) continue;
      const isOver =
        offset.expireTimestampMs === undefined
          ? now - sinceMs >= retentionMs
          : now >= offset.expireTimestampMs;
      if (isOver) expired.push({ topic, partition });
    }
  }
  return expired;
}

/** From when on the retention counts; undefined where it does not. */
function retainedSince(group: Group, offset: CommittedOffset): number | undefined {
  const { type, state, stateSinceMs, protocolType, knowsSubscriptions } = group;
  if (type === 'consumer' || protocolType === undefined) return offset.commitTimestampMs;
  if (state === 'Empty') return stateSinceMs ?? offset.commitTimestampMs;
  const isReadable = protocolType === 'consumer' && knowsSubscriptions;
  return isReadable && state === 'Stable' ? offset.commitTimestampMs : undefined;
}
