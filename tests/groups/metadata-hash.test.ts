/**
 * The hashes that consumer groups are compared by, against values of the libraries that Kafka 4.3
 * computes them with: hash4j 0.22 for XXH3, and Kafka's own coordinator.group.Utils for topics.
 */
import { describe, expect, test } from 'vitest';
import { metadataHash, topicHash } from '#groups/consumer-group/metadata-hash.ts';
import { xxh3 } from '#groups/consumer-group/xxh3.ts';
import { type BrokerImage, ClusterImage } from '#metadata/cluster-image.ts';
import { EMPTY_IMAGE } from '#metadata/metadata-image.ts';
import { type TopicImage, TopicsImage } from '#metadata/topics-image.ts';
import { topicImage } from './consumer-transcript.ts';

function topic(name: string, id: string, count: number, replicas: readonly number[] = [1]) {
  const image = topicImage(name, count);
  const partitions = [...image.partitions].map(([index, one]) => [index, { ...one, replicas }]);
  return { name, id, partitions: new Map(partitions as never) } as TopicImage;
}

/** Brokers with these racks, by their ids from 1 on. */
function clusterOf(...racks: readonly (string | null)[]): ClusterImage {
  const brokers = racks.map((rack, at) => [at + 1, { rack } as BrokerImage] as const);
  return new ClusterImage(new Map(brokers), new Map());
}

const orders = topic('orders', 'PrvLTPsrSlaA-SnoTWKZbw', 3, [3]);
const wide = topic('größe-日本', 'R3JlZ29yLWludGVyb3AtMQ', 2, [1, 2]);
const big = topic('big', 'R3JlZ29yLWludGVyb3AtMQ', 300, [4]);

const signed = (hash: bigint) => `${BigInt.asIntN(64, hash)}`;

describe('XXH3', () => {
  /** Bytes that are n * 7 + 3; every range of lengths that has a formula of its own, at both ends. */
  test.each([
    [0, '2d06800538d394c2'],
    [1, '13e608bc156defed'],
    [3, 'a9088dda485b481c'],
    [4, '6d9253b16c8b1ed3'],
    [8, '60539db630471163'],
    [9, 'feff668361d723a8'],
    [16, 'b8c859b0f030b585'],
    [17, '714a04408e79b80f'],
    [64, '287eb1fa9e4be2c1'],
    [128, '67425a03650261bf'],
    [129, 'c664bf3311c6abc4'],
    [180, 'b4c46070c924325e'],
    [240, '64556dc6b462a6cf'],
    [241, '8beadd3a8874fe17'],
    [256, '3c38817f6d79c0da'],
    [500, 'b8bc3e5683ce226a'],
    [1024, '9b81661c641c72b1'],
    [1025, '806c2072ed713576'],
    [2000, '71f8268c6d856c4a'],
    [4096, 'd7428746842be37e'],
    [10007, 'f15877bcfe300c7f'],
  ])('of %i bytes is %s', (length, hash) => {
    const bytes = Uint8Array.from({ length }, (_, at) => at * 7 + 3);
    expect(xxh3(bytes).toString(16).padStart(16, '0')).toBe(hash);
  });
});

const cluster = clusterOf('rack-ä', 'rack-b', null, 'r1');

describe('the hash of a topic', () => {
  test.each([
    ['without racks', orders, '-7107663920433034560'],
    ['in two racks, whatever their order', wide, '-3016964892416609462'],
    ['of many partitions', big, '-3836019381029252706'],
  ])("%s is Kafka's", (_what, image, hash) => {
    expect(signed(topicHash(image, { cluster }))).toBe(hash);
  });
});

describe('the hash of a group', () => {
  const imageOf = (...topics: readonly TopicImage[]) => {
    const byName = new Map(topics.map((one) => [one.name, one]));
    return { ...EMPTY_IMAGE, cluster, topics: new TopicsImage(byName, new Map()) };
  };

  test('is 0 for no topics, and those that do not exist do not count', () => {
    expect(metadataHash([], imageOf(orders))).toBe(0n);
    expect(metadataHash(['bills'], imageOf(orders))).toBe(0n);
    expect(`${metadataHash(['bills', 'orders'], imageOf(orders))}`).toBe('-7265052291655673360');
  });

  test.each([[[wide, orders, big]], [[big, wide, orders]]])(
    "is Kafka's for several topics, in whatever order they come",
    (topics) => {
      const names = topics.map(({ name }) => name);
      expect(`${metadataHash(names, imageOf(...topics))}`).toBe('-4021256098570079997');
    },
  );
});
