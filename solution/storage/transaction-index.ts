/**
 * The aborted transactions of a segment (`.txnindex`).
 *
 * A consumer that reads committed records skips those of aborted transactions, and learns which
 * from the fetch response. The marker that aborts a transaction comes after its records, so the
 * index is kept by where the marker is, and a search may have to go on in later segments.
 *
 *   entry (34 bytes, version 0)
 *   +---------+-------------+--------------+-------------+--------------------+
 *   | version | producer id | first offset | last offset | last stable offset |
 *   |  int16  |    int64    |    int64     |    int64    |       int64        |
 *   +---------+-------------+--------------+-------------+--------------------+
 *
 * `last offset` is the abort marker's; `last stable offset` is the partition's when it was
 * written: nothing below it can still be undecided, which is what ends a search. The file
 * exists only where there is an entry. Entries are rare, so each is written at once.
 *
 * Source: org.apache.kafka.storage.internals.log.TransactionIndex, AbortedTxn; KIP-98.
 */
import type { Disk } from '#env/disk.ts';
import { readInt16, readInt64, writeInt16, writeInt64 } from '#storage/big-endian.ts';
import type { AbortedTransaction } from '#storage/producer-state.ts';

const ENTRY_SIZE = 34;
const VERSION = 0;

export class TransactionIndex {
  private path: string;
  private readonly disk: Disk;
  private loaded: AbortedTransaction[] | undefined;
  private dirty = false;

  constructor(disk: Disk, path: string) {
    this.disk = disk;
    this.path = path;
  }

  /** All entries, in the order of their markers. A broken file gives what precedes the damage. */
  entries(): readonly AbortedTransaction[] {
    this.loaded ??= this.load();
    return this.loaded;
  }

  append(entry: AbortedTransaction): void {
    const position = this.entries().length * ENTRY_SIZE;
    const file = this.disk.open(this.path, 'create');
    file.write(position, encode(entry));
    file.close();
    this.loaded?.push(entry);
    this.dirty = true;
  }

  /** Forgets the transactions whose marker is at `offset` or above. */
  truncateTo(offset: number): void {
    const kept = this.entries().filter((entry) => entry.lastOffset < offset);
    if (kept.length === this.entries().length) return;
    const file = this.disk.open(this.path, 'create');
    file.truncate(kept.length * ENTRY_SIZE);
    file.close();
    this.loaded = kept;
    this.dirty = true;
  }

  /** Empties the index before its segment is recovered; the file, if any, goes. */
  reset(): void {
    if (this.disk.stat(this.path) !== undefined) this.disk.remove(this.path);
    this.loaded = [];
  }

  async sync(): Promise<void> {
    if (!this.dirty) return;
    this.dirty = false;
    const file = this.disk.open(this.path, 'write');
    await file.sync();
    file.close();
  }

  moved(path: string): void {
    this.path = path;
  }

  private load(): AbortedTransaction[] {
    const size = this.disk.stat(this.path)?.size ?? 0;
    if (size === 0) return [];
    const bytes = new Uint8Array(size);
    const file = this.disk.open(this.path, 'read');
    file.read(0, bytes);
    file.close();
    const entries: AbortedTransaction[] = [];
    for (let at = 0; at + ENTRY_SIZE <= size; at += ENTRY_SIZE) {
      if (readInt16(bytes, at) !== VERSION) break;
      entries.push(decode(bytes, at));
    }
    return entries;
  }
}

function encode(entry: AbortedTransaction): Uint8Array {
  const bytes = new Uint8Array(ENTRY_SIZE);
  writeInt16(bytes, 0, VERSION);
  writeInt64(bytes, 2, entry.producerId);
  writeInt64(bytes, 10, entry.firstOffset);
  writeInt64(bytes, 18, entry.lastOffset);
  writeInt64(bytes, 26, entry.lastStableOffset);
  return bytes;
}

function decode(bytes: Uint8Array, at: number): AbortedTransaction {
  return {
    producerId: readInt64(bytes, at + 2),
    firstOffset: readInt64(bytes, at + 10),
    lastOffset: readInt64(bytes, at + 18),
    lastStableOffset: readInt64(bytes, at + 26),
  };
}
