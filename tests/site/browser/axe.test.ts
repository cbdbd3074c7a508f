/**
 * axe on each kind of page: in light on a desk, and in dark on a phone.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulations } from '../../../course/lesson/simulations.ts';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { DESK, PHONE, SiteVisit } from './site-visit.ts';

/** What is right is not collected: that takes longer than to look. */
const WANTED = { resultTypes: ['violations' as const], iframes: false };

const KINDS = [
  '/',
  '/404.html',
  '/chapters/',
  '/chapters/03-replication/',
  '/chapters/01-storage/',
  '/chapters/01-storage/offset-index/',
  '/chapters/02-offsets/join-and-sync/',
  '/chapters/01-storage/quiz/',
  '/glossary/',
  '/source/',
  '/source/storage/segment/',
  '/reference/configuration/',
  '/reference/configuration/log/',
  '/reference/protocol/',
  '/reference/protocol/fetch/',
  '/reference/errors/',
  '/architecture/',
  '/differences/',
  '/instructors/',
  '/simulations/',
];

describe.skipIf(chromiumPath === undefined)(`axe${withBrowser}`, { timeout: 90_000 }, () => {
  let site: SiteVisit;

  beforeAll(async () => {
    site = await SiteVisit.begin();
  }, 240_000);
  afterAll(() => site?.end());

  async function violations(path: string, isReady?: string): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const viewport = colorScheme === 'light' ? DESK : PHONE;
      const { page, go } = await site.visitor({ colorScheme, viewport });
      await go(path);
      if (isReady !== undefined) await page.locator(isReady).waitFor();
      const result = await new AxeBuilder({ page }).options(WANTED).setLegacyMode().analyze();
      for (const { id, nodes } of result.violations) {
        found.push(
          `${colorScheme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        );
      }
      await page.context().close();
    }
    return found;
  }

  test.each(KINDS)('finds nothing on %s', async (path) => {
    expect(await violations(path)).toEqual([]);
  });

  test.each(Object.keys(simulations))('finds nothing on the simulation %s', async (name) => {
    const ready = 'gregor-simulation[data-ready]';
    expect(await violations(`/simulations/${name}/`, ready)).toEqual([]);
  });
});
