/**
 * Loading a shard: its partition of `__consumer_offsets` is read from front to back and replayed.
 * Compaction has left the newest record of each key, so this is the whole state.
 *
 * Between two reads others get their turn; what is asked meanwhile is answered by
 * COORDINATOR_LOAD_IN_PROGRESS. Offsets of a transaction (KIP-98) count from its commit marker on.
 *
 * A record that can't be read is told to the operator and passed over: it costs one group one
 * offset, where giving up would cost every group of the partition all of theirs. Kafka gives up.
 */
import type { Env } from '#env/env.ts';
import { type CoordinatorRecord, decodeCoordinatorRecord } from '#groups/coordinator-record.ts';
import type { GroupShard } from '#groups/group-shard.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { DecodeError, UnsupportedVersion } from '#protocol/wire-error.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import { ControlType, controlTypeOf } from '#storage/control-record.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';

/** Reads the shard's log and makes it active, or failed if the log can't be read. */
export async function loadShard(env: Env, shard: GroupShard): Promise<void> {
  const startedMs = env.clock.monotonicMs();
  try {
    const isWhole = await new ShardLoading(env, shard).run();
    if (!isWhole) return;
  } catch (error) {
    if (shard.state === 'closed') return;
    shard.state = 'failed';
    env.log.error('groups cannot be loaded; their partition is not coordinated', {
      partition: shard.log.partition,
      error,
    });
    return;
  }
  shard.activate();
  if (shard.groups.size === 0) return;
  env.log.info('groups loaded', {
    partition: shard.log.partition,
    groups: shard.groups.size,
    offsets: shard.offsets.count,
    ms: Math.round(env.clock.monotonicMs() - startedMs),
  });
}

class ShardLoading {
  readonly #env: Env;
  readonly #shard: GroupShard;
  /** What open transactions have committed, by producer. */
  readonly #undecided = new Map<number, CoordinatorRecord[]>();

  constructor(env: Env, shard: GroupShard) {
    this.#env = env;
    this.#shard = shard;
  }

  /** False where the shard was closed meanwhile. */
  async run(): Promise<boolean> {
    const { log } = this.#shard.log;
    const maxBytes = this.#shard.settings.loadBufferSize;
    let offset = log.logStartOffset;
    while (offset < log.highWatermark) {
      const read = log.read(offset, { maxBytes, minOneMessage: true, upTo: 'highWatermark' });
      if (read.errorCode !== ErrorCode.NONE) throw new Error(errorName(read.errorCode));
      let next = offset;
      for (const piece of read.pieces) next = Math.max(next, this.#replayAll(piece));
      if (next === offset) break;
      offset = next;
      await new Promise<void>((resolve) => this.#env.clock.defer(resolve));
      if (this.#shard.state === 'closed') return false;
    }
    return true;
  }

  /** Replays the whole batches of a piece; gives the offset after the last one. */
  #replayAll(piece: Uint8Array): number {
    let next = -1;
    for (const batch of batchesOf(piece)) {
      this.#replayBatch(piece, batch);
      next = batch.lastOffset + 1;
    }
    return next;
  }

  #replayBatch(piece: Uint8Array, batch: BatchHeader): void {
    if (!isCrcValid(piece, batch)) {
      this.#passOver(batch.baseOffset, new Error('The checksum of the batch is wrong.'));
      return;
    }
    try {
      for (const { offset, key, value } of recordsOf(piece, batch, this.#env.codecs)) {
        if (batch.isControl) this.#decide(batch.producerId, key);
        else this.#replay(batch, offset, key, value);
      }
    } catch (error) {
      if (!(error instanceof InvalidRecords)) throw error;
      this.#passOver(batch.baseOffset, error);
    }
  }

  #replay(
    batch: BatchHeader,
    offset: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
  ): void {
    try {
      const record = decodeCoordinatorRecord(key, value);
      if (record === undefined) return;
      if (batch.isTransactional) this.#undecidedOf(batch.producerId).push(record);
      else this.#shard.replay(record);
    } catch (error) {
      if (!(error instanceof DecodeError || error instanceof UnsupportedVersion)) throw error;
      this.#passOver(offset, error);
    }
  }

  /** A marker ends a transaction: what it has committed counts now, or never did. */
  #decide(producerId: number, key: Uint8Array | null): void {
    const records = this.#undecided.get(producerId) ?? [];
    this.#undecided.delete(producerId);
    if (controlTypeOf(key) !== ControlType.COMMIT) return;
    for (const record of records) this.#shard.replay(record);
  }

  #undecidedOf(producerId: number): CoordinatorRecord[] {
    const known = this.#undecided.get(producerId) ?? [];
    this.#undecided.set(producerId, known);
    return known;
  }

  #passOver(offset: number, error: Error): void {
    this.#env.log.error('a record of __consumer_offsets cannot be read and is passed over', {
      partition: this.#shard.log.partition,
      offset,
      error,
    });
  }
}
