/**
 * The consumer group in a real browser: by keys alone, in its worker, and the same again by its link.
 */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { inBrowser } from './simulation-page.ts';
import { axeFindings } from './watched-page.ts';

describe.skipIf(chromiumPath === undefined)(
  `the consumer group${withBrowser}`,
  { timeout: 90_000 },
  () => {
    const { open } = inBrowser('consumer-group');

    const words = (page: Page) => page.locator('.gs-words li').allTextContents();

    /** Waits until the address names the step. */
    const atStep = (page: Page, step: number) =>
      page.waitForFunction(`/step=${step}(&|$)/.test(location.hash)`);

    test('is stepped, and a member killed, by keys alone; the link shows the same', async () => {
      const page = await open('#step=0');
      await page.locator('.gs-timeline button').first().focus();
      for (let tens = 1; tens <= 4; tens++) {
        await page.keyboard.press('Shift+ArrowRight');
        await atStep(page, tens * 10);
      }
      await page.keyboard.press('ArrowLeft');
      await atStep(page, 39);
      const kill = page
        .getByRole('group', { name: 'Member a' })
        .getByRole('button', { name: 'Kill' });
      await kill.press('Enter');
      await atStep(page, 40);
      expect(await words(page)).toContain('Member a is not running.');
      await page.locator('.gs-timeline button').first().focus();
      await page.keyboard.press('Shift+ArrowRight');
      await atStep(page, 50);
      const fragment = await page.evaluate<string>('location.hash');
      expect(fragment).toContain('acts=39.crash.a');
      const again = await open(fragment);
      await again.waitForFunction(`document.querySelectorAll('.gs-words li').length > 0`);
      expect(await words(again)).toEqual(await words(page));
      expect(await again.locator('.cg').innerHTML()).toBe(await page.locator('.cg').innerHTML());
      await page.close();
      await again.close();
    });

    test('takes a link with rubbish in it, and says so', async () => {
      const page = await open('#scenario=nonsense&kind=magic&acts=~~~&step=-4');
      expect(await page.locator('[role=alert]').innerText()).toContain('“nonsense”');
      await page.close();
    });

    test.each([390, 1440])('at %d pixels nothing is wider than the page', async (width) => {
      const page = await open('#scenario=eager-and-cooperative&step=110', width);
      await page.locator('.cg-band[data-member=b]').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      await page.close();
    });

    test('axe finds nothing, in light and dark', async () => {
      const page = await open('#scenario=at-most-once&step=120');
      await page.locator('.cg-cell[data-lost]').nth(1).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    });
  },
);
