/**
 * The topics that a group's consumers subscribe to: the one thing that a coordinator reads of what
 * members tell their leader. Offsets of these topics neither expire nor are deleted while there are
 * members.
 *
 * All versions of the subscription begin like version 0, so they are read as that, as Kafka does. A
 * group whose members say something else is not known to subscribe to anything.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import { metadataOf } from '#groups/classic-member.ts';
import { decodeSubscription } from '#protocol/consumer-protocol.ts';
import { DecodeError } from '#protocol/wire-error.ts';

/** The topics of all members; undefined where the group is none of consumers, or can't be read. */
export function subscribedTopicsOf(group: ClassicGroup): ReadonlySet<string> | undefined {
  if (!group.isConsumerGroup) return undefined;
  const topics = new Set<string>();
  try {
    for (const member of group.members.values()) {
      for (const topic of topicsOf(metadataOf(member, group.protocolName))) topics.add(topic);
    }
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
  return topics;
}

function topicsOf(metadata: Uint8Array): readonly string[] {
  return decodeSubscription(metadata, 0).topics;
}
