/**
 * Which partition a record goes to.
 */

import { describe, expect, test } from 'vitest';
import { murmur2, partitionOfKey } from '#clients/murmur2.ts';
import { Partitioner } from '#clients/partitioner.ts';
import { SimRandom } from '#env/sim/sim-random.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('murmur2', () => {
  // Computed by Kafka 4.3.1's org.apache.kafka.common.utils.Utils.murmur2.
  test.each([
    ['', 275646681],
    ['2', 648968168],
    ['21', -973932308],
    ['abc', 479470107],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ])('of "%s" is what Java clients compute', (text, hash) => {
    expect(murmur2(bytes(text))).toBe(hash);
  });

  test('gives a partition also where the hash is negative', () => {
    // -973932308 without its sign bit is 1173551340.
    expect(partitionOfKey(bytes('21'), 7)).toBe(1173551340 % 7);
  });
});

describe('a partitioner', () => {
  const topic = 'orders';

  test('keeps a key on its partition', () => {
    const partitioner = new Partitioner(new SimRandom(1), 100);
    const key = bytes('customer-7');
    const chosen = Array.from({ length: 20 }, () => partitioner.choose(topic, key, 500, 12));
    expect(new Set(chosen)).toEqual(new Set([partitionOfKey(key, 12)]));
  });

  test('stays with a partition until a batch is full when there is no key', () => {
    const partitioner = new Partitioner(new SimRandom(1), 100);
    const chosen = Array.from({ length: 40 }, () => partitioner.choose(topic, null, 50, 1000));
    // 100 bytes are two records of 50, so pairs go together.
    for (let n = 0; n < 40; n += 2) expect(chosen[n]).toBe(chosen[n + 1]);
    expect(new Set(chosen).size).toBeGreaterThan(15);
  });
});
