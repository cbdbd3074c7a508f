/**
 * Where Astro keeps the Markdown pages that it has rendered: a folder named after what renders them.
 *
 *     .gregor/cache/site/<hash of the configuration and the packages>/
 *
 * Astro looks at the texts and at its own options alone. Where the colours or the frames of code change
 * (ec.config.mjs), it would go on with pages of before, and a warm build would be another than a cold one.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../course/view.ts';

const RENDERERS = ['site/ec.config.mjs', 'site/astro.config.mjs', 'package-lock.json'];

/** The folder; those of other renderers go. */
export function renderCache(): string {
  const home = join(root, '.gregor', 'cache', 'site');
  const hash = createHash('sha256');
  for (const file of RENDERERS) hash.update(readFileSync(join(root, file)));
  const own = hash.digest('hex').slice(0, 16);
  mkdirSync(home, { recursive: true });
  for (const name of readdirSync(home)) {
    if (name !== own) rmSync(join(home, name), { recursive: true, force: true });
  }
  return join(home, own);
}
