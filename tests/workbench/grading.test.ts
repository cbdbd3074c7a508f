/**
 * What a page is told while its learner works: saves of every kind, a tree that goes and comes back, a
 * grader that hangs, hints, resets, and the notes of progress.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Change, RunNews, Snapshot, TaskNews } from '../../course/workbench/messages.ts';
import {
  act,
  ask,
  filesOfTasks,
  type Listening,
  listenTo,
  type MadeWorkbench,
  makeWorkbench,
  solution,
} from './made-workbench.ts';

const CRC = 'storage/crc32c.ts';
const right = solution(CRC);
const wrong = right
  .replace('export function crc32c', 'export const wrong = 1;\nexport function crc32c')
  .replace(/>>> 0/g, '| 0');
const endless = `${right}\n/^(a+)+$/.test('a'.repeat(60) + 'b');\n`;

const open: MadeWorkbench[] = [];

afterEach(async () => {
  for (const made of open.splice(0)) await made.end();
});

async function begin(options: Parameters<typeof makeWorkbench>[0] = {}) {
  const made = await makeWorkbench(options);
  open.push(made);
  const page = listenTo(made);
  await page.until(isSnapshot);
  return { made, page };
}

function isSnapshot(one: Change | Snapshot): Snapshot | undefined {
  return 'boot' in one ? one : undefined;
}

function save(made: MadeWorkbench, file: string, text: string): void {
  mkdirSync(dirname(join(made.tree, file)), { recursive: true });
  writeFileSync(join(made.tree, file), text);
}

/** The next time that a task is told, with a state that is wanted. */
function told(page: Listening, id: string, state: TaskNews['state']): Promise<TaskNews> {
  page.heard.length = 0;
  return page.until(({ tasks }) => tasks?.find((task) => task.id === id && task.state === state));
}

const ended = (page: Listening): Promise<RunNews> =>
  page.until(({ run }) => (run?.state === 'ended' ? run : undefined));

describe('a save', () => {
  test('is graded, told with its failure, and noted as progress', async () => {
    const { made, page } = await begin();
    const failed = told(page, '1.1', 'failed');
    save(made, CRC, wrong);
    const task = await failed;
    const [first] = task.behaviours.flatMap(({ explanation }) => explanation ?? []);
    expect(
      first?.came
        .flat()
        .map(({ text }) => text)
        .join(''),
    ).toContain('expected');
    expect(first?.lookAt).toMatchObject({ file: CRC });
    expect(first?.hint).not.toBe('');
    const passed = told(page, '1.1', 'passed');
    save(made, CRC, right);
    expect(await passed).toMatchObject({ points: 6, ofPoints: 6 });
    expect((await ended(page)).says).toMatch(/^✔ 1\.1 CRC32C: 6 of 6 points, \d+\.\d s$/);
    const progress = readFileSync(join(made.folder, '.gregor', 'progress.json'), 'utf8');
    expect(JSON.parse(progress).chapters['01-storage'].tasks['1.1'].state).toBe('passed');
    expect(made.printed).toContainEqual(expect.stringMatching(/^✔ 1\.1 CRC32C/));
  }, 60_000);

  test('of half a file is answered, and so is the other half', async () => {
    const { made, page } = await begin();
    const half = told(page, '1.1', 'failed');
    save(made, CRC, right.slice(0, right.length / 2));
    const task = await half;
    expect(task.behaviours.every(({ state }) => state === 'failed')).toBe(true);
    const whole = told(page, '1.1', 'passed');
    save(made, CRC, right);
    await whole;
  }, 60_000);

  test('that can’t be loaded is explained once, and not by the hint of a behaviour', async () => {
    const { made, page } = await begin();
    const failed = told(page, '1.1', 'failed');
    save(made, CRC, right.replace('export function crc32c(', 'export function crc32c(('));
    const { behaviours } = await failed;
    const explained = behaviours.flatMap(({ explanation }) => explanation ?? []);
    expect(explained).toHaveLength(1);
    expect(explained[0]).toMatchObject({ hint: '', lookAt: { file: CRC } });
    expect(behaviours.map(({ note }) => note)).toEqual(behaviours.map(() => 'can’t be loaded'));
  }, 60_000);

  test('is asked of the type check, too, whose words go when they are mended', async () => {
    const { made, page } = await begin();
    const line = right.split('\n').length;
    save(made, CRC, `${right}export const wrong: number = 'text';\n`);
    const types = await page.until((one) => one.types?.length === 1 && one.types);
    expect(types[0]).toMatchObject({ file: CRC, line });
    expect(types[0]?.text).toMatch(new RegExp(`/${CRC}:${line} TS2322: Type 'string'`));
    expect((await isSnapshotOf(made)).types).toEqual(types);
    page.heard.length = 0;
    save(made, CRC, right);
    await page.until((one) => one.types?.length === 0);
  }, 60_000);

  test('that fails in a simulated world leaves its trace, until it is right', async () => {
    const { made, page } = await begin();
    const file = 'groups/heartbeat.ts';
    const good = solution(file);
    const bad = good.replace(
      'ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE',
      'ErrorCode.NONE : 0',
    );
    expect(bad).not.toBe(good);
    for (const other of await filesOfTasks('2.4', '2.5')) save(made, other, solution(other));
    const trace = () =>
      ask(made.port, 'GET', '/workbench/traces/heartbeat-answers', { 'gregor-token': made.token });
    const failed = told(page, '2.5', 'failed');
    save(made, file, bad);
    const { behaviours } = await failed;
    const told25 = behaviours.find(({ id }) => id === 'heartbeat-answers');
    const kept = JSON.parse((await trace()).body);
    expect(kept.lines).toEqual(told25?.explanation?.trace);
    expect(kept.again).toBe('npm test heartbeat-answers');
    const passed = told(page, '2.5', 'passed');
    save(made, file, good);
    await passed;
    expect((await trace()).status).toBe(404);
  }, 120_000);

  test('is one of fifty in a moment: the last one counts', async () => {
    const { made, page } = await begin();
    const passed = told(page, '1.1', 'passed');
    for (let n = 0; n < 49; n++) save(made, CRC, `${n % 2 === 0 ? wrong : right}// ${n}\n`);
    save(made, CRC, right);
    await passed;
    const runs = page.heard.filter(({ run }) => run?.state === 'ended');
    expect(runs.length).toBeLessThan(10);
  }, 60_000);

  test('wins over a run that would never end', async () => {
    const { made, page } = await begin();
    const running = page.until(({ run }) => run?.state === 'running' && run);
    save(made, CRC, endless);
    await running;
    const passed = told(page, '1.1', 'passed');
    save(made, CRC, right);
    await passed;
  }, 60_000);
});

test('a tree that is deleted is said to be gone, and is graded when it is back', async () => {
  const { made, page } = await begin();
  const aside = join(made.folder, 'aside');
  const gone = page.until(({ tree }) => tree?.isGone === true && tree);
  renameSync(made.tree, aside);
  await gone;
  expect((await act(made, 'reset', { task: '1.1' })).body).toContain('npm run stubs');
  const passed = told(page, '1.1', 'passed');
  cpSync(aside, made.tree, { recursive: true });
  save(made, CRC, right);
  await passed;
  expect(isSnapshotOf(made)).toBeDefined();
}, 60_000);

test('nothing is graded while the tree is gone; as it comes back, so its results do', async () => {
  const { made, page } = await begin();
  const passed = told(page, '1.1', 'passed');
  save(made, CRC, right);
  await passed;
  const aside = join(made.folder, 'aside');
  const gone = page.until(({ tree }) => tree?.isGone === true && tree);
  renameSync(made.tree, aside);
  await gone;
  const { status, body } = await act(made, 'run', { task: '1.1' });
  expect([status, JSON.parse(body).says]).toEqual([422, expect.stringContaining('is gone')]);
  const again = told(page, '1.1', 'passed');
  renameSync(aside, made.tree);
  await again;
}, 60_000);

function isSnapshotOf(made: MadeWorkbench): Promise<Snapshot> {
  const page = listenTo(made);
  return page.until(isSnapshot).finally(() => page.close());
}

test('who connects later is told all that was told before', async () => {
  const { made, page } = await begin();
  const passed = told(page, '1.1', 'passed');
  save(made, CRC, right);
  await passed;
  const { tasks, chapters } = await isSnapshotOf(made);
  expect(tasks.find(({ id }) => id === '1.1')?.state).toBe('passed');
  expect(chapters.find(({ folder }) => folder === '01-storage')?.points).toBe(6);
}, 60_000);

test('hints come one by one, and stay', async () => {
  const { made, page } = await begin();
  for (const count of [1, 2]) {
    await act(made, 'hint', { task: '1.1' });
    // What was told of the task for another reason meanwhile has the hints of before.
    await page.until(({ tasks }) =>
      tasks?.find(({ id, hints }) => id === '1.1' && hints.length === count),
    );
  }
  const { tasks } = await isSnapshotOf(made);
  expect(tasks.find(({ id }) => id === '1.1')?.hints).toHaveLength(2);
});

test('the reference is shown to who has passed, and to others when they say so twice', async () => {
  const { made, page } = await begin();
  const early = await act(made, 'diff', { task: '1.1' });
  expect([early.status, JSON.parse(early.body).error]).toEqual([409, 'spoils']);
  expect((await act(made, 'diff', { task: '1.1', spoil: true })).body).toContain('reference');
  const passed = told(page, '1.1', 'passed');
  save(made, CRC, right);
  await passed;
  expect((await act(made, 'diff', { task: '1.1' })).body).toContain('The same, to the letter.');
}, 60_000);

test('a reset puts aside what was there, says where, and is graded', async () => {
  const { made, page } = await begin();
  const passed = told(page, '1.1', 'passed');
  save(made, CRC, right);
  await passed;
  const begun = told(page, '1.1', 'not started');
  const { body } = await act(made, 'reset', { task: '1.1' });
  const [kept] = readdirSync(join(made.tree, '.set-aside'));
  expect(body).toContain(`.set-aside/${kept}/${CRC}`);
  expect(readFileSync(join(made.tree, '.set-aside', kept!, CRC), 'utf8')).toBe(right);
  await begun;
}, 60_000);

test('what was begun before is graded when the workbench starts', async () => {
  const { made } = await begin();
  save(made, CRC, right);
  const again = await makeWorkbench({ tree: made.tree });
  open.push(again);
  const page = listenTo(again);
  await page.until(({ tasks }) =>
    tasks?.find(({ id, state }) => id === '1.1' && state === 'passed'),
  );
}, 60_000);

test('what was taken back while no workbench ran has no points any more', async () => {
  const { made, page } = await begin();
  const stub = readFileSync(join(made.tree, CRC), 'utf8');
  const passed = told(page, '1.1', 'passed');
  save(made, CRC, right);
  await passed;
  await made.workbench.end();
  save(made, CRC, stub);
  const progress = join(made.folder, '.gregor', 'progress.json');
  const again = await makeWorkbench({ tree: made.tree, progress });
  open.push(again);
  const page2 = listenTo(again);
  const task = await page2.until(({ tasks }) =>
    tasks?.find(({ id, state }) => id === '1.1' && state === 'not started'),
  );
  expect(task).toMatchObject({ points: 0, passedAt: expect.any(String) });
}, 60_000);

test('all that it started ends with it', async () => {
  const { made } = await begin();
  await open.pop()?.end();
  expect(existsSync(join(made.folder, '.gregor', 'workbench.json'))).toBe(false);
});
