/**
 * The names of a simulated volume: directories, and which changes to them are durable.
 *
 * Every creation, renaming and removal is an entry in a journal until a `syncDirectory` of a
 * directory it touches makes it durable. A crash of the machine goes through the journal and, by
 * seed, stops somewhere: from a change that is lost, all later changes of the same directories
 * are lost too (a journaling file system keeps their order), while other directories go on. A
 * rename happens wholly or not at all, also between directories.
 *
 *     journal   create a/x   |  create b/y  |  rename a/x -> a/z  |  remove b/y
 *     crash     kept            lost           kept                  lost with b
 *
 * Paths are relative to the volume's root, with or without a leading slash.
 */
import { DiskError } from '#env/disk.ts';
import { SimDirectoryInode, type SimFileInode, type SimInode } from '#env/sim/sim-inode.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';

interface EntryChange {
  readonly directory: SimDirectoryInode;
  readonly name: string;
  /** What the name stands for from now on; undefined: nothing. */
  readonly inode: SimInode | undefined;
}

/** Changes that reach the disk together. */
type JournalEntry = readonly EntryChange[];

/** A name in a directory that exists, whether or not the name does. */
export interface Place {
  readonly directory: SimDirectoryInode;
  readonly name: string;
}

/** A journal entry survives a crash with this probability, unless one before it was lost. */
const KEPT_PROBABILITY = 0.7;

export class SimTree {
  readonly root = new SimDirectoryInode(0);
  #journal: JournalEntry[] = [];

  /** What `path` names, or undefined. */
  find(path: string): SimInode | undefined {
    let inode: SimInode | undefined = this.root;
    for (const name of namesOf(path)) {
      if (inode === undefined) return undefined;
      if (inode.kind === 'file') throw failure('not-a-directory', path);
      inode = inode.entries.get(name);
    }
    return inode;
  }

  directory(path: string): SimDirectoryInode {
    const inode = this.find(path);
    if (inode === undefined) throw failure('missing', path);
    if (inode.kind === 'file') throw failure('not-a-directory', path);
    return inode;
  }

  /** Where `path`'s entry is or would be; its directory must exist. */
  place(path: string): Place {
    const names = namesOf(path);
    const name = names.pop();
    if (name === undefined) throw failure('io', path);
    return { directory: this.directory(names.join('/')), name };
  }

  /** Makes the changes at once, and durable later. */
  change(changes: JournalEntry, modifiedMs: number): void {
    for (const { directory, name, inode } of changes) {
      setEntry(directory.entries, name, inode);
      directory.modifiedMs = modifiedMs;
    }
    this.#journal.push(changes);
  }

  makeDirectory(path: string, modifiedMs: number): void {
    let directory = this.root;
    for (const name of namesOf(path)) {
      let inode = directory.entries.get(name);
      if (inode === undefined) {
        inode = new SimDirectoryInode(modifiedMs);
        this.change([{ directory, name, inode }], modifiedMs);
      }
      if (inode.kind === 'file') throw failure('not-a-directory', path);
      directory = inode;
    }
  }

  /** Makes all changes of this directory durable, and those that came before them elsewhere. */
  syncDirectory(directory: SimDirectoryInode): void {
    const directories = new Set([directory]);
    const durable: JournalEntry[] = [];
    const later: JournalEntry[] = [];
    for (const entry of this.#journal.toReversed()) {
      const isMeant = entry.some((change) => directories.has(change.directory));
      (isMeant ? durable : later).push(entry);
      if (isMeant) for (const change of entry) directories.add(change.directory);
    }
    for (const entry of durable.reverse()) makeDurable(entry);
    this.#journal = later.reverse();
  }

  /** The machine loses its memory. Returns how many changes of names were lost. */
  crash(random: SimRandom): number {
    const lost = new Set<SimDirectoryInode>();
    let lostCount = 0;
    for (const entry of this.#journal) {
      const follows = entry.some((change) => lost.has(change.directory));
      if (!follows && random.chance(KEPT_PROBABILITY)) {
        makeDurable(entry);
        continue;
      }
      for (const change of entry) lost.add(change.directory);
      lostCount += 1;
    }
    this.#journal = [];
    for (const directory of this.#reachableFromDurable()) {
      directory.entries = new Map(directory.durable);
    }
    return lostCount;
  }

  /** Every file that has a name, in the order of the names' making. */
  *files(directory: SimDirectoryInode = this.root): Iterable<SimFileInode> {
    for (const inode of directory.entries.values()) {
      if (inode.kind === 'file') yield inode;
      else yield* this.files(inode);
    }
  }

  #reachableFromDurable(): Set<SimDirectoryInode> {
    const reachable = new Set([this.root]);
    // A Set that grows while it is walked is walked to its new end.
    for (const directory of reachable) {
      for (const inode of directory.durable.values()) {
        if (inode.kind === 'directory') reachable.add(inode);
      }
    }
    return reachable;
  }
}

function makeDurable(entry: JournalEntry): void {
  for (const { directory, name, inode } of entry) setEntry(directory.durable, name, inode);
}

function setEntry(entries: Map<string, SimInode>, name: string, inode: SimInode | undefined): void {
  if (inode === undefined) entries.delete(name);
  else entries.set(name, inode);
}

function namesOf(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}

const REASONS = {
  missing: 'it does not exist',
  'not-a-directory': 'part of the path is not a directory',
  io: 'it is the root',
} as const;

function failure(kind: keyof typeof REASONS, path: string): DiskError {
  return new DiskError(kind, path, `Could not use ${path}: ${REASONS[kind]}.`);
}
