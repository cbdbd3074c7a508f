/** Partition logs that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'keeps its segments in a map by base offset and sorts when it is asked',
    change: {
      'storage/segment-list.ts': {
        SegmentList: {
          declaration: `
export class SegmentList {
  readonly #byBase = new Map<number, Segment>();
  get count(): number {
    return this.#byBase.size;
  }
  all(): readonly Segment[] {
    return [...this.#byBase.values()].sort((a, b) => a.baseOffset - b.baseOffset);
  }
  get first(): Segment {
    return existing(this.all()[0]);
  }
  get active(): Segment {
    return existing(this.all().at(-1));
  }
  get sizeInBytes(): number {
    return this.all().reduce((sum, segment) => sum + segment.size, 0);
  }
  floor(offset: number): Segment | undefined {
    return this.all().findLast((segment) => segment.baseOffset <= offset);
  }
  higher(baseOffset: number): Segment | undefined {
    return this.all().find((segment) => segment.baseOffset > baseOffset);
  }
  from(from: number): Segment[] {
    const floor = this.floor(from)?.baseOffset ?? from;
    return this.all().filter((segment) => segment.baseOffset >= floor);
  }
  add(segment: Segment): void {
    this.#byBase.set(segment.baseOffset, segment);
  }
  remove(segments: readonly Segment[]): void {
    for (const segment of segments) {
      if (this.#byBase.get(segment.baseOffset) === segment) this.#byBase.delete(segment.baseOffset);
    }
  }
}`,
        },
        '+': `
          function existing(segment: Segment | undefined): Segment {
            if (segment === undefined) throw new RangeError('no segment');
            return segment;
          }`,
      },
    },
  },
  {
    name: 'finds where a read ends by walking the batches up to the limit',
    change: {
      'storage/log-reader.ts': {
        endPosition: `
          const scan = segment.scanFrom(segment.offsetIndex.lookup(limit - 1));
          let end = scan.position;
          for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
            if (batch.lastOffset >= limit) return end;
            end = batch.position + batch.sizeInBytes;
          }
          return end;`,
        locate: `
          for (const segment of log.segments.from(offset)) {
            const batch = segment.batchHolding(offset);
            if (batch !== undefined) return { segment, ...batch };
          }
          return undefined;`,
      },
      'storage/log-append.ts': {
        appendToLog: `
          const { records, batches, firstOffset, lastOffset, maxTimestamp } = append;
          const { active } = log.segments;
          const question = { sizeInBytes: records.length, maxTimestamp, lastOffset, now };
          if (active.shouldRoll({ ...question, config: log.config })) {
            if (lastOffset - log.logEndOffset >= 2 ** 31) log.logEndOffset = firstOffset;
            rollLog(log);
          }
          log.segments.active.append(records, batches);
          log.logEndOffset = lastOffset + 1;`,
      },
    },
  },
];
