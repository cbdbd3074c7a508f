/**
 * The rounds of bench-worker.ts in this machine's browser, one after the other: for bench-events.ts, and for
 * `npm run bench -- --only site`.
 */
import { startChromium } from './chromium.ts';
import { serveBundle } from './serve-bundle.ts';

/** What a round measured. */
export interface Rate {
  readonly events: number;
  readonly perSecond: number;
  /** The same in each round, or the numbers mean nothing. */
  readonly traceHash: string;
}

const PAGE_SCRIPT = `
  const worker = new Worker(
    new URL('../../site/tools/bench-worker.ts', import.meta.url), { type: 'module' },
  );
  globalThis.rates = () => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(null);
  });`;

export async function eventRates(): Promise<Rate[]> {
  await using files = await serveBundle({
    'index.html': '<script type="module" src="./page.ts"></script>',
    'page.ts': PAGE_SCRIPT,
  });
  await using browser = await startChromium();
  const page = await browser.newPage();
  await page.goto(`${files.url}/`);
  await page.waitForFunction('globalThis.rates !== undefined');
  return await page.evaluate('globalThis.rates()');
}
