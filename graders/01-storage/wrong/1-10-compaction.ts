/** Compactions that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const KEYS = 'storage/cleaner/batch-keys.ts';
const RETAIN = 'storage/cleaner/batch-retention.ts';

export const variants: readonly Variant[] = [
  {
    name: 'notes the keys of markers',
    breaks: ['compaction-notes-keys'],
    change: { [KEYS]: { noteKeys: { replace: 'batch.isControl || ', by: '' } } },
  },
  {
    name: 'counts offsets where it should read them',
    breaks: ['compaction-notes-keys'],
    change: {
      [KEYS]: {
        noteKeys: [
          {
            replace: '  while (cursor.next()) {',
            by: '  let offset = batch.baseOffset - 1;\n  while (cursor.next()) {\n    offset++;',
          },
          { replace: '    const offset = batch.baseOffset + cursor.offsetDelta;\n', by: '' },
        ],
      },
    },
  },
  {
    name: 'notes what is below the range',
    breaks: ['compaction-notes-keys'],
    change: {
      [KEYS]: { noteKeys: { replace: 'key === null || offset < from', by: 'key === null' } },
    },
  },
  {
    name: 'leaves out the record at the beginning of the range',
    breaks: ['compaction-notes-keys'],
    change: { [KEYS]: { noteKeys: { replace: 'offset < from', by: 'offset <= from' } } },
  },
  {
    name: 'stumbles over records without a key',
    breaks: ['compaction-notes-keys', 'compaction-notes-full'],
    change: {
      [KEYS]: {
        noteKeys: [
          { replace: 'key === null || offset < from', by: 'offset < from' },
          { replace: 'notes.put(key, offset)', by: 'notes.put(key ?? new Uint8Array(0), offset)' },
        ],
      },
    },
  },
  {
    name: 'does not notice that the map is full',
    breaks: ['compaction-notes-full'],
    change: {
      [KEYS]: {
        noteKeys: {
          replace: 'if (!notes.put(key, offset)) return false;',
          by: 'notes.put(key, offset);',
        },
      },
    },
  },
  {
    name: 'goes through the rest of the batch with a full map',
    breaks: ['compaction-notes-full'],
    change: {
      [KEYS]: {
        noteKeys: [
          {
            replace: '  while (cursor.next()) {',
            by: '  let all = true;\n  while (cursor.next()) {',
          },
          {
            replace: 'if (!notes.put(key, offset)) return false;\n  }\n  return true;',
            by: 'if (!notes.put(key, offset)) all = false;\n  }\n  return all;',
          },
        ],
      },
    },
  },
  {
    name: 'decompresses what an emptied batch does not have',
    breaks: ['compaction-notes-keys'],
    change: {
      [KEYS]: {
        noteKeys: {
          replace: 'if (batch.isControl || batch.recordCount === 0) return true;',
          by: "if (batch.isControl) return true;\n  if (batch.recordCount === 0) throw new Error('no records');",
        },
      },
    },
  },
  {
    name: 'keeps the older record of a key, too',
    breaks: [
      'compaction-newest',
      'compaction-tombstone',
      'compaction-empty-batch',
      'compaction-rewrites',
      'compaction-round',
    ],
    change: {
      [RETAIN]: {
        isKept: {
          replace:
            '  if (record.offset < rules.dirtyKeys.newestOffset(record.key)) return false;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'removes the newest record, too',
    breaks: [
      'compaction-newest',
      'compaction-unknown',
      'compaction-tombstone',
      'compaction-aborted',
      'compaction-round',
    ],
    change: {
      [RETAIN]: { isKept: { replace: 'record.offset < rules', by: 'record.offset <= rules' } },
    },
  },
  {
    name: 'lets a batch shrink to the offsets of what stays',
    breaks: ['compaction-newest', 'compaction-rewrites'],
    change: {
      [RETAIN]: {
        rewritten: {
          replace: '    records,\n',
          by: '    records,\n    baseOffset: records[0]?.offset ?? batch.baseOffset,\n    lastOffset: records.at(-1)?.offset ?? batch.lastOffset,\n',
        },
      },
    },
  },
  {
    name: 'gives the records new offsets without gaps',
    breaks: [
      'compaction-newest',
      'compaction-unknown',
      'compaction-tombstone',
      'compaction-rewrites',
    ],
    change: {
      [RETAIN]: {
        rewritten: {
          replace: '    records,\n',
          by: '    records: records.map(({ offset: _, ...record }) => record),\n',
        },
      },
    },
  },
  {
    name: 'writes every batch anew',
    breaks: [
      'compaction-newest',
      'compaction-unknown',
      'compaction-tombstone',
      'compaction-markers',
    ],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace: '  if (kept.length === batch.recordCount && !setHorizon) return bytes;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'keeps records without a key',
    breaks: ['compaction-unknown'],
    change: {
      [RETAIN]: {
        isKept: {
          replace: 'if (record.key === null) return false;',
          by: 'if (record.key === null) return true;',
        },
      },
    },
  },
  {
    name: 'removes keyless records where it has not looked',
    breaks: ['compaction-unknown'],
    change: {
      [RETAIN]: {
        isKept: [
          {
            replace:
              '  // Beyond what was looked through, nothing is known.\n  if (record.offset >= rules.dirtyKeys.endOffset) return true;\n',
            by: '',
          },
          {
            replace: '  if (record.offset < rules',
            by: '  if (record.offset >= rules.dirtyKeys.endOffset) return true;\n  if (record.offset < rules',
          },
        ],
      },
    },
  },
  {
    name: 'does not ask how far the keys were looked through',
    breaks: ['compaction-unknown'],
    change: {
      [RETAIN]: {
        isKept: {
          replace: '  if (record.offset >= rules.dirtyKeys.endOffset) return true;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'removes tombstones with the records that they delete',
    breaks: [
      'compaction-tombstone',
      'compaction-aborted',
      'compaction-rewrites',
      'compaction-round',
    ],
    change: {
      [RETAIN]: {
        isKept: {
          replace: 'return record.value !== null || !horizonPassed(batch, rules);',
          by: 'return record.value !== null;',
        },
      },
    },
  },
  {
    name: 'keeps the tombstone for ever',
    breaks: ['compaction-tombstone', 'compaction-empty-batch'],
    change: {
      [RETAIN]: {
        isKept: {
          replace: 'return record.value !== null || !horizonPassed(batch, rules);',
          by: 'return true;',
        },
      },
    },
  },
  {
    name: 'counts a tombstone’s time from its timestamp',
    breaks: ['compaction-tombstone', 'compaction-aborted', 'compaction-rewrites'],
    change: {
      [RETAIN]: {
        isKept: {
          replace: '!horizonPassed(batch, rules)',
          by: 'rules.now - record.timestamp <= rules.deleteRetentionMs',
        },
      },
    },
  },
  {
    name: 'moves the horizon in every round',
    breaks: ['compaction-tombstone', 'compaction-markers'],
    change: { [RETAIN]: { retainBatch: { replace: ' && !batch.hasDeleteHorizon', by: '' } } },
  },
  {
    name: 'lets the horizon pass 1 ms late',
    breaks: ['compaction-tombstone', 'compaction-markers'],
    change: { [RETAIN]: { horizonPassed: { replace: '<=', by: '<' } } },
  },
  {
    name: 'gives every batch that loses something a horizon',
    breaks: ['compaction-tombstone'],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace: 'const setHorizon = (hasTombstone || markerMayGo)',
          by: 'const setHorizon = (hasTombstone || markerMayGo || kept.length < batch.recordCount)',
        },
      },
    },
  },
  {
    name: 'loses the horizon when it writes a batch anew',
    breaks: ['compaction-tombstone'],
    change: { [RETAIN]: { rewritten: { replace: ': existing', by: ': undefined' } } },
  },
  {
    name: 'dedupes control batches',
    breaks: ['compaction-markers'],
    change: { [RETAIN]: { keptRecords: { replace: 'batch.isControl || isKept', by: 'isKept' } } },
  },
  {
    name: 'lets a marker go with its data',
    breaks: ['compaction-markers'],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace: 'isDiscardable && (!batch.isControl || horizonPassed(batch, rules))',
          by: 'isDiscardable',
        },
      },
    },
  },
  {
    name: 'keeps markers for ever',
    breaks: ['compaction-markers', 'compaction-empty-batch'],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace: 'isDiscardable && (!batch.isControl || horizonPassed(batch, rules))',
          by: 'isDiscardable && !batch.isControl',
        },
      },
    },
  },
  {
    name: 'lets a marker go by its horizon though its data is there',
    breaks: ['compaction-markers'],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace: 'isDiscardable && (!batch.isControl || horizonPassed(batch, rules))',
          by: 'batch.isControl ? horizonPassed(batch, rules) : isDiscardable',
        },
      },
    },
  },
  {
    name: 'keeps aborted records until a horizon',
    breaks: ['compaction-aborted'],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace: 'isDiscardable && (!batch.isControl || horizonPassed(batch, rules))',
          by: 'isDiscardable && horizonPassed(batch, rules)',
        },
      },
    },
  },
  {
    name: 'takes no notice of aborted transactions',
    breaks: ['compaction-aborted'],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace: 'isDiscardable && (!batch.isControl || horizonPassed(batch, rules))',
          by: 'isDiscardable && batch.isControl && horizonPassed(batch, rules)',
        },
      },
    },
  },
  {
    name: 'leaves nothing of a batch without records',
    breaks: ['compaction-empty-batch'],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace:
            'return isLastOfSegment || isLastOfProducer(batch, rules) ? emptied(batch) : undefined;',
          by: 'return undefined;',
        },
      },
    },
  },
  {
    name: 'forgets the producers',
    breaks: ['compaction-empty-batch'],
    change: {
      [RETAIN]: {
        retainBatch: {
          replace: 'isLastOfSegment || isLastOfProducer(batch, rules)',
          by: 'isLastOfSegment',
        },
      },
    },
  },
  {
    name: 'leaves an empty batch of every batch of an active producer',
    breaks: ['compaction-empty-batch'],
    change: {
      [RETAIN]: { isLastOfProducer: 'return rules.activeProducers.has(batch.producerId);' },
    },
  },
  {
    name: 'leaves the codec’s name on a batch without records',
    breaks: ['compaction-empty-batch'],
    change: {
      [RETAIN]: {
        emptied: `
          const bytes = encodeBatch({ ...identityOf(batch), records: [], maxTimestamp: batch.maxTimestamp });
          const view = new DataView(bytes.buffer);
          view.setInt16(21, batch.attributes);
          view.setUint32(17, crc32c(bytes, 21, bytes.length));
          return bytes;`,
        '+': "import { crc32c } from '#storage/crc32c.ts';",
      },
    },
  },
  {
    name: 'empties a batch without its largest timestamp',
    breaks: ['compaction-empty-batch'],
    change: { [RETAIN]: { emptied: { replace: ', maxTimestamp: batch.maxTimestamp', by: '' } } },
  },
  {
    name: 'writes compressed batches plain',
    breaks: ['compaction-rewrites'],
    change: {
      [RETAIN]: {
        rewritten: { replace: "batch.codec === 'unknown' ? 'none' : batch.codec", by: "'none'" },
      },
    },
  },
  {
    name: 'loses the producer of a batch that it writes anew',
    breaks: ['compaction-empty-batch', 'compaction-rewrites'],
    change: {
      [RETAIN]: {
        identityOf: {
          replace:
            '    ...{ baseOffset, lastOffset, partitionLeaderEpoch, producerId, producerEpoch },',
          by: '    ...{ baseOffset, lastOffset, partitionLeaderEpoch },',
        },
      },
    },
  },
  {
    name: 'makes records of the broker’s time records of the producer’s',
    breaks: ['compaction-rewrites'],
    change: {
      [RETAIN]: {
        identityOf: {
          replace: "batch.timestampType === 'LogAppendTime' ? maxTimestamp : undefined",
          by: 'undefined as number | undefined',
        },
      },
    },
  },
];
