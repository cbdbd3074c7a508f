/**
 * One open file: a descriptor, read and written at positions.
 *
 * A failed sync is final. After fsync has failed, Linux marks the pages clean all the same, so a
 * second fsync succeeds and proves nothing ("fsyncgate", 2018). A file that could not be synced
 * once therefore never claims to be synced again; its user must reopen and check it.
 *
 * Invariant: the descriptor stays open while a sync of it runs, or the sync could meet another
 * file that was given the same number.
 */
import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { DiskError, type DiskFile, type OpenMode } from '#env/disk.ts';
import { diskError, orDiskError } from '#env/node/disk-failure.ts';

const FLAGS: Readonly<Record<OpenMode, number>> = {
  read: constants.O_RDONLY,
  write: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT,
};

export class NodeFile implements DiskFile {
  readonly path: string;
  readonly #fd: number;
  #closed = false;
  #runningSyncs = 0;
  #syncFailure: DiskError | undefined;

  private constructor(path: string, fd: number) {
    this.path = path;
    this.#fd = fd;
  }

  static open(path: string, mode: OpenMode): NodeFile {
    const fd = orDiskError('open', path, () => openSync(path, FLAGS[mode], 0o644));
    if (mode === 'read' && fstatSync(fd).isDirectory()) {
      closeSync(fd);
      throw new DiskError('io', path, `Could not open ${path}: it is a directory (EISDIR).`);
    }
    return new NodeFile(path, fd);
  }

  size(): number {
    this.#assertOpen();
    return orDiskError('measure', this.path, () => fstatSync(this.#fd).size);
  }

  read(position: number, target: Uint8Array): number {
    this.#assertOpen();
    try {
      let filled = 0;
      while (filled < target.length) {
        const count = readSync(this.#fd, target, filled, target.length - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return filled;
    } catch (cause) {
      throw diskError('read', this.path, cause);
    }
  }

  write(position: number, source: Uint8Array): void {
    this.#assertOpen();
    try {
      // The system may take less than offered (a signal, a nearly full disk); ask until it is done.
      let done = 0;
      while (done < source.length) {
        done += writeSync(this.#fd, source, done, source.length - done, position + done);
      }
    } catch (cause) {
      throw diskError('write', this.path, cause);
    }
  }

  truncate(size: number): void {
    this.#assertOpen();
    orDiskError('truncate', this.path, () => ftruncateSync(this.#fd, size));
  }

  sync(): Promise<void> {
    this.#assertOpen();
    return new Promise((resolve, reject) => {
      this.#runningSyncs += 1;
      fdatasync(this.#fd, (failure) => {
        this.#runningSyncs -= 1;
        if (this.#closed && this.#runningSyncs === 0) closeSync(this.#fd);
        if (failure !== null) this.#syncFailure ??= diskError('sync', this.path, failure);
        if (this.#syncFailure === undefined) resolve();
        else reject(this.#syncFailure);
      });
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#runningSyncs === 0) orDiskError('close', this.path, () => closeSync(this.#fd));
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new DiskError('io', this.path, `${this.path} was used after it had been closed.`);
    }
  }
}
