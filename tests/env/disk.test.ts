import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Disk, DiskError } from '#env/disk.ts';
import { type TestWorld, worlds } from './worlds.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function contentOf(disk: Disk, path: string): string {
  const file = disk.open(path, 'read');
  const content = new Uint8Array(file.size());
  file.read(0, content);
  file.close();
  return new TextDecoder().decode(content);
}

function write(disk: Disk, path: string, content: string): void {
  const file = disk.open(path, 'create');
  file.write(0, bytes(content));
  file.close();
}

function kindOf(operation: () => unknown): string {
  try {
    operation();
  } catch (failure) {
    if (failure instanceof DiskError) return failure.kind;
    throw failure;
  }
  return 'no error';
}

describe.each(worlds)('the disk of %s', (_name, make) => {
  let world: TestWorld;
  let disk: Disk;
  let at: (name: string) => string;

  beforeEach(() => {
    world = make();
    disk = world.env.disk;
    at = (name) => `${world.directory}/${name}`;
  });
  afterEach(() => world.close());

  test('reads back what was written, at any position', () => {
    const file = disk.open(at('f'), 'create');
    file.write(0, bytes('hello world'));
    file.write(6, bytes('there'));
    const part = new Uint8Array(5);
    expect(file.read(6, part)).toBe(5);
    expect(new TextDecoder().decode(part)).toBe('there');
    expect(file.size()).toBe(11);
    file.close();
  });

  test('reads fewer bytes only at the end of the file', () => {
    const file = disk.open(at('f'), 'create');
    file.write(0, bytes('abc'));
    const target = new Uint8Array(10);
    expect(file.read(1, target)).toBe(2);
    expect(file.read(3, target)).toBe(0);
    expect(file.read(99, target)).toBe(0);
    file.close();
  });

  test('writes across many pages and reads them back', () => {
    const content = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) & 0xff);
    const file = disk.open(at('f'), 'create');
    file.write(0, content.subarray(0, 9_999));
    file.write(9_999, content.subarray(9_999));
    const target = new Uint8Array(20_000);
    expect(file.read(0, target)).toBe(20_000);
    expect(target).toEqual(content);
    file.close();
  });

  test('fills a gap before a write with zeros', () => {
    const file = disk.open(at('f'), 'create');
    file.write(5000, bytes('x'));
    const target = new Uint8Array(5001).fill(1);
    expect(file.read(0, target)).toBe(5001);
    expect(target.subarray(0, 5000).every((byte) => byte === 0)).toBe(true);
    file.close();
  });

  test('truncates, and extends with zeros where bytes had been', () => {
    const file = disk.open(at('f'), 'create');
    file.write(0, bytes('abcdef'));
    file.truncate(2);
    file.truncate(4);
    file.close();
    expect(contentOf(disk, at('f'))).toBe('ab\0\0');
  });

  test('opens an existing file without changing it, whatever the mode', () => {
    write(disk, at('f'), 'kept');
    for (const mode of ['read', 'write', 'create'] as const) disk.open(at('f'), mode).close();
    expect(contentOf(disk, at('f'))).toBe('kept');
  });

  test('makes a file only in mode create', () => {
    expect(kindOf(() => disk.open(at('f'), 'read'))).toBe('missing');
    expect(kindOf(() => disk.open(at('f'), 'write'))).toBe('missing');
    disk.open(at('f'), 'create').close();
    expect(disk.stat(at('f'))).toMatchObject({ isDirectory: false, size: 0 });
  });

  test('refuses to write to a file opened for reading', () => {
    write(disk, at('f'), 'x');
    const file = disk.open(at('f'), 'read');
    expect(kindOf(() => file.write(0, bytes('y')))).toBe('io');
    file.close();
  });

  test('refuses to use a closed file, and lets it be closed again', async () => {
    const file = disk.open(at('f'), 'create');
    file.close();
    file.close();
    expect(kindOf(() => file.read(0, new Uint8Array(1)))).toBe('io');
    expect(kindOf(() => file.write(0, new Uint8Array(1)))).toBe('io');
  });

  test('refuses to open a directory as a file', () => {
    for (const mode of ['read', 'write', 'create'] as const) {
      expect(kindOf(() => disk.open(world.directory, mode))).toBe('io');
    }
  });

  test('tells a missing parent from a parent that is a file', () => {
    write(disk, at('f'), 'x');
    expect(kindOf(() => disk.open(at('nowhere/f'), 'create'))).toBe('missing');
    expect(kindOf(() => disk.open(at('f/g'), 'create'))).toBe('not-a-directory');
    expect(kindOf(() => disk.list(at('f')))).toBe('not-a-directory');
    expect(kindOf(() => disk.list(at('nowhere')))).toBe('missing');
  });

  test('names the path in its errors', () => {
    expect(() => disk.open(at('nowhere'), 'read')).toThrow(/nowhere/);
  });

  test('lists names sorted by code unit', () => {
    for (const name of ['b', 'a', 'Z', '10', '9', 'é']) write(disk, at(name), '');
    disk.makeDirectory(at('c'));
    expect(disk.list(world.directory)).toEqual(['10', '9', 'Z', 'a', 'b', 'c', 'é']);
  });

  test('makes a directory with its parents, and again', () => {
    disk.makeDirectory(at('a/b/c'));
    disk.makeDirectory(at('a/b/c'));
    expect(disk.stat(at('a/b/c'))).toMatchObject({ isDirectory: true, size: 0 });
    expect(disk.stat(at('a/b/d'))).toBeUndefined();
  });

  test('renames over a file in one step', () => {
    write(disk, at('old'), 'old');
    write(disk, at('new'), 'new');
    disk.rename(at('new'), at('old'));
    expect(disk.list(world.directory)).toEqual(['old']);
    expect(contentOf(disk, at('old'))).toBe('new');
  });

  test('renames a directory with all that is in it', () => {
    disk.makeDirectory(at('t-0'));
    write(disk, at('t-0/log'), 'records');
    disk.rename(at('t-0'), at('t-0.deleted'));
    expect(contentOf(disk, at('t-0.deleted/log'))).toBe('records');
    expect(disk.stat(at('t-0'))).toBeUndefined();
  });

  test('refuses to rename what is missing, or onto a directory that is not empty', () => {
    disk.makeDirectory(at('a'));
    disk.makeDirectory(at('b'));
    write(disk, at('b/f'), '');
    expect(kindOf(() => disk.rename(at('nothing'), at('c')))).toBe('missing');
    expect(kindOf(() => disk.rename(at('a'), at('b')))).toBe('exists');
  });

  test('an open file stays usable after its name was changed and removed', () => {
    const file = disk.open(at('f'), 'create');
    file.write(0, bytes('abc'));
    disk.rename(at('f'), at('g'));
    file.write(3, bytes('d'));
    expect(contentOf(disk, at('g'))).toBe('abcd');
    disk.remove(at('g'));
    expect(file.size()).toBe(4);
    file.close();
  });

  test('removes a file, and says when there is none', () => {
    write(disk, at('f'), 'x');
    disk.remove(at('f'));
    expect(disk.stat(at('f'))).toBeUndefined();
    expect(kindOf(() => disk.remove(at('f')))).toBe('missing');
  });

  test('removes a tree, and does not mind that there is none', () => {
    disk.makeDirectory(at('a/b'));
    write(disk, at('a/b/f'), 'x');
    disk.removeTree(at('a'));
    disk.removeTree(at('a'));
    expect(disk.list(world.directory)).toEqual([]);
  });

  test('syncs files and directories, several at once', async () => {
    const file = disk.open(at('f'), 'create');
    file.write(0, bytes('x'));
    await world.until(Promise.all([file.sync(), file.sync(), disk.syncDirectory(world.directory)]));
    const last = file.sync();
    file.close();
    await world.until(last);
    expect(contentOf(disk, at('f'))).toBe('x');
  });

  test('lets one holder have a lock, until it is released', () => {
    const lock = disk.lock(at('.lock'));
    expect(kindOf(() => disk.lock(at('.lock')))).toBe('locked');
    lock.release();
    lock.release();
    disk.lock(at('.lock')).release();
    expect(disk.list(world.directory)).toEqual(['.lock']);
  });

  test('measures the volume', () => {
    const { totalBytes, usableBytes } = disk.space(world.directory);
    expect(totalBytes).toBeGreaterThan(0);
    expect(usableBytes).toBeGreaterThanOrEqual(0);
    expect(usableBytes).toBeLessThanOrEqual(totalBytes);
  });

  test('says when a file was last written, by the wall clock', () => {
    const before = world.env.clock.now();
    write(disk, at('f'), 'x');
    // File systems stamp by a coarse clock, which may lag behind the precise one.
    const { modifiedMs } = disk.stat(at('f')) ?? { modifiedMs: 0 };
    expect(Number.isInteger(modifiedMs)).toBe(true);
    expect(modifiedMs).toBeGreaterThan(before - 2_000);
  });
});
