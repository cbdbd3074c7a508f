/**
 * The file system of this machine, by Node's synchronous calls; only waiting for the platter
 * (fsync, fdatasync) goes to libuv's threads.
 *
 * On Windows a directory can't be opened to be synced; NTFS journals its entries, so there
 * `syncDirectory` has nothing to do.
 */
import {
  closeSync,
  fsync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import type { Disk, DiskFile, DiskLock, FileStat, OpenMode } from '#env/disk.ts';
import { diskError, orDiskError } from '#env/node/disk-failure.ts';
import { NodeFile } from '#env/node/node-file.ts';
import { takeLock } from '#env/node/process-lock.ts';

export class NodeDisk implements Disk {
  open(path: string, mode: OpenMode): DiskFile {
    return NodeFile.open(path, mode);
  }

  stat(path: string): FileStat | undefined {
    return orDiskError('look at', path, () => {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined) return undefined;
      const isDirectory = found.isDirectory();
      return {
        isDirectory,
        size: isDirectory ? 0 : found.size,
        modifiedMs: Math.floor(found.mtimeMs),
      };
    });
  }

  list(directory: string): string[] {
    // Without a comparison function, sort() compares UTF-16 code units.
    return orDiskError('list', directory, () => readdirSync(directory).sort());
  }

  makeDirectory(path: string): void {
    orDiskError('make the directory', path, () => mkdirSync(path, { recursive: true }));
  }

  rename(from: string, to: string): void {
    orDiskError(`rename ${from} to`, to, () => renameSync(from, to));
  }

  remove(path: string): void {
    orDiskError('remove', path, () => unlinkSync(path));
  }

  removeTree(path: string): void {
    orDiskError('remove', path, () => rmSync(path, { recursive: true, force: true }));
  }

  syncDirectory(path: string): Promise<void> {
    if (process.platform === 'win32') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const fd = orDiskError('open the directory', path, () => openSync(path, 'r'));
      fsync(fd, (failure) => {
        closeSync(fd);
        if (failure === null) resolve();
        else reject(diskError('sync the directory', path, failure));
      });
    });
  }

  lock(path: string): DiskLock {
    return takeLock(path);
  }

  space(path: string): { totalBytes: number; usableBytes: number } {
    return orDiskError('measure the volume of', path, () => {
      const volume = statfsSync(path);
      return {
        totalBytes: volume.blocks * volume.bsize,
        usableBytes: volume.bavail * volume.bsize,
      };
    });
  }
}
