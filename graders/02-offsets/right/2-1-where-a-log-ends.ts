/** Ends and searches that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'compares where the reference takes the smaller and the larger',
    change: {
      'storage/log-ends.ts': {
        boundedHighWatermark: `
          if (offset > log.logEndOffset) return log.logEndOffset;
          return offset < log.logStartOffset ? log.logStartOffset : offset;`,
        lastStableOffsetOf: `
          const first = firstUndecided ?? log.highWatermark;
          if (first >= log.highWatermark) return log.highWatermark;
          return first > log.logStartOffset ? first : log.logStartOffset;`,
        readableEnd: `
          if (replicaId >= 0) return log.logEndOffset;
          return [log.highWatermark, log.lastStableOffset][isolationLevel] ?? log.highWatermark;`,
      },
    },
  },
  {
    name: 'searches in one loop over all batches of all segments, with a generator',
    change: {
      'storage/timestamp-search.ts': {
        findTimestamp: `
          for (const segment of log.segments.from(log.logStartOffset)) {
            if (segment.maxTimestamp.timestamp < timestamp) continue;
            const { offset } = segment.timeIndex.lookup(timestamp);
            const from = segment.offsetIndex.lookup(Math.max(offset, log.logStartOffset));
            const scan = segment.scanFrom(from);
            let batch = scan.next();
            while (batch !== undefined) {
              if (batch.maxTimestamp >= timestamp && batch.lastOffset >= log.logStartOffset) {
                const records = [...recordsIn(log.env, segment, batch)];
                const hit = records.find(
                  (one) => one.offset >= log.logStartOffset && one.timestamp >= timestamp,
                );
                if (hit !== undefined) {
                  const { partitionLeaderEpoch: leaderEpoch } = batch;
                  return { leaderEpoch, offset: hit.offset, timestamp: hit.timestamp };
                }
              }
              batch = scan.next();
            }
          }
          return undefined;`,
        findMaxTimestamp: `
          const all = log.segments.all();
          const largest = Math.max(-1, ...all.map((one) => one.maxTimestamp.timestamp));
          const holder = all.find((one) => one.maxTimestamp.timestamp === largest);
          if (holder === undefined || largest < 0) return undefined;
          const from = holder.offsetIndex.lookup(holder.maxTimestamp.offset);
          return search(log.env, holder, from, largest, 0);`,
      },
    },
  },
  {
    name: 'answers by a table of questions',
    change: {
      'storage/listed-offset.ts': {
        listedOffset: `
          const visible = (one: FoundOffset | undefined) =>
            one === undefined || one.offset >= end ? NOTHING : one;
          const answers: (() => FoundOffset)[] = [
            () => visible(log.offsetForTimestamp(timestamp)),
            () => ({ offset: end, timestamp: -1, leaderEpoch: log.latestEpoch }),
            () => log.earliestOffset(),
            () => visible(log.maxTimestampOffset()),
            () => log.earliestOffset(),
            () => NOTHING,
            () => NOTHING,
          ];
          return answers[timestamp < 0 ? -timestamp : 0]?.();`,
      },
    },
  },
];
