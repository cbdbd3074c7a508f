/**
 * Every byte belongs to exactly one field, whatever the bytes are.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { requestHeaderVersion } from '#protocol/api-keys.ts';
import type { Message } from '#protocol/message.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import {
  type ByteNode,
  leavesOf,
  pathToByte,
  troublesOf,
} from '../../../course/bytes/byte-node.ts';
import { describeLayout } from '../../../course/bytes/describe-layout.ts';
import type { Layout } from '../../../course/bytes/layout.ts';
import { forEachVersion } from '../../protocol/declared.ts';
import { randomMessage, seeded } from '../../protocol/random-message.ts';

const golden = new URL('../../golden/', import.meta.url);

function tree(layout: Layout, bytes: Uint8Array): ByteNode {
  const root = describeLayout(layout, bytes, { codecs: nodeCodecs });
  if (root === undefined) throw new Error(`nobody knows the layout ${layout}`);
  return root;
}

/** What is wrong with the claim that the leaves are all bytes, one behind the other. */
function gaps(root: ByteNode, bytes: Uint8Array): string[] {
  const found: string[] = [];
  let end = 0;
  for (const { node, path } of leavesOf(root)) {
    if (node.at !== end) found.push(`${path} begins at ${node.at}, not at ${end}`);
    end = node.end;
  }
  if (end !== bytes.length) found.push(`the last leaf ends at ${end} of ${bytes.length}`);
  return found;
}

function troubles(root: ByteNode): string[] {
  return [...troublesOf(root)].map(({ name, trouble }) => `${name}: ${trouble}`);
}

function file(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, golden)));
}

function wire(name: string): Uint8Array {
  const text = readFileSync(new URL(`wire/${name}`, golden), 'utf8');
  return Uint8Array.fromHex(text.replaceAll(/\s/g, ''));
}

const NAME = /^\d+-(\w+)-v(\d+)-\d+\.(request|response)\.hex$/;
const known = (layout: Layout) => describeLayout(layout, new Uint8Array()) !== undefined;

const frames = readdirSync(new URL('wire/', golden)).flatMap((name) => {
  const [, api, version, kind] = NAME.exec(name) ?? [];
  if (api === undefined || kind === undefined) return [];
  const message = `${api}${kind === 'request' ? 'Request' : 'Response'}`;
  const layout: Layout = `${kind as 'request'}:${message}:${Number(version)}`;
  return known(layout) ? [{ name, layout }] : [];
});

const KINDS: readonly (readonly [string, Layout])[] = [
  ['.log', 'record-batch'],
  ['.index', 'offset-index'],
  ['.timeindex', 'time-index'],
  ['.txnindex', 'transaction-index'],
];

const files = readdirSync(new URL('kafka-4.3.1/logs/', golden), { recursive: true })
  .map(String)
  .flatMap((name) => {
    const layout = KINDS.find(([end]) => name.endsWith(end))?.[1] ?? snapshotOf(name);
    return layout === undefined ? [] : [{ name: `kafka-4.3.1/logs/${name}`, layout }];
  });

/** The metadata log's checkpoints have the same name, but hold batches. */
function snapshotOf(name: string): Layout | undefined {
  return name.endsWith('.snapshot') ? 'producer-snapshot' : undefined;
}

describe('what Kafka wrote', () => {
  test.each(frames)('$name has a field for each byte, and nothing is wrong with it', (one) => {
    const bytes = wire(one.name);
    const root = tree(one.layout, bytes);
    expect(gaps(root, bytes)).toEqual([]);
    expect(troubles(root)).toEqual([]);
  });

  test.each(frames.filter(({ layout }) => layout.startsWith('request')))(
    '$name says itself which request it is',
    ({ name, layout }) => {
      const bytes = wire(name);
      const leaves = (of: Layout) => [...leavesOf(tree(of, bytes))].map(({ path }) => path);
      expect(leaves('request')).toEqual(leaves(layout));
    },
  );

  test.each(files)('$name has a field for each byte, and nothing is wrong with it', (one) => {
    const bytes = file(one.name);
    const root = tree(one.layout, bytes);
    expect(gaps(root, bytes)).toEqual([]);
    expect(troubles(root)).toEqual([]);
  });
});

describe('every declared message in every version', () => {
  test('has a field for each byte of what the codec writes', () => {
    const chance = seeded(1);
    forEachVersion((message, version) => {
      const layout: Layout = `message:${message.name}:${version}`;
      if (!known(layout)) return;
      const bytes = message.encode(version, plainRecords(message, version) as never);
      const root = tree(layout, bytes);
      expect([layout, gaps(root, bytes), troubles(root)]).toEqual([layout, [], []]);
    });

    function plainRecords(message: Message, version: number): unknown {
      return withoutRecords(randomMessage(message, version, chance));
    }
  });

  test('has leaves that read in other bytes what they read in their own', () => {
    const chance = seeded(2);
    forEachVersion((message, version) => {
      const layout: Layout = `message:${message.name}:${version}`;
      if (!known(layout)) return;
      const bytes = message.encode(
        version,
        withoutRecords(randomMessage(message, version, chance)) as never,
      );
      for (const { node } of leavesOf(tree(layout, bytes))) {
        expect(node.readIn?.(Uint8Array.from(bytes))).toEqual(node.value);
      }
    });
  });
});

/** Random bytes are no batches: a message's records are left empty. */
function withoutRecords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRecords);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === 'records' ? new Uint8Array() : withoutRecords(one),
    ]),
  );
}

const text = (value: string) => new TextEncoder().encode(value);

function batch(codec: 'none' | 'gzip' | 'lz4' = 'none'): Uint8Array {
  const headers = [{ key: 'h', value: text('1') }];
  const records = [
    { key: text('a'), value: text('apple'), timestamp: 1_767_225_600_000, headers },
    { key: null, value: null, timestamp: 1_767_225_600_300 },
  ];
  return encodeBatch({ records, codec, codecs: nodeCodecs });
}

function names(root: ByteNode, at: number): string[] {
  return pathToByte(root, at).map(({ name }) => name);
}

describe('a batch', () => {
  test('is a header and records, down to each varint', () => {
    const bytes = batch();
    const root = tree('record-batch', bytes);
    expect(names(root, 17)).toEqual(['record-batch', 'batch[0]', 'crc']);
    expect(names(root, 61)).toEqual(['record-batch', 'batch[0]', 'records', '[0]', 'length']);
    const crc = pathToByte(root, 20).at(-1);
    expect([crc?.at, crc?.end, crc?.meaning, crc?.trouble]).toEqual([17, 21, 'right', undefined]);
    const paths = [...leavesOf(root)].map(({ path }) => path.replace('batch[0].records', 'r'));
    expect(paths.slice(13)).toEqual([
      ...['r[0].length', 'r[0].attributes', 'r[0].timestampDelta', 'r[0].offsetDelta'],
      ...['r[0].keyLength', 'r[0].key', 'r[0].valueLength', 'r[0].value', 'r[0].headerCount'],
      ...['r[0].headers[0].keyLength', 'r[0].headers[0].key'],
      ...['r[0].headers[0].valueLength', 'r[0].headers[0].value'],
      ...['r[1].length', 'r[1].attributes', 'r[1].timestampDelta', 'r[1].offsetDelta'],
      ...['r[1].keyLength', 'r[1].valueLength', 'r[1].headerCount'],
    ]);
  });

  test('that was changed has another CRC than it says, and both are told', () => {
    const bytes = batch();
    bytes[72] = (bytes[72] as number) ^ 1;
    const [crc] = troublesOf(tree('record-batch', bytes));
    expect(crc?.name).toBe('crc');
    expect(crc?.trouble).toMatch(
      /^The CRC says 0x[0-9a-f]{8}; the bytes it covers have 0x[0-9a-f]{8}\.$/,
    );
  });

  test('that is torn says how much is missing, and shows what is there', () => {
    const bytes = batch().subarray(0, 80);
    const root = tree('record-batch', bytes);
    expect(gaps(root, bytes)).toEqual([]);
    expect(troubles(root)[0]).toMatch(
      /^batchLength: The batch claims \d+ bytes, but 80 are left: its end is missing\.$/,
    );
    expect(names(root, 70).at(-1)).toBe('value');
  });

  test('with a broken record goes on with the next one, and with the next batch', () => {
    const one = batch();
    const bytes = Uint8Array.from([...one, ...one]);
    bytes[65] = 0x7f; // The length of the first record's key: -64.
    const root = tree('record-batch', bytes);
    expect(gaps(root, bytes)).toEqual([]);
    expect(troubles(root).slice(1)).toEqual([
      "not decoded: Decoding ends at byte 66: a key can't have -64 bytes.",
    ]);
    expect([...leavesOf(root)].map(({ path }) => path)).toContain('batch[1].records[1].length');
  });

  test('that is compressed has its records inside', () => {
    const root = tree('record-batch', batch('lz4'));
    const packed = pathToByte(root, 61).at(-1);
    expect(packed?.kind).toBe('lz4 data');
    const inside = packed?.inside?.();
    expect([...leavesOf(inside?.root as ByteNode)].map(({ path }) => path)).toContain(
      'records[1].offsetDelta',
    );
  });

  test('whose compressed bytes are broken says so', () => {
    const bytes = batch('gzip');
    bytes[61] = 0;
    expect(troubles(tree('record-batch', bytes)).join()).toMatch(/can't be decompressed/);
  });
});

describe('a request', () => {
  const produce = wire('00-Produce-v7-1.request.hex');

  test('holds its batches, and their records', () => {
    const root = tree('request', produce);
    const paths = [...leavesOf(root)].map(({ path }) => path);
    expect(paths).toContain('header.correlationId');
    expect(paths.some((path) => path.endsWith('.records.batch[0].crc'))).toBe(true);
    expect(paths.some((path) => path.endsWith('.records.batch[0].records[0].keyLength'))).toBe(
      true,
    );
  });

  test('of an unknown API ends behind its header', () => {
    const bytes = Uint8Array.from(produce);
    bytes[0] = 0x70;
    expect(troubles(tree('request', bytes))).toContain(
      'header: Kafka has no API with the key 28672.',
    );
  });

  test('in a version that is not declared says which are', () => {
    const bytes = Uint8Array.from(produce);
    bytes[3] = 99;
    expect(troubles(tree('request', bytes))).toContain(
      'header: ProduceRequest has versions 3 to 13 here, and no version 99.',
    );
  });

  test('with a length that leads too far says where decoding ends, and in which field', () => {
    const bytes = Uint8Array.from(wire('18-ApiVersions-v4-1.request.hex'));
    const root = tree('request', bytes);
    const name = [...leavesOf(root)].find(({ path }) => path === 'body.clientSoftwareName.length');
    bytes[name?.node.at ?? 0] = 0x7f;
    const broken = tree('request', bytes);
    expect(gaps(broken, bytes)).toEqual([]);
    expect(troubles(broken)).toEqual([
      expect.stringMatching(
        /^not decoded: Decoding ends at byte \d+ in body\.clientSoftwareName: 126 bytes wanted, \d+ left\.$/,
      ),
    ]);
  });

  test('comes in frames, of which the last may be cut', () => {
    const sized = (bytes: Uint8Array) => [0, 0, 0, bytes.length, ...bytes];
    const one = wire('18-ApiVersions-v4-1.request.hex');
    const bytes = Uint8Array.from([...sized(one), ...sized(one)]).subarray(0, one.length + 20);
    const root = tree('request-frames', bytes);
    expect(gaps(root, bytes)).toEqual([]);
    expect(root.parts.map(({ name }) => name)).toEqual(['frame[0]', 'frame[1]']);
    expect(troubles(root)[0]).toMatch(/^size: The frame claims \d+ bytes, \d+ are left/);
  });
});

describe('bytes that are anything', () => {
  const layouts: Layout[] = [
    ...['record-batch', 'records', 'offset-index', 'time-index', 'transaction-index'],
    ...['producer-snapshot', 'request', 'request-frames', 'request-header'],
    ...['response:FetchResponse:18', 'response-frames:ProduceResponse:9'],
    ...['message:MetadataResponse:12', 'numbered:OffsetCommitValue:3'],
  ] as Layout[];

  test('belong to exactly one leaf each, in every layout', () => {
    const layout = fc.constantFrom(...layouts);
    fc.assert(
      fc.property(layout, fc.uint8Array({ maxLength: 200 }), (one, bytes) => {
        expect(gaps(tree(one, bytes), bytes)).toEqual([]);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  test('belong to exactly one leaf each when a real frame was damaged', () => {
    const frame = fc.constantFrom(...frames);
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(frame, damage, fc.nat(), ({ name, layout }, changes, cut) => {
        const whole = wire(name);
        const bytes = whole.slice(0, whole.length - (cut % 3) * (cut % 20));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        expect(gaps(tree(layout, bytes), bytes)).toEqual([]);
      }),
      { numRuns: 1_000, seed: 1 },
    );
  });

  test('in a layout that nobody knows are no tree', () => {
    expect(describeLayout('message:Nothing:1', new Uint8Array(4))).toBeUndefined();
    expect(describeLayout('request:ProduceRequest:99', new Uint8Array(4))).toBeUndefined();
    expect(requestHeaderVersion(0, 99)).toBe(2);
  });
});
