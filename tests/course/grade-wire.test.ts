/**
 * Graders at an address: which behaviours, and what is said where nobody listens.
 */
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { checkReachable, parseAddress } from '../../course/grading/grade-wire.ts';
import { wireBehaviours } from '../../course/grading/wire-behaviours.ts';

test('an address is host:port, or [host]:port', () => {
  expect(parseAddress('127.0.0.1:9092')).toEqual({ host: '127.0.0.1', port: 9092 });
  expect(parseAddress('[::1]:9092')).toEqual({ host: '::1', port: 9092 });
  for (const wrong of ['9092', 'localhost', 'a:0', 'a:70000', '::1:9092', '']) {
    expect(() => parseAddress(wrong)).toThrow('it takes host:port');
  }
});

test('where nobody listens, a sentence says so and what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await expect(checkReachable({ host: '127.0.0.1', port })).resolves.toBeUndefined();
  await new Promise((resolve) => server.close(resolve));
  await expect(checkReachable({ host: '127.0.0.1', port })).rejects.toThrow(
    `No broker can be reached at 127.0.0.1:${port}`,
  );
});

test('each chapter ends with behaviours that any broker can be asked for', async () => {
  for (const chapter of await loadChapters()) {
    const ids = wireBehaviours(chapter);
    const last = chapter.tasks.at(-1)?.behaviours.map(({ id }) => id);
    expect(last?.filter((id) => ids.includes(id)).length).toBeGreaterThan(0);
  }
});
