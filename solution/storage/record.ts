/**
 * One record as the rest of the broker sees it: offsets and timestamps absolute, key, value and
 * headers as views into the bytes of its batch (no copy: who keeps one keeps its whole batch).
 */
export interface Record {
  readonly offset: number;
  /** Milliseconds since the epoch; -1 where the producer gave none. */
  readonly timestamp: number;
  /** Null: no key, so the default partitioner chose freely and compaction can't work. */
  readonly key: Uint8Array | null;
  /** Null: a tombstone, which on a compacted topic deletes its key. */
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

/** A header's name is UTF-8 text and may repeat within a record (KIP-82). */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}
