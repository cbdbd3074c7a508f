/** What formatting leaves: Kafka's own files, record by record, but for ids and times. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AlreadyFormatted } from '#metadata/format-storage.ts';
import { readBatchFile } from '#metadata/snapshot-file.ts';
import { batchesOf } from '#storage/batch-reader.ts';
import { readFile } from '#storage/durable-file.ts';
import { readMetaProperties } from '#storage/meta-properties.ts';
import { CLUSTER_ID, DATA, format, GOLDEN_LOGS, newWorld } from './metadata-world.ts';

const FILES = [
  'bootstrap.checkpoint',
  '__cluster_metadata-0/00000000000000000000-0000000000.checkpoint',
];

describe('a formatted directory', () => {
  test.each(FILES)('has %s with the batches that Kafka writes', async (name) => {
    const world = newWorld();
    const { env } = world.node('node-1');
    await world.complete(format(env));
    const kafkas = new Uint8Array(readFileSync(join(GOLDEN_LOGS, name)));
    const ours = readFile(env.disk, `${DATA}/${name}`) ?? new Uint8Array();
    expect(shapes(ours)).toEqual(shapes(kafkas));
  });

  test('begins its log with the very records that Kafka would', async () => {
    const world = newWorld();
    const { env } = world.node('node-1');
    await world.complete(format(env));
    const ours = readBatchFile(env, `${DATA}/bootstrap.checkpoint`).values;
    const file = env.disk.open('kafkas', 'create');
    file.write(0, new Uint8Array(readFileSync(join(GOLDEN_LOGS, 'bootstrap.checkpoint'))));
    expect(ours).toEqual(readBatchFile(env, 'kafkas').values);
  });

  test('says whose it is, and is not formatted again', async () => {
    const world = newWorld();
    const { env } = world.node('node-1');
    await world.complete(format(env));
    expect(readMetaProperties(env, DATA)).toMatchObject({ clusterId: CLUSTER_ID, nodeId: 1 });
    await expect(world.complete(format(env))).rejects.toThrow(AlreadyFormatted);
  });

  test('is formatted completely or not at all, wherever the power goes', async () => {
    for (let operation = 1; operation < 60; operation++) {
      const world = newWorld(operation);
      const node = world.node('node-1');
      let left = operation;
      node.volume.fault = () => {
        left -= 1;
        if (left === 0) node.crash({ losePower: true });
        return undefined;
      };
      node.run((env) => format(env).catch(() => undefined));
      await world.run(10_000);
      node.volume.fault = undefined;
      node.crash({ losePower: true });
      node.run(() => undefined);
      const env = node.restart();
      if (readMetaProperties(env, DATA) === undefined) continue;
      for (const name of FILES) expect(() => readBatchFile(env, `${DATA}/${name}`)).not.toThrow();
    }
  });
});

function shapes(bytes: Uint8Array) {
  return [...batchesOf(bytes)].map(
    ({ baseOffset, lastOffset, sizeInBytes, attributes, partitionLeaderEpoch }) => ({
      baseOffset,
      lastOffset,
      sizeInBytes,
      attributes,
      partitionLeaderEpoch,
    }),
  );
}
