/**
 * Fixed-size entries kept in memory and, lazily, in a file: what both indexes of a segment are.
 *
 * An index never decides what the log holds; it only says where to begin to look. So its entries
 * wait in memory and reach the file in batches (a write for each would cost as much as the append
 * it describes), and a crash that loses or tears them costs a rebuild, never a record: recovery
 * rebuilds the index of every segment that was not known to be on disk.
 *
 *   memory  | e0 | e1 | e2 | e3 | e4 | free ... |
 *   file    | e0 | e1 | e2 |           <- `written` entries; write() sends e3 and e4
 *
 * Kafka maps its files to memory and makes them `segment.index.bytes` long while a segment is
 * active, so a killed Kafka leaves a tail of zeros; `load` finds where the entries end.
 */
import type { Disk, DiskFile } from '#env/disk.ts';

/** Entries wait in memory until so many bytes of them are worth a write. */
const WRITE_THRESHOLD_BYTES = 2048;

export class IndexFile {
  readonly entrySize: number;
  private path: string;
  private readonly disk: Disk;
  private file: DiskFile | undefined;
  private bytes: Uint8Array;
  view: DataView;
  /** Entries that the index holds. */
  count = 0;
  private written = 0;
  /** Something was written that no sync has begun for. */
  private changed = false;

  constructor(disk: Disk, path: string, entrySize: number) {
    this.disk = disk;
    this.path = path;
    this.entrySize = entrySize;
    this.bytes = new Uint8Array(0);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for one entry at the end and returns where in `view` to write it. */
  grow(): number {
    const at = this.count * this.entrySize;
    if (at + this.entrySize > this.bytes.length) {
      this.resizeMemory(Math.max(this.entrySize * 16, this.bytes.length * 2));
    }
    this.count += 1;
    return at;
  }

  /** Sends entries to the file once enough of them wait. */
  maybeWrite(): void {
    if ((this.count - this.written) * this.entrySize >= WRITE_THRESHOLD_BYTES) this.write();
  }

  /** Sends the entries that wait to the file, which exists afterwards even when it is empty. */
  write(): void {
    const file = this.openFile();
    if (this.written === this.count) return;
    const start = this.written * this.entrySize;
    file.write(start, this.bytes.subarray(start, this.count * this.entrySize));
    this.written = this.count;
    this.changed = true;
  }

  /** Forgets the entries from `count` on, in memory and in the file. */
  truncate(count: number): void {
    this.count = Math.min(count, this.count);
    if (this.written <= this.count) return;
    this.openFile().truncate(this.count * this.entrySize);
    this.written = this.count;
    this.changed = true;
  }

  /**
   * Empties the index. The file is a new one: a crash of the machine could mix old entries with
   * those to come in one that was only cut.
   */
  reset(): void {
    this.count = 0;
    this.written = 0;
    this.release();
    if (this.disk.stat(this.path) !== undefined) this.disk.remove(this.path);
    this.openFile();
    this.changed = true;
  }

  /**
   * Reads the file. `isEntry(view, n)` says whether entry `n` may follow those before it.
   * Returns false when the file is not an index: its length is off, or bytes that are neither
   * entries nor zeros follow the entries.
   */
  load(isEntry: (view: DataView, n: number) => boolean): boolean {
    const file = this.openFile();
    const size = file.size();
    this.resizeMemory(size);
    const read = file.read(0, this.bytes.subarray(0, size));
    const slots = Math.floor(read / this.entrySize);
    let count = 0;
    while (count < slots && isEntry(this.view, count)) count += 1;
    this.count = count;
    this.written = count;
    const used = count * this.entrySize;
    if (!this.isZeroFrom(used, size)) return false;
    if (used < size) file.truncate(used);
    return true;
  }

  /** Resolves when the file holds all entries, durably. */
  async sync(): Promise<void> {
    this.write();
    this.changed = false;
    await this.openFile().sync();
  }

  /** Whether a crash of the machine could take something from the file. */
  get isUnsynced(): boolean {
    return this.changed || this.written < this.count;
  }

  /** Lets the file go, without writing what waits; a later use opens it again. */
  release(): void {
    this.file?.close();
    this.file = undefined;
  }

  /** The file got another name. */
  moved(path: string): void {
    this.release();
    this.path = path;
  }

  /** Bytes in the file once all entries are written. */
  get sizeInBytes(): number {
    return this.count * this.entrySize;
  }

  private openFile(): DiskFile {
    this.file ??= this.disk.open(this.path, 'create');
    return this.file;
  }

  private isZeroFrom(from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (this.bytes[i] !== 0) return false;
    return true;
  }

  private resizeMemory(size: number): void {
    const bytes = new Uint8Array(size);
    bytes.set(this.bytes.subarray(0, Math.min(size, this.count * this.entrySize)));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
