/**
 * Builds the site in a process of its own: Astro reads its configuration from the environment, and
 * `NODE_ENV=production` has to be there before it starts (else the search is missing).
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { PlainError } from '../../course/plain-error.ts';
import { root } from '../../course/view.ts';
import { whyNotBuilt } from './why-not-built.ts';

export interface SiteOptions {
  /** The path under which it is published: `/gregor/`. */
  readonly base?: string | undefined;
  /** The address at which it is published. */
  readonly url?: string | undefined;
  /** Where the files go, relative to the working directory. */
  readonly out?: string | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps what Astro prints to itself. */
  readonly isQuiet?: boolean | undefined;
}

/** As much of what Astro prints as is kept, to find there why it failed. */
const MOST_WORDS = 100_000;

/** Rejects with a PlainError that says why, where Astro ends with a fault. */
export async function buildSite(options: SiteOptions): Promise<void> {
  const { signal, isQuiet = false } = options;
  const child = spawn(process.execPath, [astroCommand(), 'build', '--root', join(root, 'site')], {
    env: environmentFor(options),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  let words = '';
  for (const from of [child.stdout, child.stderr]) {
    from.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-MOST_WORDS);
      if (!isQuiet) process.stdout.write(text);
    });
  }
  const end = await new Promise((settle) => {
    child.once('error', ({ message }) => settle(message));
    child.once('close', (code, by) => settle(by === null ? code : `it was ended by ${by}`));
  });
  if (end === 0) return;
  throw new PlainError(typeof end === 'string' ? end : whyNotBuilt(words));
}

function environmentFor({ base, url, out, isQuiet }: SiteOptions): NodeJS.ProcessEnv {
  return {
    ...withoutMode(process.env),
    NODE_ENV: 'production',
    // What it prints comes to a terminal by way of this process.
    ...(process.stdout.isTTY && isQuiet !== true ? { FORCE_COLOR: '1' } : {}),
    ASTRO_TELEMETRY_DISABLED: '1',
    ...(base === undefined ? {} : { GREGOR_SITE_BASE: base }),
    ...(url === undefined ? {} : { GREGOR_SITE_URL: url }),
    ...(out === undefined ? {} : { GREGOR_SITE_OUT: resolve(out) }),
  };
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
