/** The controller as a whole: over a log, with requests at the same time, across restarts. */
import { describe, expect, test } from 'vitest';
import { encodeMetadataRecord, type NewMetadataRecord } from '#metadata/metadata-record.ts';
import { QuorumOfOne } from '#metadata/quorum-of-one.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { readMetaProperties } from '#storage/meta-properties.ts';
import { ProducerIds } from '#transactions/producer-ids.ts';
import {
  createTopicsRequest,
  DATA,
  format,
  installGolden,
  newWorld,
  registration,
  startController,
  startFresh,
} from '../metadata/metadata-world.ts';

async function fresh() {
  const world = newWorld();
  const { env } = world.node('node-1');
  return { world, ...(await world.complete(startFresh(env))) };
}

describe('a new cluster', () => {
  test('has the features of its format, this controller, this broker in service', async () => {
    const { controller } = await fresh();
    const { features, cluster, configs } = controller.image;
    expect([...features.levels]).toEqual([
      ['metadata.version', 30],
      ['eligible.leader.replicas.version', 1],
      ['group.version', 1],
      ['share.version', 1],
      ['streams.version', 1],
      ['transaction.version', 2],
    ]);
    expect(configs.ofAllBrokers).toEqual(new Map([['min.insync.replicas', '1']]));
    expect([...cluster.controllers.keys()]).toEqual([1]);
    // Three control records, nine of the bootstrap, the controller's: then the broker's own.
    expect(cluster.brokers.get(1)).toMatchObject({ epoch: 13, fenced: false, rack: null });
  });
});

describe('requests at the same time', () => {
  test('see what each other appended before it is committed', async () => {
    const { world, controller } = await fresh();
    const twice = [1, 2].map(() => controller.createTopics(createTopicsRequest({ name: 't' })));
    expect(controller.image.topics.byName.size).toBe(0);
    const answers = await world.complete(Promise.all(twice));
    expect(answers.map(({ topics }) => topics[0]?.errorCode)).toEqual([
      ErrorCode.NONE,
      ErrorCode.TOPIC_ALREADY_EXISTS,
    ]);
    expect(controller.image.topics.byName.has('t')).toBe(true);
  });

  test('tell listeners before they are answered', async () => {
    const { world, controller } = await fresh();
    const told: string[] = [];
    controller.onImage((image, previous) => {
      told.push(`${previous.topics.byName.size} to ${image.topics.byName.size} topics`);
    });
    const request = createTopicsRequest({ name: 't' });
    await world.complete(controller.createTopics(request).then(() => told.push('answered')));
    expect(told).toEqual(['0 to 1 topics', 'answered']);
  });

  test('are not answered when the disk fails', async () => {
    const world = newWorld();
    const node = world.node('node-1');
    const { controller } = await world.complete(startFresh(node.env));
    node.volume.fault = (operation) => (operation === 'sync' ? 'io' : undefined);
    const creating = controller.createTopics(createTopicsRequest({ name: 't' }));
    await expect(world.complete(creating)).rejects.toThrow();
    expect(controller.image.topics.byName.size).toBe(0);
    const reading = controller.createTopics(createTopicsRequest({ name: 't' }));
    await expect(world.complete(reading)).rejects.toThrow();
  });
});

describe('a restart', () => {
  test('after an orderly stop leads cleanly in new epochs', async () => {
    const { world, env, controller } = await fresh();
    await world.complete(controller.createTopics(createTopicsRequest({ name: 't' })));
    const { epoch } = controller.image.cluster.brokers.get(1) ?? { epoch: -1 };
    await world.complete(controller.takeDown(1));
    await world.complete(controller.close());
    const next = await world.complete(startController(env));
    const again = registration(env, { previousBrokerEpoch: epoch });
    await world.complete(next.controller.bringUp(again));
    expect(next.controller.image.topics.partition('t', 0)).toMatchObject({
      leader: 1,
      leaderEpoch: 2,
      leaderRecoveryState: 0,
    });
  });

  test('on the directory of a real Kafka brings its partitions back', async () => {
    const world = newWorld();
    const { env } = world.node('node-1');
    await world.complete(installGolden(env));
    const { controller } = await world.complete(startController(env));
    const stopped = controller.image.topics.partition('plain', 0);
    expect(stopped).toMatchObject({ leader: -1, isr: [], elr: [1] });
    const previousBrokerEpoch = controller.image.cluster.brokers.get(1)?.epoch ?? -1;
    await world.complete(controller.bringUp(registration(env, { previousBrokerEpoch })));
    expect(controller.image.topics.partition('plain', 0)).toMatchObject({
      leader: 1,
      isr: [1],
      leaderEpoch: (stopped?.leaderEpoch ?? 0) + 1,
      leaderRecoveryState: 0,
    });
  });

  test('aborts the transaction that the last life did not end, and begins the log anew', async () => {
    const world = newWorld();
    const { env } = world.node('node-1');
    await world.complete(format(env));
    const directoryId = readMetaProperties(env, DATA)?.directoryId ?? '';
    const voter = { id: 1, directoryId, endpoints: [], kraftVersions: { min: 0, max: 1 } };
    const log = await world.complete(QuorumOfOne.open(env, { logDirectory: DATA, voter }));
    const half: NewMetadataRecord[] = [
      { name: 'BeginTransactionRecord', version: 0, data: { name: 'Bootstrap records' } },
      { name: 'FeatureLevelRecord', version: 0, data: { name: 'group.version', featureLevel: 1 } },
    ];
    await world.complete(log.append(1, half.map(encodeMetadataRecord)).committed);
    await world.complete(log.close());

    const { controller } = await world.complete(startController(env));
    expect(controller.image.features.metadataVersion).toBe(30);
    const restarted = await world.complete(controller.close().then(() => startController(env)));
    expect(restarted.controller.image.features).toEqual(controller.image.features);
  });

  test('refuses metadata of a version that this broker does not know', async () => {
    const { world, env, controller, log } = await fresh();
    const data = { name: 'metadata.version', featureLevel: 31 };
    const newer: NewMetadataRecord = { name: 'FeatureLevelRecord', version: 0, data };
    await world.complete(log.append(1, [encodeMetadataRecord(newer)]).committed);
    await world.complete(controller.close());
    await expect(world.complete(startController(env))).rejects.toThrow(
      'The metadata log is at metadata.version 31',
    );
  });
});

test('producer ids go up by one, over blocks and over restarts that lose the rest of one', async () => {
  const { world, env, controller } = await fresh();
  const idsOf = (running: typeof controller) =>
    new ProducerIds(async () => {
      const block = await running.allocateProducerIds(1, brokerEpochOf(running));
      if (!('firstId' in block)) throw new Error(block.errorMessage ?? 'refused');
      return block;
    });
  const ids = idsOf(controller);
  const given = await world.complete(Promise.all(Array.from({ length: 5 }, () => ids.next())));
  expect(given).toEqual([0, 1, 2, 3, 4]);
  const many = Promise.all(Array.from({ length: 996 }, () => ids.next()));
  expect((await world.complete(many)).at(-1)).toBe(1000);
  await world.complete(controller.close());
  const next = await world.complete(startController(env));
  await world.complete(next.controller.bringUp(registration(env)));
  expect(await world.complete(idsOf(next.controller).next())).toBe(2000);
});

function brokerEpochOf(controller: {
  image: { cluster: { brokers: ReadonlyMap<number, { epoch: number }> } };
}): number {
  return controller.image.cluster.brokers.get(1)?.epoch ?? -1;
}
