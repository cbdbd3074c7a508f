/**
 * A number for all topics that a group subscribes to: when it changes, the group has to be assigned
 * anew. It is written into the group's record, so the next coordinator need not begin with a
 * rebalance, and so it is Kafka's, bit by bit (KIP-1101).
 *
 *     topic   00 | id, two int64 | name | int32 partitions | for each partition, by its number:
 *             int32 partition | for each rack of its replicas, in order: int32 length | rack
 *     group   int64 hash of each topic, by name
 *
 * Numbers are little-endian; a text is its UTF-16 units, little-endian, and then their count.
 */
import { xxh3 } from '#groups/consumer-group/xxh3.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { TopicImage } from '#metadata/topics-image.ts';
import { UUID_BYTES, writeUuid } from '#protocol/uuid.ts';

const MAGIC = 0;

/** A topic's image never changes, and another one is made when the topic does. */
const hashes = new WeakMap<TopicImage, bigint>();

/** The hash of topics by their names; those that do not exist do not count. */
export function metadataHash(topics: Iterable<string>, image: MetadataImage): bigint {
  const bytes = new HashInput();
  for (const name of [...topics].sort()) {
    const topic = image.topics.byName.get(name);
    if (topic !== undefined) bytes.int64(hashOf(topic, image));
  }
  return bytes.isEmpty ? 0n : BigInt.asIntN(64, xxh3(bytes.take()));
}

function hashOf(topic: TopicImage, image: MetadataImage): bigint {
  const known = hashes.get(topic);
  if (known !== undefined) return known;
  const hash = topicHash(topic, image);
  hashes.set(topic, hash);
  return hash;
}

/** The hash of one topic, as an unsigned 64-bit number. */
export function topicHash(topic: TopicImage, { cluster }: Pick<MetadataImage, 'cluster'>): bigint {
  const bytes = new HashInput();
  bytes.int8(MAGIC);
  bytes.uuid(topic.id);
  bytes.text(topic.name);
  bytes.int32(topic.partitions.size);
  for (let index = 0; index < topic.partitions.size; index++) {
    bytes.int32(index);
    const replicas = topic.partitions.get(index)?.replicas ?? [];
    const racks = replicas.map((id) => cluster.brokers.get(id)?.rack ?? null);
    for (const rack of racks.filter((one) => one !== null).sort()) {
      bytes.int32(rack.length);
      bytes.text(rack);
    }
  }
  return xxh3(bytes.take());
}

/** Bytes to be hashed. */
class HashInput {
  readonly #bytes: number[] = [];

  get isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  int8(value: number): void {
    this.#bytes.push(value & 0xff);
  }

  int32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.int8(value >> shift);
  }

  int64(value: bigint): void {
    for (let shift = 0n; shift < 64n; shift += 8n) this.int8(Number((value >> shift) & 0xffn));
  }

  text(value: string): void {
    for (let at = 0; at < value.length; at++) {
      const unit = value.charCodeAt(at);
      this.int8(unit);
      this.int8(unit >> 8);
    }
    this.int32(value.length);
  }

  /** Its halves as numbers, so each of them from its last byte to its first. */
  uuid(value: string): void {
    const bytes = new Uint8Array(UUID_BYTES);
    writeUuid(value, bytes);
    this.#bytes.push(...bytes.subarray(0, 8).reverse(), ...bytes.subarray(8).reverse());
  }

  take(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
