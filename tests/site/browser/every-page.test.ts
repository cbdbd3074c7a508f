/**
 * Every page of the site in a real browser, as wide as a phone: nothing in the console, nothing that
 * failed to load, no request to another host, nothing that scrolls sideways.
 *
 * Of the pages that are stamped out of one frame (the source, the reference's messages) a part is
 * opened: the largest, and each one of so many. Their links are all followed by the build itself.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { PHONE, SiteVisit, type Visitor, wider } from './site-visit.ts';

/** Folders of pages that differ in their text alone. */
const STAMPED = /^\/(source|reference\/protocol)\/./;
const LARGEST = 8;
const ONE_OF = 40;
/** How many are open at once. */
const TABS = 3;

describe.skipIf(chromiumPath === undefined)(`every page${withBrowser}`, () => {
  let site: SiteVisit;

  beforeAll(async () => {
    site = await SiteVisit.begin();
  }, 240_000);
  afterAll(() => site?.end());

  test('loads whole, in silence, from here alone, and fits a phone', {
    timeout: 300_000,
  }, async () => {
    const rest = chosenPages(site);
    const faults: string[] = [];
    const tab = async () => {
      const visitor = await site.visitor({ viewport: PHONE });
      for (let path = rest.pop(); path !== undefined; path = rest.pop()) {
        faults.push(...(await faultsAt(visitor, path)));
      }
      await visitor.page.context().close();
    };
    expect(rest.length).toBeGreaterThan(100);
    await Promise.all(Array.from({ length: TABS }, tab));
    expect(faults).toEqual([]);
  });
});

function chosenPages(site: SiteVisit): string[] {
  const paths = site.paths();
  const size = (path: string) => statSync(join(site.directory, path, 'index.html')).size;
  const stamped = paths.filter((path) => STAMPED.test(path));
  const largest = stamped.toSorted((a, b) => size(b) - size(a)).slice(0, LARGEST);
  const some = stamped.filter((_, index) => index % ONE_OF === 0);
  return [...new Set([...paths.filter((path) => !STAMPED.test(path)), ...largest, ...some])];
}

async function faultsAt({ page, go, faults }: Visitor, path: string): Promise<string[]> {
  await go(path);
  const sideways = await wider(page);
  const found = faults();
  if (sideways > 0) found.push(`${sideways} px wider than the page`);
  return found.map((fault) => `${path}: ${fault}`);
}
