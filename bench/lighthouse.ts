/**
 * What Lighthouse says of the built site, on three kinds of pages, as a phone on a slow network has them.
 *
 * Performance depends on the machine and on what it does meanwhile: the row says what was reached here.
 * The others do not: less than 100 is a fault of the page.
 */
import lighthouse from 'lighthouse';
import { freePort } from '../interop/kafka/broker-process.ts';
import { formatTable } from '../interop/table.ts';
import { startChromium } from '../site/tools/chromium.ts';
import { serveFiles } from '../site/tools/serve-files.ts';

const PAGES = ['/', '/chapters/01-storage/offset-index/', '/simulations/log/'];
const TARGETS: Readonly<Record<string, number>> = {
  performance: 98,
  accessibility: 100,
  'best-practices': 100,
  seo: 100,
};

/** @param directory a built site, as `npm start` leaves it in .gregor/site/. */
export async function benchLighthouse(directory: string): Promise<string> {
  await using files = await serveFiles(directory);
  const port = await freePort();
  await using _browser = await startChromium(`--remote-debugging-port=${port}`);
  const rows: string[][] = [];
  for (const path of PAGES) {
    const onlyCategories = Object.keys(TARGETS);
    const run = await lighthouse(files.url + path, { port, logLevel: 'error', onlyCategories });
    for (const { id, score } of Object.values(run?.lhr.categories ?? {})) {
      const reached = Math.round((score ?? 0) * 100);
      const target = TARGETS[id] ?? 0;
      rows.push([path, id, `${reached}`, `${target}`, reached >= target ? 'ok' : 'MISS']);
    }
  }
  return formatTable(['page', 'Lighthouse', 'score', 'target', ''], rows, { right: [2, 3] });
}
