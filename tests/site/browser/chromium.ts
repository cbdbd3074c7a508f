/**
 * Debian's Chromium for tests, where there is one. Without it those tests are skipped, out loud.
 */
import { spawnSync } from 'node:child_process';
import { type Browser, chromium as engine } from 'playwright-core';

const found = spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout?.trim() ?? '';

/** Its path; undefined where there is none. */
export const chromium: string | undefined = found === '' ? undefined : found;

if (chromium === undefined) {
  console.warn('There is no Chromium here: tests in a real browser are skipped.');
}

export function startChromium(): Promise<Browser> {
  if (chromium === undefined) throw new Error('there is no Chromium');
  return engine.launch({ executablePath: chromium, args: ['--no-sandbox'] });
}
