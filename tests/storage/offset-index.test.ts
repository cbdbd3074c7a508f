import { describe, expect, test } from 'vitest';
import { OffsetIndex } from '#storage/offset-index.ts';
import { TimeIndex } from '#storage/time-index.ts';
import { simWorld } from '../env/worlds.ts';

const disk = () => {
  const { disk } = simWorld(1).node('n').env;
  disk.makeDirectory('d');
  return disk;
};

const contentOf = (from: ReturnType<typeof disk>, path: string): number[] => {
  const file = from.open(path, 'read');
  const bytes = new Uint8Array(file.size());
  file.read(0, bytes);
  return [...bytes];
};

describe('an offset index', () => {
  test('writes a relative offset and a position, four bytes each', () => {
    const on = disk();
    const index = new OffsetIndex(on, 'd/x', 1000, 800);
    index.append(1005, 4200);
    index.write();
    expect(contentOf(on, 'd/x')).toEqual([0, 0, 0, 5, 0, 0, 0x10, 0x68]);
  });

  test('finds the last entry at or below an offset, or the start', () => {
    const index = new OffsetIndex(disk(), 'd/x', 100, 800);
    for (const [offset, position] of [
      [110, 50],
      [120, 90],
      [130, 140],
    ] as const) {
      index.append(offset, position);
    }
    const positions = [100, 109, 110, 119, 120, 125, 130, 999].map((at) => index.lookup(at));
    expect(positions).toEqual([0, 0, 50, 50, 90, 90, 140, 140]);
  });

  test('refuses an offset that does not increase', () => {
    const index = new OffsetIndex(disk(), 'd/x', 100, 800);
    index.append(110, 50);
    expect(() => index.append(110, 60)).toThrow('110 is indexed after 110');
  });

  test('is full when its room is used up', () => {
    const index = new OffsetIndex(disk(), 'd/x', 0, 17);
    index.append(1, 10);
    expect(index.isFull).toBe(false);
    index.append(2, 20);
    expect(index.isFull).toBe(true);
  });

  test('forgets the entries at and above an offset, in its file too', () => {
    const on = disk();
    const index = new OffsetIndex(on, 'd/x', 0, 800);
    for (let i = 1; i <= 5; i++) index.append(i * 10, i * 100);
    index.write();
    index.truncateTo(30);
    expect([...index.all()].map((entry) => entry.offset)).toEqual([10, 20]);
    expect(on.stat('d/x')?.size).toBe(16);
  });

  test('reads the file of a killed Kafka, whose unused room is zeros', () => {
    const on = disk();
    const file = on.open('d/x', 'create');
    file.write(0, new Uint8Array([0, 0, 0, 5, 0, 0, 0, 80, 0, 0, 0, 9, 0, 0, 0, 160]));
    file.truncate(1024);
    const index = new OffsetIndex(on, 'd/x', 100, 1024);
    expect(index.load(1000)).toBe(true);
    expect([...index.all()]).toEqual([
      { offset: 105, position: 80 },
      { offset: 109, position: 160 },
    ]);
    expect(on.stat('d/x')?.size).toBe(16);
  });

  test.each([
    ['a length that is no multiple of 8', [0, 0, 0, 5, 0, 0, 0, 80, 1, 2, 3], 1000],
    ['offsets that do not increase', [0, 0, 0, 5, 0, 0, 0, 80, 0, 0, 0, 5, 0, 0, 0, 90], 1000],
    ['positions that do not increase', [0, 0, 0, 5, 0, 0, 0, 80, 0, 0, 0, 9, 0, 0, 0, 70], 1000],
    ['a position beyond the log', [0, 0, 0, 5, 0, 0, 0, 80], 80],
    ['a negative offset', [255, 0, 0, 5, 0, 0, 0, 80], 1000],
    ['entries after zeros', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 160], 1000],
  ])('tells that a file is broken by %s', (_fault, bytes, logSize) => {
    const on = disk();
    on.open('d/x', 'create').write(0, new Uint8Array(bytes));
    expect(new OffsetIndex(on, 'd/x', 0, 800).load(logSize)).toBe(false);
  });

  test('costs one write for hundreds of entries', () => {
    const world = simWorld(1);
    const { env, volume } = world.node('n');
    env.disk.makeDirectory('d');
    const index = new OffsetIndex(env.disk, 'd/x', 0, 100_000);
    for (let i = 1; i <= 1000; i++) index.append(i, i * 10);
    index.write();
    expect(volume.counts.write).toBeLessThanOrEqual(5);
  });
});

describe('a time index', () => {
  test('writes a timestamp of eight bytes and a relative offset of four', () => {
    const on = disk();
    const index = new TimeIndex(on, 'd/x', 1000, 1200);
    index.maybeAppend(0x1_0000_0002, 1007);
    index.write();
    expect(contentOf(on, 'd/x')).toEqual([0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 7]);
  });

  test('keeps only timestamps that are larger than all before', () => {
    const index = new TimeIndex(disk(), 'd/x', 0, 1200);
    index.maybeAppend(50, 5);
    index.maybeAppend(50, 6);
    index.maybeAppend(40, 7);
    index.maybeAppend(60, 8);
    expect([...index.all()]).toEqual([
      { timestamp: 50, offset: 5 },
      { timestamp: 60, offset: 8 },
    ]);
  });

  test('finds the last entry at or before a time, or the base offset', () => {
    const index = new TimeIndex(disk(), 'd/x', 100, 1200);
    index.maybeAppend(50, 105);
    index.maybeAppend(60, 108);
    const offsets = [10, 49, 50, 55, 60, 70].map((at) => index.lookup(at).offset);
    expect(offsets).toEqual([100, 100, 105, 105, 108, 108]);
  });

  test('keeps one place back for the entry that a rolling segment adds', () => {
    const index = new TimeIndex(disk(), 'd/x', 0, 36);
    index.maybeAppend(1, 1);
    expect(index.isFull).toBe(false);
    index.maybeAppend(2, 2);
    expect(index.isFull).toBe(true);
  });

  test('tells that a file is broken when its timestamps do not increase', () => {
    const on = disk();
    const bytes = new Uint8Array(24);
    bytes.set([0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 2]);
    on.open('d/x', 'create').write(0, bytes);
    expect(new TimeIndex(on, 'd/x', 0, 1200).load()).toBe(false);
  });
});
