import { beforeEach, describe, expect, test } from 'vitest';
import type { SimWorld } from '#env/sim/sim-world.ts';
import { cleanLog } from '#storage/cleaner/cleaning.ts';
import { CleaningAborted, CleaningPace } from '#storage/cleaner/cleaning-pace.ts';
import { defaultLogConfig, type LogConfig } from '#storage/log-config.ts';
import { simWorld } from '../../env/worlds.ts';
import { CompactedLog, DAY_MS } from './compacted-log.ts';

let world: SimWorld;
let log: CompactedLog;

beforeEach(() => open());

function open(config: Partial<LogConfig> = {}): void {
  world = simWorld(7);
  world.node('broker').env.disk.makeDirectory('data');
  log = new CompactedLog(world.node('broker').env, config);
}

function clean(memoryBytes?: number) {
  return world.complete(log.clean(memoryBytes));
}

describe('a round', () => {
  test('leaves each key its newest record, at its own offset', async () => {
    log.send('a=1 b=2 c=3');
    log.send('a=4 c=5');
    log.roll();
    log.send('a=6');
    log.roll();
    await clean();
    expect(log.contents()).toEqual(['1:b=2', '4:c=5', '5:a=6']);
    expect(log.log.logEndOffset).toBe(6);
  });

  test('never touches the active segment', async () => {
    log.send('a=1');
    log.roll();
    log.send('a=2 a=3');
    await clean();
    expect(log.contents()).toEqual(['0:a=1', '1:a=2', '2:a=3']);
  });

  test('lets dirty records supersede those that were clean', async () => {
    log.send('a=1 b=1');
    log.roll();
    await clean();
    log.send('a=2');
    log.roll();
    await clean();
    expect(log.contents()).toEqual(['1:b=1', '2:a=2']);
  });

  test('changes nothing when it is run again', async () => {
    log.send('a=1 b=2 a=3 b');
    log.roll();
    await clean();
    const before = log.headers();
    log.checkpoint = 0;
    await clean();
    expect(log.headers()).toEqual(before);
  });

  test('copies a batch that lost nothing byte by byte', async () => {
    log.send('a=1 b=2', { codec: 'gzip' });
    const before = log.headers();
    log.roll();
    await clean();
    expect(log.headers()).toEqual(before);
  });

  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'keeps the codec %s',
    async (codec) => {
      log.send('a=1 b=2 a=3', { codec });
      log.roll();
      await clean();
      expect(log.headers()).toMatchObject([
        { codec, baseOffset: 0, lastOffset: 2, recordCount: 2 },
      ]);
      expect(log.contents()).toEqual(['1:b=2', '2:a=3']);
    },
  );

  test('keeps the broker’s append time', async () => {
    open({ messageTimestampType: 'LogAppendTime' });
    log.send('a=1 b=2 a=3');
    const [before] = log.headers();
    log.roll();
    await clean();
    const { timestampType, maxTimestamp } = before ?? {};
    expect(log.headers()).toMatchObject([{ timestampType, maxTimestamp }]);
  });

  test('removes records without keys, which were there before the topic was compacted', async () => {
    log.log.updateConfig(defaultLogConfig);
    log.send('a=1 b=2', { records: [{ value: Uint8Array.of(1) }, { key: Uint8Array.of(97) }] });
    log.roll();
    await clean();
    expect(log.contents()).toEqual(['1:a']);
  });

  test('finds every record from every offset afterwards, and after a restart', async () => {
    for (let i = 0; i < 50; i++) log.send(`k${i % 7}=${i} x${i}=1`);
    log.roll();
    await clean();
    const told = log.contents();
    for (const state of ['cleaned', 'restarted']) {
      for (let offset = 0; offset <= log.log.logEndOffset; offset++) {
        const read = log.log.read(offset, { maxBytes: 1, minOneMessage: true, upTo: 'logEnd' });
        expect([state, offset, read.errorCode]).toEqual([state, offset, 0]);
        expect(read.sizeInBytes > 0).toBe(told.some((r) => Number(r.split(':')[0]) >= offset));
      }
      await world.complete(log.log.close());
      log = new CompactedLog(world.node('broker').env, {}, { cleanShutdown: true });
      expect(log.contents()).toEqual(told);
    }
  });
});

describe('a tombstone', () => {
  test('removes older values at once, and goes itself delete.retention.ms after that round', async () => {
    log.send('a=1 b=1');
    log.send('a');
    log.roll();
    await clean();
    expect(log.contents()).toEqual(['1:b=1', '2:a']);
    await again(DAY_MS - 1000);
    expect(log.contents()).toContain('2:a');
    await again(1001);
    expect(log.contents()).not.toContain('2:a');
  });

  test('that a newer value follows goes at once', async () => {
    log.send('a b=1');
    log.send('a=2');
    log.roll();
    await clean();
    expect(log.contents()).toEqual(['1:b=1', '2:a=2']);
  });

  test('keeps its timestamp although the batch now says when it may go', async () => {
    log.send('a=1 a');
    const [before] = log.headers();
    log.roll();
    await clean();
    const [after] = log.headers();
    expect(after).toMatchObject({ hasDeleteHorizon: true, maxTimestamp: before?.maxTimestamp });
    expect(after?.baseTimestamp).toBeGreaterThan((before?.maxTimestamp ?? 0) + DAY_MS - 1000);
  });
});

describe('an empty batch stays', () => {
  test('as the last of the round, so that the log goes on where it did', async () => {
    log.send('a=1');
    log.send('b');
    log.roll();
    await clean();
    await again(DAY_MS + 1);
    await again(DAY_MS + 1);
    expect(log.log.logEndOffset).toBeGreaterThan(1);
    expect(log.batches()[0]).toBe('0-0 x1');
  });

  test('for each producer, so that it can go on with its sequence number', async () => {
    log.send('a=1', producer(5, 0));
    log.send('a=2', producer(5, 1));
    log.send('a=3', producer(6, 0));
    log.roll();
    await clean();
    expect(log.batches()).toEqual(['1-1 x0', '2-2 x1']);
    expect(log.headers()[0]).toMatchObject({ producerId: 5, lastSequence: 1 });
    world.node('broker').crash();
    log = new CompactedLog(world.node('broker').restart());
    log.send('b=1', producer(5, 2));
    expect(() => log.send('b=1', producer(6, 2))).toThrow();
  });

  test('not for a producer that the log has forgotten', async () => {
    log.send('a=1', producer(5, 0));
    log.send('a=2', producer(6, 0));
    log.roll();
    await world.run(world.nowMs + 2 * DAY_MS);
    log.log.expireProducers();
    await clean();
    expect(log.batches()).toEqual(['1-1 x1']);
  });
});

describe('a transaction', () => {
  test('that was aborted loses its records, then its marker', async () => {
    log.send('a=1');
    log.send('a=2 b=2', transaction(5, 0));
    log.marker('abort', 5);
    log.send('z=1');
    log.roll();
    await clean();
    expect(log.contents()).toEqual(['0:a=1', '4:z=1']);
    expect(log.batches()).toEqual(['0-0 x1', '1-2 x0', '3 marker', '4-4 x1']);
    await world.run(world.nowMs + 2 * DAY_MS);
    log.log.expireProducers();
    await again(0);
    expect(log.batches().slice(0, 2)).toEqual(['0-0 x1', '3 marker']);
    await again(0);
    await again(DAY_MS + 1);
    expect(log.batches()).not.toContain('3 marker');
  });

  test('that was aborted does not supersede what was there before', async () => {
    log.send('a=1');
    log.roll();
    log.send('a', transaction(5, 0));
    log.marker('abort', 5);
    log.roll();
    await clean();
    expect(log.contents()).toEqual(['0:a=1']);
  });

  test('that was committed keeps its marker as long as it has records', async () => {
    log.send('a=1', transaction(5, 0));
    log.marker('commit', 5);
    log.send('b=1');
    log.roll();
    await clean();
    await world.run(world.nowMs + 2 * DAY_MS);
    log.log.expireProducers();
    await again(DAY_MS + 1);
    expect(log.batches().slice(0, 2)).toEqual(['0-0 x1', '1 marker']);
    log.send('a=2');
    await again(0);
    expect(log.batches().slice(0, 2)).toEqual(['1 marker', '2-2 x1']);
    await again(DAY_MS + 1);
    await again(DAY_MS + 1);
    expect(log.batches()).not.toContain('1 marker');
  });

  test('that is open keeps everything after it from being cleaned', async () => {
    log.send('a=1 a=2');
    log.roll();
    log.send('b=1', transaction(5, 0));
    log.roll();
    log.send('a=3 a=4');
    log.roll();
    await clean();
    expect(log.contents()).toEqual(['1:a=2', '2:b=1', '3:a=3', '4:a=4']);
  });

  test('keeps its entry in the index for readers of what is committed', async () => {
    log.send('a=1', transaction(5, 0));
    log.send('a=2', transaction(6, 0));
    log.marker('abort', 5);
    log.marker('commit', 6);
    log.roll();
    await clean();
    const entries = log.log.segments.all().flatMap((segment) => segment.transactions.entries());
    expect(entries).toMatchObject([{ producerId: 5, firstOffset: 0, lastOffset: 2 }]);
  });
});

describe('segments', () => {
  test('that are small become one, and their files go', async () => {
    for (let i = 0; i < 5; i++) {
      log.send(`k${i}=1 same=${i}`);
      log.roll();
    }
    await clean();
    expect(log.log.segments.all().map((segment) => segment.baseOffset)).toEqual([0, 10]);
    const names = log.env.disk.list('data/orders-0').filter((name) => /log|index/.test(name));
    expect(names).toEqual([
      '00000000000000000000.index',
      '00000000000000000000.log',
      '00000000000000000000.timeindex',
      '00000000000000000010.index',
      '00000000000000000010.log',
      '00000000000000000010.timeindex',
    ]);
  });

  test('that would be too large together stay apart', async () => {
    open({ segmentBytes: 400 });
    for (let i = 0; i < 6; i++) {
      log.send(`k${i}=${'v'.repeat(200)}`);
      log.roll();
    }
    await clean();
    expect(log.log.segments.count).toBe(7);
  });

  test('that leave the log while it is cleaned end the round, and the log is whole', async () => {
    for (let i = 0; i < 40; i++) {
      log.send(`k${i}=${'v'.repeat(20_000)} same=1`);
      if (i % 10 === 9) log.roll();
    }
    const told = log.contents();
    const pace = new CleaningPace(log.env.clock, log.log.segments, 10_000_000);
    const cleaning = cleanLog(log.log, { from: 0, limit: 80 }, 1_000_000, pace).catch((e) => e);
    await world.run(world.nowMs + 60);
    log.log.deleteRecords(20);
    log.log.deleteOldSegments();
    expect(await world.complete(cleaning)).toBeInstanceOf(CleaningAborted);
    expect(log.contents()).toEqual(told.filter((record) => Number.parseInt(record, 10) >= 20));
    expect(log.env.disk.list('data/orders-0').join()).not.toMatch(/cleaned|swap/);
  });
});

describe('the memory for keys', () => {
  test('bounds a round, and the next goes on where it ended', async () => {
    for (let i = 0; i < 100; i++) log.send(`k${i % 50}=${i}`);
    log.roll();
    const { endOffset } = await clean(24 * 30);
    expect(endOffset).toBe(27);
    for (let i = 0; i < 10; i++) await clean(24 * 30);
    expect(log.checkpoint).toBe(100);
    expect(log.contents()).toEqual(
      Array.from({ length: 50 }, (_, i) => `${50 + i}:k${i}=${50 + i}`),
    );
  });

  test('that not one batch fits into makes no progress and changes nothing', async () => {
    log.send(Array.from({ length: 100 }, (_, i) => `k${i}=1`).join(' '));
    log.roll();
    expect(await clean(24 * 30)).toEqual({ endOffset: 0, bytesBefore: 0, bytesAfter: 0 });
    expect(log.contents()).toHaveLength(100);
  });
});

test('a limit of bytes a second is kept', async () => {
  for (let i = 0; i < 100; i++) log.send(`k${i}=${'v'.repeat(20_000)}`);
  log.roll();
  const start = world.nowMs;
  const pace = new CleaningPace(log.env.clock, log.log.segments, 1_000_000);
  await world.complete(cleanLog(log.log, { from: 0, limit: 100 }, 1_000_000, pace));
  // Read twice and written once: 6 MB.
  expect(world.nowMs - start).toBeGreaterThan(5500);
  expect(world.nowMs - start).toBeLessThan(6500);
});

/** Time passes, something is appended so that there is dirt, and all is cleaned. */
async function again(ms: number): Promise<void> {
  await world.run(world.nowMs + ms);
  log.send('tick=1');
  log.roll();
  await clean();
}

function producer(producerId: number, baseSequence: number) {
  return { producerId, producerEpoch: 0, baseSequence };
}

function transaction(producerId: number, baseSequence: number) {
  return { ...producer(producerId, baseSequence), isTransactional: true };
}
