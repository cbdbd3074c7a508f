/**
 * A simulated disk: what stays when processes and power do not.
 *
 * The fault model. Between syncs the system keeps what was written in memory:
 *
 *     process crash (kill -9)   nothing is lost: the page cache is the kernel's
 *     machine crash             of each file, what was written since its last sync may be lost,
 *                               kept, cut or torn (`sim-inode.ts`); changes of names since the last
 *                               `syncDirectory` may be undone (`sim-tree.ts`). Files differ: a later
 *                               write may survive where an earlier one to another file does not.
 *
 * What a sync or a `syncDirectory` that resolved made durable is never lost. Beside that, on
 * demand: any operation fails (`fault`), the volume is full (`capacityBytes`), bits flip at rest
 * (`flipBit`). A write to a full volume stores what fits before it fails. After a sync that
 * failed, later syncs of the same bytes succeed and prove nothing, as on Linux.
 *
 * Reading and writing take no virtual time; syncing takes some, by seed.
 */
import type { DiskErrorKind } from '#env/disk.ts';
import type { SimFileInode } from '#env/sim/sim-inode.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';
import type { EventOwner } from '#env/sim/sim-scheduler.ts';
import { SimTree } from '#env/sim/sim-tree.ts';

export type DiskOperation =
  | 'open'
  | 'stat'
  | 'list'
  | 'makeDirectory'
  | 'rename'
  | 'remove'
  | 'removeTree'
  | 'syncDirectory'
  | 'lock'
  | 'read'
  | 'write'
  | 'truncate'
  | 'sync';

/** How often each operation was called, and how many bytes went which way. */
export type DiskCounts = Record<DiskOperation | 'bytesRead' | 'bytesWritten', number>;

/** Decides whether an operation fails, and how. It may also crash the node. */
export type DiskFault = (operation: DiskOperation, path: string) => DiskErrorKind | undefined;

const UNLIMITED_BYTES = 2 ** 40;

export class SimVolume {
  readonly tree = new SimTree();
  readonly locks = new Map<SimFileInode, EventOwner>();
  readonly random: SimRandom;
  /** Asked before each operation. */
  fault: DiskFault | undefined;
  /** Bytes that files may take in all. */
  capacityBytes = UNLIMITED_BYTES;
  /** How long a sync takes: between these, by seed. */
  syncMs = { min: 0.1, max: 2 };
  counts: DiskCounts = noCounts();

  constructor(random: SimRandom) {
    this.random = random;
  }

  /** Bytes that files take. */
  get usedBytes(): number {
    let used = 0;
    for (const file of this.tree.files()) used += file.chargedBytes;
    return used;
  }

  /** How much of `bytes` still fits. */
  roomFor(bytes: number): number {
    // Measuring walks over all files, so it is left out where it can't matter.
    if (this.capacityBytes === UNLIMITED_BYTES) return bytes;
    return Math.max(0, Math.min(bytes, this.capacityBytes - this.usedBytes));
  }

  resetCounts(): void {
    this.counts = noCounts();
  }

  /** Changes one bit of a file, at rest. */
  flipBit(path: string, position: number, bit = 0): void {
    const inode = this.tree.find(path);
    if (inode?.kind !== 'file') throw new Error(`There is no file ${path} whose bit could flip.`);
    inode.flipBit(position, bit);
  }

  /** The machine loses power. Returns what was lost, in words for the trace. */
  losePower(): string {
    const lostNames = this.tree.crash(this.random);
    const fates: Record<string, number> = {};
    for (const file of this.tree.files()) {
      const fate = file.crash(this.random);
      if (fate !== 'unchanged') fates[fate] = (fates[fate] ?? 0) + 1;
    }
    return `names lost: ${lostNames}, files: ${JSON.stringify(fates)}`;
  }
}

function noCounts(): DiskCounts {
  return {
    open: 0,
    stat: 0,
    list: 0,
    makeDirectory: 0,
    rename: 0,
    remove: 0,
    removeTree: 0,
    syncDirectory: 0,
    lock: 0,
    read: 0,
    write: 0,
    truncate: 0,
    sync: 0,
    bytesRead: 0,
    bytesWritten: 0,
  };
}
