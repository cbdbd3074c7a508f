/**
 * The learner's broker in the workbench: it starts, says where it listens, and stops; what stands in its
 * way is told.
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BrokerNews } from '../../course/workbench/messages.ts';
import { freePort } from '../../interop/kafka/broker-process.ts';
import {
  act,
  type Listening,
  listenTo,
  type MadeWorkbench,
  makeWorkbench,
} from './made-workbench.ts';

let data: string;
let port: number;
let made: MadeWorkbench;
let page: Listening;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'gregor-broker-'));
});

afterEach(async () => {
  await made.end();
  rmSync(data, { recursive: true, force: true });
});

/** @param whose `--solution`, or nothing for the learner's tree. */
async function begin(...whose: readonly string[]): Promise<void> {
  port = await freePort();
  const controller = await freePort();
  const settings = [
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    `controller.quorum.bootstrap.servers=127.0.0.1:${controller}`,
    `log.dirs=${data}`,
  ];
  const overrides = settings.flatMap((one) => ['--override', one]);
  made = await makeWorkbench((tree) => ({
    broker: {
      host: '127.0.0.1',
      port,
      args: [...(whose.length === 0 ? ['--tree', tree] : whose), ...overrides],
    },
  }));
  page = listenTo(made);
}

function until(state: BrokerNews['state']): Promise<BrokerNews> {
  return page.until(({ broker }) => broker?.state === state && broker);
}

/** Resolves when its log has had a line that matches. */
function logged(pattern: RegExp): Promise<true> {
  return page.until(({ brokerLog }) => brokerLog?.some((line) => pattern.test(line)) && true);
}

test('starts, says where it listens, and stops', async () => {
  await begin('--solution');
  await act(made, 'broker', { do: 'start' });
  expect((await until('running')).address).toBe(`127.0.0.1:${port}`);
  await logged(/is listening on/);
  page.heard.length = 0;
  await act(made, 'broker', { do: 'stop' });
  await until('stopped');
}, 60_000);

test('on a port that is taken does not start, and a sentence says why', async () => {
  await begin('--solution');
  const other = createServer().listen(port, '127.0.0.1');
  await act(made, 'broker', { do: 'start' });
  expect((await until('failed')).says).toMatch(new RegExp(`^Port ${port} is taken`));
  other.close();
});

test('that the learner’s code ends says so, with its last words in the log', async () => {
  await begin();
  appendFileSync(join(made.tree, 'storage/crc32c.ts'), "\nthrow new Error('a mistake of mine');\n");
  await act(made, 'broker', { do: 'start' });
  expect((await until('failed')).says).toMatch(/^It ended by itself \(1\)/);
  await logged(/a mistake of mine/);
  await logged(/storage\/crc32c\.ts:\d+/);
}, 60_000);
