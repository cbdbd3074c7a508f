/**
 * The sitemap with all pages: Astro's own knows only those that Astro has rendered.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from './html.ts';

/** Writes it anew, if there is one: without an address of the site there is none. */
export function completeSitemap(dist: string, root: string | undefined): void {
  const path = join(dist, 'sitemap-0.xml');
  if (root === undefined || !existsSync(path)) return;
  const pages = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /(^|\/)index\.html$/.test(name))
    .map((name) => new URL(name.replace(/index\.html$/, ''), root).href);
  writeFileSync(path, sitemapOf(pages.sort()));
}

function sitemapOf(pages: readonly string[]): string {
  const rows = pages.map((url) => `<url><loc>${escapeHtml(url)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${rows.join('')}</urlset>`;
}
