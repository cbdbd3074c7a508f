/**
 * Task 0.6: messages compiled from their declarations.
 *
 * Declarations, and the Reader and Writer that the compiled functions are given, are the reference's.
 */

import { primitiveCodec } from 'reference:protocol/codec-primitive.ts';
import type { ApiMessage } from 'reference:protocol/message.ts';
import { allRequests, allResponses } from 'reference:protocol/messages/all.ts';
import { Reader } from 'reference:protocol/reader.ts';
import { readRequestHeader } from 'reference:protocol/request-header.ts';
import { readResponseHeader } from 'reference:protocol/response-header.ts';
import {
  array,
  bool,
  bytes,
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
  withTrace,
} from '../../course/grading/expect.ts';
import { showValue } from '../../course/grading/show-value.ts';
import {
  compile,
  declared,
  decode,
  expectRead,
  expectUnreadable,
  expectUnwritable,
  expectWritten,
  shownWith,
} from './declared.ts';
import { goldenFrame, goldenNames } from './golden-frames.ts';

/** What the first behaviours need, in both forms. */
const ORDER = declared('Order', '0-2', '2+', {
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
  expectWritten(ORDER, 0, AN_ORDER, expected);
  expectRead(ORDER, 0, `${expected} 99`, AN_ORDER);
  const element = primitiveCodec('int16', false, false);
  for (const [flexible, two, none] of [
    [false, '00 00 00 02 00 05 ff ff', '00 00 00 00'],
    [true, '03 00 05 ff ff', '01'],
  ] as const) {
    const codec = arrayCodec(element, flexible, false);
    const which = `${flexible ? 'compact ' : ''}array of int16`;
    for (const [value, bytes] of [
      [[5, -1], two],
      [[], none],
    ] as const) {
      const writer = new Writer();
      codec.write(writer, value);
      expectBytes(writer.bytes(), hexBytes(bytes), `[${value}], written as a ${which}`);
      expectEqual(codec.read(new Reader(hexBytes(bytes))), value, `the ${which} in '${bytes}'`);
    }
    for (const value of [null, undefined, 7, 'ab', { length: 1 }]) {
      const what = `${JSON.stringify(value)}, written as a ${which}`;
      expectError(() => codec.write(new Writer(), value), 'EncodeError', what);
    }
    expectEqual(codec.minSize, flexible ? 1 : 4, `the least size of a ${which}`);
  }
  expectUnwritable(ORDER, 0, null, 'it is no object');
  expectUnwritable(ORDER, 0, { ...AN_ORDER, place: 7 }, 'the place is no object');
});

const GROWN = declared('Grown', '0-5', 'none', {
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
    const decoded = expectRead(GROWN, version, expected, read);
    const names = ['old', 'id', 'rack', 'nodes', 'epoch'];
    const what = `the names of the fields of Grown, read in version ${version} from '${expected}'`;
    expectEqual(Object.keys(decoded), names, what);
    expectWritten(GROWN, version, decoded, expected);
  }
  const codec = compile(GROWN, 5);
  const read = () => codec.read(new Reader(hexBytes('00 00 00 02 ff ff'))) as { nodes: unknown[] };
  read().nodes.push('something');
  const second = read();
  const what = 'the nodes of Grown read in version 5, after those of an earlier read were changed';
  expectEqual(second.nodes, [], what);
});

behaviour('message-flexible', () => {
  const expected = '00 00 00 07 01 03 03 61 62 03 00 01 00 02 00 01 01 00 01 ff 00 00';
  expectWritten(ORDER, 2, AN_ORDER, expected);
  expectRead(ORDER, 2, `${expected} 99`, AN_ORDER);
  const plainName = declared('Name', '0-1', '1+', {
    name: string('0+', { flexible: 'none' }, 'Never compact.'),
    key: bytes('0+', 'Bytes.'),
  });
  const value = { name: 'ab', key: hexBytes('0c') };
  expectWritten(plainName, 0, value, '00 02 61 62 00 00 00 01 0c');
  const compact = '00 02 61 62 02 0c 00';
  expectWritten(plainName, 1, value, compact);
  expectRead(plainName, 1, compact, value);
  const lateName = declared('Late', '0-2', '1+', {
    name: string('0+', { flexible: '2+' }, 'Compact later than its message.'),
  });
  expectWritten(lateName, 1, { name: 'ab' }, '00 02 61 62 00');
  expectWritten(lateName, 2, { name: 'ab' }, '03 61 62 00');
  expectRead(lateName, 2, '03 61 62 00', { name: 'ab' });
  const unknown = '00 00 00 07 01 02 03 61 62 01 01 09 02 be ef 01 ff 01 05 00 02 06 00 07 01 aa';
  const one = { ...AN_ORDER, lines: [{ item: 'ab', counts: [] }] };
  expectRead(ORDER, 2, `${unknown} 99`, one);
});

const TAGGED = declared('Tagged', '0-3', '1+', {
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
  expectWritten(TAGGED, 1, all, `01 ${struct9} 02 00`);
  const section = `03 00 08 00 00 00 00 00 00 00 03 01 09 ${struct9} 02 03 02 02 61`;
  expectWritten(TAGGED, 2, all, `01 02 ${section}`);
  const read = expectRead(TAGGED, 2, `01 02 ${section}`, all);
  const names = Object.keys(TAGGED.fields);
  expectEqual(Object.keys(read), names, 'the names of the fields of Tagged, in declared order');
  const least = { id: 1, last: 2 };
  const defaults = { offset: -1, names: [], leader: { node: -1, epoch: 0 } };
  expectWritten(TAGGED, 2, least, '01 02 00');
  expectWritten(TAGGED, 2, { ...least, ...defaults }, '01 02 00');
  expectRead(TAGGED, 2, '01 02 00', { ...least, ...defaults });
  const early = `01 ${struct9} 02 01 00 08 00 00 00 00 00 00 00 03`;
  expectRead(TAGGED, 1, early, { ...all, offset: -1, names: [] });
});

const NULLABLE = declared('Nullable', '0-3', '3+', {
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

const NULLABLE_TAGGED = declared('NullableTagged', '0', '0+', {
  cursor: struct(
    '0+',
    { at: int8('0+', 'A place.') },
    { nullable: '0+', tagged: '0+', tag: 0 },
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
    expectWritten(NULLABLE, version, value, expected);
    expectRead(NULLABLE, version, expected, value);
  }
  const present = { ...nothing, cursor: { at: 4 } };
  expectRead(NULLABLE, 2, 'ff ff ff ff ff ff ff ff ff ff 00 00 04', present);
  const least = { name: '', key: hexBytes(''), ids: [] };
  for (const [version, name] of [
    [0, 'name'],
    [0, 'key'],
    [1, 'ids'],
  ] as const) {
    const why = `${name} may not be null in this version`;
    expectUnwritable(NULLABLE, version, { ...least, [name]: null }, why);
  }
  for (const [version, frame] of [
    [0, 'ff ff 00 00 00 00 00 00 00 00'],
    [0, '00 00 ff ff ff ff 00 00 00 00'],
    [1, '00 00 00 00 00 00 ff ff ff ff'],
  ] as const) {
    expectUnreadable(NULLABLE, version, frame, 'a null that this version does not allow');
  }
  for (const [cursor, section] of [
    [null, '01 00 01 00'],
    [{ at: 4 }, '01 00 03 01 04 00'],
    [{ at: 0 }, '00'],
  ] as const) {
    expectWritten(NULLABLE_TAGGED, 0, { cursor }, section);
    expectRead(NULLABLE_TAGGED, 0, section, { cursor });
  }
  expectRead(NULLABLE_TAGGED, 0, '01 00 01 ff', { cursor: null });
});

const OPTIONAL = declared('Optional', '1-6', '5+', {
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
    expectWritten(OPTIONAL, version, value, expected);
  }
  for (const version of [1, 4, 5]) {
    expectUnwritable(OPTIONAL, version, {}, 'the id is left out, and is required');
  }
  for (const part of [{ size: 3 }, { index: 2 }]) {
    const why = 'a part lacks what is as old as the array';
    expectUnwritable(OPTIONAL, 4, { id: 1, parts: [part] }, why);
  }
  const box = declared('Box', '0', 'none', {
    place: struct('0+', { x: int8('0+', { default: 2 }, 'X.') }, 'A struct.'),
  });
  expectWritten(box, 0, { place: {} }, '02');
  expectUnwritable(box, 0, { place: 7 }, 'a number stands where a struct should');
});

const LOSSY = declared('Lossy', '0-1', 'none', {
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
    expectWritten(LOSSY, 0, { id: 1, ...value }, '01');
  }
  for (const value of [{ level: 8 }, { level: 0 }, { names: ['a'] }, { place: { x: 0 } }]) {
    expectUnwritable(LOSSY, 0, { id: 1, ...value }, 'the version has no place for a value');
  }
});

behaviour('message-hostile-counts', () => {
  const wide = declared('Wide', '0-2', '2+', {
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
    'the least sizes (minSize) of Wide in versions 0, 1 and 2',
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
    const what = `Wide read in version ${version} from a count of '${count}' and ${elements} bytes`;
    shownWith(wide, what, () => expectError(run, 'DecodeError', what));
    expectEqual(reads, [], `the elements read before it was refused: ${what}`);
  }
  for (const version of [0, 1]) {
    const size = version === 0 ? 16 : 20;
    const bytes = `00 00 00 02 ${'00 '.repeat(size).trim()}`;
    const what = `the number of rows of Wide, read in version ${version} from '${bytes}'`;
    shownWith(wide, what, () => {
      const { rows } = decode(wide, version, bytes) as { rows: unknown[] };
      expectEqual(rows.length, 2, what);
    });
  }
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
    const what = `Order read in version 0 from bytes that lack the last ${cut}`;
    const error = expectError(run, 'DecodeError', what);
    expectEqual(pathOf(error), path, `the path of the error: ${what}`);
  }
  for (const [value, path] of [
    [{ ...AN_ORDER, lines: [{ item: 'a', counts: [1, 2, 70_000] }] }, 'lines[0].counts[2]'],
    [{ ...AN_ORDER, lines: [...topics, { item: 7, counts: [] }] }, 'lines[2].item'],
    [{ ...AN_ORDER, place: { x: 200, y: 0 } }, 'place.x'],
    [{ ...AN_ORDER, lines: null }, 'lines'],
  ] as const) {
    const what = `Order ${showValue(value)}, written in version 0: wrong in ${path}`;
    const error = expectError(() => encodeOwn(value), 'EncodeError', what);
    expectEqual(pathOf(error), path, `the path of the error: ${what}`);
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
    const flexible = message.isFlexible(version);
    const since = message.versions.min;
    const codec = compileMessage(message.fields, version, { flexible, since });
    const which = `${message.name}, version ${version}, of the frame ${name}`;
    const own = withTrace(
      () => [`reading ${which}`],
      () => codec.read(reader),
    );
    expectEqual(own, message.decode(version, body), which);
    expectEqual(reader.remaining(), 0, `the number of bytes left behind ${which}`);
    const writer = new Writer();
    withTrace(
      () => [`writing ${which}`],
      () => codec.write(writer, own),
    );
    const layout = `message:${message.name}:${version}` as const;
    expectBytes(writer.bytes(), body, `${which}, written again`, layout);
    seen++;
  }
  expectTrue(seen > 60, 'more than 60 frames were compared', seen);
});

function pathOf(error: Error): string | undefined {
  return (error as Error & { path?: string }).path;
}

/** Errors get their path in the module graph that they come from, so all is of one here. */
function encodeOwn(value: unknown): Uint8Array {
  const writer = new OwnWriter();
  compile(ORDER, 0).write(writer, value);
  return writer.bytes();
}
