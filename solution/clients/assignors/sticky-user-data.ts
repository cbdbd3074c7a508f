/**
 * What a sticky member tells the leader's assignor: what it was assigned last, and in which generation.
 * It is eager: when it joins it has given everything back, and owns nothing that its subscription could
 * name.
 *
 *     array of (string topic | array of int32 partition)     version 0
 *     int32 generation                                       version 1 adds it
 *
 * No version is written anywhere. What is too short for version 1 is version 0.
 *
 * Source: org.apache.kafka.clients.consumer.StickyAssignor.
 */
import type { LastAssignment } from '#clients/assignors/assignor.ts';
import { byTopic, oneByOne } from '#clients/partitions-by-topic.ts';
import { array, data, int32, string } from '#protocol/schema.ts';
import { DecodeError } from '#protocol/wire-error.ts';

const StickyAssignorUserData = data({
  name: 'StickyAssignorUserData',
  versions: '0-1',
  flexible: 'none',
  fields: {
    previousAssignment: array(
      '0+',
      {
        topic: string('0+', 'A topic.'),
        partitions: array('0+', int32, 'Its partitions.'),
      },
      'What the member was assigned last.',
    ),
    generation: int32('1+', { default: -1 }, 'The generation in which it was.'),
  },
});

const NEWEST_FIRST = [1, 0];

export function writeStickyUserData({ partitions, generationId }: LastAssignment): Uint8Array {
  const previousAssignment = byTopic(partitions);
  return StickyAssignorUserData.encode(1, { previousAssignment, generation: generationId });
}

/** Nothing where nothing is said, or nothing that can be read: then the member gets what is left. */
export function readStickyUserData(bytes: Uint8Array | null): LastAssignment {
  for (const version of bytes === null ? [] : NEWEST_FIRST) {
    try {
      const decoded = StickyAssignorUserData.decode(version, bytes!);
      return {
        partitions: oneByOne(decoded.previousAssignment),
        generationId: decoded.generation,
      };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  }
  return { partitions: [], generationId: -1 };
}
