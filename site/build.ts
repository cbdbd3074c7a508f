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
import { learnerCommand, runLearnerCommand } from '../course/commands/learner-command.ts';
import { PlainError } from '../course/plain-error.ts';
import { buildSite, type SiteOptions } from './build/build-site.ts';

await runLearnerCommand(
  learnerCommand('site:build', 'The site as static files, for publishing.')
    .option('--base <path>', 'where it is published on its server: /gregor/')
    .option('--url <address>', 'the server: https://example.org; for absolute links')
    .option('--out <directory>', 'where the files go; site/dist without it')
    .action(build),
);

async function build(options: SiteOptions): Promise<void> {
  const { base = '/', url } = options;
  if (!/^\/([\w.~-]+\/)*$/.test(base)) {
    throw new PlainError(`--base ${base}: a path begins and ends with a slash, as in /gregor/`);
  }
  if (url !== undefined && !/^https?:\/\/[^/]+\/?$/.test(url)) {
    throw new PlainError(`--url ${url}: an address is like https://example.org, without a path`);
  }
  try {
    await buildSite(options);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    throw new PlainError(`The site is not built: ${error.message}`);
  }
}
