/**
 * What a simulation costs: nothing before it comes into view, and at most 200 kB then, gzipped, with all
 * that its worker loads.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulations } from '../../../course/lesson/simulations.ts';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { SiteVisit } from './site-visit.ts';

const SIMULATION_BYTES = 200_000;
/** What any page loads: with a simulation out of sight it is no more. */
const PAGE_SCRIPT_BYTES = 40_000;
const FAR_DOWN = `
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('gregor-simulation { margin-top: 4000px !important }');
  document.adoptedStyleSheets = [sheet];`;
/** Faces belong to the site, and are loaded by any page that has such text. */
const FONT = /\.woff2$/;
/** A whole face of a package: it comes late, for one character that is not in ours, and all is laid out anew. */
const WHOLE_FACE = /latin|symbols/;
const READY = 'gregor-simulation[data-ready]';

describe.skipIf(chromiumPath === undefined)(
  `a simulation${withBrowser}`,
  { timeout: 90_000 },
  () => {
    let site: SiteVisit;

    beforeAll(async () => {
      site = await SiteVisit.begin();
    }, 240_000);
    afterAll(() => site?.end());

    /** Opens a simulation's page with room above it; what is loaded before and after it is scrolled to. */
    async function loads(name: string): Promise<{ before: string[]; after: string[] }> {
      const visitor = await site.visitor();
      const loaded: string[] = [];
      // The context tells of what a worker asks for, too.
      visitor.page.context().on('request', (request) => {
        loaded.push(new URL(request.url()).pathname.slice(1));
      });
      await visitor.page.addInitScript(FAR_DOWN);
      await visitor.go(`/simulations/${name}/`);
      await visitor.page.waitForLoadState('networkidle');
      const before = loaded.splice(0);
      await visitor.page.locator('gregor-simulation').scrollIntoViewIfNeeded();
      await visitor.page.locator(READY).waitFor();
      await visitor.page.waitForLoadState('networkidle');
      const later = loaded.splice(0).filter((file) => !before.includes(file));
      expect(later.filter((file) => FONT.test(file) && WHOLE_FACE.test(file))).toEqual([]);
      const after = later.filter((file) => !FONT.test(file));
      expect(visitor.faults()).toEqual([]);
      await visitor.page.context().close();
      return { before, after: [...new Set(after)] };
    }

    const bytes = (file: string) => gzipSync(readFileSync(join(site.directory, file))).length;

    test.each(Object.keys(simulations))(
      '%s loads at most 200 kB, when it is seen',
      async (name) => {
        const { before, after } = await loads(name);
        const early = before.filter((file) => file.endsWith('.js'));
        expect(early.reduce((all, file) => all + bytes(file), 0)).toBeLessThan(PAGE_SCRIPT_BYTES);
        expect(after.length).toBeGreaterThan(1);
        const sum = after.reduce((all, file) => all + bytes(file), 0);
        expect(sum, after.map((file) => `${file} ${bytes(file)}`).join('\n')).toBeLessThanOrEqual(
          SIMULATION_BYTES,
        );
      },
    );
  },
);
