/** Task 1.10: of each key the newest record, and what has to stay besides. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.10',
  title: 'Compaction',
  outcome: 'A compacted log keeps the newest record of each key, at its own offset.',
  section: 'compaction',
  buildsOn: ['1.2', '1.3'],
  minutes: 90,
  files: [
    { file: 'storage/cleaner/batch-keys.ts', symbols: ['noteKeys'], given: ['KeyNotes'] },
    {
      file: 'storage/cleaner/batch-retention.ts',
      symbols: ['retainBatch'],
      given: ['RetentionRules', 'BatchPlace'],
    },
  ],
  hints: [
    'Decide three things one after the other: which records stay, whether the batch gets a horizon, and what bytes come of it. Only the first depends on the kind of batch.',
    'A tombstone goes in the second round at the earliest: the first writes into the batch when it may go. So the question for a tombstone is whether the batch has a horizon and that is now or earlier.',
    'encodeBatch does the rest: give it the records with their own offsets and timestamps, baseOffset and lastOffset of the batch, its epoch, producer, flags and codec, deleteHorizonMs where there is one, logAppendTime where the batch is of that type.',
  ],
  behaviours: [
    {
      id: 'compaction-notes-keys',
      says: 'notes each key’s newest offset, and neither records below the range, nor keyless, nor markers',
      points: 1,
      hint: 'A record’s offset is its batch’s base offset and its own delta, and deltas have gaps after a cleaning. A marker’s key is no key of the topic.',
      symbol: 'noteKeys',
    },
    {
      id: 'compaction-notes-full',
      says: 'says so when the map is full, and goes on while known keys still fit',
      points: 1,
      hint: 'put answers false: pass it on at once. All noted is true, also of a batch without a record to note.',
      symbol: 'noteKeys',
    },
    {
      id: 'compaction-newest',
      says: 'keeps the newest record of each key at its offset, and the very bytes where all stay',
      points: 1,
      hint: 'newestOffset is -1 for a key that the dirty part does not have: its record stays. The batch keeps its base and last offset whatever goes.',
      symbol: 'retainBatch',
    },
    {
      id: 'compaction-unknown',
      says: 'removes keyless records, but nothing beyond what was looked through',
      points: 1,
      hint: 'The map may have been full half way: at dirtyKeys.endOffset and beyond nothing is known of any record, keyless or not.',
      symbol: 'retainBatch',
    },
    {
      id: 'compaction-tombstone',
      says: 'keeps a tombstone for delete.retention.ms from the first round that met it, then lets it go',
      points: 1,
      hint: 'The horizon is set once, is never moved, and has passed when it is now or earlier. A batch without a horizon keeps its tombstones, however old.',
      symbol: 'retainBatch',
    },
    {
      id: 'compaction-markers',
      says: 'never dedupes control batches; one that decides nothing more goes after its horizon',
      points: 1,
      hint: 'All commit markers have the same key. A marker whose data has gone first gets a horizon, like a tombstone.',
      symbol: 'retainBatch',
    },
    {
      id: 'compaction-aborted',
      says: 'removes the data of an aborted transaction at once, be it the newest of its key',
      points: 1,
      hint: 'place.isDiscardable of a data batch: not one record stays, and no horizon is waited for.',
      symbol: 'retainBatch',
    },
    {
      id: 'compaction-empty-batch',
      says: 'leaves an empty header of the last batch of a segment, and of an active producer’s last',
      points: 1,
      hint: 'The header carries what the log alone says: the sequence number to go on from, and where the log goes on. A forgotten producer needs none.',
      symbol: 'retainBatch',
    },
    {
      id: 'compaction-rewrites',
      says: 'changes nothing else of a batch that it writes anew: timestamps, headers, producer, codec',
      points: 1,
      hint: 'The base timestamp may become the horizon, so records need their timestamps given again. LogAppendTime is a flag and the batch’s largest timestamp.',
      symbol: 'retainBatch',
    },
    {
      id: 'compaction-round',
      says: 'leaves a log that reads the same for every key, from every offset, and through a restart',
      points: 1,
      hint: 'Rolled segments are cleaned, the active one never: so a key may be there twice. Look at what goes and comes of a single batch first.',
      symbol: 'retainBatch',
    },
  ],
});
