/**
 * Pictures of pages of a built site, to be looked at: each path at 390 and 1440 pixels, light and dark.
 *
 *     npx node site/tools/shoot.ts [--dist DIR] [--out DIR] [--base /x/] [--widths 390,1440]
 *         [--themes light,dark] [--screen] [--print] [--select CSS] [--click CSS] [--run JS] PATH…
 *
 *     --screen   what is seen without scrolling, instead of the whole page
 *     --print    as it is printed (light alone)
 *     --select   only the first element that matches
 *     --click    clicks this first; may be given several times
 *     --run      runs this in the page first
 *
 * A picture is named after path, width and theme. What the page wrote to the console as an error, what
 * did not load and what is wider than the page is printed beside its name.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from './chromium.ts';
import { serveFiles } from './serve-files.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dist: { type: 'string', default: 'site/dist' },
    out: { type: 'string', default: '.gregor/shots' },
    base: { type: 'string', default: '/' },
    widths: { type: 'string', default: '390,1440' },
    themes: { type: 'string', default: 'light,dark' },
    screen: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
    select: { type: 'string' },
    click: { type: 'string', multiple: true, default: [] },
    run: { type: 'string' },
  },
});
type Theme = 'light' | 'dark';
const widths = values.widths.split(',').map(Number);
const themes = values.print ? ['light' as const] : (values.themes.split(',') as Theme[]);

mkdirSync(values.out, { recursive: true });
await using files = await serveFiles(resolve(values.dist), values.base);
await using browser = await startChromium();
for (const path of positionals.length === 0 ? ['/'] : positionals) {
  for (const width of widths) for (const theme of themes) await shoot(browser, path, width, theme);
}

async function shoot(browser: Browser, path: string, width: number, theme: Theme): Promise<void> {
  const height = width < 600 ? 844 : 900;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`${files.url}${path}`, { waitUntil: 'networkidle' });
  if (values.print) await page.emulateMedia({ media: 'print' });
  for (const selector of values.click) await page.locator(selector).first().click();
  if (values.run !== undefined) await page.evaluate(values.run);
  await page.waitForTimeout(150);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wider > 0) faults.push(`${wider} px wider than the page`);
  const name = `${path.replaceAll(/[^a-z0-9.-]+/gi, '_').replace(/^_|_$/g, '') || 'home'}`;
  const file = join(values.out, `${name}-${width}-${values.print ? 'print' : theme}.png`);
  if (values.select === undefined) await page.screenshot({ path: file, fullPage: !values.screen });
  else await page.locator(values.select).first().screenshot({ path: file });
  console.log(file, ...faults);
  await context.close();
}

function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  return faults;
}
