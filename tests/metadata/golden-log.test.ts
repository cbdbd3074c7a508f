/** What real Kafka wrote: its metadata log and snapshots replay, and go back into the same bytes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { imageRecords, imageValues } from '#metadata/image-records.ts';
import { MetadataLoader } from '#metadata/metadata-loader.ts';
import { decodeMetadataRecord, encodeMetadataRecord } from '#metadata/metadata-record.ts';
import {
  encodeControlBatch,
  kraftVersionRecord,
  leaderChange,
  readControlBatch,
  snapshotFooter,
  snapshotHeader,
  votersRecord,
} from '#metadata/quorum-control-records.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import { GOLDEN_LOGS, installGolden, newWorld, startController } from './metadata-world.ts';

const METADATA = join(GOLDEN_LOGS, '__cluster_metadata-0');
const LOG = '00000000000000000000.log';
const FIRST = '00000000000000000000-0000000000.checkpoint';
const SNAPSHOT = '00000000000000000072-0000000001.checkpoint';

const golden = (name: string) => new Uint8Array(readFileSync(join(METADATA, name)));

function valuesOf(bytes: Uint8Array): Uint8Array[] {
  return [...batchesOf(bytes)].flatMap((batch) =>
    batch.isControl
      ? []
      : [...recordsOf(bytes, batch, nodeCodecs)].flatMap(({ value }) => (value ? [value] : [])),
  );
}

function replay(bytes: Uint8Array, upTo = Number.POSITIVE_INFINITY) {
  const loader = new MetadataLoader();
  for (const batch of batchesOf(bytes)) {
    if (batch.isControl || batch.baseOffset >= upTo) continue;
    const values = [...recordsOf(bytes, batch, nodeCodecs)].map(({ value }) => value as Uint8Array);
    const { baseOffset, lastOffset, partitionLeaderEpoch: epoch, maxTimestamp } = batch;
    loader.replay({ baseOffset, lastOffset, epoch, timestampMs: maxTimestamp, values });
  }
  return loader.image;
}

describe("Kafka's metadata log", () => {
  for (const name of [LOG, SNAPSHOT]) {
    test(`${name}: each record is read, and written as the same bytes`, () => {
      const values = valuesOf(golden(name));
      expect(values.length).toBeGreaterThan(30);
      for (const value of values) {
        expect(encodeMetadataRecord(decodeMetadataRecord(value))).toEqual(value);
      }
    });
  }

  test('its control batches are written as the same bytes', () => {
    const bytes = golden(FIRST);
    const [header, footer] = [...batchesOf(bytes)];
    if (header === undefined || footer === undefined) throw new Error('two batches expected');
    const facts = readControlBatch(bytes, header, nodeCodecs);
    const first = encodeControlBatch(
      [
        snapshotHeader(facts.lastContainedTimestampMs ?? 0),
        kraftVersionRecord(facts.kraftVersion ?? 0),
        votersRecord(facts.voters ?? []),
      ],
      { baseOffset: 0, epoch: 0, timestampMs: header.maxTimestamp },
    );
    const last = encodeControlBatch([snapshotFooter()], {
      baseOffset: 3,
      epoch: 0,
      timestampMs: footer.maxTimestamp,
    });
    expect([...first, ...last]).toEqual([...bytes]);
  });

  test('its first batch, the election, is written as the same bytes', () => {
    const bytes = golden(LOG);
    const [election] = [...batchesOf(bytes)];
    if (election === undefined) throw new Error('a batch expected');
    const { voters = [] } = readControlBatch(bytes, election, nodeCodecs);
    const ours = encodeControlBatch(
      [leaderChange(1, [1]), kraftVersionRecord(1), votersRecord(voters)],
      { baseOffset: 0, epoch: 1, timestampMs: election.maxTimestamp },
    );
    expect([...ours]).toEqual([...bytes.subarray(0, election.sizeInBytes)]);
  });

  test('the log up to a snapshot and the snapshot replay to the same image', () => {
    const fromLog = replay(golden(LOG), 72);
    const snapshot = new MetadataLoader();
    const id = { endOffset: 72, epoch: 1 };
    snapshot.loadSnapshot({ id, timestampMs: 0, values: valuesOf(golden(SNAPSHOT)) });
    expect(sorted(snapshot.image)).toEqual(sorted(fromLog));
  });

  test('an image written as records replays to itself', () => {
    const image = replay(golden(LOG));
    const loader = new MetadataLoader();
    const id = { endOffset: image.offset + 1, epoch: image.epoch };
    loader.loadSnapshot({ id, timestampMs: image.timestampMs, values: imageValues(image) });
    expect(loader.image).toEqual(image);
  });

  test('a controller starts on the directory, and everything is there', async () => {
    const world = newWorld();
    const { env } = world.node('node-1');
    await world.complete(installGolden(env));
    const { controller, log } = await world.complete(startController(env));
    expect(log.leadership).toEqual({ epoch: 3, leaderId: 1 });
    const { topics, features } = controller.image;
    const expected = replay(golden(LOG));
    expect(new Set(topics.byName.keys())).toEqual(new Set(expected.topics.byName.keys()));
    expect(topics.byName.get('compacted')).toEqual(expected.topics.byName.get('compacted'));
    expect(topics.byName.size).toBeGreaterThan(5);
    expect(features.metadataVersion).toBe(30);
  });
});

/** What an image says, in an order that does not depend on where it came from. */
function sorted(image: ReturnType<typeof replay>): string[] {
  return imageRecords(image)
    .map(({ name, data }) => `${name} ${JSON.stringify(data, featuresByName)}`)
    .toSorted();
}

function featuresByName(key: string, value: unknown): unknown {
  if (key !== 'features' || !Array.isArray(value)) return value;
  return value.map((feature) => JSON.stringify(feature)).toSorted();
}
