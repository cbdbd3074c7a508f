/**
 * The browser of this machine, for whatever looks at pages: tools, tests and the bench.
 *
 *     await using browser = await startChromium();
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Its program; undefined where there is none. GREGOR_CHROMIUM names another. */
export const chromiumPath: string | undefined =
  process.env.GREGOR_CHROMIUM ??
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((directory) => NAMES.map((name) => join(directory, name)))
    .find((path) => existsSync(path));

/** What Playwright needs to know to start it. @throws Error where there is none */
export function chromiumOptions(...args: string[]): LaunchOptions {
  if (chromiumPath === undefined) {
    throw new Error('There is no chromium on this machine (GREGOR_CHROMIUM can name one).');
  }
  return { executablePath: chromiumPath, args: ['--no-sandbox', ...args] };
}

export async function startChromium(...args: string[]): Promise<Browser> {
  return chromium.launch(chromiumOptions(...args));
}
