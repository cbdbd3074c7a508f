/**
 * A file or a directory of a simulated volume, apart from its name, with what of it is durable.
 *
 * What a crash of the machine does to a file's unsynced pages, one of, by seed:
 *
 *     lost      the file is as it was at its last sync
 *     kept      the system had written all of it back already
 *     cut       a prefix of what was appended is there, cut at any byte
 *     torn      of each dirty page, any sectors of 512 bytes are new and the others old,
 *               and the file ends at its old size, its new size, or between
 *
 * A sector has its last content or its durable one, never one between. Bytes that a lost sector
 * leaves inside the file are zero.
 */
import { PAGE_SIZE, PagedBytes } from '#env/sim/paged-bytes.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';

export type SimInode = SimFileInode | SimDirectoryInode;

const SECTOR_SIZE = 512;

/** Written since the last sync began; higher than any sync in flight. */
type Generation = number;

/** Of pages that a sync failed to write: no later sync will claim them. */
const NEVER: Generation = Number.POSITIVE_INFINITY;

/** When a page was written since it was last durable: at first, and last. */
interface Dirt {
  readonly first: Generation;
  readonly last: Generation;
}

/** What one sync has to make durable. */
export interface SyncTicket {
  readonly generation: Generation;
  readonly size: number;
}

export class SimFileInode {
  readonly kind = 'file';
  modifiedMs: number;
  /** Bytes of the volume that this file takes: what was written, holes left out. */
  chargedBytes = 0;
  #live = new PagedBytes();
  #durable = new PagedBytes();
  readonly #dirty = new Map<number, Dirt>();
  #generation: Generation = 0;
  #durableGeneration: Generation = -1;

  constructor(modifiedMs: number) {
    this.modifiedMs = modifiedMs;
  }

  get size(): number {
    return this.#live.size;
  }

  read(position: number, target: Uint8Array): number {
    return this.#live.read(position, target);
  }

  write(position: number, source: Uint8Array): void {
    if (source.length === 0) return;
    this.#live.write(position, source);
    this.#markDirty(position, position + source.length);
  }

  truncate(size: number): void {
    if (size < this.#live.size) this.#markDirty(size, this.#live.size);
    this.#live.truncate(size);
    this.chargedBytes = Math.min(this.chargedBytes, size);
  }

  beginSync(): SyncTicket {
    const ticket = { generation: this.#generation, size: this.#live.size };
    this.#generation += 1;
    return ticket;
  }

  /** What was written before the sync began becomes durable. */
  completeSync(ticket: SyncTicket): void {
    // A sync that began later and ended earlier has done all of this one's work.
    if (ticket.generation < this.#durableGeneration) return;
    this.#durableGeneration = ticket.generation;
    for (const [page, { first, last }] of this.#dirty) {
      if (first > ticket.generation) continue;
      this.#durable.adoptPage(page, this.#live);
      // Written again since: what came before the sync is durable, the rest waits for the next.
      if (last > ticket.generation) this.#dirty.set(page, { first: last, last });
      else this.#dirty.delete(page);
    }
    // A truncation after the sync began may have reached the disk with it.
    this.#durable.truncate(Math.min(ticket.size, this.#live.size));
  }

  /** The system forgets that these pages are dirty: the next sync succeeds without them. */
  failSync(ticket: SyncTicket): void {
    for (const [page, { last }] of this.#dirty) {
      if (last <= ticket.generation) this.#dirty.set(page, { first: NEVER, last: NEVER });
    }
  }

  /** The machine loses its memory. Returns what happened to the file. */
  crash(random: SimRandom): 'unchanged' | 'lost' | 'kept' | 'cut' | 'torn' {
    if (this.#dirty.size === 0 && this.#live.size === this.#durable.size) return 'unchanged';
    const fate = (['lost', 'kept', 'cut', 'torn'] as const)[random.nextInt(4)] ?? 'lost';
    if (fate === 'lost') this.#live = this.#durable.clone();
    if (fate === 'torn') this.#live = this.#tear(random);
    if (fate === 'cut') this.#live.truncate(this.#someSize(random));
    this.#durable = this.#live.clone();
    this.#dirty.clear();
    this.chargedBytes = Math.min(this.chargedBytes, this.#live.size);
    return fate;
  }

  /** The medium changes one bit, behind everybody's back. */
  flipBit(position: number, bit: number): void {
    const byte = new Uint8Array(1);
    for (const content of [this.#live, this.#durable]) {
      if (content.read(position, byte) === 0) continue;
      byte[0] = (byte[0] as number) ^ (1 << bit);
      content.write(position, byte);
    }
  }

  #markDirty(start: number, end: number): void {
    const last = Math.floor((end - 1) / PAGE_SIZE);
    for (let page = Math.floor(start / PAGE_SIZE); page <= last; page += 1) {
      const first = this.#dirty.get(page)?.first ?? NEVER;
      const generation = this.#generation;
      this.#dirty.set(page, { first: Math.min(first, generation), last: generation });
    }
  }

  #tear(random: SimRandom): PagedBytes {
    const torn = this.#durable.clone();
    const size = this.#someSize(random);
    for (const page of this.#dirty.keys()) {
      for (let start = 0; start < PAGE_SIZE; start += SECTOR_SIZE) {
        if (random.nextInt(2) === 0) continue;
        torn.adoptRange(page, start, start + SECTOR_SIZE, this.#live);
      }
    }
    torn.truncate(size);
    return torn;
  }

  /** The durable size, the live size, or one between. */
  #someSize(random: SimRandom): number {
    const [low, high] = [this.#durable.size, this.#live.size].sort((a, b) => a - b) as [
      number,
      number,
    ];
    return [low, high, low + random.nextInt(high - low + 1)][random.nextInt(3)] ?? low;
  }
}

export class SimDirectoryInode {
  readonly kind = 'directory';
  modifiedMs: number;
  /** What programs see. */
  entries = new Map<string, SimInode>();
  /** What a crash of the machine leaves for certain. */
  readonly durable = new Map<string, SimInode>();

  constructor(modifiedMs: number) {
    this.modifiedMs = modifiedMs;
  }
}
