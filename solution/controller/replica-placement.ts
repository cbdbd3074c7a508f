/**
 * Which brokers hold a new partition.
 *
 * Three goals, in this order (Kafka's StripedReplicaPlacer, KIP-631): spread replicas over racks,
 * spread them over brokers, and lead from brokers that are up. Racks take turns, and brokers take
 * turns within a rack. A rack moves on to its next broker when it has held a preferred leader: if
 * it moved on at each partition, two racks of two would lead from the same two brokers for ever.
 * Fenced brokers are used last, and never as the preferred leader.
 *
 *     racks   a: 1 2    b: 3 4
 *     p0  1 3    p1  3 2    p2  2 4    p3  4 1    p4  1 3 ...
 */
import { Refusal } from '#controller/decision.ts';
import type { Random } from '#env/random.ts';
import type { BrokerImage, ClusterImage } from '#metadata/cluster-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** Replicas for each of `partitions` partitions, the preferred leader first; or why it can't be. */
export function placeReplicas(
  cluster: ClusterImage,
  partitions: number,
  replicationFactor: number,
  random: Random,
): readonly (readonly number[])[] | Refusal {
  const brokers = [...cluster.brokers.values()].filter((broker) => !broker.inControlledShutdown);
  const reason = unplaceable(brokers, replicationFactor);
  if (reason !== undefined) {
    const message = `Unable to replicate the partition ${replicationFactor} time(s): ${reason}`;
    return new Refusal(ErrorCode.INVALID_REPLICATION_FACTOR, message);
  }
  const racks = racksOf(brokers, random);
  let start = random.nextInt(racks.length);
  return Array.from({ length: partitions }, () => placeOne(racks, start++, replicationFactor));
}

function unplaceable(brokers: readonly BrokerImage[], factor: number): string | undefined {
  if (brokers.every((broker) => broker.fenced)) return 'All brokers are currently fenced.';
  if (factor <= brokers.length) return undefined;
  return `The target replication factor of ${factor} cannot be reached because only ${
    brokers.length
  } broker(s) are registered or some brokers have all their log directories cordoned.`;
}

/** A rack deals out its live brokers in turn, then its fenced ones. */
class Rack {
  readonly #live: readonly number[];
  readonly #fenced: readonly number[];
  #turn: number;

  constructor(brokers: readonly BrokerImage[], random: Random) {
    this.#live = brokers.filter((broker) => !broker.fenced).map((broker) => broker.id);
    this.#fenced = brokers.filter((broker) => broker.fenced).map((broker) => broker.id);
    this.#turn = random.nextInt(Math.max(1, this.#live.length));
  }

  get hasLive(): boolean {
    return this.#live.length > 0;
  }

  /** All its brokers for one partition, whose turn it is first. */
  deal(leads: boolean): number[] {
    const turn = this.#turn;
    if (leads) this.#turn += 1;
    return [...rotate(this.#live, turn), ...rotate(this.#fenced, turn)];
  }
}

function racksOf(brokers: readonly BrokerImage[], random: Random): readonly Rack[] {
  const byRack = Map.groupBy(brokers, (broker) => broker.rack ?? '');
  const names = [...byRack.keys()].toSorted();
  const racks = names.map((name) => new Rack(byRack.get(name) ?? [], random));
  // A rack without a live broker can't hold a preferred leader, so it never gets the first turn.
  return [...racks.filter((rack) => rack.hasLive), ...racks.filter((rack) => !rack.hasLive)];
}

function placeOne(racks: readonly Rack[], start: number, factor: number): readonly number[] {
  const live = racks.filter((rack) => rack.hasLive);
  const rest = racks.filter((rack) => !rack.hasLive);
  const hands = [...rotate(live, start), ...rest].map((rack, index) => rack.deal(index === 0));
  const replicas: number[] = [];
  for (let round = 0; replicas.length < factor; round++) {
    for (const hand of hands) {
      const broker = hand[round];
      if (broker !== undefined && replicas.length < factor) replicas.push(broker);
    }
  }
  return replicas;
}

function rotate<T>(items: readonly T[], by: number): T[] {
  if (items.length === 0) return [];
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
