/**
 * Follows every link of a built site: to a page, a file, an anchor. A link that leads nowhere fails
 * the build, with the page that has it.
 *
 *     <a href="../segment/#Segment.append">     resolved from the page's own address, under the base
 *         └──────────┬─────────┘ └── an id on that page
 *                    └── dist/…/segment/index.html
 *
 * Links to other sites are not followed; an anchor that a script reads (`#…=…`, or of simulations) is
 * none of a page.
 *
 * Invariant: what is checked is what a reader gets, so it does not matter who wrote a page.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface DeadLink {
  /** The page's file: `chapters/01-storage/index.html`. */
  readonly page: string;
  readonly href: string;
  readonly why: string;
}

/** Every dead link of the files in `dist`, published under `base` (`/`, `/gregor/`). */
export function deadLinks(dist: string, base: string): DeadLink[] {
  const files = filesBelow(dist);
  const pages = [...files].filter((file) => file.endsWith('.html')).sort();
  const links = new Map(pages.map((page) => [page, readPage(join(dist, page))]));
  const site = { files, base, ids: (page: string) => links.get(page)?.ids };
  return pages.flatMap((page) =>
    [...(links.get(page)?.hrefs ?? [])].flatMap((href) => {
      const why = faultOf(href, page, site);
      return why === undefined ? [] : [{ page, href, why }];
    }),
  );
}

/** Throws a sentence for each dead link, where there is one. */
export function checkLinks(dist: string, base: string): void {
  const dead = deadLinks(dist, base);
  if (dead.length === 0) return;
  const rows = dead.slice(0, 50).map(({ page, href, why }) => `  ${page}: ${href}: ${why}`);
  throw new Error(`${dead.length} links lead nowhere:\n${rows.join('\n')}`);
}

interface Site {
  readonly files: ReadonlySet<string>;
  readonly base: string;
  ids(page: string): ReadonlySet<string> | undefined;
}

interface PageLinks {
  readonly hrefs: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

const ATTRIBUTE = /\s(href|src|id)="([^"]*)"/g;
/** What holds text and no markup of the page. */
const NO_MARKUP = /<script\b[^>]*>[\s\S]*?<\/script>|<style\b[\s\S]*?<\/style>|<!--[\s\S]*?-->/g;

function readPage(path: string): PageLinks {
  const hrefs = new Set<string>();
  const ids = new Set<string>();
  const html = readFileSync(path, 'utf8').replaceAll(NO_MARKUP, (part) => opening(part));
  for (const [, name, value = ''] of html.matchAll(ATTRIBUTE)) {
    if (name === 'id') ids.add(unescaped(value));
    else hrefs.add(unescaped(value));
  }
  return { hrefs, ids };
}

/** A script's own tag has a source to check. */
function opening(part: string): string {
  return part.startsWith('<script') ? part.slice(0, part.indexOf('>') + 1) : '';
}

function faultOf(href: string, page: string, site: Site): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(href)) return undefined;
  const [path = '', hash = ''] = href.split('#');
  const file = path === '' ? page : fileOf(path.split('?')[0] ?? '', page, site.base);
  if (file === undefined) return `not below ${site.base}`;
  if (!site.files.has(file)) return `there is no ${file}`;
  const anchor = decodeURIComponent(hash);
  if (anchor === '' || anchor === '_top' || anchor.includes('=')) return undefined;
  if (site.ids(file)?.has(anchor) !== false) return undefined;
  return `${file} has no #${anchor}`;
}

/** The file that an address means on a page: with its slash, a folder's index. */
function fileOf(path: string, page: string, base: string): string | undefined {
  const folder = `${base}${page}`.replace(/[^/]*$/, '');
  const absolute = posix.normalize(path.startsWith('/') ? path : folder + path);
  if (!absolute.startsWith(base)) return undefined;
  const file = decodeURIComponent(absolute.slice(base.length));
  return file === '' || file.endsWith('/') ? `${file}index.html` : file;
}

function unescaped(value: string): string {
  return value.includes('&')
    ? value.replaceAll('&#38;', '&').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    : value;
}

function filesBelow(directory: string): Set<string> {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true });
  return new Set(
    found
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length))
      .map((name) => name.replaceAll('\\', '/').replace(/^\//, '')),
  );
}
