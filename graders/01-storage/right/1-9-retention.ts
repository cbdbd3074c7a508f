/** Retentions that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'counts how many may go for each reason, and takes as many as the high watermark lets',
    change: {
      'storage/log-retention.ts': {
        expiredSegments: `
          const all = log.segments.all();
          const { cleanupPolicy, retentionMs, retentionBytes } = log.config;
          const deletes = cleanupPolicy.has('delete');
          const endOf = (n: number) => all[n + 1]?.baseOffset ?? log.logEndOffset;
          let left = log.segments.sizeInBytes;
          let count = 0;
          while (count < all.length) {
            const segment = all[count] as Segment;
            const isActive = count === all.length - 1;
            left -= segment.size;
            const reasons = [
              !isActive && endOf(count) <= log.logStartOffset,
              deletes && retentionBytes > -1 && left >= retentionBytes,
              deletes && retentionMs > -1 && segment.retentionTimestamp() + retentionMs < now,
            ];
            if (endOf(count) > log.highWatermark || !reasons.includes(true)) break;
            if (isActive && segment.size === 0) break;
            count++;
          }
          return all.slice(0, count);`,
        removeExpiredSegments: `
          const gone = expiredSegments(log, now);
          if (gone.length > 0) {
            if (gone.includes(log.segments.active)) log.roll();
            const stays = log.segments.all().find((segment) => !gone.includes(segment));
            log.advanceLogStart(stays === undefined ? log.logEndOffset : stays.baseOffset);
            log.removeSegments(gone);
          }
          return gone.length;`,
      },
    },
  },
];
