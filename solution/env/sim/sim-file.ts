/**
 * A simulated file that is open in one process. Its pages are the machine's (`sim-inode.ts`); the
 * handle is the process's, and ends with it.
 */
import { DiskError, type DiskFile } from '#env/disk.ts';
import { beginOperation } from '#env/sim/disk-operation.ts';
import type { SimFileInode } from '#env/sim/sim-inode.ts';
import type { SimProcess } from '#env/sim/sim-process.ts';
import type { DiskOperation, SimVolume } from '#env/sim/sim-volume.ts';

export class SimFile implements DiskFile {
  readonly path: string;
  readonly #inode: SimFileInode;
  readonly #writable: boolean;
  readonly #volume: SimVolume;
  readonly #process: SimProcess;
  #closed = false;
  #syncFailure: DiskError | undefined;

  constructor(
    path: string,
    inode: SimFileInode,
    writable: boolean,
    machine: { volume: SimVolume; process: SimProcess },
  ) {
    this.path = path;
    this.#inode = inode;
    this.#writable = writable;
    this.#volume = machine.volume;
    this.#process = machine.process;
  }

  size(): number {
    this.#assertOpen();
    return this.#inode.size;
  }

  read(position: number, target: Uint8Array): number {
    this.#begin('read', target.length);
    const count = this.#inode.read(position, target);
    this.#volume.counts.bytesRead += count;
    return count;
  }

  write(position: number, source: Uint8Array): void {
    this.#beginChange('write', source.length);
    const growth = Math.max(0, position + source.length - Math.max(this.#inode.size, position));
    const room = this.#volume.roomFor(growth);
    const fitting = source.length - growth + room;
    this.#inode.write(position, source.subarray(0, fitting));
    this.#inode.chargedBytes += room;
    this.#volume.counts.bytesWritten += fitting;
    if (room < growth) throw this.#failure('full', 'write', 'no space left on the device');
  }

  truncate(size: number): void {
    this.#beginChange('truncate', size);
    this.#inode.truncate(size);
  }

  sync(): Promise<void> {
    this.#assertOpen();
    const ticket = this.#inode.beginSync();
    return new Promise((resolve, reject) => {
      const { min, max } = this.#volume.syncMs;
      try {
        this.#begin('sync', 0);
      } catch (failure) {
        if (!(failure instanceof DiskError)) throw failure;
        this.#inode.failSync(ticket);
        this.#syncFailure ??= failure;
      }
      this.#process.schedule(this.#volume.random.between(min, max), 'disk.synced', () => {
        if (this.#syncFailure !== undefined) return reject(this.#syncFailure);
        this.#inode.completeSync(ticket);
        resolve();
      });
    });
  }

  close(): void {
    this.#closed = true;
  }

  #begin(operation: DiskOperation, bytes: number): void {
    this.#assertOpen();
    beginOperation(this.#volume, this.#process, operation, this.path, bytes);
  }

  #beginChange(operation: 'write' | 'truncate', bytes: number): void {
    this.#begin(operation, bytes);
    if (!this.#writable) throw this.#failure('io', operation, 'it was opened for reading');
    this.#inode.modifiedMs = this.#process.wallMs();
  }

  #assertOpen(): void {
    if (!this.#closed) return;
    throw new DiskError('io', this.path, `${this.path} was used after it had been closed.`);
  }

  #failure(kind: 'full' | 'io', action: string, why: string): DiskError {
    return new DiskError(kind, this.path, `Could not ${action} ${this.path}: ${why}.`);
  }
}
