/**
 * A learner's whole path, in a real browser: open, read, write a file, see the result change, take a
 * hint, begin anew, pass, see progress; and what becomes of a page whose workbench goes.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builtSite, siteHome } from '../../site/built-site.ts';
import { chromiumPath, startBrowser, withBrowser } from '../../site/chromium.ts';
import { filesOfTasks, type MadeWorkbench, makeWorkbench, solution } from '../made-workbench.ts';

const CRC = 'storage/crc32c.ts';
const LESSON = '/chapters/01-storage/crc32c/';
const right = solution(CRC);
const wrong = right.replaceAll('>>> 0', '| 0');
/** The site that `npm start` serves. It was built before; a test never builds into that place. */
const realSite = {
  siteHome,
  buildSite: async () => {
    throw new Error('the sources have changed since the site was built for this test');
  },
};
/** A machine that does other things meanwhile is no fault of the page. */
const PATIENCE = 30_000;

describe.skipIf(chromiumPath === undefined)(`the workbench in a browser${withBrowser}`, () => {
  let browser: Browser;
  let made: MadeWorkbench;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    await builtSite();
    browser = await startBrowser();
  }, 240_000);

  afterAll(() => browser?.close());

  beforeEach(async () => {
    made = await makeWorkbench(realSite);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(PATIENCE);
    page = await context.newPage();
    faults = [];
    page.on('console', (message) => {
      // The search is loaded when nothing else is to do, and misses a page that is left by then.
      const isLeft = message.text().startsWith('Pagefind UI couldn');
      if (message.type() === 'error' && !isLeft) faults.push(message.text());
    });
    page.on('pageerror', ({ message }) => faults.push(message));
  });

  afterEach(async () => {
    await page.context().close();
    await made.end();
  });

  async function visit(path = LESSON): Promise<void> {
    await page.goto(new URL(path, made.workbench.url).href);
    await page.locator('.gr-bench[data-connection="connected"]').waitFor();
  }

  const save = (text: string) => writeFileSync(join(made.tree, CRC), text);
  const card = (state: string) => page.locator(`.task[data-task="1.1"][data-state="${state}"]`);
  const mark = (state: string) =>
    page.locator(`.sidebar-content a[data-task="1.1"][data-state="${state}"]`);

  test('goes from a first look to full points', async () => {
    await visit();
    await card('not-started').waitFor();
    save(wrong);
    await card('failed').waitFor();
    await page.locator('.gr-why[open] .gr-came').first().waitFor();
    expect(await page.locator('.gr-why[open] .gr-came').first().textContent()).toContain(
      'expected',
    );
    await mark('failed').waitFor();

    await page.locator('details.hint summary').first().click();
    await page.locator('details.hint details.hint').first().waitFor();
    await expect
      .poll(() => readFileSync(join(made.folder, '.gregor', 'progress.json'), 'utf8'))
      .toContain('"hintsShown": {\n    "1.1": 1');

    await page.getByRole('button', { name: 'Begin anew…' }).click();
    await page.getByRole('button', { name: 'Begin anew', exact: true }).click();
    await page.getByText('What you had is kept in').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await card('not-started').waitFor();

    save(right);
    await card('passed').waitFor();
    await mark('passed').waitFor();
    const said = page.locator('.gr-run[role="status"]');
    await expect.poll(() => said.textContent()).toMatch(/1\.1 CRC32C: 6 of 6 points/);
    await page.getByText('6/100').waitFor();

    await page.getByRole('button', { name: 'Compare with the reference' }).click();
    await page.getByText('The same, to the letter.').first().waitFor();
    await page.keyboard.press('Escape');

    await visit('/chapters/01-storage/');
    await page.locator('tr[data-task="1.1"] .gr-mark[data-state="passed"]').waitFor();
    expect(faults).toEqual([]);
  }, 180_000);

  test('remembers the hints of a page that is opened again', async () => {
    await visit();
    await page.locator('details.hint summary').first().press('Enter');
    await expect
      .poll(() => readFileSync(join(made.folder, '.gregor', 'progress.json'), 'utf8'))
      .toContain('"1.1": 1');
    await visit();
    await page.locator('details.hint[open]').waitFor();
    expect(await page.locator('details.hint[open]').count()).toBe(1);
  }, 120_000);

  test('opens the file in the editor, from the keyboard', async () => {
    await visit();
    const open = page.getByRole('button', { name: 'Open in my editor' });
    await open.focus();
    await page.keyboard.press('Enter');
    await page.getByText(`Opened ${CRC}:1.`).waitFor();
    expect(made.opened).toEqual([`${join(made.tree, CRC)}:1`]);
  }, 120_000);

  test('shows what the type check says, and opens the line that it names', async () => {
    await visit();
    save(`${right}export const wrong: number = 'text';\n`);
    const complaint = page.locator('.gr-complaint');
    await complaint.waitFor();
    const line = right.split('\n').length;
    expect(await complaint.textContent()).toContain(`${CRC}:${line} TS2322`);
    await complaint.getByRole('button', { name: 'Open' }).click();
    await page.getByText(`Opened ${CRC}:${line}.`).waitFor();
    save(right);
    await complaint.waitFor({ state: 'hidden' });
  }, 120_000);

  test('opens what happened before a failure as a sequence diagram, by one click', async () => {
    await visit('/chapters/02-offsets/heartbeats-expiry-leaving/');
    for (const file of await filesOfTasks('2.4', '2.5')) {
      writeFileSync(join(made.tree, file), solution(file));
    }
    const heartbeat = solution('groups/heartbeat.ts');
    writeFileSync(
      join(made.tree, 'groups/heartbeat.ts'),
      heartbeat.replace('ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE', 'ErrorCode.NONE : 0'),
    );
    const wrongOne = page.locator('[data-behaviour="heartbeat-answers"] .gr-why[open]');
    const [viewer] = await Promise.all([
      page.context().waitForEvent('page'),
      wrongOne.getByRole('button', { name: 'Open it as a sequence diagram' }).click(),
    ]);
    expect(viewer.url()).toMatch(/\/simulations\/trace\/#of=heartbeat-answers$/);
    await viewer.getByRole('heading', { name: 'Here it failed' }).waitFor();
    await viewer.getByText('a beats').first().waitFor();
  }, 120_000);

  test.each([
    ['is not there', 404, 'has no trace of join-waits'],
    ['is asked for by an older page', 401, 'of an earlier workbench'],
    ['has nobody to ask', undefined, 'does not answer'],
  ])(
    'says so where a trace %s',
    async (_, status, says) => {
      await page.route('**/workbench/traces/*', (route) =>
        status === undefined ? route.abort() : route.fulfill({ status, body: '{}' }),
      );
      await visit('/simulations/trace/#of=join-waits');
      await page.getByText(says).waitFor();
    },
    120_000,
  );

  test('warns before it shows the reference to who has not passed', async () => {
    await visit();
    await page.getByRole('button', { name: 'Compare with the reference' }).click();
    await page.getByRole('button', { name: 'Show the reference all the same' }).click();
    await page.getByText('yours and the reference').waitFor();
  }, 120_000);

  test('shows the broker’s panel, and closes it on Escape', async () => {
    await visit('/');
    const toggle = page.getByRole('button', { name: /^Broker/ });
    await toggle.click();
    await page.getByRole('heading', { name: 'Your broker' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#gr-broker').waitFor({ state: 'hidden' });
    expect(await toggle.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
  }, 120_000);

  test('says so when the workbench goes, and when another one answers', async () => {
    await visit();
    const { port } = made;
    const { end } = made;
    await end();
    await page.locator('.gr-bench[data-connection="lost"]').waitFor();
    made = await makeWorkbench({ ...realSite, port });
    await page.locator('.gr-bench[data-connection="older"]').waitFor();
    await page.getByRole('button', { name: 'Load it again' }).click();
    await page.locator('.gr-bench[data-connection="connected"]').waitFor();
  }, 120_000);

  test.each(['light', 'dark'] as const)(
    'is without fault to axe, in %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await visit();
      save(wrong);
      await card('failed').waitFor();
      await page.getByRole('button', { name: /^Broker/ }).click();
      const { violations } = await new AxeBuilder({ page })
        .include('.task')
        .include('.gr-bench')
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
    120_000,
  );

  test('moves nothing in the page when it comes', async () => {
    await page.addInitScript(() => {
      const seen = globalThis as unknown as { shift: number };
      seen.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          seen.shift += (entry as unknown as { value: number }).value;
        }
      }).observe({ type: 'layout-shift' as never, buffered: true });
    });
    await visit();
    await card('not-started').waitFor();
    expect(await page.evaluate('globalThis.shift')).toBeLessThan(0.02);
  }, 120_000);
});
