/**
 * Chooses the partition of a record that names none (KIP-480, KIP-794).
 *
 *     with a key     murmur2(key) mod partitions: a key stays on its partition
 *     without one    one partition until it has got a batch's worth of bytes, then another
 *
 * Sticking to a partition fills its batch instead of starting one in every partition, and costs
 * nothing in evenness over time.
 */
import { partitionOfKey } from '#clients/murmur2.ts';
import type { Random } from '#env/random.ts';

interface Sticky {
  partition: number;
  bytes: number;
}

export class Partitioner {
  readonly #random: Random;
  readonly #switchBytes: number;
  readonly #sticky = new Map<string, Sticky>();

  /** A keyless topic moves on to another partition after `switchBytes`: the batch size. */
  constructor(random: Random, switchBytes: number) {
    this.#random = random;
    this.#switchBytes = switchBytes;
  }

  /** The partition for a record of about `sizeInBytes`. */
  choose(
    topic: string,
    key: Uint8Array | null,
    sizeInBytes: number,
    partitionCount: number,
  ): number {
    if (key !== null) return partitionOfKey(key, partitionCount);
    let sticky = this.#sticky.get(topic);
    if (sticky === undefined || sticky.bytes >= this.#switchBytes) {
      sticky = { partition: this.#random.nextInt(partitionCount), bytes: 0 };
      this.#sticky.set(topic, sticky);
    }
    sticky.bytes += sizeInBytes;
    return sticky.partition;
  }
}
