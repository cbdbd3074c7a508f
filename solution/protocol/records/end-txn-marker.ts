/**
 * EndTxnMarker: the value of the control records that end a transaction in a partition: key type 0
 * aborts, key type 1 commits (KIP-98). Written by the transaction coordinator through
 * WriteTxnMarkers; it lies in the log between the records of the transaction and the next one.
 */
import { data, int32, type MessageOf } from '#protocol/schema.ts';

/** A transaction has ended in this partition. */
export const EndTxnMarker = data({
  name: 'EndTxnMarker',
  versions: '0',
  flexible: 'none',
  fields: {
    coordinatorEpoch: int32(
      '0+',
      'The epoch of the coordinator that wrote it: a marker of an older one is refused.',
    ),
  },
});
export type EndTxnMarker = MessageOf<typeof EndTxnMarker>;
