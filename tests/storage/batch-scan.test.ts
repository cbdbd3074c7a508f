import { describe, expect, test } from 'vitest';
import type { DiskFile } from '#env/disk.ts';
import { BatchScan } from '#storage/batch-scan.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { simWorld } from '../env/worlds.ts';

const utf8 = new TextEncoder();
const batchAt = (baseOffset: number) =>
  encodeBatch({ baseOffset, records: [{ value: utf8.encode(`value ${baseOffset}`) }] });

/** A file of so many batches, one record each, their offsets from `first` on. */
function fileOf(name: string, first: number, count: number): DiskFile {
  const file = disk.open(name, 'create');
  for (let n = 0; n < count; n += 1) file.write(file.size(), batchAt(first + n));
  return file;
}

const node = simWorld(1).node('a');
const { disk } = node.env;
const scanOf = (file: DiskFile) => new BatchScan(file, 0, file.size());

describe('a scan of batches', () => {
  test('tells of each batch where in the file it is, over many windows', () => {
    const file = fileOf('one', 1000, 300);
    const scan = scanOf(file);
    let position = 0;
    for (let offset = 1000; offset < 1300; offset += 1) {
      const batch = scan.next();
      expect([batch?.lastOffset, batch?.position]).toEqual([offset, position]);
      position += batchAt(offset).length;
    }
    expect(scan.next()).toBeUndefined();
  });

  test('sees its own file, whatever other scans look at meanwhile', () => {
    const scans = [scanOf(fileOf('two', 0, 200)), scanOf(fileOf('three', 5000, 200))];
    for (let n = 0; n < 200; n += 1) {
      expect(scans.map((scan) => scan.next()?.baseOffset)).toEqual([n, 5000 + n]);
    }
  });

  test('reads again after a read that failed', () => {
    const scan = scanOf(fileOf('four', 0, 100));
    const other = scanOf(fileOf('five', 700, 100));
    expect(scan.next()?.baseOffset).toBe(0);
    node.volume.fault = () => 'io';
    expect(() => other.next()).toThrow('a fault was simulated');
    node.volume.fault = undefined;
    expect(scan.next()?.baseOffset).toBe(1);
    expect(other.next()?.baseOffset).toBe(700);
  });
});
