import { expect, test } from 'vitest';
import { offsetCheckpoint } from '#storage/checkpoint-file.ts';
import { utf8 } from '#storage/durable-file.ts';
import { simWorld } from '../env/worlds.ts';

function checkpoint(content?: string) {
  const world = simWorld(1);
  const { disk } = world.node('n').env;
  disk.makeDirectory('d');
  if (content !== undefined) disk.open('d/c', 'create').write(0, utf8(content));
  return { world, file: offsetCheckpoint(disk, 'd/c') };
}

test('writes and reads what Kafka does', async () => {
  const { world, file } = checkpoint();
  const entries = [
    { topic: 'orders', partition: 0, offset: 1_048_576 },
    { topic: 'with-dash.and_more', partition: 12, offset: 0 },
  ];
  await world.complete(file.writeDurably(entries));
  expect(file.read()).toEqual(entries);
});

test('an absent file is told from an empty one', () => {
  expect(checkpoint().file.read()).toBeUndefined();
  expect(checkpoint('').file.read()).toEqual([]);
});

test('survives a crash of the machine once written durably', async () => {
  const { world, file } = checkpoint();
  const entries = [{ topic: 'orders', partition: 0, offset: 7 }];
  await world.complete(world.node('n').env.disk.syncDirectory('/'));
  await world.complete(file.writeDurably(entries));
  world.node('n').crash({ losePower: true });
  world.node('n').restart();
  expect(offsetCheckpoint(world.node('n').env.disk, 'd/c').read()).toEqual(entries);
});

test.each([
  ['another version', '1\n0\n', 'its version is "1"'],
  ['fewer entries than it says', '0\n2\norders 0 1\n', 'promises "2" entries and has 1'],
  ['a line cut short', '0\n1\norders 0 10', 'its last line has no end'],
  ['a line that is no entry', '0\n1\norders zero 10\n', 'its line "orders zero 10"'],
  ['an offset beyond what is exact', '0\n1\norders 0 9223372036854775807\n', "can't be read"],
  ['zeros', '\0\0\0\0', 'its last line has no end'],
])('refuses %s, and says what is wrong with which file', (_fault, content, message) => {
  expect(() => checkpoint(content).file.read()).toThrow(message);
  expect(() => checkpoint(content).file.read()).toThrow('d/c');
});
