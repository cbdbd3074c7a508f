/**
 * The built site on a port of its own, in a real browser: pages that write down what went wrong on them.
 *
 * A fault is what a reader never sees and a developer would: an error in the console, a request that
 * failed, a request to another host. A page that scrolls sideways is asked for apart (`wider`).
 */
import { readdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { serveFiles } from '../../../site/tools/serve-files.ts';
import { builtSite } from '../built-site.ts';
import { startBrowser } from '../chromium.ts';

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** A machine that does other things meanwhile is no fault of a page. */
const PATIENCE_MS = 60_000;

export interface Visitor {
  readonly page: Page;
  /** What went wrong since it was last asked. */
  faults(): string[];
  /** Opens a path below the base: `/`, `/glossary/#segment`. */
  go(path: string): Promise<void>;
}

export class SiteVisit {
  readonly directory: string;
  readonly url: string;
  readonly browser: Browser;
  readonly #end: () => Promise<void>;

  private constructor(directory: string, url: string, browser: Browser, end: () => Promise<void>) {
    this.directory = directory;
    this.url = url;
    this.browser = browser;
    this.#end = end;
  }

  /** The site as it is built for `/`, unless another build is given. */
  static async begin(built?: { directory: string; base: string }): Promise<SiteVisit> {
    const directory = built?.directory ?? (await builtSite());
    const files = await serveFiles(directory, built?.base ?? '/');
    const browser = await startBrowser();
    return new SiteVisit(directory, files.url, browser, async () => {
      await browser.close();
      await files[Symbol.asyncDispose]();
    });
  }

  /** A tab of a reader who has never been here. */
  async visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await this.browser.newContext({
      viewport: DESK,
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const found: string[] = [];
    watchFaults(page, new URL(this.url).origin, (fault) => found.push(fault));
    return {
      page,
      faults: () => found.splice(0),
      go: async (path) => {
        await page.goto(this.url + path);
      },
    };
  }

  /** The paths of all pages, as one asks for them: `/glossary/`. */
  paths(): string[] {
    return readdirSync(this.directory, { recursive: true, encoding: 'utf8' })
      .map((name) => `/${name.replaceAll('\\', '/')}`)
      .filter((name) => name.endsWith('.html'))
      .map((name) => name.replace(/index\.html$/, ''))
      .sort();
  }

  end(): Promise<void> {
    return this.#end();
  }
}

function watchFaults(page: Page, origin: string, tell: (fault: string) => void): void {
  page.on('pageerror', (error) => tell(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') tell(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOurs = url.origin === origin || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!isOurs) tell(`another host: ${url.href}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // What a page still loaded when it was left for the next.
    if (why !== 'net::ERR_ABORTED') tell(`not loaded: ${request.url()}: ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) tell(`${response.status()}: ${response.url()}`);
  });
}

/** How many pixels a page is wider than its window: 0, as it should be. */
export function wider(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}
