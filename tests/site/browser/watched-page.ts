/**
 * A page in the browser whose faults are noted: what throws in it, what it writes to the console as an
 * error.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** `options`: the page's width, or all that a context takes. */
export async function watchedPage(
  browser: Browser,
  faults: string[],
  options: number | BrowserContextOptions = {},
): Promise<Page> {
  const { width, more } =
    typeof options === 'number' ? { width: options, more: {} } : { width: 1100, more: options };
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...more });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return page;
}

/** What axe finds in light and in dark: the rule, and where it is broken first. */
export async function axeFindings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    found.push(
      ...violations.map(
        ({ id, nodes }) => `${theme}: ${id}: ${nodes[0]?.html} ${nodes[0]?.any[0]?.message}`,
      ),
    );
  }
  return found;
}
