/**
 * `npm run site:build`: the site as static files, for publishing.
 *
 *   npm run site:build                        into site/dist
 *   npm run site:build -- --base /gregor/     to be published under a path
 *   npm run site:build -- --url https://…     for absolute links in sitemap and feeds
 *   npm run site:build -- --out DIR
 *
 * Needs no network. The same sources give the same bytes.
 */
import { parseArgs } from 'node:util';
import { buildSite } from './build/build-site.ts';

const { values } = parseArgs({
  options: { base: { type: 'string' }, url: { type: 'string' }, out: { type: 'string' } },
});
await buildSite(values);
