/**
 * Task 0.6: messages compiled from their declarations.
 *
 * Declarations, and the Reader and Writer that the compiled functions are given, are the reference's.
 */

import { primitiveCodec } from 'reference:protocol/codec-primitive.ts';
import type { Fields } from 'reference:protocol/field.ts';
import type { ApiMessage, Message } from 'reference:protocol/message.ts';
import { allRequests, allResponses } from 'reference:protocol/messages/all.ts';
import { Reader } from 'reference:protocol/reader.ts';
import { readRequestHeader } from 'reference:protocol/request-header.ts';
import { readResponseHeader } from 'reference:protocol/response-header.ts';
import {
  array,
  bool,
  bytes,
  data,
  int8,
  int16,
  int32,
  int64,
  string,
  struct,
} from 'reference:protocol/schema.ts';
import { Writer } from 'reference:protocol/writer.ts';
import { compileMessage } from '#protocol/codec.ts';
import { arrayCodec } from '#protocol/codec-array.ts';
import { Reader as OwnReader } from '#protocol/reader.ts';
import { Writer as OwnWriter } from '#protocol/writer.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import {
  expectBytes,
  expectEqual,
  expectError,
  expectTrue,
  hexBytes,
} from '../../course/grading/expect.ts';
import { goldenFrame, goldenNames } from './golden-frames.ts';

type Declared = Pick<Message, 'fields' | 'versions' | 'isFlexible'>;

/** What the first behaviours need, in both forms. */
const ORDER = declared('0-2', '2+', {
  id: int32('0+', 'A number.'),
  urgent: bool('0+', 'A bool.'),
  lines: array(
    '0+',
    {
      item: string('0+', 'A name.'),
      counts: array('0+', int16, 'Numbers.'),
    },
    'Structs.',
  ),
  place: struct('0+', { x: int8('0+', 'X.'), y: int8('0+', 'Y.') }, 'A struct.'),
});

const AN_ORDER = {
  id: 7,
  urgent: true,
  lines: [
    { item: 'ab', counts: [1, 2] },
    { item: '', counts: [] },
  ],
  place: { x: 1, y: -1 },
};

behaviour('message-plain', () => {
  const expected =
    '00 00 00 07 01 00 00 00 02 00 02 61 62 00 00 00 02 00 01 00 02 00 00 00 00 00 00 01 ff';
  expectBytes(encode(ORDER, 0, AN_ORDER), hexBytes(expected), 'an order in version 0');
  expectEqual(decode(ORDER, 0, `${expected} 99`), AN_ORDER, 'the order in these bytes');
  const element = primitiveCodec('int16', false, false);
  for (const [flexible, two, none] of [
    [false, '00 00 00 02 00 05 ff ff', '00 00 00 00'],
    [true, '03 00 05 ff ff', '01'],
  ] as const) {
    const codec = arrayCodec(element, flexible, false);
    for (const [value, bytes] of [
      [[5, -1], two],
      [[], none],
    ] as const) {
      const writer = new Writer();
      codec.write(writer, value);
      expectBytes(writer.bytes(), hexBytes(bytes), `an array of ${value.length} int16`);
      expectEqual(codec.read(new Reader(hexBytes(bytes))), value, `the array in '${bytes}'`);
    }
    for (const value of [null, undefined, 7, 'ab', { length: 1 }]) {
      expectError(() => codec.write(new Writer(), value), 'EncodeError', `${value} as an array`);
    }
    expectEqual(codec.minSize, flexible ? 1 : 4, 'the least size of an array');
  }
  expectError(() => encode(ORDER, 0, null), 'EncodeError', 'null as a message');
  expectError(() => encode(ORDER, 0, { ...AN_ORDER, place: 7 }), 'EncodeError', '7 as a struct');
});

const GROWN = declared('0-5', 'none', {
  old: int16('0-2', { default: 9 }, 'Gone since 3.'),
  id: int32('0+', 'Always there.'),
  rack: string('2+', { nullable: '2+', default: null, ignorable: true }, 'New in 2.'),
  nodes: array('1-3', { port: int16('2+', { default: -1 }, 'A port.') }, 'For a while.'),
  epoch: int64('4', { default: -1 }, 'Only in 4.'),
});

behaviour('message-versions', () => {
  const full = { old: 1, id: 2, rack: 'r', nodes: [{ port: 80 }], epoch: 5 };
  const rows: readonly [version: number, bytes: string, read: object][] = [
    [0, '00 01 00 00 00 02', { ...full, rack: null, nodes: [], epoch: -1 }],
    [1, '00 01 00 00 00 02 00 00 00 00', { ...full, rack: null, nodes: [], epoch: -1 }],
    [2, '00 01 00 00 00 02 00 01 72 00 00 00 01 00 50', { ...full, epoch: -1 }],
    [3, '00 00 00 02 00 01 72 00 00 00 01 00 50', { ...full, old: 9, epoch: -1 }],
    [4, '00 00 00 02 00 01 72 00 00 00 00 00 00 00 05', { ...full, old: 9, nodes: [] }],
    [5, '00 00 00 02 00 01 72', { ...full, old: 9, nodes: [], epoch: -1 }],
  ];
  for (const [version, expected, read] of rows) {
    const decoded = decode(GROWN, version, expected) as object;
    expectEqual(decoded, read, `the message in version ${version}`);
    const names = ['old', 'id', 'rack', 'nodes', 'epoch'];
    expectEqual(Object.keys(decoded), names, `the names of its fields in version ${version}`);
    const written = encode(GROWN, version, decoded);
    expectBytes(written, hexBytes(expected), `the same written in version ${version}`);
  }
  const codec = compile(GROWN, 5);
  const read = () => codec.read(new Reader(hexBytes('00 00 00 02 ff ff'))) as { nodes: unknown[] };
  read().nodes.push('something');
  const second = read();
  expectEqual(second.nodes, [], 'the default of an array, after another one was changed');
});

behaviour('message-flexible', () => {
  const expected = '00 00 00 07 01 03 03 61 62 03 00 01 00 02 00 01 01 00 01 ff 00 00'
    .split(' ')
    .join(' ');
  expectBytes(encode(ORDER, 2, AN_ORDER), hexBytes(expected), 'an order in a flexible version');
  expectEqual(decode(ORDER, 2, `${expected} 99`), AN_ORDER, 'the order in these bytes');
  const plainName = declared('0-1', '1+', {
    name: string('0+', { flexible: 'none' }, 'Never compact.'),
    key: bytes('0+', 'Bytes.'),
  });
  const value = { name: 'ab', key: hexBytes('0c') };
  const classic = '00 02 61 62 00 00 00 01 0c';
  expectBytes(encode(plainName, 0, value), hexBytes(classic), 'a string that is never compact, v0');
  const compact = '00 02 61 62 02 0c 00';
  expectBytes(encode(plainName, 1, value), hexBytes(compact), 'a string that is never compact, v1');
  expectEqual(decode(plainName, 1, compact), value, 'the same read in version 1');
  const unknown = '00 00 00 07 01 02 03 61 62 01 01 09 02 be ef 01 ff 01 05 00 02 06 00 07 01 aa';
  const read = decode(ORDER, 2, `${unknown} 99`);
  const one = { ...AN_ORDER, lines: [{ item: 'ab', counts: [] }] };
  expectEqual(read, one, 'an order with unknown tags in each of its structs');
});

const TAGGED = declared('0-3', '1+', {
  id: int8('0+', 'A number.'),
  leader: struct(
    '1+',
    { node: int32('1+', { default: -1 }, 'A node.'), epoch: int32('1+', 'An epoch.') },
    { tag: 1, tagged: '2+', ignorable: true },
    'In its place in version 1, tagged from 2 on.',
  ),
  names: array('2+', string, { tag: 2, tagged: '2+', ignorable: true }, 'Tagged.'),
  offset: int64('2+', { default: -1, tag: 0, tagged: '2+', ignorable: true }, 'Tagged.'),
  last: int8('0+', 'Behind them all.'),
});

behaviour('message-tagged', () => {
  const leader = { node: 5, epoch: 6 };
  const all = { id: 1, last: 2, offset: 3, names: ['a'], leader };
  const struct9 = '00 00 00 05 00 00 00 06 00';
  const inPlace = `01 ${struct9} 02 00`;
  expectBytes(
    encode(TAGGED, 1, all),
    hexBytes(inPlace),
    'a struct that is not tagged in version 1',
  );
  const section = `03 00 08 00 00 00 00 00 00 00 03 01 09 ${struct9} 02 03 02 02 61`;
  expectBytes(encode(TAGGED, 2, all), hexBytes(`01 02 ${section}`), 'three tagged fields');
  expectEqual(decode(TAGGED, 2, `01 02 ${section}`), all, 'three tagged fields read');
  const least = { id: 1, last: 2 };
  expectBytes(encode(TAGGED, 2, least), hexBytes('01 02 00'), 'tagged fields that are left out');
  const defaults = { offset: -1, names: [], leader: { node: -1, epoch: 0 } };
  const atDefault = encode(TAGGED, 2, { ...least, ...defaults });
  expectBytes(atDefault, hexBytes('01 02 00'), 'tagged fields at their defaults');
  expectEqual(decode(TAGGED, 2, '01 02 00'), { ...least, ...defaults }, 'an empty section');
  const keys = Object.keys(decode(TAGGED, 2, `01 02 ${section}`) as object);
  expectEqual(keys, Object.keys(TAGGED.fields), 'the names of the fields, in declared order');
  const early = decode(TAGGED, 1, `01 ${struct9} 02 01 00 08 00 00 00 00 00 00 00 03`);
  expectEqual(
    (early as typeof all).offset,
    -1,
    'a tag that only later versions know, in version 1',
  );
});

const NULLABLE = declared('0-3', '3+', {
  name: string('0+', { nullable: '1+' }, 'A name.'),
  key: bytes('0+', { nullable: '1+' }, 'Bytes.'),
  ids: array('0+', int8, { nullable: '2+' }, 'Numbers.'),
  cursor: struct(
    '2+',
    { at: int16('2+', 'A place.') },
    { nullable: '2+', default: null },
    'A struct.',
  ),
});

behaviour('message-nullable', () => {
  const nothing = { name: null, key: null, ids: null, cursor: null };
  const something = { name: 'a', key: hexBytes('0b'), ids: [3], cursor: { at: 4 } };
  const rows: readonly [version: number, value: object, bytes: string][] = [
    [1, { ...nothing, ids: [] }, 'ff ff ff ff ff ff 00 00 00 00'],
    [2, nothing, 'ff ff ff ff ff ff ff ff ff ff ff'],
    [2, something, '00 01 61 00 00 00 01 0b 00 00 00 01 03 01 00 04'],
    [3, nothing, '00 00 00 ff 00'],
    [3, something, '02 61 02 0b 02 03 01 00 04 00 00'],
  ];
  for (const [version, value, expected] of rows) {
    const written = encode(NULLABLE, version, value);
    expectBytes(written, hexBytes(expected), `the message in version ${version}`);
    expectEqual(decode(NULLABLE, version, expected), value, `the message in '${expected}'`);
  }
  const present = decode(NULLABLE, 2, 'ff ff ff ff ff ff ff ff ff ff 00 00 04') as object;
  expectEqual(present, { ...nothing, cursor: { at: 4 } }, 'a struct behind the byte 00');
  const least = { name: '', key: hexBytes(''), ids: [] };
  for (const [version, name] of [
    [0, 'name'],
    [0, 'key'],
    [1, 'ids'],
  ] as const) {
    const run = () => encode(NULLABLE, version, { ...least, [name]: null });
    expectError(run, 'EncodeError', `null as ${name} in version ${version}`);
  }
  for (const [version, frame] of [
    [0, 'ff ff 00 00 00 00 00 00 00 00'],
    [0, '00 00 ff ff ff ff 00 00 00 00'],
    [1, '00 00 00 00 00 00 ff ff ff ff'],
  ] as const) {
    const what = `a null in '${frame}', version ${version}`;
    expectError(() => decode(NULLABLE, version, frame), 'DecodeError', what);
  }
});

const OPTIONAL = declared('1-6', '5+', {
  id: int32('0+', 'As old as the message.'),
  level: int8('1+', { default: 3 }, 'Has a default.'),
  zero: int8('1+', { default: 0 }, 'Has a default, too.'),
  note: string('1+', { nullable: '3+' }, 'May be null in some versions.'),
  host: string('3+', 'Newer than the message.'),
  port: int16('1-4', 'Gone since 5.'),
  parts: array(
    '3+',
    {
      index: int8('0+', 'Older than its array.'),
      size: int8('3+', 'As old as its array.'),
      leader: int8('4+', 'Newer than its array.'),
    },
    'Structs.',
  ),
  epoch: int8('5+', { tag: 0, tagged: '5+' }, 'Tagged.'),
});

behaviour('message-left-out', () => {
  const rows: readonly [version: number, value: object, bytes: string][] = [
    [1, { id: 1 }, '00 00 00 01 03 00 00 00 00 00'],
    [
      4,
      { id: 1, parts: [{ index: 2, size: 3 }] },
      '00 00 00 01 03 00 00 00 00 00 00 00 00 00 00 01 02 03 00',
    ],
    [5, { id: 1 }, '00 00 00 01 03 00 01 01 01 00'],
    [5, { id: 1, level: undefined, host: undefined }, '00 00 00 01 03 00 01 01 01 00'],
  ];
  for (const [version, value, expected] of rows) {
    const written = encode(OPTIONAL, version, value);
    expectBytes(written, hexBytes(expected), `the message in version ${version}`);
  }
  for (const version of [1, 4, 5]) {
    expectError(() => encode(OPTIONAL, version, {}), 'EncodeError', `no id in version ${version}`);
  }
  for (const part of [{ size: 3 }, { index: 2 }]) {
    const run = () => encode(OPTIONAL, 4, { id: 1, parts: [part] });
    const what = `an element that is ${JSON.stringify(part)} and lacks what is as old as the array`;
    expectError(run, 'EncodeError', what);
  }
});

const LOSSY = declared('0-1', 'none', {
  id: int8('0+', 'A number.'),
  rack: string('1+', { nullable: '1+', default: null, ignorable: true }, 'Ignorable.'),
  level: int8('1+', { default: 7 }, 'Not ignorable.'),
  names: array('1+', string, 'Not ignorable.'),
  place: struct('1+', { x: int8('1+', { default: 2 }, 'X.') }, 'Not ignorable.'),
});

behaviour('message-lost-values', () => {
  const kept = [
    { rack: 'r' },
    { level: 7 },
    { names: [] },
    { place: { x: 2 } },
    { place: {} },
    { rack: null, level: undefined, names: undefined, place: undefined },
  ];
  for (const value of kept) {
    const written = encode(LOSSY, 0, { id: 1, ...value });
    expectBytes(written, hexBytes('01'), `${JSON.stringify(value)} in version 0, which drops it`);
  }
  for (const value of [{ level: 8 }, { level: 0 }, { names: ['a'] }, { place: { x: 0 } }]) {
    const run = () => encode(LOSSY, 0, { id: 1, ...value });
    const what = `${JSON.stringify(value)} in version 0, which has no place for it`;
    expectError(run, 'EncodeError', what);
  }
});

behaviour('message-hostile-counts', () => {
  const wide = declared('0-2', '2+', {
    rows: array(
      '0+',
      {
        id: int64('0+', 'Eight bytes.'),
        name: string('1+', { ignorable: true }, 'Two more from 1 on; one in a flexible version.'),
        late: int64('2+', { tag: 0, tagged: '2+', ignorable: true }, 'Adds nothing.'),
      },
      { nullable: '0+' },
      'Structs.',
    ),
  });
  const codecs = [0, 1, 2].map((version) => compile(wide, version));
  expectEqual(
    codecs.map(({ minSize }) => minSize),
    [4, 4, 2],
    'the least size of the message',
  );
  const reads: number[] = [];
  class CountingReader extends Reader {
    override int64(): number {
      reads.push(this.position);
      return super.int64();
    }
  }
  for (const [version, count, elements] of [
    [0, '7f ff ff ff', 100],
    [0, '00 00 00 02', 15],
    [1, '00 00 00 02', 19],
    [2, '03', 19],
    [2, 'ff ff ff ff 0f', 100],
  ] as const) {
    const frame = hexBytes(`${count} ${'00 '.repeat(elements)}`);
    const run = () => codecs[version]?.read(new CountingReader(frame));
    const what = `the count ${count} before ${elements} bytes, in version ${version}`;
    expectError(run, 'DecodeError', what);
    expectEqual(reads, [], `the elements read before it was refused: ${what}`);
  }
  const fits = [0, 1].map((version) => {
    const size = version === 0 ? 16 : 20;
    const read = decode(wide, version, `00 00 00 02 ${'00 '.repeat(size)}`);
    return (read as { rows: unknown[] }).rows.length;
  });
  expectEqual(fits, [2, 2], 'the number of elements where they just fit');
});

behaviour('message-error-paths', () => {
  const topics = [
    { item: 'a', counts: [1] },
    { item: 'b', counts: [2, 3] },
  ];
  const whole = encodeOwn({ ...AN_ORDER, lines: topics });
  for (const [cut, path] of [
    [3, 'lines[1].counts'],
    [1, 'place.y'],
    [whole.length - 2, 'id'],
  ] as const) {
    const run = () => compile(ORDER, 0).read(new OwnReader(whole.subarray(0, whole.length - cut)));
    const error = expectError(run, 'DecodeError', `an order that lacks its last ${cut} bytes`);
    expectEqual((error as Error & { path?: string }).path, path, "the error's path");
  }
  for (const [value, path] of [
    [{ ...AN_ORDER, lines: [{ item: 'a', counts: [1, 2, 70_000] }] }, 'lines[0].counts[2]'],
    [{ ...AN_ORDER, lines: [...topics, { item: 7, counts: [] }] }, 'lines[2].item'],
    [{ ...AN_ORDER, place: { x: 200, y: 0 } }, 'place.x'],
    [{ ...AN_ORDER, lines: null }, 'lines'],
  ] as const) {
    const error = expectError(() => encodeOwn(value), 'EncodeError', `a wrong value in ${path}`);
    expectEqual((error as Error & { path?: string }).path, path, "the error's path");
  }
});

behaviour('message-kafka-frames', () => {
  const messages = [...allRequests, ...allResponses] as unknown as readonly ApiMessage[];
  let seen = 0;
  for (const { name, apiKey, version, kind } of goldenNames()) {
    const message = messages.find((one) => one.apiKey === apiKey && one.kind === kind);
    if (message === undefined) continue;
    const frame = goldenFrame(name);
    const reader = new Reader(frame);
    if (kind === 'request') readRequestHeader(reader);
    else readResponseHeader(reader, message.headerVersion(version));
    const body = frame.subarray(reader.position);
    const codec = compile(message, version);
    const own = codec.read(reader);
    expectEqual(own, message.decode(version, body), `the body of ${name}`);
    expectEqual(reader.remaining(), 0, `the bytes left behind the body of ${name}`);
    const writer = new Writer();
    codec.write(writer, own);
    const layout = `message:${message.name}:${version}` as const;
    expectBytes(writer.bytes(), body, `the body of ${name}, written again`, layout);
    seen++;
  }
  expectTrue(seen > 60, 'more than 60 frames were compared', seen);
});

function declared<F extends Fields>(versions: string, flexible: string, fields: F): Declared {
  return data({ name: 'Sample', versions, flexible, fields }) as unknown as Declared;
}

function compile(message: Declared, version: number) {
  const flexible = message.isFlexible(version);
  return compileMessage(message.fields, version, { flexible, since: message.versions.min });
}

function encode(message: Declared, version: number, value: unknown): Uint8Array {
  const writer = new Writer();
  compile(message, version).write(writer, value);
  return writer.bytes();
}

function decode(message: Declared, version: number, text: string): unknown {
  return compile(message, version).read(new Reader(hexBytes(text)));
}

/** Errors get their path in the module graph that they come from, so all is of one here. */
function encodeOwn(value: unknown): Uint8Array {
  const writer = new OwnWriter();
  compile(ORDER, 0).write(writer, value);
  return writer.bytes();
}
