/**
 * Which offset is the newest of each key, in memory that does not grow with the keys.
 *
 * A cleaner must know of every key of the dirty part of a log. Keys can be long and many, so the
 * map keeps 128 bits of a hash instead, and no pointer to the key:
 *
 *      slot     | hash, 16 bytes | offset, 8 bytes |     24 bytes a key, whatever its length
 *
 * Two keys with the same 128 bits would be taken for one, and one of them lost: among a billion
 * keys the odds are about one in 10^21. MD5 is used for its speed and its spread (as Kafka does);
 * that it can be attacked gives an attacker who may write to the topic the power to delete keys
 * that he could delete with a tombstone anyway.
 *
 * Slots are found by open addressing: the first attempts take other parts of the hash, later ones
 * go from slot to slot. It is used to 90 % only: beyond, probes grow long.
 *
 * Invariant: `get(key)` is the offset of the last `put` of that key.
 *
 * Source: org.apache.kafka.storage.internals.log.SkimpyOffsetMap.
 */
import { readInt32 } from '#storage/big-endian.ts';

export const BYTES_PER_KEY = 24;
/** log.cleaner.io.buffer.load.factor */
export const LOAD_FACTOR = 0.9;

const HASH_WORDS = 4;
const LAST_HASH_BYTE = 12;

export class OffsetMap {
  /** How many keys it takes. */
  readonly capacity: number;
  readonly #slots: number;
  readonly #hash: (key: Uint8Array) => Uint8Array;
  readonly #hashes: Int32Array;
  /** Offset + 1 of each slot, so that 0 means free. */
  readonly #offsets: Float64Array;
  #size = 0;

  /** `hash` gives 16 bytes. The memory is taken at once: 24 bytes for each of `slots`. */
  constructor(slots: number, hash: (key: Uint8Array) => Uint8Array) {
    this.#slots = Math.max(2, Math.floor(slots));
    this.capacity = Math.max(1, Math.floor(this.#slots * LOAD_FACTOR));
    this.#hash = hash;
    this.#hashes = new Int32Array(this.#slots * HASH_WORDS);
    this.#offsets = new Float64Array(this.#slots);
  }

  /** Keys in it. */
  get size(): number {
    return this.#size;
  }

  /** Notes a key's offset. False, and nothing noted, when the key is new and the map is full. */
  put(key: Uint8Array, offset: number): boolean {
    const hash = this.#hash(key);
    const slot = this.#find(hash);
    if (this.#offsets[slot] === 0) {
      if (this.#size >= this.capacity) return false;
      this.#size++;
      for (let word = 0; word < HASH_WORDS; word++) {
        this.#hashes[slot * HASH_WORDS + word] = readInt32(hash, word * 4);
      }
    }
    this.#offsets[slot] = offset + 1;
    return true;
  }

  /** The last offset noted for a key, or -1. */
  get(key: Uint8Array): number {
    return (this.#offsets[this.#find(this.#hash(key))] as number) - 1;
  }

  /** The slot that holds the hash, or the free one where it belongs. There always is a free one. */
  #find(hash: Uint8Array): number {
    for (let attempt = 0; ; attempt++) {
      const part = readInt32(hash, Math.min(attempt, LAST_HASH_BYTE)) >>> 0;
      const slot = (part + Math.max(0, attempt - LAST_HASH_BYTE)) % this.#slots;
      if (this.#offsets[slot] === 0 || this.#holds(slot, hash)) return slot;
    }
  }

  #holds(slot: number, hash: Uint8Array): boolean {
    for (let word = 0; word < HASH_WORDS; word++) {
      if (this.#hashes[slot * HASH_WORDS + word] !== readInt32(hash, word * 4)) return false;
    }
    return true;
  }
}
