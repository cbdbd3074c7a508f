import { beforeEach, describe, expect, test } from 'vitest';
import type { SimWorld } from '#env/sim/sim-world.ts';
import { defaultLogCleanerOptions, LogCleaner } from '#storage/cleaner/log-cleaner.ts';
import { readText } from '#storage/durable-file.ts';
import { simWorld } from '../../env/worlds.ts';
import { CompactedLog } from './compacted-log.ts';

let world: SimWorld;
let log: CompactedLog;
let cleaner: LogCleaner;

beforeEach(() => {
  world = simWorld(9);
  const { env } = world.node('broker');
  env.disk.makeDirectory('data');
  log = new CompactedLog(env);
  cleaner = new LogCleaner(env, () => [log.log]);
});

const checkpointFile = () => readText(log.env.disk, 'data/cleaner-offset-checkpoint');

describe('the cleaner of a broker', () => {
  test('cleans what is dirty and notes how far in Kafka’s checkpoint file', async () => {
    log.send('a=1 a=2');
    log.roll();
    cleaner.start();
    await world.run(14_000);
    expect(log.contents()).toHaveLength(2);
    await world.run(16_000);
    expect(log.contents()).toEqual(['1:a=2']);
    expect(checkpointFile()).toBe('0\n1\norders 0 2\n');
    log.send('a=3 b=1 c=1');
    log.roll();
    await world.run(46_000);
    expect(log.contents()).toEqual(['2:a=3', '3:b=1', '4:c=1']);
    await world.complete(cleaner.stop());
  });

  test('goes on from the checkpoint after a restart', async () => {
    log.send('a=1 a=2');
    log.roll();
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(true);
    const restarted = new LogCleaner(log.env, () => [log.log]);
    expect(restarted.checkpoints.get(log.log)).toBe(2);
    expect(await world.complete(restarted.cleanFilthiest())).toBe(false);
  });

  test('starts over when the checkpoint file is damaged', async () => {
    const file = log.env.disk.open('data/cleaner-offset-checkpoint', 'create');
    file.write(0, new TextEncoder().encode('0\n7\nnonsense'));
    expect(cleaner.checkpoints.get(log.log)).toBeUndefined();
    log.send('a=1 a=2');
    log.roll();
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(true);
    expect(checkpointFile()).toBe('0\n1\norders 0 2\n');
  });

  test('leaves logs alone that are not compacted', async () => {
    log.log.updateConfig({ ...log.log.config, cleanupPolicy: new Set(['delete']) });
    log.send('a=1 a=2');
    log.roll();
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(false);
  });

  test('lets go of a log that is to be deleted, and takes it up again when told', async () => {
    for (let i = 0; i < 100; i++) log.send(`same=${'v'.repeat(20_000)}`);
    log.roll();
    const cleaning = cleaner.cleanFilthiest();
    await world.complete(cleaner.pause(log.log));
    expect(await world.complete(cleaning)).toBe(false);
    expect(log.contents()).toHaveLength(100);
    expect(log.env.disk.list('data/orders-0').join()).not.toMatch(/cleaned|swap/);
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(false);
    cleaner.resume(log.log);
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(true);
    expect(log.contents()).toHaveLength(1);
  });

  test('leaves a damaged log as it is, says so, and cleans the others', async () => {
    const { env } = log;
    log.send(`a=${'v'.repeat(30)}`, { codec: 'gzip' });
    log.roll();
    log.log.segments.first.log().write(70, new Uint8Array(8));
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(true);
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(false);
    const errors = world.node('broker').log.lines.filter((line) => line.level === 'error');
    expect(errors.map((line) => line.message).join()).toMatch(/can’t be cleaned/);
    expect(env.disk.list('data/orders-0').join()).not.toMatch(/cleaned|swap/);
  });

  test('tries again later when the disk is full', async () => {
    log.send(`a=1 a=${'v'.repeat(30_000)}`);
    log.roll();
    const { volume } = world.node('broker');
    const room = volume.capacityBytes;
    volume.capacityBytes = volume.usedBytes + 10_000;
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(false);
    volume.capacityBytes = room;
    expect(await world.complete(cleaner.cleanFilthiest())).toBe(true);
    expect(log.contents()).toHaveLength(1);
  });

  test('has a default of each option as Kafka has', () => {
    expect(defaultLogCleanerOptions).toMatchObject({
      backoffMs: 15_000,
      dedupeBufferBytes: 134_217_728,
    });
  });
});
