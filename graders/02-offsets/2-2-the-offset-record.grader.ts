/**
 * Task 2.2, the offset record: the bytes of a committed offset, and the partition that they go to.
 * The measure is what a real Kafka wrote, and what its own tool read in it.
 */
import { OffsetCommitKey } from 'reference:protocol/records/offset-commit-key.ts';
import { OffsetCommitValue } from 'reference:protocol/records/offset-commit-value.ts';
import { groupPartition, javaHash } from '#groups/group-partition.ts';
import { bytesAfterNumber, encodeNumbered, numberBefore } from '#groups/numbered-bytes.ts';
import {
  type CommittedOffset,
  decodeOffsetKey,
  decodeOffsetValue,
  encodeOffsetKey,
  encodeOffsetValue,
  isOffsetKind,
} from '#groups/offset-record.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import {
  about,
  expectBytes,
  expectEqual,
  expectError,
  expectInWords,
  hexBytes,
} from '../../course/grading/expect.ts';
import { KAFKA_OFFSETS } from './kafka-offsets.ts';

const FAR = 5_000_000_000;
const ZERO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const SOME_ID = 'c3ltdWxhdGVkLWNsdXN0ZQ';

const OFFSET: CommittedOffset = {
  offset: 5,
  leaderEpoch: 1,
  metadata: 'm',
  commitTimestampMs: 256,
  expireTimestampMs: undefined,
  topicId: ZERO_ID,
};

/** What the values below say, in each version as far as it has room. */
const SAID: CommittedOffset = { ...OFFSET, leaderEpoch: -1 };

behaviour('numbered-bytes', () => {
  about('encodeNumbered', numbersBefore);
  about('numberBefore', numbersRead);
});

function numbersBefore(): void {
  const fields = { group: 'g', topic: 't', partition: 2 };
  for (const [number, before] of [
    [1, '00 01'],
    [0, '00 00'],
    [258, '01 02'],
    [-2, 'ff fe'],
  ] as const) {
    const bytes = encodeNumbered(number, OffsetCommitKey as never, 0, fields as never);
    const what = `a key (group g, topic t, partition 2) behind the number ${number}`;
    const expected = hexBytes(`${before} 00 01 67 00 01 74 00 00 00 02`);
    expectBytes(bytes, expected, what, 'numbered:OffsetCommitKey:0');
    about('numberBefore', () => {
      expectEqual(numberBefore(expected), number, `the number before ${what}`);
    });
    about('bytesAfterNumber', () => lieBehind(expected, what));
  }
  const value = { offset: 5, metadata: 'm', commitTimestamp: 256 };
  expectBytes(
    encodeNumbered(0, OffsetCommitValue as never, 0, value as never),
    hexBytes('00 00  00 00 00 00 00 00 00 05  00 01 6d  00 00 00 00 00 00 01 00'),
    'a value of version 0 behind the number 0',
    'numbered:OffsetCommitValue:0',
  );
}

function lieBehind(bytes: Uint8Array, what: string): void {
  const behind = bytesAfterNumber(bytes);
  expectBytes(behind, bytes.slice(2), `what lies behind it, of ${what}`);
  expectInWords(behind.buffer === bytes.buffer, 'the bytes behind the number', {
    expected: 'a view of the bytes given',
    actual: 'a copy of them',
  });
}

function numbersRead(): void {
  for (const [bytes, expected] of [
    ['00 01', 1],
    ['00 01 ff ff', 1],
    ['ff ff', -1],
    ['80 00 00', -32_768],
    ['7f ff', 32_767],
  ] as const) {
    expectEqual(numberBefore(hexBytes(bytes)), expected, `the number before ${bytes}`);
    const within = hexBytes(`aa bb ${bytes}`).subarray(2);
    expectEqual(numberBefore(within), expected, `the number before ${bytes}, within more bytes`);
  }
  for (const bytes of ['', '00']) {
    const what = `the number before ${bytes === '' ? 'no bytes' : `the byte ${bytes}`}`;
    expectError(() => numberBefore(hexBytes(bytes)), 'DecodeError', what);
  }
  about('bytesAfterNumber', () => {
    expectEqual(bytesAfterNumber(hexBytes('00 01')).length, 0, 'the bytes behind a number alone');
  });
}

behaviour('offset-key', () => {
  for (const { key, says } of KAFKA_OFFSETS) {
    const what = `the key that Kafka wrote for ${named(says.key)}`;
    expectBytes(encodeOffsetKey(says.key), key, what, 'numbered:OffsetCommitKey:0');
  }
  const large = { groupId: 'g'.repeat(300), topic: 't', partition: 70_000 };
  const expected = hexBytes(`00 01 01 2c ${'67'.repeat(300)} 00 01 74 00 01 11 70`);
  const what = 'the key of a group with a long name, partition 70000';
  expectBytes(encodeOffsetKey(large), expected, what, 'numbered:OffsetCommitKey:0');
});

behaviour('offset-key-kinds', () => {
  for (const kind of [0, 1])
    expectEqual(isOffsetKind(kind), true, `whether kind ${kind} is an offset`);
  for (const kind of [2, 3, 8, 16, 17, 999, -1, -32_768]) {
    expectEqual(isOffsetKind(kind), false, `whether kind ${kind} is an offset`);
  }
  for (const kind of ['00 00', '00 01']) {
    const bytes = hexBytes(`${kind} 00 02 67 31 00 01 74 00 01 11 70`);
    const expected = { groupId: 'g1', topic: 't', partition: 70_000 };
    expectEqual(decodeOffsetKey(bytes), expected, `what a key of kind ${kind} says`);
  }
});

behaviour('offset-value', () => {
  for (const { value, says } of KAFKA_OFFSETS) {
    if (value === null || says.value?.expireTimestampMs !== undefined) continue;
    const what = `the value that Kafka wrote for ${named(says.key)}`;
    expectBytes(encodeOffsetValue(says.value as CommittedOffset), value, what, VALUE_4);
  }
  expectBytes(
    encodeOffsetValue({ ...OFFSET, leaderEpoch: -1 }),
    hexBytes('00 04  00 00 00 00 00 00 00 05  ff ff ff ff  02 6d  00 00 00 00 00 00 01 00  00'),
    'the value of an offset without leader epoch and topic id',
    VALUE_4,
  );
});

behaviour('offset-value-expiry', () => {
  for (const { value, says } of KAFKA_OFFSETS) {
    if (value === null || says.value?.expireTimestampMs === undefined) continue;
    const what = 'the value that Kafka wrote for an offset with an expiry';
    expectBytes(encodeOffsetValue(says.value), value, what, VALUE_1);
  }
  for (const [expireTimestampMs, bytes] of [
    [512, '00 00 00 00 00 00 02 00'],
    [0, '00 00 00 00 00 00 00 00'],
  ] as const) {
    expectBytes(
      encodeOffsetValue({ ...OFFSET, topicId: SOME_ID, expireTimestampMs }),
      hexBytes(`00 01  00 00 00 00 00 00 00 05  00 01 6d  00 00 00 00 00 00 01 00  ${bytes}`),
      `the value of an offset that expires at ${expireTimestampMs}, with leader epoch and topic id`,
      VALUE_1,
    );
  }
});

behaviour('offset-value-versions', () => {
  const [offset, metadata, time] = ['0000000000000005', '0001 6d', '0000000000000100'];
  for (const [bytes, expected] of [
    [`0000 ${offset} ${metadata} ${time}`, SAID],
    [`0001 ${offset} ${metadata} ${time} ffffffffffffffff`, SAID],
    [`0001 ${offset} ${metadata} ${time} 0000000000000200`, { ...SAID, expireTimestampMs: 512 }],
    [`0001 ${offset} ${metadata} ${time} 0000000000000000`, { ...SAID, expireTimestampMs: 0 }],
    [`0002 ${offset} ${metadata} ${time}`, SAID],
    [`0003 ${offset} 00000007 ${metadata} ${time}`, { ...SAID, leaderEpoch: 7 }],
    [`0003 ${offset} ffffffff ${metadata} ${time}`, SAID],
    [`0004 ${offset} 00000007 02 6d ${time} 00`, { ...SAID, leaderEpoch: 7 }],
    [`0004 ${offset} 00000007 02 6d ${time} 01 05 01 ff`, { ...SAID, leaderEpoch: 7 }],
    [`0003 000000012a05f200 ffffffff 0000 ${time}`, { ...SAID, offset: FAR, metadata: '' }],
  ] as const) {
    expectEqual(decodeOffsetValue(hexBytes(bytes)), expected, `what the value ${bytes} says`);
  }
});

behaviour('offset-records-of-kafka', () => {
  for (const { key, value, says } of KAFKA_OFFSETS) {
    expectEqual(decodeOffsetKey(key), says.key, `what Kafka's key of ${named(says.key)} says`);
    if (value === null) continue;
    const what = `what Kafka's value of ${named(says.key)} says`;
    expectEqual(decodeOffsetValue(value), says.value, what);
  }
});

behaviour('offset-record-refuses', () => {
  for (const [bytes, fault] of [
    ['00 01 00 09 67', 'whose group is longer than its bytes'],
    ['00 01 00 01 67 00 01 74 00 00', 'whose partition ends early'],
    ['00 01', 'that says nothing but its kind'],
  ] as const) {
    expectError(() => decodeOffsetKey(hexBytes(bytes)), 'DecodeError', `reading a key ${fault}`);
  }
  for (const [bytes, error, fault] of [
    ['', 'DecodeError', 'of no bytes'],
    ['03', 'DecodeError', 'of one byte'],
    ['00 03 00 00', 'DecodeError', 'that ends early'],
    ['00 05 0000000000000005', 'UnsupportedVersion', 'of version 5'],
    ['ff ff 0000000000000005', 'UnsupportedVersion', 'of version -1'],
  ] as const) {
    expectError(() => decodeOffsetValue(hexBytes(bytes)), error, `reading a value ${fault}`);
  }
  const key = hexBytes('00 01 00 01 67 00 01 74 00 00 00 02 00');
  const behindPartition = 'what a key with a byte behind its partition says';
  expectEqual(decodeOffsetKey(key), { groupId: 'g', topic: 't', partition: 2 }, behindPartition);
  for (const version of ['0000', '0002']) {
    const value = hexBytes(`${version} 0000000000000005 0001 6d 0000000000000100 00`);
    const what = `what a value of version ${version} with a byte behind it says`;
    expectEqual(decodeOffsetValue(value), SAID, what);
  }
});

behaviour('group-partition', () => {
  about('javaHash', hashes);
  about('groupPartition', partitions);
});

function hashes(): void {
  for (const [text, expected] of [
    ['', 0],
    ['a', 97],
    ['Aa', 2112],
    ['BB', 2112],
    ['billing', -109_829_509],
    ['orders-app', 772_757_305],
    ['größe-😀', 175_616_671],
    ['polygenelubricants', -2_147_483_648],
    ['\uffff\uffff\uffff', 65_076_255],
    ['x'.repeat(200), hashedSlowly('x'.repeat(200))],
  ] as const) {
    const shown = text.length > 30 ? `${text.slice(0, 3)}… of ${text.length}` : text;
    expectEqual(javaHash(text), expected, `the hash of '${shown}'`);
  }
}

function partitions(): void {
  for (const { partition, says } of KAFKA_OFFSETS) {
    const what = `the partition of 50 where Kafka has put the group '${says.key.groupId}'`;
    expectEqual(groupPartition(says.key.groupId, 50), partition, what);
  }
  for (const [groupId, count, expected] of [
    ['billing', 1, 0],
    ['billing', 7, 109_829_509 % 7],
    ['billing', 200_000_000, 109_829_509],
    ['polygenelubricants', 7, 0],
    ['', 7, 0],
  ] as const) {
    const what = `the partition of the group '${groupId}' among ${count}`;
    expectEqual(groupPartition(groupId, count), expected, what);
  }
}

const VALUE_4 = 'numbered:OffsetCommitValue:4';
const VALUE_1 = 'numbered:OffsetCommitValue:1';

function named({ groupId, topic, partition }: (typeof KAFKA_OFFSETS)[number]['says']['key']) {
  return `group '${groupId}', ${topic}-${partition}`;
}

/** Java's formula in whole numbers without bounds, cut to 32 bits at the end. */
function hashedSlowly(text: string): number {
  let sum = 0n;
  for (let at = 0; at < text.length; at++) sum = sum * 31n + BigInt(text.charCodeAt(at));
  return Number(BigInt.asIntN(32, sum));
}
