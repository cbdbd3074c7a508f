/**
 * A log directory of a real Kafka 4.3.1, opened by ours: its batches, its producers, its indexes,
 * and that indexes built anew from the batches are, byte for byte, those that Kafka wrote.
 */
import { describe, expect, test } from 'vitest';
import type { BatchScan } from '#storage/batch-scan.ts';
import { defaultLogConfig, type LogConfig } from '#storage/log-config.ts';
import { offsetInFileName } from '#storage/log-files.ts';
import { PartitionLog } from '#storage/partition-log.ts';
import type { Segment } from '#storage/segment.ts';
import { simWorld } from '../env/worlds.ts';
import { type ExpectedBatch, goldenBytes, goldenExpected, goldenFiles } from './golden-log.ts';

const logs = goldenFiles('.log').filter((path) => !path.startsWith('__cluster_metadata'));
const partitions = [...new Set(logs.map((path) => path.split('/')[0] as string))];

/** Copies a partition of the golden directory to a simulated disk. */
function copied(partition: string, keep: (path: string) => boolean = () => true) {
  // The records were made up to be of this day: producers expire by it.
  const world = simWorld(1, { startTimeMs: 1_700_000_000_000 });
  const { env } = world.node('n');
  env.disk.makeDirectory(partition);
  for (const path of goldenFiles('').filter((name) => name.startsWith(`${partition}/`))) {
    if (keep(path)) env.disk.open(path, 'create').write(0, goldenBytes(path));
  }
  const open = (cleanShutdown: boolean, config: Partial<LogConfig> = {}) =>
    PartitionLog.open(env, {
      directory: partition,
      topicPartition: { topic: partition.slice(0, -2), partition: Number(partition.at(-1)) },
      config: { ...defaultLogConfig, ...config },
      cleanShutdown,
    });
  return { env, world, open };
}

function expectedBatches(partition: string): ExpectedBatch[] {
  const files = logs.filter((path) => path.startsWith(`${partition}/`));
  return files.flatMap((path) => goldenExpected<ExpectedBatch[]>(path));
}

describe.each(partitions)('%s', (partition) => {
  test.each([
    ['after a clean shutdown', true],
    ['when it is scanned as after a crash', false],
  ])("holds Kafka's batches %s", (_when, cleanShutdown) => {
    const log = copied(partition).open(cleanShutdown);
    const expected = expectedBatches(partition);
    expect(log.logEndOffset).toBe((expected.at(-1)?.lastOffset ?? -1) + 1);
    const found = [];
    for (const segment of log.segments.all()) {
      const scan: BatchScan = segment.scanFrom(0);
      for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
        found.push([batch.baseOffset, batch.lastOffset, batch.crc]);
      }
    }
    expect(found).toEqual(expected.map((batch) => [batch.baseOffset, batch.lastOffset, batch.crc]));
  });

  test('reads each offset from the batch that holds it', () => {
    const log = copied(partition).open(true);
    for (const batch of expectedBatches(partition)) {
      if (batch.baseOffset < log.logStartOffset) continue;
      const options = { maxBytes: 1, minOneMessage: true, upTo: 'logEnd' } as const;
      expect(log.read(batch.lastOffset, options).sizeInBytes).toBe(batch.sizeInBytes);
    }
  });

  test('the log alone tells of every producer that the snapshot has', () => {
    const fromSnapshot = copied(partition).open(true);
    const fromLog = copied(partition, (path) => !path.endsWith('.snapshot')).open(true);
    if (fromLog.segments.first.baseOffset > 0) return;
    const told = (log: PartitionLog) =>
      log
        .activeProducers()
        .map((entry) => [
          entry.producerId,
          entry.producerEpoch,
          entry.currentTxnFirstOffset,
          entry.batches.at(-1),
        ]);
    expect(told(fromLog)).toEqual(expect.arrayContaining(told(fromSnapshot)));
  });
});

describe('indexes as Kafka wrote them', () => {
  interface OffsetEntry {
    offset: number;
    position: number;
  }
  interface TimeEntry {
    timestamp: number;
    offset: number;
  }

  test.each(logs)("%s is found through Kafka's own index files", (path) => {
    const [partition = ''] = path.split('/');
    const log = copied(partition).open(true);
    const baseOffset = offsetInFileName(path.split('/')[1] as string) as number;
    const segment = log.segments.floor(baseOffset) as Segment;
    const [index, times] = ['.index', '.timeindex'].map((kind) => path.replace('.log', kind));
    const expectedIndex =
      goldenFiles('.index').includes(index as string) && goldenBytes(index as string).length > 0;
    if (expectedIndex) {
      expect([...segment.offsetIndex.all()]).toEqual(
        goldenExpected<OffsetEntry[]>(index as string),
      );
    }
    if (goldenBytes(times as string).length > 0) {
      expect([...segment.timeIndex.all()]).toEqual(goldenExpected<TimeEntry[]>(times as string));
    }
  });

  // Kafka was restarted inside segment 36, and counts the interval anew after that.
  const writtenInOneGo = logs.filter((path) => /^(?:segments|plain)-.*(?<!36)\.log$/.test(path));

  test.each(writtenInOneGo)('%s gives the same index bytes when it is scanned', (path) => {
    const [partition = '', name = ''] = path.split('/');
    // The topics were made with index.interval.bytes=256.
    const { env, open } = copied(partition, (file) => file.endsWith('.log'));
    const log = open(false, { indexIntervalBytes: 256 });
    const segment = log.segments.floor(offsetInFileName(name) as number) as Segment;
    segment.finish();
    for (const kind of ['.index', '.timeindex']) {
      const file = env.disk.open(path.replace('.log', kind), 'read');
      const bytes = new Uint8Array(file.size());
      file.read(0, bytes);
      expect(bytes).toEqual(goldenBytes(path.replace('.log', kind)));
    }
  });
});
