import { describe, expect, test } from 'vitest';
import { DiskError } from '#env/disk.ts';
import { NodeCrashed } from '#env/sim/node-crashed.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import { simWorld } from '../worlds.ts';

const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

function contentOf(node: SimNode, path: string): Uint8Array {
  const file = node.env.disk.open(path, 'read');
  const content = new Uint8Array(file.size());
  file.read(0, content);
  return content;
}

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

describe('a crash of the process', () => {
  test('loses no bytes and no names', async () => {
    const node = simWorld(1).node('n');
    node.env.disk.makeDirectory('d');
    node.env.disk.open('d/f', 'create').write(0, filled(10_000, 7));
    node.crash();
    node.restart();
    expect(contentOf(node, 'd/f')).toEqual(filled(10_000, 7));
  });

  test('frees its locks', () => {
    const node = simWorld(1).node('n');
    node.env.disk.lock('.lock');
    expect(() => node.env.disk.lock('.lock')).toThrow(DiskError);
    node.crash();
    node.restart();
    node.env.disk.lock('.lock').release();
  });

  test('ends what waits: timers, deferred work, syncs, sleeps', async () => {
    const world = simWorld(1);
    const node = world.node('n');
    const { clock, disk } = node.env;
    const fired: string[] = [];
    clock.setTimer(5, () => fired.push('timer'));
    clock.defer(() => fired.push('deferred'));
    void clock.sleep(5).then(() => fired.push('sleep'));
    const file = disk.open('f', 'create');
    void file.sync().then(() => fired.push('sync'));
    node.crash();
    node.restart();
    await world.runUntilIdle();
    expect(fired).toEqual([]);
  });

  test('lets code that was running have no more effect', () => {
    const node = simWorld(1).node('n');
    const { disk } = node.env;
    const file = disk.open('f', 'create');
    node.volume.fault = (operation) => {
      if (operation === 'write') node.crash();
      return undefined;
    };
    expect(() => file.write(0, filled(10, 1))).toThrow(NodeCrashed);
    expect(() => disk.open('g', 'create')).toThrow(NodeCrashed);
    node.volume.fault = undefined;
    node.restart();
    expect(node.env.disk.list('.')).toEqual(['f']);
    expect(contentOf(node, 'f')).toHaveLength(0);
  });
});

describe('a crash of the machine', () => {
  /** A durable file of 6,000 ones, then 6,000 twos appended without a sync, then the crash. */
  async function crashedAppend(seed: number): Promise<Uint8Array> {
    const world = simWorld(seed);
    const node = world.node('n');
    const file = node.env.disk.open('f', 'create');
    file.write(0, filled(6_000, 1));
    await world.complete(Promise.all([file.sync(), node.env.disk.syncDirectory('.')]));
    file.write(6_000, filled(6_000, 2));
    node.crash({ losePower: true });
    node.restart();
    return contentOf(node, 'f');
  }

  test('never loses what was synced', async () => {
    for (const seed of SEEDS) {
      const content = await crashedAppend(seed);
      expect(content.length).toBeGreaterThanOrEqual(6_000);
      expect(content.subarray(0, 6_000)).toEqual(filled(6_000, 1));
    }
  });

  test('loses, keeps, cuts and tears what was not', async () => {
    const outcomes = new Set<string>();
    for (const seed of SEEDS) {
      const tail = (await crashedAppend(seed)).subarray(6_000);
      const isWhole = tail.every((byte) => byte === 2);
      if (tail.length === 0) outcomes.add('lost');
      else if (!isWhole) outcomes.add('torn');
      else outcomes.add(tail.length === 6_000 ? 'kept' : 'cut');
    }
    expect([...outcomes].sort()).toEqual(['cut', 'kept', 'lost', 'torn']);
  });

  test('tears at sectors: each is new, old or zero as a whole', async () => {
    for (const seed of SEEDS) {
      const content = await crashedAppend(seed);
      for (let start = 6_144; start < content.length; start += 512) {
        expect(new Set(content.subarray(start, start + 512)).size).toBe(1);
      }
    }
  });

  test('may keep a later write to one file and lose an earlier one to another', async () => {
    let reordered = 0;
    for (const seed of SEEDS) {
      const world = simWorld(seed);
      const node = world.node('n');
      const files = ['a', 'b'].map((name) => node.env.disk.open(name, 'create'));
      await world.complete(node.env.disk.syncDirectory('.'));
      for (const file of files) file.write(0, filled(100, 1));
      node.crash({ losePower: true });
      node.restart();
      const [a, b] = [contentOf(node, 'a').length, contentOf(node, 'b').length];
      if (a === 0 && b === 100) reordered += 1;
    }
    expect(reordered).toBeGreaterThan(0);
  });

  test('undoes creations, renames and removals that were not synced, or keeps them', async () => {
    const outcomes = new Set<string>();
    for (const seed of SEEDS) {
      const world = simWorld(seed);
      const { disk } = world.node('n').env;
      for (const name of ['old', 'gone']) disk.open(name, 'create');
      await world.complete(disk.syncDirectory('.'));
      disk.rename('old', 'new');
      disk.open('made', 'create');
      disk.remove('gone');
      world.node('n').crash({ losePower: true });
      outcomes.add(world.node('n').restart().disk.list('.').join(' '));
    }
    expect([...outcomes].sort()).toEqual(['gone made new', 'gone new', 'gone old', 'made new']);
  });

  test('never loses names that were synced, nor brings removed ones back', async () => {
    for (const seed of SEEDS) {
      const world = simWorld(seed);
      const { disk } = world.node('n').env;
      disk.makeDirectory('d');
      for (const name of ['d/a', 'd/b', 'd/c']) disk.open(name, 'create');
      disk.rename('d/a', 'd/z');
      disk.remove('d/b');
      await world.complete(Promise.all([disk.syncDirectory('d'), disk.syncDirectory('.')]));
      world.node('n').crash({ losePower: true });
      expect(world.node('n').restart().disk.list('d')).toEqual(['c', 'z']);
    }
  });

  test('keeps a rename between directories whole: never both names, never none', async () => {
    for (const seed of SEEDS) {
      const world = simWorld(seed);
      const { disk } = world.node('n').env;
      disk.makeDirectory('from');
      disk.makeDirectory('to');
      disk.open('from/f', 'create');
      for (const name of ['.', 'from', 'to']) await world.complete(disk.syncDirectory(name));
      disk.rename('from/f', 'to/f');
      world.node('n').crash({ losePower: true });
      const after = world.node('n').restart().disk;
      expect(after.list('from').length + after.list('to').length).toBe(1);
    }
  });

  test('keeps a truncation that was synced, also when the file grew again', async () => {
    for (const seed of SEEDS) {
      const world = simWorld(seed);
      const node = world.node('n');
      const file = node.env.disk.open('f', 'create');
      await world.complete(node.env.disk.syncDirectory('.'));
      file.write(0, filled(10_000, 1));
      await world.complete(file.sync());
      file.truncate(3_000);
      file.truncate(9_000);
      await world.complete(file.sync());
      node.crash({ losePower: true });
      node.restart();
      const content = contentOf(node, 'f');
      expect(content.subarray(0, 3_000)).toEqual(filled(3_000, 1));
      expect(content.subarray(3_000)).toEqual(filled(6_000, 0));
    }
  });

  test('keeps what was written before each of two syncs that ran at once', async () => {
    for (const seed of SEEDS) {
      const world = simWorld(seed);
      const node = world.node('n');
      const file = node.env.disk.open('f', 'create');
      await world.complete(node.env.disk.syncDirectory('.'));
      file.write(0, filled(100, 1));
      const first = file.sync();
      file.write(100, filled(100, 2));
      await world.complete(Promise.all([first, file.sync()]));
      node.crash({ losePower: true });
      node.restart();
      expect(contentOf(node, 'f')).toHaveLength(200);
    }
  });
});

describe('faults on demand', () => {
  test('a full volume stores what fits and says so', () => {
    const node = simWorld(1).node('n');
    const file = node.env.disk.open('f', 'create');
    file.write(0, filled(500, 1));
    node.volume.capacityBytes = 800;
    expect(() => file.write(500, filled(400, 2))).toThrow(
      expect.objectContaining({ kind: 'full' }),
    );
    expect(file.size()).toBe(800);
    file.write(100, filled(600, 3));
    expect(node.env.disk.space('.')).toEqual({ totalBytes: 800, usableBytes: 0 });
    file.truncate(200);
    expect(node.env.disk.space('.').usableBytes).toBe(600);
  });

  test('any operation fails as told, and only where told', () => {
    const node = simWorld(1).node('n');
    const { disk } = node.env;
    const files = ['good', 'bad'].map((name) => disk.open(name, 'create'));
    node.volume.fault = (operation, path) =>
      operation === 'read' && path === 'bad' ? 'io' : undefined;
    files[0]?.read(0, new Uint8Array(1));
    expect(() => files[1]?.read(0, new Uint8Array(1))).toThrow(
      expect.objectContaining({ kind: 'io', path: 'bad' }),
    );
  });

  test('a failed sync stays failed, and a new handle that syncs proves nothing', async () => {
    let lost = 0;
    for (const seed of SEEDS) {
      const world = simWorld(seed);
      const node = world.node('n');
      const { disk } = node.env;
      const file = disk.open('f', 'create');
      await world.complete(disk.syncDirectory('.'));
      file.write(0, filled(100, 1));
      node.volume.fault = (operation) => (operation === 'sync' ? 'io' : undefined);
      await expect(world.complete(file.sync())).rejects.toThrow(DiskError);
      node.volume.fault = undefined;
      await expect(world.complete(file.sync())).rejects.toThrow(DiskError);
      await world.complete(disk.open('f', 'write').sync());
      node.crash({ losePower: true });
      node.restart();
      const content = contentOf(node, 'f');
      if (content.length < 100 || content.some((byte) => byte !== 1)) lost += 1;
    }
    expect(lost).toBeGreaterThan(0);
  });

  test('a bit flips at rest', () => {
    const node = simWorld(1).node('n');
    node.env.disk.open('f', 'create').write(0, filled(10, 0));
    node.volume.flipBit('f', 4, 3);
    expect([...contentOf(node, 'f')]).toEqual([0, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
  });

  test('calls and bytes are counted', async () => {
    const world = simWorld(1);
    const node = world.node('n');
    const file = node.env.disk.open('f', 'create');
    file.write(0, filled(10, 0));
    file.write(10, filled(20, 0));
    file.read(0, new Uint8Array(100));
    await world.complete(file.sync());
    expect(node.volume.counts).toMatchObject({
      open: 1,
      write: 2,
      read: 1,
      sync: 1,
      bytesWritten: 30,
      bytesRead: 30,
    });
  });
});
