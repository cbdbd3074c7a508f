/**
 * SnapshotHeaderRecord: the first record of a snapshot of the metadata log, in a control batch of
 * its own (KIP-630). Not a metadata record: it is the value of a control record of type 3.
 */
import { data, int16, int64, type MessageOf } from '#protocol/schema.ts';

/** A snapshot begins. */
export const SnapshotHeaderRecord = data({
  name: 'SnapshotHeaderRecord',
  versions: '0',
  flexible: '0+',
  fields: {
    version: int16('0+', 'The version of this structure, written once more into its body.'),
    lastContainedLogTimestamp: int64(
      '0+',
      'When the last record that the snapshot holds was appended.',
    ),
  },
});
export type SnapshotHeaderRecord = MessageOf<typeof SnapshotHeaderRecord>;
