/**
 * SnapshotFooterRecord: the last record of a snapshot, in a control batch of its own (KIP-630). A
 * snapshot without it was not finished, and must not be loaded. Control record type 4.
 */
import { data, int16, type MessageOf } from '#protocol/schema.ts';

/** A snapshot is complete. */
export const SnapshotFooterRecord = data({
  name: 'SnapshotFooterRecord',
  versions: '0',
  flexible: '0+',
  fields: {
    version: int16('0+', 'The version of this structure, written once more into its body.'),
  },
});
export type SnapshotFooterRecord = MessageOf<typeof SnapshotFooterRecord>;
