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
 * active, so a killed Kafka leaves a tail of zeros; loading finds where the entries end.
 *
 * After Kafka's AbstractIndex.
 */
import type { Disk, DiskFile } from '#env/disk.ts';

/** Entries wait in memory until so many bytes of them are worth a write. */
const WRITE_THRESHOLD_BYTES = 2048;

/** What tells one index file from another. */
export interface IndexFileOptions {
  /** Bytes of an entry. */
  readonly entrySize: number;
  /** The segment's base offset: entries note offsets as distances from it. */
  readonly baseOffset: number;
  /** `segment.index.bytes`: what the file may grow to. */
  readonly maxBytes: number;
}

/**
 * A kind of index extends it and says what an entry is. It reads its entries in `view`, which is
 * big-endian unless told otherwise: entry `n` is at byte `n * entrySize`, for `n` below `count`.
 */
export abstract class IndexFile {
  /** The segment's base offset. */
  protected readonly baseOffset: number;
  /** Whole entries that fit in `segment.index.bytes`. */
  protected readonly maxEntries: number;
  /** The entries. Adding one or loading may replace it, so it is not kept elsewhere. */
  protected view: DataView;
  private readonly disk: Disk;
  private readonly entrySize: number;
  private path: string;
  private file: DiskFile | undefined;
  private bytes: Uint8Array;
  private held = 0;
  private written = 0;
  /** Something was written that no sync has begun for. */
  private changed = false;

  constructor(disk: Disk, path: string, options: IndexFileOptions) {
    const { entrySize, baseOffset, maxBytes } = options;
    this.disk = disk;
    this.path = path;
    this.entrySize = entrySize;
    this.baseOffset = baseOffset;
    this.maxEntries = Math.floor(maxBytes / entrySize);
    this.bytes = new Uint8Array(0);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Entries that the index holds, written or not. */
  get count(): number {
    return this.held;
  }

  /**
   * Adds an entry behind the last: `fill` writes it into `view` at byte `at`. Once enough entries
   * wait in memory they are sent to the file.
   */
  protected addEntry(fill: (view: DataView, at: number) => void): void {
    const at = this.held * this.entrySize;
    if (at + this.entrySize > this.bytes.length) {
      this.resizeMemory(Math.max(this.entrySize * 16, this.bytes.length * 2));
    }
    fill(this.view, at);
    this.held += 1;
    if ((this.held - this.written) * this.entrySize >= WRITE_THRESHOLD_BYTES) this.write();
  }

  /** Keeps the first `count` entries and forgets the rest, in memory and in the file. */
  protected keepEntries(count: number): void {
    this.held = Math.min(count, this.held);
    if (this.written <= this.held) return;
    this.openFile().truncate(this.held * this.entrySize);
    this.written = this.held;
    this.changed = true;
  }

  /**
   * Reads the file. `isEntry(view, n)` says whether entry `n` may follow those before it; it is
   * asked for 0, 1, 2 ... up to the first that may not. What comes after has to be zeros, and is cut
   * off. Returns false when anything else comes after them: then the file is no index, what the
   * index holds means nothing until it is reset, and the file is left as it is.
   */
  protected loadEntries(isEntry: (view: DataView, n: number) => boolean): boolean {
    const file = this.openFile();
    const size = file.size();
    this.resizeMemory(size);
    const read = file.read(0, this.bytes.subarray(0, size));
    const slots = Math.floor(read / this.entrySize);
    let count = 0;
    while (count < slots && isEntry(this.view, count)) count += 1;
    this.held = count;
    this.written = count;
    const used = count * this.entrySize;
    if (!this.isZeroFrom(used, size)) return false;
    if (used < size) file.truncate(used);
    return true;
  }

  /** Sends the entries that wait to the file, which exists afterwards even when it is empty. */
  write(): void {
    const file = this.openFile();
    if (this.written === this.held) return;
    const start = this.written * this.entrySize;
    file.write(start, this.bytes.subarray(start, this.held * this.entrySize));
    this.written = this.held;
    this.changed = true;
  }

  /**
   * Empties the index. The file is a new one: a crash of the machine could mix old entries with
   * those to come in one that was only cut.
   */
  reset(): void {
    this.held = 0;
    this.written = 0;
    this.release();
    if (this.disk.stat(this.path) !== undefined) this.disk.remove(this.path);
    this.openFile();
    this.changed = true;
  }

  /** Resolves when the file holds all entries, durably. */
  async sync(): Promise<void> {
    this.write();
    this.changed = false;
    await this.openFile().sync();
  }

  /** Whether a crash of the machine could take something from the file. */
  get isUnsynced(): boolean {
    return this.changed || this.written < this.held;
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
    return this.held * this.entrySize;
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
    bytes.set(this.bytes.subarray(0, Math.min(size, this.held * this.entrySize)));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
