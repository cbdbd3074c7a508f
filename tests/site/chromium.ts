/**
 * A real browser for tests, where the machine has one: Debian's chromium. Where there is none, the tests
 * that need it are skipped, and say so.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Its program; undefined where there is none. GREGOR_CHROMIUM names another. */
export const chromiumPath: string | undefined =
  process.env.GREGOR_CHROMIUM ??
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((directory) => NAMES.map((name) => join(directory, name)))
    .find((path) => existsSync(path));

/** What a skipped test is called after. */
export const withBrowser =
  chromiumPath === undefined ? ' (skipped: no chromium on this machine)' : '';

export async function startBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('There is no chromium on this machine.');
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
}
