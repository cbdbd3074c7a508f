/**
 * Task 0.5: what stands before messages, and tagged sections.
 *
 * Bytes are read with the reference's Reader, and the messages framed here write plain bytes, so
 * that only headers and tagged sections are looked at.
 */

import { Reader } from 'reference:protocol/reader.ts';
import * as requests from 'reference:protocol/request-header.ts';
import { Writer } from 'reference:protocol/writer.ts';
import { requestHeaderVersion, responseHeaderVersion } from '#protocol/api-keys.ts';
import { readTagged, type TaggedField, writeTagged } from '#protocol/codec-tagged.ts';
import { type Encodes, encodeRequest, readRequestHeader } from '#protocol/request-header.ts';
import { encodeResponse, readResponseHeader } from '#protocol/response-header.ts';
import { DecodeError, EncodeError } from '#protocol/wire-error.ts';
import { joined } from '../../course/bytes/joined.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectError, hexBytes } from '../../course/grading/expect.ts';
import { goldenFrame, goldenHeader, withSize } from './golden-frames.ts';

type Struct = Record<string, unknown>;
type RequestHeader = ReturnType<typeof readRequestHeader>;

/** Fields whose values are bytes of a fixed length, written as they are. */
function field(name: string, tag: number, bytes: number): TaggedField {
  return {
    name,
    tag,
    read: (reader) => reader.raw(bytes),
    write: (writer, value) => writer.raw(value as Uint8Array),
    isDefault: (value) => value === undefined || value === 'default',
  };
}

const EPOCH = field('epoch', 0, 8);
const LEADER = field('leader', 1, 2);
const LATE = field('late', 200, 300);
const FIELDS = [EPOCH, LEADER, LATE];

behaviour('tagged-written', () => {
  const epoch = hexBytes('00 00 00 00 00 00 00 03');
  const cases: readonly [what: string, struct: Struct, fields: TaggedField[], bytes: string][] = [
    ['no fields', {}, [], '00'],
    ['three fields at their default', { leader: 'default' }, FIELDS, '00'],
    [
      'the first of three',
      { epoch, leader: 'default' },
      FIELDS,
      '01 00 08 00 00 00 00 00 00 00 03',
    ],
    ['the second of three', { leader: hexBytes('be ef') }, FIELDS, '01 01 02 be ef'],
    [
      'all three',
      { late: new Uint8Array(300), leader: hexBytes('be ef'), epoch },
      FIELDS,
      `03 00 08 00 00 00 00 00 00 00 03 01 02 be ef c8 01 ac 02 ${'00 '.repeat(300)}`,
    ],
    ['an empty value', { nothing: new Uint8Array(0) }, [field('nothing', 5, 0)], '01 05 00'],
  ];
  for (const [what, struct, fields, bytes] of cases) {
    const writer = new Writer();
    writer.int8(0x77);
    writeTagged(writer, struct, fields);
    expectBytes(writer.bytes(), hexBytes(`77 ${bytes}`), `77, and a tagged section with ${what}`);
  }
  const refusing: TaggedField = {
    ...LEADER,
    write() {
      throw new EncodeError('no such leader');
    },
  };
  const run = () => writeTagged(new Writer(), { leader: 1 }, [refusing]);
  const error = expectError(run, 'EncodeError', 'writing a field that refuses its value');
  expectEqual((error as EncodeError).path, 'leader', "the error's path");
});

behaviour('tagged-read', () => {
  const { struct, left } = sectionRead('01 01 02 be ef 99');
  expectEqual(left, 1, 'the bytes left after a section of one field');
  expectEqual(struct, { epoch: 'default', leader: hexBytes('be ef'), late: 'default' }, 'a struct');
  const none = sectionRead('00 99');
  expectEqual(none.left, 1, 'the bytes left after an empty section');
  expectEqual(none.struct.epoch, 'default', 'what an empty section leaves in the struct');
  const all = sectionRead(
    `03 00 08 ${'07 '.repeat(8)} 01 02 be ef c8 01 ac 02 ${'01 '.repeat(300)}`,
  );
  expectEqual(all.left, 0, 'the bytes left after a section of all three fields');
  const lengths = Object.values(all.struct).map((value) => (value as Uint8Array).length);
  expectEqual(lengths, [8, 2, 300], 'the lengths of their values');
});

behaviour('tagged-unknown-skipped', () => {
  const leader = '01 02 be ef';
  for (const [what, section] of [
    ['before it', `02 00 00 ${leader}`],
    ['behind it', `02 ${leader} 09 03 01 02 03`],
    ['before and behind it', `03 00 01 ff ${leader} ff ff ff ff 0f 00`],
    ['of 300 bytes', `02 ${leader} 7f ac 02 ${'ee '.repeat(300)}`],
  ] as const) {
    const reader = new Reader(hexBytes(`${section} 99`));
    const struct: Struct = { leader: 'default' };
    readTagged(reader, struct, [LEADER]);
    expectEqual(struct, { leader: hexBytes('be ef') }, `the struct, with an unknown tag ${what}`);
    expectEqual(reader.remaining(), 1, `the bytes left, with an unknown tag ${what}`);
  }
  const reader = new Reader(hexBytes('02 00 01 aa 63 02 bb cc 99'));
  readTagged(reader, {}, []);
  expectEqual(reader.remaining(), 1, 'the bytes left where no tag is known');
});

behaviour('tagged-sizes-checked', () => {
  for (const [what, section] of [
    ['larger than its value', '01 01 03 be ef 00 99'],
    ['smaller than its value', '01 01 01 be ef 99'],
    ['of 0 for a value of two bytes', '01 01 00 be ef'],
  ] as const) {
    const error = expectError(() => sectionRead(section), 'DecodeError', `a size ${what}`);
    expectEqual((error as DecodeError).path, 'leader', "the error's path");
  }
  const refusing: TaggedField = {
    ...LEADER,
    read() {
      throw new DecodeError('no such leader', 3);
    },
  };
  const read = () => readTagged(new Reader(hexBytes('01 01 02 be ef')), {}, [refusing]);
  const error = expectError(read, 'DecodeError', 'a field whose value can’t be read');
  expectEqual((error as DecodeError).path, 'leader', "the error's path");
  for (const section of [
    '01 09 05 00 00',
    'ff ff ff ff 0f',
    '01',
    '01 09',
    '',
    '02 09 00',
    '01 01 02 be',
  ]) {
    expectError(() => sectionRead(section), 'DecodeError', `the section '${section}', cut off`);
  }
});

behaviour('header-versions', () => {
  const rows: readonly [key: number, version: number, request?: number, response?: number][] = [
    [3, 0, 1, 0],
    [3, 8, 1, 0],
    [3, 9, 2, 1],
    [3, 13, 2, 1],
    [3, 32_767, 2, 1],
    [0, 8, 1, 0],
    [0, 9, 2, 1],
    [17, 1, 1, 0],
    [55, 0, 2, 1],
    [18, 0, 1, 0],
    [18, 2, 1, 0],
    [18, 3, 2, 0],
    [18, 4, 2, 0],
    [18, 99, 2, 0],
    [4, 0],
    [999, 0],
    [-1, 3],
  ];
  for (const [key, version, request, response] of rows) {
    const what = `of API ${key} in version ${version}`;
    expectEqual(requestHeaderVersion(key, version), request, `the request header ${what}`);
    expectEqual(responseHeaderVersion(key, version), response, `the response header ${what}`);
  }
});

behaviour('header-request-read', () => {
  for (const name of [
    '03-Metadata-v4-1.request',
    '18-ApiVersions-v3-1.request',
    '18-ApiVersions-v4-1.request',
    '03-Metadata-v13-1.request',
    '02-ListOffsets-v2-1.request',
    '19-CreateTopics-v7-1.request',
  ]) {
    const frame = goldenFrame(name);
    const reader = new Reader(frame);
    const header = readRequestHeader(reader);
    expectEqual(header, goldenHeader<RequestHeader>(name), `the header of ${name}`);
    expectEqual(reader.position, bodyAt(frame), `where its body begins, in ${name}`);
  }
  const late = new Reader(hexBytes('ee ee 00 03 00 01 00 00 00 07 00 01 61 bb'), 2);
  expectEqual(readRequestHeader(late).clientId, 'a', 'the client id of a header at position 2');
  expectEqual(late.remaining(), 1, 'the bytes left for its body');
});

behaviour('header-client-id', () => {
  for (const [bytes, clientId] of [
    ['00 03 00 08 00 00 00 07 ff ff', null],
    ['00 03 00 08 00 00 00 07 00 03 63 6c 69', 'cli'],
    ['00 03 00 09 00 00 00 07 ff ff 00', null],
    ['00 03 00 09 00 00 00 07 00 00 00', ''],
    ['00 03 00 09 00 00 00 07 00 03 63 6c 69 00', 'cli'],
    ['00 03 00 09 00 00 00 07 00 03 63 6c 69 02 00 01 aa 63 02 bb cc', 'cli'],
  ] as const) {
    const reader = new Reader(hexBytes(`${bytes} 99`));
    const { requestApiKey, correlationId, clientId: read } = readRequestHeader(reader);
    expectEqual([requestApiKey, correlationId], [3, 7], `key and correlation id in '${bytes}'`);
    expectEqual(read, clientId, `the client id in '${bytes}'`);
    expectEqual(reader.remaining(), 1, `the bytes left for the body behind '${bytes}'`);
  }
});

behaviour('header-unknown-api', () => {
  for (const key of ['00 04', '00 5d', '03 e8', 'ff ff']) {
    const reader = new Reader(hexBytes(`ee ${key} 00 00 00 00 00 07 ff ff 00`), 1);
    const what = `the API key ${key}`;
    const error = expectError(() => readRequestHeader(reader), 'DecodeError', what);
    expectEqual((error as DecodeError).position, 1, "the error's position");
  }
  for (const bytes of [
    '',
    '00',
    '00 03 00',
    '00 03 00 09 00 00 00 07',
    '00 03 00 09 00 00 00 07 ff ff',
  ]) {
    const what = `the header '${bytes}', which is cut off`;
    expectError(() => readRequestHeader(new Reader(hexBytes(bytes))), 'DecodeError', what);
  }
  const future = new Reader(hexBytes('00 12 00 63 00 00 00 07 00 03 63 6c 69 00 99'));
  const header = readRequestHeader(future);
  const { requestApiVersion, correlationId } = header;
  expectEqual([requestApiVersion, correlationId], [99, 7], 'version and correlation id');
  expectEqual(future.remaining(), 1, 'the bytes left for a body of version 99');
});

behaviour('header-request-encoded', () => {
  for (const name of [
    '18-ApiVersions-v3-1.request',
    '03-Metadata-v4-1.request',
    '03-Metadata-v13-1.request',
  ]) {
    const frame = goldenFrame(name);
    const header = goldenHeader<RequestHeader>(name);
    const { requestApiKey: key, requestApiVersion: version } = header;
    const headerVersion = key === 3 && version === 4 ? 1 : 2;
    const body = frame.subarray(bodyAt(frame));
    const pieces = encodeRequest(plain(key, headerVersion), version, header, body);
    expectFrame(joined(pieces), frame, `the request of ${name}`);
  }
  const large = new Uint8Array(3000).fill(7);
  const anonymous = { correlationId: -1, clientId: null };
  const pieces = encodeRequest(plain(0, 1), 7, anonymous, large);
  const header = hexBytes('00 00 00 07 ff ff ff ff ff ff');
  expectFrame(joined(pieces), joined([header, large]), 'a request with a body of 3,000 bytes');
});

behaviour('header-response', () => {
  for (const [name, headerVersion] of [
    ['18-ApiVersions-v4-1.response', 0],
    ['03-Metadata-v4-1.response', 0],
    ['03-Metadata-v13-1.response', 1],
  ] as const) {
    const frame = goldenFrame(name);
    const { correlationId } = goldenHeader<{ correlationId: number }>(name);
    const reader = new Reader(frame);
    const read = readResponseHeader(reader, headerVersion);
    expectEqual(read.correlationId, correlationId, `the correlation id of ${name}`);
    expectEqual(reader.position, 4 + headerVersion, `where the body begins, in ${name}`);
    const body = frame.subarray(4 + headerVersion);
    const pieces = encodeResponse(plain(18, headerVersion), 4, correlationId, body);
    expectFrame(joined(pieces), frame, `the response of ${name}`);
  }
  const tagged = new Reader(hexBytes('00 00 00 07 01 63 02 aa bb 99'));
  expectEqual(readResponseHeader(tagged, 1).correlationId, 7, 'the correlation id before a tag');
  expectEqual(tagged.remaining(), 1, 'the bytes left behind an unknown tag');
});

/** A message of that header version whose bodies are bytes as they are. */
function plain(apiKey: number, headerVersion: number): Encodes<Uint8Array> {
  return {
    apiKey,
    headerVersion: () => headerVersion,
    codec: () => ({ write: (writer, body) => writer.raw(body) }),
  };
}

function expectFrame(actual: Uint8Array, frame: Uint8Array, what: string): void {
  expectBytes(actual, withSize(frame), `${what}, with its size`);
}

/** Where the reference finds the body. */
function bodyAt(frame: Uint8Array): number {
  const reader = new Reader(frame);
  requests.readRequestHeader(reader);
  return reader.position;
}

function sectionRead(section: string): { struct: Struct; left: number } {
  const reader = new Reader(hexBytes(section));
  const struct: Struct = { epoch: 'default', leader: 'default', late: 'default' };
  readTagged(reader, struct, FIELDS);
  return { struct, left: reader.remaining() };
}
