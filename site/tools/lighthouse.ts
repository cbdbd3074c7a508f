/**
 * What Lighthouse says of pages of a built site, gzipped as a host would send them:
 *
 *     npx node site/tools/lighthouse.ts [--dist DIR] [--base /x/] PATH…
 *
 * A line for each page with its four marks and the times behind them, then what cost points. A busy machine
 * costs points too (total blocking time above all): measure on a quiet one. Ends with 1 where a
 * page misses 98 for speed or 100 for the rest.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import lighthouse, { type Result } from 'lighthouse';
import { chromium } from 'playwright-core';
import { chromiumOptions } from './chromium.ts';
import { serveFiles } from './serve-files.ts';

const LEAST = { performance: 98, accessibility: 100, 'best-practices': 100, seo: 100 };
const TIMES = [
  ...['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'],
  ...['cumulative-layout-shift'],
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dist: { type: 'string', default: 'site/dist' },
    base: { type: 'string', default: '/' },
  },
});

await using files = await serveFiles(resolve(values.dist), values.base);
const profile = mkdtempSync(join(tmpdir(), 'gregor-lighthouse-'));
const options = chromiumOptions('--remote-debugging-port=0');
const browser = await chromium.launchPersistentContext(profile, options);
try {
  // Chromium chooses a free port and writes it down.
  const port = Number(readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]);
  for (const path of positionals.length === 0 ? ['/'] : positionals) await judge(path, port);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}

async function judge(path: string, port: number): Promise<void> {
  const onlyCategories = Object.keys(LEAST);
  const run = await lighthouse(`${files.url}${path}`, { port, logLevel: 'error', onlyCategories });
  if (run === undefined) throw new Error(`Lighthouse said nothing of ${path}`);
  const { lhr } = run;
  const marks = Object.entries(LEAST).map(([id, least]) => {
    const mark = Math.round((lhr.categories[id]?.score ?? 0) * 100);
    if (mark < least) process.exitCode = 1;
    return `${id} ${mark}`;
  });
  const times = TIMES.map((id) => `${id} ${lhr.audits[id]?.displayValue ?? '?'}`);
  console.log(`${path}: ${marks.join(', ')}; ${times.join(', ')}`);
  for (const loss of lossesOf(lhr)) console.log(`    ${loss}`);
}

/** What cost points, in Lighthouse's words, with the places it names. */
function lossesOf({ categories, audits }: Result): string[] {
  const counted = Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => audits[id]),
  );
  return counted.flatMap((audit) => {
    if (audit?.score == null || audit.score >= 0.9) return [];
    const where = JSON.stringify(audit.details ?? {}).slice(0, 300);
    return [`${audit.title} ${audit.displayValue ?? ''} ${where}`];
  });
}
