/**
 * How long a learner waits, in a real browser: from `npm start` to a lesson that shows their results,
 * and from a save to its answer in the page.
 *
 *     npm run bench -- --only site
 *
 * Both are medians; the site is built beforehand, as it is from the second start on.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../course/view.ts';
import { Workbench } from '../course/workbench/workbench.ts';
import { formatTable } from '../interop/table.ts';
import { buildSite } from '../site/build/build-site.ts';
import { startChromium } from '../site/tools/chromium.ts';

const LESSON = 'chapters/01-storage/crc32c/';
const CRC = 'storage/crc32c.ts';
const STARTS = 5;
const SAVES = 12;
const START_TARGET_MS = 2_000;
const SAVE_TARGET_MS = 1_200;

/** Prints the table; a target that is missed is a finding, not an error. */
export async function benchWorkbench(): Promise<void> {
  const browser = await startChromium();
  const page = await browser.newPage();
  const folder = mkdtempSync(join(tmpdir(), 'gregor-bench-'));
  try {
    const saves = await timeSaves(page, folder);
    const starts = await timeStarts(page);
    const rows = [
      rowOf('npm start, warm, to a usable page', starts, START_TARGET_MS),
      rowOf('a save to its answer in the page', saves, SAVE_TARGET_MS),
    ];
    const header = ['measure', 'median ms', 'least', 'most', 'target', ''];
    process.stdout.write(`${formatTable(header, rows, { right: [1, 2, 3, 4] })}\n`);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From writing the file until the page shows the other state. */
async function timeSaves(page: Page, folder: string): Promise<number[]> {
  const tree = join(folder, 'exercises');
  cpSync(join(root, 'exercises'), tree, { recursive: true });
  const started = await Workbench.start({
    ...{ tree, home: join(folder, '.gregor'), siteHome: join(root, '.gregor'), port: 0 },
    progress: join(folder, 'progress.json'),
    broker: { args: [], host: '127.0.0.1', port: 9092 },
    buildSite: (out, signal) => buildSite({ out, signal, isQuiet: true }),
    print: () => {},
  });
  if (!(started instanceof Workbench)) throw new Error('there is a workbench already');
  await page.goto(`${started.url}${LESSON}`);
  await page.locator('[data-connection="connected"]').waitFor({ timeout: 120_000 });
  const right = readFileSync(join(root, 'solution', CRC), 'utf8');
  const wrong = right.replaceAll('>>> 0', '| 0');
  const times: number[] = [];
  for (let n = 0; n <= SAVES; n++) {
    const [text, state] = n % 2 === 0 ? [wrong, 'failed'] : [right, 'passed'];
    const startedAt = performance.now();
    writeFileSync(join(tree, CRC), text);
    await page.locator(`.task[data-state="${state}"]`).waitFor({ timeout: 60_000 });
    times.push(performance.now() - startedAt);
    // What builds on it is graded next: a learner reads the answer meanwhile.
    await page.waitForTimeout(1_500);
  }
  await started.end();
  return times.slice(1);
}

/** From `npm start` typed until the lesson in the browser is connected. */
async function timeStarts(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < STARTS; n++) {
    const startedAt = performance.now();
    const child = spawn('npm', ['start', '--', '--no-open', '--port', '0'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    const url = await urlFrom(child);
    await page.goto(`${url}${LESSON}`);
    await page.locator('[data-connection="connected"]').waitFor();
    times.push(performance.now() - startedAt);
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await gone;
  }
  return times;
}

function urlFrom(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.once('close', () => reject(new Error(`npm start ended: ${text}`)));
  });
}

function rowOf(name: string, times: readonly number[], target: number): string[] {
  const sorted = times.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const shown = [median, sorted[0], sorted.at(-1), target].map((one) =>
    String(Math.round(one ?? 0)),
  );
  return [name, ...shown, median <= target ? 'ok' : 'MISS'];
}
