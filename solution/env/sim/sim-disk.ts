/**
 * One process's view of its machine's volume. It dies with the process: a file that a dead process
 * still holds throws `NodeCrashed`, and a sync that it waits for never ends.
 *
 * What may go wrong is told in `sim-volume.ts`.
 */
import {
  type Disk,
  DiskError,
  type DiskErrorKind,
  type DiskFile,
  type DiskLock,
  type FileStat,
  type OpenMode,
} from '#env/disk.ts';
import { beginOperation } from '#env/sim/disk-operation.ts';
import { SimFile } from '#env/sim/sim-file.ts';
import { SimFileInode, type SimInode } from '#env/sim/sim-inode.ts';
import type { SimProcess } from '#env/sim/sim-process.ts';
import type { Place } from '#env/sim/sim-tree.ts';
import type { DiskOperation, SimVolume } from '#env/sim/sim-volume.ts';

export class SimDisk implements Disk {
  readonly #volume: SimVolume;
  readonly #process: SimProcess;

  constructor(volume: SimVolume, process: SimProcess) {
    this.#volume = volume;
    this.#process = process;
  }

  open(path: string, mode: OpenMode): DiskFile {
    this.#begin('open', path);
    const place = this.#tree.place(path);
    const inode = place.directory.entries.get(place.name);
    if (inode?.kind === 'directory') throw this.#failure('open', path, 'io', 'it is a directory');
    if (inode === undefined && mode !== 'create') throw this.#missing('open', path);
    return new SimFile(path, inode ?? this.#create(place), mode !== 'read', {
      volume: this.#volume,
      process: this.#process,
    });
  }

  stat(path: string): FileStat | undefined {
    this.#begin('stat', path);
    const inode = this.#tree.find(path);
    if (inode === undefined) return undefined;
    const isDirectory = inode.kind === 'directory';
    return { isDirectory, size: isDirectory ? 0 : inode.size, modifiedMs: inode.modifiedMs };
  }

  list(directory: string): string[] {
    this.#begin('list', directory);
    return [...this.#tree.directory(directory).entries.keys()].sort();
  }

  makeDirectory(path: string): void {
    this.#begin('makeDirectory', path);
    this.#tree.makeDirectory(path, this.#process.wallMs());
  }

  rename(from: string, to: string): void {
    this.#begin('rename', `${from} ${to}`);
    const source = this.#tree.place(from);
    const target = this.#tree.place(to);
    const inode = source.directory.entries.get(source.name);
    if (inode === undefined) throw this.#missing('rename', from);
    const replaced = target.directory.entries.get(target.name);
    if (replaced === inode) return;
    if (replaced !== undefined) this.#checkReplaceable(inode, replaced, to);
    this.#tree.change(
      [
        { ...source, inode: undefined },
        { ...target, inode },
      ],
      this.#process.wallMs(),
    );
  }

  remove(path: string): void {
    this.#begin('remove', path);
    const place = this.#tree.place(path);
    const inode = place.directory.entries.get(place.name);
    if (inode === undefined) throw this.#missing('remove', path);
    if (inode.kind === 'directory') {
      throw this.#failure('remove', path, 'io', 'it is a directory');
    }
    this.#tree.change([{ ...place, inode: undefined }], this.#process.wallMs());
  }

  removeTree(path: string): void {
    this.#begin('removeTree', path);
    const inode = this.#tree.find(path);
    if (inode === undefined) return;
    this.#empty(inode);
    this.#tree.change([{ ...this.#tree.place(path), inode: undefined }], this.#process.wallMs());
  }

  syncDirectory(path: string): Promise<void> {
    this.#begin('syncDirectory', path);
    const directory = this.#tree.directory(path);
    return new Promise((resolve) => {
      const { min, max } = this.#volume.syncMs;
      this.#process.schedule(this.#volume.random.between(min, max), 'disk.synced', () => {
        this.#tree.syncDirectory(directory);
        resolve();
      });
    });
  }

  lock(path: string): DiskLock {
    this.#begin('lock', path);
    const place = this.#tree.place(path);
    const inode = place.directory.entries.get(place.name) ?? this.#create(place);
    if (inode.kind === 'directory') throw this.#failure('lock', path, 'io', 'it is a directory');
    const { locks } = this.#volume;
    if (locks.get(inode)?.alive) {
      throw this.#failure('lock', path, 'locked', 'a living process holds it');
    }
    locks.set(inode, this.#process);
    return {
      release: () => {
        if (locks.get(inode) === this.#process) locks.delete(inode);
      },
    };
  }

  space(_path: string): { totalBytes: number; usableBytes: number } {
    const { capacityBytes, usedBytes } = this.#volume;
    return { totalBytes: capacityBytes, usableBytes: Math.max(0, capacityBytes - usedBytes) };
  }

  get #tree() {
    return this.#volume.tree;
  }

  #begin(operation: DiskOperation, path: string): void {
    beginOperation(this.#volume, this.#process, operation, path, 0);
  }

  #create(place: Place): SimFileInode {
    const inode = new SimFileInode(this.#process.wallMs());
    this.#tree.change([{ ...place, inode }], this.#process.wallMs());
    return inode;
  }

  /** Removes from the leaves up, each name a change of its own: a crash may leave part of them. */
  #empty(inode: SimInode): void {
    if (inode.kind === 'file') return;
    for (const [name, child] of inode.entries) {
      this.#empty(child);
      this.#tree.change([{ directory: inode, name, inode: undefined }], this.#process.wallMs());
    }
  }

  #checkReplaceable(inode: SimInode, replaced: SimInode, to: string): void {
    if (replaced.kind === 'file' && inode.kind === 'directory') {
      throw this.#failure('rename to', to, 'not-a-directory', 'a file is there');
    }
    if (replaced.kind === 'directory' && inode.kind === 'file') {
      throw this.#failure('rename to', to, 'io', 'a directory is there');
    }
    if (replaced.kind === 'directory' && replaced.entries.size > 0) {
      throw this.#failure('rename to', to, 'exists', 'the directory is not empty');
    }
  }

  #missing(action: string, path: string): DiskError {
    return this.#failure(action, path, 'missing', 'it does not exist');
  }

  #failure(action: string, path: string, kind: DiskErrorKind, why: string): DiskError {
    return new DiskError(kind, path, `Could not ${action} ${path}: ${why}.`);
  }
}
