/**
 * The topics that a group's consumers subscribe to: the one thing that a coordinator reads of what
 * members tell their leader. Offsets of these topics neither expire nor are deleted while there are
 * members.
 *
 *     int16 version | int32 count | (int16 length, UTF-8) ... | what later versions add
 *
 * All versions of the subscription begin like version 0, so the rest need not be understood. A
 * group whose members say something else is not known to subscribe to anything.
 * Source: common/message/ConsumerProtocolSubscription.json
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import { metadataOf } from '#groups/classic-member.ts';
import { Reader } from '#protocol/reader.ts';
import { DecodeError } from '#protocol/wire-error.ts';

/** The topics of all members; undefined where the group is none of consumers, or can't be read. */
export function subscribedTopicsOf(group: ClassicGroup): ReadonlySet<string> | undefined {
  if (!group.isConsumerGroup) return undefined;
  const topics = new Set<string>();
  try {
    for (const member of group.members.values()) {
      for (const topic of readTopics(metadataOf(member, group.protocolName))) topics.add(topic);
    }
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
  return topics;
}

function* readTopics(metadata: Uint8Array): Generator<string> {
  const reader = new Reader(metadata);
  reader.int16();
  for (let left = reader.int32(); left > 0; left--) yield reader.string();
}
