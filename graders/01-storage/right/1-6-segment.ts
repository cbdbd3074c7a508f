/** Segments that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'reads header by header, 61 bytes at a time, and has one walk for everything',
    change: {
      'storage/segment.ts': {
        'Segment.batchHolding': `
          for (const batch of this.walk(this.offsetIndex.lookup(offset))) {
            if (batch.lastOffset >= offset) return batch;
          }
          return undefined;`,
        'Segment.nextOffset': `
          let next = this.baseOffset;
          const start = this.offsetIndex.lookup(Number.MAX_SAFE_INTEGER);
          for (const batch of this.walk(start)) next = batch.lastOffset + 1;
          return next;`,
        'Segment.timeSinceFirstBatch': {
          declaration: `
  private timeSinceFirstBatch(now: number, nextTimestamp: number): number {
    const first = this.firstBatchTimestamp() ?? -1;
    if (first < 0) return now - this.createdMs;
    return nextTimestamp - first;
  }

  private *walk(from: number): Generator<BatchHeader> {
    const bytes = new Uint8Array(61);
    for (let position = from; position + 61 <= this.size; ) {
      if (this.log().read(position, bytes) < 61) return;
      const header = readBatchHeader(bytes);
      if (header.magic !== 2 || position + header.sizeInBytes > this.size) return;
      yield { ...header, position };
      position += header.sizeInBytes;
    }
  }`,
        },
        '+': "import { readBatchHeader } from '#storage/batch-header.ts';",
      },
    },
  },
  {
    name: 'counts down to the next entry and copies what it reads',
    change: {
      'storage/sparse-entries.ts': {
        'SparseEntries.note': `
          const { maxTimestamp, lastOffset, sizeInBytes } = batch;
          if (maxTimestamp > this.newest.timestamp) this.noteTimestamp(batch);
          const isDue = this.intervalBytes - this.bytesSinceEntry < 0;
          if (isDue) this.offsets.append(lastOffset, position);
          if (isDue) this.times.maybeAppend(this.newest.timestamp, this.newest.offset);
          this.bytesSinceEntry = isDue ? sizeInBytes : this.bytesSinceEntry + sizeInBytes;`,
      },
      'storage/segment.ts': {
        'Segment.read': `
          const end = Math.min(position + length, this.size);
          if (end <= position) return allocate(0);
          const bytes = allocate(end - position);
          this.log().read(position, bytes);
          return bytes;`,
        'Segment.truncateTo': `
          const before = this.size;
          const batch = this.batchHolding(offset);
          if (batch === undefined) return 0;
          this.truncateToPosition(batch.position);
          this.indexes.truncateTo(offset);
          this.transactions.truncateTo(offset);
          return before - this.size;`,
      },
    },
  },
];
