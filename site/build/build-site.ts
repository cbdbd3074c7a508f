/**
 * Builds the site in a process of its own: Astro reads its configuration from the environment, and
 * `NODE_ENV=production` has to be there before it starts (else the search is missing).
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../../course/view.ts';

export interface SiteOptions {
  /** The path under which it is published: `/gregor/`. */
  readonly base?: string | undefined;
  /** The address at which it is published. */
  readonly url?: string | undefined;
  /** Where the files go, relative to the working directory. */
  readonly out?: string | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps what Astro prints to itself; its last lines are then part of the error. */
  readonly isQuiet?: boolean | undefined;
}

/** The last lines of a build that failed, which say why. */
const LAST_LINES = 12;

/** Rejects with a sentence where Astro ends with a fault; what it prints goes to the terminal. */
export async function buildSite(options: SiteOptions): Promise<void> {
  const { base, url, out, signal, isQuiet = false } = options;
  const env = {
    ...withoutMode(process.env),
    NODE_ENV: 'production',
    ASTRO_TELEMETRY_DISABLED: '1',
    ...(base === undefined ? {} : { GREGOR_SITE_BASE: base }),
    ...(url === undefined ? {} : { GREGOR_SITE_URL: url }),
    ...(out === undefined ? {} : { GREGOR_SITE_OUT: resolve(out) }),
  };
  const child = spawn(process.execPath, [astroCommand(), 'build', '--root', join(root, 'site')], {
    env,
    stdio: isQuiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    ...(signal === undefined ? {} : { signal }),
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).split('\n').slice(-LAST_LINES).join('\n');
    });
  }
  const code = await new Promise((settle) => {
    child.once('error', settle);
    child.once('close', settle);
  });
  if (code === 0) return;
  throw new Error(
    isQuiet ? stripVTControlCharacters(words) : `Astro ended with ${code}: see above.`,
  );
}

/** Vite takes these for its own where they are set, as a test runner does: a page would be another. */
function withoutMode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { MODE: _1, DEV: _2, PROD: _3, SSR: _4, BASE_URL: _5, ...rest } = env;
  return rest;
}

function astroCommand(): string {
  const manifest = createRequire(import.meta.url).resolve('astro/package.json');
  return join(dirname(manifest), 'bin', 'astro.mjs');
}
