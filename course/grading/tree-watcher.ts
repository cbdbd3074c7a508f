/**
 * Tells that something below a directory may have changed, through everything that can happen to a
 * directory: it is deleted, it comes back as another one, an editor replaces a folder in it, it lies
 * on a network drive that sends no word.
 *
 * The system's own notices come at once. Beside them, the files are looked at every second by their
 * sizes and times: that misses nothing for long, and costs a millisecond.
 *
 * Invariant: it promises only that `stir` is called after a change; it may be called without one.
 */
import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

const LOOK_MS = 1_000;

export class TreeWatcher {
  readonly #directory: string;
  readonly #stir: () => void;
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | undefined;
  /** Which directory is watched: another one of the same name is another one. */
  #inode: number | undefined;
  #seen: string;

  constructor(directory: string, stir: () => void) {
    this.#directory = directory;
    this.#stir = stir;
    this.#seen = this.#look();
    this.#attach();
    this.#timer = setInterval(() => this.#check(), LOOK_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
  }

  #attach(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#inode = inodeOf(this.#directory);
    if (this.#inode === undefined) return;
    try {
      this.#watcher = watch(this.#directory, { recursive: true }, this.#stir);
      // A folder that goes while it is being read is no reason to end: the next look sees it.
      this.#watcher.on('error', () => {});
    } catch {
      // It went away at this very moment, or the system has no watchers left: the looks go on.
    }
  }

  #check(): void {
    if (inodeOf(this.#directory) !== this.#inode) this.#attach();
    const now = this.#look();
    if (now === this.#seen) return;
    this.#seen = now;
    this.#stir();
  }

  /** Names, sizes and times of all that is there. */
  #look(): string {
    try {
      const names = readdirSync(this.#directory, { recursive: true, encoding: 'utf8' });
      return names.map((name) => `${name} ${markOf(join(this.#directory, name))}`).join('\n');
    } catch {
      return 'gone';
    }
  }
}

function markOf(path: string): string {
  const file = statSync(path, { throwIfNoEntry: false });
  return file?.isFile() ? `${file.size} ${file.mtimeMs}` : '';
}

function inodeOf(directory: string): number | undefined {
  return statSync(directory, { throwIfNoEntry: false })?.ino;
}
