/**
 * A controller's machine loses power, at any disk operation of its work, and starts again.
 *
 * Safety: whatever was answered is there; topics come whole, with all of their partitions and
 * configuration, or not at all; each life leads a higher epoch. Liveness: after the last crash a
 * topic can be created.
 */
import { describe, expect, test } from 'vitest';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import {
  createTopicsRequest,
  format,
  newWorld,
  registration,
  startController,
} from './metadata-world.ts';

const SEEDS = 200;
const LIVES = 4;
const SETTINGS = {
  'metadata.log.max.record.bytes.between.snapshots': '2000',
  'metadata.max.retention.bytes': '6000',
};

describe('after a loss of power', () => {
  test(`what was answered is there, whole, and the epoch is higher: ${SEEDS} seeds`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) await crashAndCheck(seed);
  });
});

async function crashAndCheck(seed: number): Promise<void> {
  const world = newWorld(seed);
  const node = world.node('node-1');
  const answered = new Set<string>();
  let epoch = 0;
  await world.complete(format(node.env));

  node.run(async (env) => {
    const { controller } = await startController(env, SETTINGS);
    check(controller.image, answered, seed);
    expect(controller.leadership.epoch, `seed ${seed}`).toBeGreaterThan(epoch);
    epoch = controller.leadership.epoch;
    await controller.bringUp(registration(env));
    const creating = Array.from({ length: 12 }, async (_, i) => {
      const name = `topic-${epoch}-${i}`;
      const configs = [{ name: 'retention.ms', value: '1000' }];
      const topic = { name, numPartitions: 3, replicationFactor: 1, configs };
      const { topics } = await controller.createTopics(createTopicsRequest(topic));
      expect(topics[0]?.errorCode, `seed ${seed}`).toBe(0);
      answered.add(name);
    });
    await Promise.all(creating);
  });

  for (let life = 1; life < LIVES; life++) {
    let operationsLeft = 1 + world.random.nextInt(120);
    node.volume.fault = () => {
      operationsLeft -= 1;
      if (operationsLeft === 0) node.crash({ losePower: true });
      return undefined;
    };
    await world.run(world.nowMs + 10_000);
    node.volume.fault = undefined;
    node.crash({ losePower: true });
    node.restart();
  }
  const before = answered.size;
  await world.run(world.nowMs + 60_000);
  expect(answered.size - before, `seed ${seed}`).toBe(12);
}

function check({ topics, configs }: MetadataImage, answered: Set<string>, seed: number): void {
  for (const name of answered) {
    expect(topics.byName.has(name), `seed ${seed}: ${name} was answered, and is gone`).toBe(true);
  }
  for (const { name, partitions } of topics.byName.values()) {
    expect(partitions.size, `seed ${seed}: ${name}`).toBe(3);
    expect(configs.ofTopic(name).get('retention.ms'), `seed ${seed}: ${name}`).toBe('1000');
  }
}
