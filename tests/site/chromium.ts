/**
 * A real browser for tests, where the machine has one. Where there is none, the tests that need it are
 * skipped, and say so.
 */
import { chromiumPath } from '../../site/tools/chromium.ts';

export { chromiumPath, startChromium as startBrowser } from '../../site/tools/chromium.ts';

/** What a skipped test is called after. */
export const withBrowser =
  chromiumPath === undefined ? ' (skipped: no chromium on this machine)' : '';
