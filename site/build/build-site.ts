/**
 * Builds the site in a process of its own: Astro reads its configuration from the environment, and
 * `NODE_ENV=production` has to be there before it starts (else the search is missing).
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { root } from '../../course/view.ts';

export interface SiteOptions {
  /** The path under which it is published: `/gregor/`. */
  readonly base?: string | undefined;
  /** The address at which it is published. */
  readonly url?: string | undefined;
  /** Where the files go, relative to the working directory. */
  readonly out?: string | undefined;
}

/** Rejects with a sentence where Astro ends with a fault; what it prints goes to the terminal. */
export async function buildSite({ base, url, out }: SiteOptions): Promise<void> {
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    ASTRO_TELEMETRY_DISABLED: '1',
    ...(base === undefined ? {} : { GREGOR_SITE_BASE: base }),
    ...(url === undefined ? {} : { GREGOR_SITE_URL: url }),
    ...(out === undefined ? {} : { GREGOR_SITE_OUT: resolve(out) }),
  };
  const child = spawn(process.execPath, [astroCommand(), 'build', '--root', join(root, 'site')], {
    env,
    stdio: 'inherit',
  });
  const code = await new Promise((settle) => child.once('exit', settle));
  if (code !== 0) throw new Error(`Astro ended with ${code}: see above.`);
}

function astroCommand(): string {
  const manifest = createRequire(import.meta.url).resolve('astro/package.json');
  return join(dirname(manifest), 'bin', 'astro.mjs');
}
