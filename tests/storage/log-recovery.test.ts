import { describe, expect, test } from 'vitest';
import { TestLog } from './test-log.ts';

const SEGMENTS = { segmentBytes: 500, indexIntervalBytes: 100 };

/** A log of five segments with two batches each. */
function filled(config = {}): TestLog {
  const t = new TestLog({ ...SEGMENTS, ...config });
  t.fill(10);
  return t;
}

const upTo = (end: number) => Array.from({ length: end }, (_, offset) => offset);
const active = (t: TestLog, kind: string) =>
  `${String(t.log.segments.active.baseOffset).padStart(20, '0')}${kind}`;

describe('after an unclean end', () => {
  test('truncates a torn final batch', () => {
    const t = filled();
    const name = active(t, '.log');
    const whole = t.bytes(name);
    t.write(name, whole.subarray(0, whole.length - 7));
    t.reopen();
    expect(t.everyOffset()).toEqual(upTo(9));
    expect(t.append('next')).toMatchObject({ baseOffset: 9 });
  });

  test('cuts before a batch whose checksum is wrong, and all that follows', () => {
    const t = filled();
    t.node.volume.flipBit('data/orders-0/00000000000000000004.log', 100);
    t.reopen();
    expect(t.everyOffset()).toEqual(upTo(4));
    expect(t.names().filter((name) => name.endsWith('.log')).length).toBe(3);
  });

  test('does not scan what the recovery point says is on disk', async () => {
    const t = filled();
    await t.until(t.log.sync());
    t.node.volume.flipBit('data/orders-0/00000000000000000000.log', 100);
    t.reopen();
    expect(t.log.logEndOffset).toBe(10);
  });

  test('ignores the unused room of a preallocated file', () => {
    const t = filled({ preallocate: true });
    t.reopen();
    expect(t.everyOffset()).toEqual(upTo(10));
  });

  test('a segment that does not begin where the one before ends is not part of the log', () => {
    const t = filled();
    t.node.crash();
    t.node.restart();
    t.env.disk.remove('data/orders-0/00000000000000000004.log');
    t.open();
    expect(t.everyOffset()).toEqual(upTo(4));
  });

  test('of a compacted log, a segment that begins beyond the end of the one before stays', () => {
    // Kafka's cleaner may take a segment's last records; keyless ones were written before.
    const t = filled();
    const compact = { ...t.config, cleanupPolicy: new Set(['compact'] as const) };
    t.node.crash();
    t.node.restart();
    t.env.disk.remove('data/orders-0/00000000000000000004.log');
    t.open({ config: compact });
    expect(t.everyOffset()).toEqual([0, 1, 2, 3, 6, 7, 8, 9]);
    expect(t.log.logEndOffset).toBe(10);
  });

  test('rebuilds indexes, epochs and producers from the log alone', () => {
    const t = new TestLog(SEGMENTS);
    for (let sequence = 0; sequence < 6; sequence++) {
      const producer = { producerId: 9, producerEpoch: 0, baseSequence: sequence };
      t.append('x'.repeat(100), { ...producer, epoch: sequence < 3 ? 1 : 2 });
    }
    for (const name of t.names()) {
      if (!name.endsWith('.log')) t.env.disk.remove(`data/orders-0/${name}`);
    }
    t.reopen();
    expect(t.log.epochs.all()).toEqual([
      { epoch: 1, startOffset: 0 },
      { epoch: 2, startOffset: 3 },
    ]);
    const retry = { producerId: 9, producerEpoch: 0, baseSequence: 5, epoch: 2 };
    expect(t.append('x'.repeat(100), retry).duplicate).toBe(true);
    expect(t.offsets(4)[0]).toEqual([4, 4]);
  });

  test('the log begins anew at its start offset when that is beyond its end', () => {
    const t = filled();
    t.reopen({ logStartOffset: 50 });
    expect([t.log.logStartOffset, t.log.logEndOffset]).toEqual([50, 50]);
  });
});

describe('a damaged file beside the log', () => {
  test.each([
    ['.index', new Uint8Array([1, 2, 3])],
    ['.timeindex', new Uint8Array(24).fill(9)],
  ])('%s of an older segment is rebuilt when it is needed, with a warning', async (kind, bytes) => {
    const t = filled();
    await t.until(t.log.close());
    t.write(`00000000000000000002${kind}`, bytes);
    t.open({ cleanShutdown: true });
    expect(t.everyOffset()).toEqual(upTo(10));
    expect(t.log.offsetForTimestamp(0)?.offset).toBe(0);
    expect(t.warnings()).toContain('An index is missing or broken; it is rebuilt from its log.');
  });

  test.each(['.index', '.timeindex'])('a missing %s is rebuilt', async (kind) => {
    const t = filled();
    await t.until(t.log.close());
    t.env.disk.remove(`data/orders-0/00000000000000000002${kind}`);
    t.open({ cleanShutdown: true });
    expect(t.offsets(3)).toEqual([[3, 3]]);
    expect(t.log.maxTimestampOffset()).toBeDefined();
  });

  test('an index without a log file is removed', async () => {
    const t = filled();
    await t.until(t.log.close());
    t.write('00000000000000000077.index', new Uint8Array(8));
    t.open({ cleanShutdown: true });
    expect(t.names()).not.toContain('00000000000000000077.index');
  });

  test('the leader epochs are read from the batches', async () => {
    const t = new TestLog();
    t.append('a', { epoch: 3 });
    t.append('b', { epoch: 7 });
    await t.until(t.log.close());
    t.write('leader-epoch-checkpoint', '0\n2\n3 0\n7');
    t.open({ cleanShutdown: true });
    expect(t.log.endOffsetForEpoch(3)).toEqual({ epoch: 3, endOffset: 1 });
  });

  test('a snapshot is dropped and the log replayed', async () => {
    const t = new TestLog();
    const producer = { producerId: 9, producerEpoch: 0 };
    t.append('a', { ...producer, baseSequence: 0 });
    await t.until(t.log.close());
    t.write('00000000000000000001.snapshot', new Uint8Array([0, 1, 2, 3]));
    t.open({ cleanShutdown: true });
    expect(t.append('a', { ...producer, baseSequence: 0 }).duplicate).toBe(true);
  });

  test('partition.metadata is written anew from the known topic id', async () => {
    const t = new TestLog();
    await t.until(t.log.close());
    t.write('partition.metadata', 'version: 0\ntopic_id: br');
    t.open({ cleanShutdown: true, topicId: '4cpkQ0rIQ7yD1sMSCsIGnQ' });
    const text = new TextDecoder().decode(t.bytes('partition.metadata'));
    expect(text).toBe('version: 0\ntopic_id: 4cpkQ0rIQ7yD1sMSCsIGnQ');
  });
});

describe('what a compaction left behind', () => {
  test('.deleted and .cleaned files are removed', async () => {
    const t = filled();
    await t.until(t.log.close());
    t.write('00000000000000000000.log.cleaned', 'half');
    t.write('00000000000000000000.index.cleaned', '');
    t.write('00000000000000000099.log.deleted', 'old');
    t.open({ cleanShutdown: true });
    expect(t.names().filter((name) => /cleaned|deleted/.test(name))).toEqual([]);
    expect(t.everyOffset()).toEqual(upTo(10));
  });

  test('a .swap segment takes the place of those whose offsets it covers', async () => {
    const t = filled();
    await t.until(t.log.close());
    // Segments 0 and 2 as one.
    const [first, second] = [0, 2].map((base) => t.bytes(`${String(base).padStart(20, '0')}.log`));
    const merged = new Uint8Array([...(first as Uint8Array), ...(second as Uint8Array)]);
    t.write('00000000000000000000.log.swap', merged);
    t.open({ cleanShutdown: true });
    expect(t.log.segments.all().map((segment) => segment.baseOffset)).toEqual([0, 4, 6, 8]);
    expect(t.everyOffset()).toEqual(upTo(10));
  });

  test('a .swap file beside an unfinished .cleaned one is removed: its sources are there', async () => {
    const t = filled();
    await t.until(t.log.close());
    t.write('00000000000000000000.log.cleaned', 'half');
    t.write('00000000000000000002.log.swap', 'whole');
    t.open({ cleanShutdown: true });
    expect(t.everyOffset()).toEqual(upTo(10));
  });
});
