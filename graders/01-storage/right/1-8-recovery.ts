/** Recoveries that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'finds the good end first, cuts there, and then indexes what is left',
    change: {
      'storage/segment-recovery.ts': {
        recoverSegment: `
          const { baseOffset } = segment;
          const good: { header: BatchHeader; position: number }[] = [];
          let end = 0;
          let nextOffset = baseOffset;
          for (const batch of wholeBatches(segment.log(), 0, segment.size)) {
            const { header, position } = batch;
            if (header.lastOffset >= limit || !mayComeNext(header, nextOffset, baseOffset)) break;
            if (!isCrcValid(batch.bytes, header)) break;
            if (!takeIn(batch, segment)) break;
            good.push({ header, position });
            nextOffset = header.lastOffset + 1;
            end = position + header.sizeInBytes;
          }
          const cutBytes = segment.truncateToPosition(end);
          segment.resetIndexes();
          for (const { header, position } of good) segment.noteBatch(header, position);
          segment.finish();
          const records = good.reduce((sum, { header }) => sum + header.recordCount, 0);
          return { nextOffset, cutBytes, hasGaps: records < nextOffset - baseOffset };`,
      },
    },
  },
  {
    name: 'takes the segments one by one off a queue',
    change: {
      'storage/log-recovery.ts': {
        recoverLog: `
          if (rules.cleanShutdown || log.segments.count === 0) return undefined;
          const waiting = [...log.segments.from(rules.recoveryPoint)];
          const cut: { segment: Segment; cutBytes: number }[] = [];
          let logEndOffset = -1;
          let gapIsFine = true;
          for (let segment = waiting[0]; segment !== undefined; segment = waiting[0]) {
            const isFirst = logEndOffset < 0;
            const gap = segment.baseOffset - logEndOffset;
            if (!isFirst && (gap < 0 || (gap > 0 && !gapIsFine))) {
              for (const one of waiting) one.remove();
              log.segments.remove(waiting);
              return { logEndOffset, cut, dropped: waiting };
            }
            if (isFirst) log.begin(segment);
            else log.goOnIn(segment);
            waiting.shift();
            const limit = waiting.length === 0 ? Infinity : (waiting[0] as Segment).baseOffset;
            const found = recoverSegment(segment, limit, log.takeIn.bind(log));
            if (found.cutBytes !== 0) cut.push({ segment, cutBytes: found.cutBytes });
            gapIsFine = rules.isCompacted || found.hasGaps;
            logEndOffset = found.nextOffset;
          }
          return { logEndOffset, cut, dropped: [] };`,
      },
    },
  },
];
