/**
 * The site that the workbench serves, in .gregor/site/: built where it is not what the sources say,
 * and built anew while it runs when they change.
 *
 *     .gregor/site/          what is served
 *     .gregor/site.stamp     the hash of what it was made of
 *     .gregor/site.next/     a build that is under way, until it takes the other's place
 *
 * Invariant: what stands in .gregor/site/ is one whole build. Where its stamp is missing or another
 * one, it is not served before there is a new one.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteNews } from '../messages.ts';
import { siteMarks, siteStamp } from './site-stamp.ts';

/** Builds the site into a directory; rejects with a sentence where it can't. */
export type BuildSite = (directory: string, signal: AbortSignal) => Promise<void>;

export interface SiteOptions {
  /** `.gregor`, absolute. */
  readonly home: string;
  readonly build: BuildSite;
  readonly changed: () => void;
  /** What it is made of; a test has its own. */
  readonly sources?: SiteSources;
}

export interface SiteSources {
  /** Stands for all of it, as site-stamp.ts says. */
  stamp(): string;
  /** Changes where it may have changed; quick. */
  marks(): string;
}

const REPOSITORY: SiteSources = { stamp: () => siteStamp(), marks: () => siteMarks() };

/** A reader who opens page after page is no reason to look each time. */
const LOOK_MS = 3_000;

export class BuiltSite {
  readonly #options: SiteOptions;
  readonly #sources: SiteSources;
  readonly #end = new AbortController();
  #news: SiteNews = { state: 'building', build: 0 };
  #under: Promise<void> | undefined;
  /** Whether what it is made of may have changed since the build under way has begun. */
  #again = false;
  #marks = '';
  #lookedAt = performance.now();

  constructor(options: SiteOptions) {
    this.#options = options;
    this.#sources = options.sources ?? REPOSITORY;
  }

  get news(): SiteNews {
    return this.#news;
  }

  get directory(): string {
    return join(this.#options.home, 'site');
  }

  /** Looks whether it is what the sources say, and has it built where it is not. */
  bringUpToDate(): Promise<void> {
    this.#again = true;
    this.#under ??= this.#untilCurrent().finally(() => {
      this.#under = undefined;
    });
    return this.#under;
  }

  /** Looks whether a change of the sources is to be built; cheap, and not every time. */
  lookAgain(): void {
    if (this.#under !== undefined || performance.now() - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = performance.now();
    try {
      if (this.#sources.marks() !== this.#marks) void this.bringUpToDate();
    } catch {
      void this.bringUpToDate(); // A file went away at this very moment: a change, then.
    }
  }

  end(): void {
    this.#end.abort();
  }

  async #untilCurrent(): Promise<void> {
    while (this.#again && !this.#end.signal.aborted) {
      this.#again = false;
      const stamp = this.#stamp();
      if (stamp !== undefined && this.#builtOf() === stamp) this.#become('ready');
      else await this.#build(stamp);
    }
  }

  async #build(stamp: string | undefined): Promise<void> {
    const next = join(this.#options.home, 'site.next');
    if (this.#news.build === 0) this.#become('building');
    try {
      rmSync(next, { recursive: true, force: true });
      mkdirSync(this.#options.home, { recursive: true });
      await this.#options.build(next, this.#end.signal);
      if (this.#end.signal.aborted) return;
      this.#takePlace(next, stamp ?? '');
      this.#become('ready');
    } catch (error) {
      if (this.#end.signal.aborted) return;
      this.#become('failed', error instanceof Error ? error.message : String(error));
    } finally {
      rmSync(next, { recursive: true, force: true });
    }
  }

  #takePlace(next: string, stamp: string): void {
    const old = join(this.#options.home, 'site.old');
    rmSync(this.#stampFile, { force: true });
    rmSync(old, { recursive: true, force: true });
    if (existsSync(this.directory)) renameSync(this.directory, old);
    renameSync(next, this.directory);
    rmSync(old, { recursive: true, force: true });
    writeFileSync(this.#stampFile, `${stamp}\n`);
  }

  #become(state: SiteNews['state'], says?: string): void {
    const wasBuilt = state === 'ready';
    const build = this.#news.build + (wasBuilt ? 1 : 0);
    this.#news = { state, build, ...(says === undefined ? {} : { says }) };
    this.#options.changed();
  }

  /** Undefined where a file went away while it was read: then it is built, and looked at again. */
  #stamp(): string | undefined {
    try {
      this.#marks = this.#sources.marks();
      return this.#sources.stamp();
    } catch {
      this.#again = true;
      return undefined;
    }
  }

  get #stampFile(): string {
    return join(this.#options.home, 'site.stamp');
  }

  #builtOf(): string | undefined {
    if (!existsSync(this.directory) || !existsSync(this.#stampFile)) return undefined;
    return readFileSync(this.#stampFile, 'utf8').trim();
  }
}
