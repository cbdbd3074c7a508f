/**
 * One workbench for a clone; what a killed one left behind is no obstacle.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listen } from '../../course/workbench/http/listen.ts';
import { BOOT_HEADER, claim, release, runningInstance } from '../../course/workbench/instance.ts';

let home: string;
const servers: Server[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gregor-instance-'));
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(home, { recursive: true, force: true });
});

/** A server that calls itself by an id. */
async function serverCalled(boot: string): Promise<number> {
  const server = createServer((_, response) => {
    response.setHeader(BOOT_HEADER, boot);
    response.end();
  });
  servers.push(server);
  return listen(server, 0);
}

test('the first is noted, and the second finds it', async () => {
  const first = { pid: 1, port: await serverCalled('one'), boot: 'one' };
  expect(await claim(home, first)).toBeUndefined();
  const second = { pid: 2, port: await serverCalled('two'), boot: 'two' };
  expect(await claim(home, second)).toEqual(first);
  expect(await runningInstance(home)).toEqual(first);
});

test('of many that start at the same moment, one is first', async () => {
  const all = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (boot, at) => ({
      ...{ pid: at + 1, boot },
      port: await serverCalled(boot),
    })),
  );
  const answers = await Promise.all(all.map((one) => claim(home, one)));
  expect(answers.filter((one) => one === undefined)).toHaveLength(1);
  const [first] = answers.filter((one) => one !== undefined);
  expect(first).toEqual(await runningInstance(home));
});

test('what a killed one left, where nobody or somebody else answers, is replaced', async () => {
  const gone = await serverCalled('x');
  servers.pop()?.close();
  for (const port of [gone, await serverCalled('somebody else')]) {
    writeFileSync(join(home, 'workbench.json'), JSON.stringify({ pid: 9, port, boot: 'dead' }));
    expect(await runningInstance(home)).toBeUndefined();
    const mine = { pid: 1, port: await serverCalled('mine'), boot: 'mine' };
    expect(await claim(home, mine)).toBeUndefined();
    release(home, mine);
  }
});

test.each(['', 'rubbish', '{"pid":1}', '{"pid":1,"port":"4321","boot":"x"}', 'null'])(
  'a note that says %j is no note',
  async (text) => {
    writeFileSync(join(home, 'workbench.json'), text);
    const mine = { pid: 1, port: await serverCalled('mine'), boot: 'mine' };
    expect(await claim(home, mine)).toBeUndefined();
    expect(JSON.parse(readFileSync(join(home, 'workbench.json'), 'utf8'))).toEqual(mine);
  },
);

test('who ends takes away its own note and no other', async () => {
  const mine = { pid: 1, port: await serverCalled('mine'), boot: 'mine' };
  await claim(home, mine);
  release(home, { ...mine, boot: 'another' });
  expect(await runningInstance(home)).toEqual(mine);
  release(home, mine);
  expect(await runningInstance(home)).toBeUndefined();
});

test('a port that was named and is taken is a sentence; otherwise the next one is found', async () => {
  const taken = await serverCalled('x');
  const server = createServer();
  servers.push(server);
  await expect(listen(server, taken)).rejects.toThrow(`Port ${taken} is taken by another program`);
  const [one, two] = [createServer(), createServer()];
  servers.push(one, two);
  expect(await listen(one)).not.toBe(await listen(two));
});
