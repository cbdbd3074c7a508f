/**
 * Files, as a log store needs them.
 *
 * Reads and writes are synchronous: they go to the operating system's page cache, which is where
 * Kafka's own append ends too, and a partition's append is one critical section. What is slow and
 * decides durability, `sync()`, is asynchronous, so one broker can wait for many syncs at once.
 *
 *   write()  -> page cache: survives a crash of the process, not of the machine
 *   sync()   -> the file's bytes and size survive a crash of the machine
 *   syncDirectory() -> names made, moved and removed in that directory survive it too
 *
 * Every failure is a `DiskError`; its `kind` says what a caller may want to tell apart.
 * Paths are absolute or relative to the working directory, with `/` between names.
 */
export interface Disk {
  /** Opens a file. `read` and `write` want it to exist; `create` makes it if it is missing. */
  open(path: string, mode: OpenMode): DiskFile;

  /** What is at `path`, or undefined where there is nothing. */
  stat(path: string): FileStat | undefined;

  /** The names (not paths) in a directory, sorted by code unit. */
  list(directory: string): string[];

  /** Makes a directory and its missing parents; fine when it is there already. */
  makeDirectory(path: string): void;

  /** Renames a file or directory, replacing a file at `to` in one step. */
  rename(from: string, to: string): void;

  /** Removes one file; missing is a `DiskError` of kind `missing`. */
  remove(path: string): void;

  /** Removes a file or a directory and all below it; fine when nothing is there. */
  removeTree(path: string): void;

  /** Makes the directory's entries durable. */
  syncDirectory(path: string): Promise<void>;

  /**
   * Takes the lock that `path` stands for until `release()`. Throws a `DiskError` of kind `locked`
   * when a live process, this one included, holds it. A crashed holder's lock is free.
   */
  lock(path: string): DiskLock;

  /** Bytes in all and bytes left on the volume that holds `path`. */
  space(path: string): { totalBytes: number; usableBytes: number };
}

/** `read`: must exist, no writing. `write`: must exist. `create`: made when missing. */
export type OpenMode = 'read' | 'write' | 'create';

export interface FileStat {
  readonly isDirectory: boolean;
  /** Bytes; 0 for a directory. */
  readonly size: number;
  /** Wall-clock milliseconds of the last write. */
  readonly modifiedMs: number;
}

export interface DiskFile {
  readonly path: string;

  /** The file's length in bytes. */
  size(): number;

  /** Fills `target` from `position` on; returns the bytes read, fewer only at the file's end. */
  read(position: number, target: Uint8Array): number;

  /** Writes all of `source` at `position`; a gap before it is filled with zeros. */
  write(position: number, source: Uint8Array): void;

  /** Cuts the file, or extends it with zeros, to `size` bytes. */
  truncate(size: number): void;

  /** Resolves when all that was written before the call is durable. */
  sync(): Promise<void>;

  /** Ends use of the file; harmless when repeated. Does not sync. */
  close(): void;
}

export interface DiskLock {
  release(): void;
}

export type DiskErrorKind =
  | 'missing'
  | 'exists'
  | 'denied'
  | 'full'
  | 'locked'
  | 'not-a-directory'
  | 'io';

/** A disk operation failed. `message` is a sentence that names the path and the cause. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly kind: DiskErrorKind;
  readonly path: string;

  constructor(kind: DiskErrorKind, path: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
    this.path = path;
  }
}
