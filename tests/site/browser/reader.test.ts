/**
 * What a reader does on the built site: goes over to dark and stays there, reads without JavaScript, and
 * comes with an address or with a memory that is no good. How one searches is in looks.test.ts.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { simulations } from '../../../course/lesson/simulations.ts';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { PHONE, SiteVisit, type Visitor, wider } from './site-visit.ts';

const LESSON = '/chapters/01-storage/offset-index/';
const RUBBISH = ['%', '%E0%A4%A', 's=%00&i=99999999999999999999', 'x'.repeat(20_000), '?#=&&==;'];

describe.skipIf(chromiumPath === undefined)(`a reader${withBrowser}`, { timeout: 90_000 }, () => {
  let site: SiteVisit;
  let reader: Visitor;

  beforeAll(async () => {
    site = await SiteVisit.begin();
  }, 240_000);
  afterAll(() => site?.end());
  beforeEach(async () => {
    reader = await site.visitor();
  });
  afterEach(async () => {
    await reader.page.context().close();
  });

  const theme = () => reader.page.evaluate<string>('document.documentElement.dataset.theme');

  test('chooses dark, and finds the next page dark', async () => {
    const { page, go } = reader;
    await go('/');
    const button = page.locator('gr-theme button').first();
    for (let presses = 0; presses < 3 && (await theme()) !== 'dark'; presses++)
      await button.click();
    expect(await theme()).toBe('dark');
    const paper = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await paper();
    await go(LESSON);
    expect([await theme(), await paper()]).toEqual(['dark', dark]);
    for (let presses = 0; presses < 3 && (await theme()) !== 'light'; presses++) {
      await page.locator('gr-theme button').first().click();
    }
    expect(await paper()).not.toBe(dark);
  });

  test('without JavaScript reads a lesson, its code and its pictures, on a phone, too', async () => {
    const plain = await site.visitor({ javaScriptEnabled: false, viewport: PHONE });
    await plain.go(LESSON);
    const main = plain.page.locator('main');
    expect((await main.innerText()).length).toBeGreaterThan(3_000);
    expect(await main.locator('pre').first().isVisible()).toBe(true);
    expect(await plain.page.locator('gr-theme button').first().isVisible()).toBe(false);
    expect(plain.faults()).toEqual([]);
    await plain.page.context().close();
  });

  test('without JavaScript opens what a quiz says to an answer', async () => {
    const plain = await site.visitor({ javaScriptEnabled: false });
    await plain.go('/chapters/01-storage/quiz/');
    const answer = plain.page.locator('gr-quiz details').first();
    await answer.locator('summary').click();
    expect(await answer.locator('p').first().isVisible()).toBe(true);
    expect(await plain.page.locator('gr-quiz').count()).toBeGreaterThan(1);
    await plain.page.context().close();
  });

  test.each(Object.keys(simulations))(
    'comes to the simulation %s by an address with rubbish, and finds it usable',
    async (name) => {
      const { page, go, faults } = reader;
      for (const rubbish of RUBBISH) {
        await go('/404.html'); // Another fragment alone would not load the page.
        faults();
        await go(`/simulations/${name}/#${rubbish}`);
        await page.locator('gregor-simulation[data-ready]').waitFor();
        expect(await page.locator('gregor-simulation').innerText(), rubbish).not.toContain(
          'could not be loaded',
        );
        expect(faults(), rubbish).toEqual([]);
        expect(await wider(page), rubbish).toBeLessThanOrEqual(0);
      }
    },
  );

  test('comes to a word that the glossary does not have, and finds the glossary', async () => {
    const { page, go, faults } = reader;
    await go('/glossary/#no-such-word-%E0%A4%A');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Glossary');
    expect(faults()).toEqual([]);
  });

  test('comes with a memory of another version, and reads on', async () => {
    const { page, go, faults } = reader;
    await go('/404.html');
    await page.evaluate(() => {
      for (const key of ['gregor.quiz.1', 'starlight-theme', 'gregor.progress', 'gregor.quiz']) {
        localStorage.setItem(key, '{"version":0,"of":[null,{"x":');
      }
    });
    faults();
    for (const path of [
      '/',
      LESSON,
      '/chapters/01-storage/quiz/',
      '/simulations/consumer-group/',
    ]) {
      await go(path);
      expect(['light', 'dark']).toContain(await theme());
    }
    expect(faults()).toEqual([]);
  });

  test('comes to a page that is not there, and is told where to go', async () => {
    const { page, go } = reader;
    await go('/no/such/page/');
    await page.locator('main').getByRole('link', { name: 'The course' }).click();
    expect(new URL(page.url()).pathname).toBe('/chapters/');
  });
});
