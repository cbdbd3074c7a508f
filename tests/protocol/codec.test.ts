import { describe, expect, test } from 'vitest';
import {
  array,
  bits64,
  bytes,
  data,
  type InputOf,
  int8,
  int16,
  int32,
  int64,
  type MessageOf,
  record,
  records,
  request,
  string,
  struct,
} from '#protocol/schema.ts';
import { DecodeError, EncodeError, UnsupportedVersion } from '#protocol/wire-error.ts';
import { Writer } from '#protocol/writer.ts';
import { fromHex, hex } from './hex.ts';

const Sample = request({
  name: 'SampleRequest',
  apiKey: 2,
  versions: '1-8',
  flexible: '6+',
  fields: {
    replicaId: int32('0+', 'Required.'),
    isolation: int8('2+', { ignorable: true }, 'Dropped by version 1.'),
    limit: int16('3-4', { default: 7 }, 'Refused where missing, unless it is 7.'),
    topics: array(
      '0+',
      {
        name: string('0+', { nullable: '3+' }, 'A name.'),
        partitions: array('0+', int32, 'Numbers.'),
      },
      'Topics.',
    ),
    note: string('5+', { nullable: '5+', default: null }, 'A note.'),
    cursor: struct(
      '4+',
      { at: int64('4+', 'Place.') },
      { nullable: '4+', default: null },
      'Struct.',
    ),
    epoch: int64('6+', { default: -1, tag: 0, tagged: '6+', ignorable: true }, 'Tagged.'),
    nodes: array(
      '7+',
      { id: int32('7+', 'Id.') },
      { tag: 2, tagged: '7+', ignorable: true },
      'Tagged.',
    ),
    leader: struct(
      '7+',
      { id: int32('7+', { default: -1 }, 'Id.') },
      { tag: 1, tagged: '7+' },
      'Tagged.',
    ),
  },
});
type Sample = MessageOf<typeof Sample>;

const least = { replicaId: 1, topics: [] } satisfies InputOf<typeof Sample>;

function encoded(version: number, input: InputOf<typeof Sample>): string {
  return hex(Sample.encode(version, input));
}

describe('what a version has', () => {
  test('a classic version: int16 and int32 lengths, no tagged section', () => {
    const topics = [{ name: 'ab', partitions: [5] }];
    const expected = '00000001 00000001 0002 6162 00000001 00000005'.replaceAll(' ', '');
    expect(encoded(1, { replicaId: 1, topics })).toBe(expected);
  });

  test('a flexible version: compact lengths, a tagged section at the end of every struct', () => {
    const topics = [{ name: 'ab', partitions: [5] }];
    const expected = '00000001 00 02 03 6162 02 00000005 00 00 ff 00'.replaceAll(' ', '');
    expect(encoded(6, { replicaId: 1, topics })).toBe(expected);
  });

  test('fields that a version lacks are read as their defaults, so all versions look alike', () => {
    const decoded: Sample[] = [1, 3, 6, 8].map((version) =>
      Sample.decode(version, Sample.encode(version, least)),
    );
    for (const message of decoded) {
      expect(message).toEqual({
        replicaId: 1,
        isolation: 0,
        limit: 7,
        topics: [],
        note: null,
        cursor: null,
        epoch: -1,
        nodes: [],
        leader: { id: -1 },
      });
      expect(Object.keys(message)).toEqual(Object.keys(Sample.fields));
    }
  });

  test('fields that may be left out count as their defaults', () => {
    const explicit = { ...least, limit: 7, note: null, cursor: null, epoch: -1, nodes: [] };
    for (const version of [1, 4, 5, 8]) {
      expect(encoded(version, explicit)).toBe(encoded(version, least));
    }
  });

  test('an ignorable field is dropped by a version without it', () => {
    expect(encoded(1, { ...least, isolation: 1, epoch: 9 })).toBe(encoded(1, least));
  });

  test('any other field that is set is an error in a version without it', () => {
    expect(() => encoded(5, { ...least, limit: 8 })).toThrow(EncodeError);
    expect(() => encoded(5, { ...least, limit: 8 })).toThrow('limit: version 5 has no such field');
    expect(() => encoded(1, { ...least, note: 'x' })).toThrow(/^note/);
    expect(() => encoded(6, { ...least, leader: { id: 3 } })).toThrow(/^leader/);
    expect(() => encoded(6, { ...least, leader: { id: -1 } })).not.toThrow();
  });

  test('a required field that is missing is an error', () => {
    expect(() => encoded(1, { topics: [] } as never)).toThrow(
      'replicaId: undefined is not an int32',
    );
    expect(() => encoded(1, { replicaId: 1 } as never)).toThrow(
      'topics: undefined is not an array',
    );
  });

  test('null is only for versions in which the field may be null', () => {
    const topics = [{ name: null, partitions: [] }];
    expect(Sample.decode(3, Sample.encode(3, { ...least, topics })).topics).toEqual(topics);
    expect(() => encoded(2, { ...least, topics })).toThrow('topics[0].name: null is not a string');
  });

  test('a nullable struct has a byte before it that says whether it is there', () => {
    expect(encoded(4, least).endsWith('ff')).toBe(true);
    expect(encoded(4, { ...least, cursor: { at: 5 } }).endsWith('010000000000000005')).toBe(true);
    const bytes = Sample.encode(8, { ...least, cursor: { at: 5 } });
    expect(Sample.decode(8, bytes).cursor).toEqual({ at: 5 });
  });

  test('versions that are not declared have no codec', () => {
    for (const version of [0, 9, -1, 1.5]) {
      expect(() => Sample.codec(version)).toThrow(UnsupportedVersion);
    }
    expect(Sample.codec(3)).toBe(Sample.codec(3));
  });
});

describe('tagged fields', () => {
  test('are written in the order of their tags, and only when they are not at their default', () => {
    const input = { ...least, nodes: [{ id: 1 }], leader: { id: 2 }, epoch: 3 };
    const section = '03 00 08 0000000000000003 01 05 00000002 00 02 06 02 00000001 00';
    expect(encoded(7, input).endsWith(section.replaceAll(' ', ''))).toBe(true);
    const decoded = Sample.decode(7, Sample.encode(7, input));
    expect(decoded).toMatchObject({ epoch: 3, leader: { id: 2 }, nodes: [{ id: 1 }] });
  });

  test('that are unknown are skipped, wherever they stand', () => {
    const known = '00 08 0000000000000003';
    const decoded = decodeSection(`04 ${known} 01 05 00000002 00 09 02 ffff b001 00`);
    expect(decoded).toMatchObject({ epoch: 3, leader: { id: 2 } });
  });

  test('that a later version brings are unknown to an earlier one', () => {
    const bytes = Sample.encode(7, { ...least, leader: { id: 2 } });
    expect(Sample.decode(6, bytes).leader).toEqual({ id: -1 });
  });

  test('of another length than they say are refused', () => {
    expect(() => decodeSection('01 00 09 0000000000000003 00')).toThrow('tagged field 0 is not 9');
    expect(() => decodeSection('01 00 04 0000000000000003')).toThrow(DecodeError);
    expect(() => decodeSection('01 09 05 0000')).toThrow(DecodeError);
  });

  function decodeSection(section: string): Sample {
    return Sample.decode(7, fromHex(`00000001 00 01 00 ff ${section}`));
  }
});

describe('bytes', () => {
  const Payload = data({
    name: 'Payload',
    versions: '0-1',
    flexible: '1+',
    fields: {
      topics: array('0+', { records: records('0+', { nullable: '0+' }, 'Batches.') }, 'Topics.'),
      key: bytes('0+', 'A key.'),
    },
  });

  test('are decoded as views of the frame', () => {
    const frame = Payload.encode(1, { topics: [{ records: fromHex('0102') }], key: fromHex('03') });
    const decoded = Payload.decode(1, frame);
    expect(decoded.topics[0]?.records?.buffer).toBe(frame.buffer);
    expect(decoded.key.buffer).toBe(frame.buffer);
  });

  test('are sent by reference, one piece or many', () => {
    const [first, second] = [new Uint8Array(1000), new Uint8Array(2000)];
    const writer = new Writer();
    const topics = [{ records: [first, second] }, { records: null }];
    Payload.codec(0).write(writer, { topics, key: new Uint8Array(0) });
    const chunks = writer.chunks();
    expect(chunks).toContain(first);
    expect(chunks).toContain(second);
    expect(Payload.decode(0, writer.bytes()).topics.map((topic) => topic.records?.length)).toEqual([
      3000,
      undefined,
    ]);
  });
});

describe('errors say where', () => {
  const topics = [
    { name: 'a', partitions: [1] },
    { name: 'b', partitions: [2] },
  ];

  test('in bytes: the field path and the position', () => {
    const bytes = Sample.encode(1, { replicaId: 1, topics });
    const cut = bytes.subarray(0, bytes.length - 2);
    expect(() => Sample.decode(1, cut)).toThrow(
      /^array count 1 can't fit into the 2 bytes left at byte 26 in topics\[1\]\.partitions$/,
    );
  });

  test('in values: the field path', () => {
    const wrong = { replicaId: 1, topics: [{ name: 'a', partitions: [1, 2 ** 31] }] };
    expect(() => Sample.encode(8, wrong)).toThrow(
      'topics[0].partitions[1]: 2147483648 is not an int32',
    );
  });
});

describe('bytes after the message', () => {
  test('are ignored after a request, as Kafka does', () => {
    expect(Sample.decode(1, fromHex('00000001 00000000 ffff')).replicaId).toBe(1);
  });

  test('are ignored after a record', () => {
    const Fence = record({
      name: 'Fence',
      apiKey: 7,
      versions: '0',
      flexible: '0+',
      fields: { id: int32('0+', 'A broker.') },
    });
    expect(Fence.decode(0, fromHex('00000001 00'))).toEqual({ id: 1 });
    expect(Fence.decode(0, fromHex('00000001 00 01'))).toEqual({ id: 1 });
  });
});

describe('64 bits that are no number', () => {
  const Digest = data({
    name: 'Digest',
    versions: '0',
    flexible: 'none',
    fields: { hash: bits64('0', 'A hash.') },
  });

  test.each([
    [0n, '0000000000000000'],
    [-1n, 'ffffffffffffffff'],
    [2n ** 63n - 1n, '7fffffffffffffff'],
    [-(2n ** 63n), '8000000000000000'],
    [0x0123456789abcdefn, '0123456789abcdef'],
    [-0x0123456789abcdefn, 'fedcba9876543211'],
  ])('%s is written as %s and read back exactly', (hash, expected) => {
    const written = Digest.encode(0, { hash });
    expect(hex(written)).toBe(expected);
    expect(Digest.decode(0, written)).toEqual({ hash });
  });

  test.each([2n ** 63n, -(2n ** 63n) - 1n, 1 as unknown as bigint])('%s is refused', (hash) => {
    expect(() => Digest.encode(0, { hash })).toThrow(EncodeError);
  });
});
