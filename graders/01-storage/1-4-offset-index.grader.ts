/**
 * Task 1.4, the offset index: what its file holds, and what is found by it.
 */
import { OffsetIndex } from '#storage/offset-index.ts';
import { lastSlotWhere } from '#storage/slot-search.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectTrue, hexBytes } from '../../course/grading/expect.ts';
import { expectRefusal } from './expect-refusal.ts';
import { indexWorld } from './index-world.ts';
import { kafkaBytes, kafkaExpected } from './kafka-files.ts';

interface Entry {
  readonly offset: number;
  readonly position: number;
}

/** Kafka's index files, with the base offsets of their segments. */
const KAFKAS = [
  ['codec-none-0/00000000000000000000', 0],
  ['codec-lz4-0/00000000000000000000', 0],
  ['segments-0/00000000000000000012', 12],
  ['segments-0/00000000000000000024', 24],
  ['transactions-0/00000000000000000004', 4],
] as const;

behaviour('slot-search-border', () => {
  for (const count of [0, 1, 2, 3, 4, 5, 7, 8, 9, 100, 127, 128, 129]) {
    for (let border = 0; border <= count; border++) search(count, border);
  }
  search(1_000_000, 765_432);
  search(2 ** 31 - 1, 2 ** 31 - 2);
});

/** Of `count` slots, those below `border` hold. */
function search(count: number, border: number): void {
  const asked: number[] = [];
  const found = lastSlotWhere(count, (slot) => {
    asked.push(slot);
    if (asked.length > 200) throw new Error('it has asked 200 times and goes on');
    return slot < border;
  });
  const slots = `${count} slots of which the first ${border} hold`;
  expectEqual(found, border - 1, `the last that holds, of ${slots}`);
  const most = count === 0 ? 0 : Math.floor(Math.log2(count)) + 1;
  expectTrue(asked.length <= most, `of ${slots}, at most ${most} are asked about`, asked.length);
  const there = asked.every((slot) => Number.isInteger(slot) && slot >= 0 && slot < count);
  expectTrue(there, `of ${slots}, only slots that exist are asked about`, asked);
}

behaviour('offset-index-entries', () => {
  const world = indexWorld();
  const index = new OffsetIndex(world.disk, 'd/x', 1000, 800);
  index.append(1005, 4200);
  index.append(1006, 70_000);
  index.append(1_001_000, 0x7fffffff);
  index.write();
  const expected = hexBytes(
    '00 00 00 05 00 00 10 68  00 00 00 06 00 01 11 70  00 0f 42 40 7f ff ff ff',
  );
  expectBytes(
    world.bytesOf('d/x'),
    expected,
    'the file of base offset 1000 after three entries',
    'offset-index',
  );
  for (const [path, baseOffset] of KAFKAS) {
    const entries = kafkaExpected(`${path}.index`) as Entry[];
    const copy = new OffsetIndex(world.disk, `d/${baseOffset}`, baseOffset, 1000);
    copy.reset();
    for (const { offset, position } of entries) copy.append(offset, position);
    copy.write();
    const what = `the file of the entries that Kafka has in ${path}.index`;
    expectBytes(
      world.bytesOf(`d/${baseOffset}`),
      kafkaBytes(`${path}.index`),
      what,
      'offset-index',
    );
    expectEqual([...copy.all()], entries, `the entries that Kafka has in ${path}.index`);
  }
});

behaviour('offset-index-lookup', () => {
  const index = new OffsetIndex(indexWorld().disk, 'd/x', 100, 800);
  expectEqual(index.lastOffset, 100, 'the last offset of an empty index of base offset 100');
  for (const offset of [0, 100, 150, 2 ** 40]) {
    expectEqual(index.lookup(offset), 0, `the position for ${offset} in an empty index`);
  }
  const entries = [
    [110, 50],
    [120, 90],
    [121, 140],
    [150, 200],
    [163, 260],
  ] as const;
  for (const [offset, position] of entries) index.append(offset, position);
  expectEqual([index.count, index.lastOffset], [5, 163], 'count and last offset of five entries');
  const wanted = [0, 99, 100, 109, 110, 111, 119, 120, 121, 122, 149, 150, 162, 163, 164, 2 ** 40];
  const expected = [0, 0, 0, 0, 50, 50, 50, 90, 140, 140, 140, 200, 200, 260, 260, 260];
  for (const [i, offset] of wanted.entries()) {
    const what = `the position for ${offset} among entries of 110, 120, 121, 150 and 163`;
    expectEqual(index.lookup(offset), expected[i], what);
  }
  const large = new OffsetIndex(indexWorld().disk, 'd/x', 0, 100_000);
  for (let i = 1; i <= 3000; i++) large.append(i * 3, i * 10);
  for (const i of [1, 2, 1023, 1024, 1025, 2047, 2999, 3000]) {
    expectEqual(
      [large.lookup(i * 3 - 1), large.lookup(i * 3)],
      [i * 10 - 10, i * 10],
      `the positions around entry ${i} of 3000`,
    );
  }
});

behaviour('offset-index-large-offsets', () => {
  const world = indexWorld();
  const base = 5_000_000_000;
  const index = new OffsetIndex(world.disk, 'd/x', base, 800);
  index.append(base, 10);
  index.append(base + 3, 20);
  index.append(base + 2 ** 31 - 1, 30);
  index.write();
  const expected = hexBytes(
    '00 00 00 00 00 00 00 0a  00 00 00 03 00 00 00 14  7f ff ff ff 00 00 00 1e',
  );
  expectBytes(world.bytesOf('d/x'), expected, `the file of base offset ${base}`, 'offset-index');
  const wanted = [
    base - 1,
    base,
    base + 2,
    base + 3,
    base + 2 ** 31 - 2,
    base + 2 ** 31 - 1,
    base + 2 ** 32,
  ];
  expectEqual(
    wanted.map((offset) => index.lookup(offset)),
    [0, 10, 10, 20, 20, 30, 30],
    'the positions around three entries',
  );
  expectEqual(index.lastOffset, base + 2 ** 31 - 1, 'the last offset');
  expectEqual(
    [...index.all()].map(({ offset }) => offset),
    [base, base + 3, base + 2 ** 31 - 1],
    'the offsets of all entries',
  );
});

behaviour('offset-index-order', () => {
  const index = new OffsetIndex(indexWorld().disk, 'd/x', 100, 800);
  index.append(100, 50);
  index.append(110, 90);
  for (const offset of [110, 109, 100]) {
    expectRefusal(() => index.append(offset, 200), `noting offset ${offset} after 110`);
  }
  const entries = [
    { offset: 100, position: 50 },
    { offset: 110, position: 90 },
  ];
  expectEqual([...index.all()], entries, 'the entries after these refusals');
  index.append(111, 200);
  expectEqual(index.lookup(111), 200, 'the position of an offset that is above');
});

behaviour('offset-index-full', () => {
  for (const [room, entries] of [
    [16, 2],
    [17, 2],
    [23, 2],
    [24, 3],
    [8, 1],
    [7, 0],
  ] as const) {
    const index = new OffsetIndex(indexWorld().disk, 'd/x', 0, room);
    for (let i = 1; i <= entries; i++) {
      expectEqual(index.isFull, false, `whether ${i - 1} entries fill ${room} bytes`);
      index.append(i, i * 10);
    }
    expectEqual(index.isFull, true, `whether ${entries} entries fill ${room} bytes`);
  }
});

behaviour('offset-index-truncate', () => {
  for (const [to, kept] of [
    [0, 0],
    [10, 0],
    [11, 1],
    [29, 2],
    [30, 2],
    [31, 3],
    [50, 4],
    [51, 5],
    [999, 5],
  ] as const) {
    for (const written of [true, false]) {
      const world = indexWorld();
      const index = new OffsetIndex(world.disk, 'd/x', 0, 800);
      for (let i = 1; i <= 5; i++) index.append(i * 10, i * 100);
      if (written) index.write();
      index.truncateTo(to);
      const state = `entries of 10, 20, 30, 40, 50${written ? ' in the file' : ''}, cut to ${to}`;
      const offsets = [10, 20, 30, 40, 50].slice(0, kept);
      expectEqual(
        [...index.all()].map(({ offset }) => offset),
        offsets,
        `the offsets left of ${state}`,
      );
      if (written)
        expectEqual(world.bytesOf('d/x').length, kept * 8, `the bytes of the file of ${state}`);
      index.append(60, 7);
      index.write();
      expectEqual(
        [index.lookup(60), index.lookup(59)],
        [7, kept * 100],
        `positions after 60 is noted behind ${state}`,
      );
      const bytes = world.bytesOf('d/x').subarray(kept * 8);
      expectBytes(
        bytes,
        hexBytes('00 00 00 3c 00 00 00 07'),
        `the end of the file of ${state} and 60`,
        'offset-index',
      );
    }
  }
  const empty = new OffsetIndex(indexWorld().disk, 'd/x', 100, 800);
  empty.truncateTo(105);
  expectEqual(empty.count, 0, 'the entries of an empty index that was cut');
});

behaviour('offset-index-load', () => {
  for (const [path, baseOffset] of KAFKAS) {
    const entries = kafkaExpected(`${path}.index`) as Entry[];
    for (const size of [0, 1024, 1027]) {
      const world = indexWorld();
      const bytes = kafkaBytes(`${path}.index`);
      world.put('d/x', bytes, size || bytes.length);
      const index = new OffsetIndex(world.disk, 'd/x', baseOffset, 1024);
      const file = `Kafka's ${path}.index${size ? ` with zeros up to ${size} bytes` : ''}`;
      expectEqual(index.load(kafkaBytes(`${path}.log`).length), true, `whether ${file} is sound`);
      expectEqual([...index.all()], entries, `the entries of ${file}`);
      expectEqual(world.bytesOf('d/x').length, bytes.length, `the bytes of ${file} afterwards`);
      const last = entries.at(-1) as Entry;
      expectEqual(
        [index.lastOffset, index.lookup(last.offset)],
        [last.offset, last.position],
        `the last entry of ${file}`,
      );
    }
  }
  const world = indexWorld();
  world.put('d/x', new Uint8Array(0), 800);
  const index = new OffsetIndex(world.disk, 'd/x', 7, 800);
  expectEqual(
    [index.load(50), index.count],
    [true, 0],
    'whether a file of zeros is sound, and its entries',
  );
  index.append(9, 40);
  index.write();
  expectBytes(
    world.bytesOf('d/x'),
    hexBytes('00 00 00 02 00 00 00 28'),
    'the file after one entry',
    'offset-index',
  );
  world.put('d/y', hexBytes('00 00 00 00 00 00 00 50 00 00 00 09 00 00 00 a0'));
  const first = new OffsetIndex(world.disk, 'd/y', 7, 800);
  expectEqual(
    [first.load(161), first.count, first.lookup(7)],
    [true, 2, 80],
    'a file whose first entry is of the base offset',
  );
  world.put('d/z', hexBytes('7f ff ff ff 7f ff ff fe'));
  const far = new OffsetIndex(world.disk, 'd/z', 7, 800);
  expectEqual(
    [far.load(0x7fffffff), far.lastOffset],
    [true, 7 + 0x7fffffff],
    'an entry as large as it can be',
  );
});

behaviour('offset-index-broken-file', () => {
  const files: readonly (readonly [fault: string, bytes: string, logSize: number])[] = [
    ['a piece of an entry at its end', '00 00 00 05 00 00 00 50 01 02 03', 1000],
    ['an offset twice', '00 00 00 05 00 00 00 50 00 00 00 05 00 00 00 5a', 1000],
    ['offsets that go back', '00 00 00 05 00 00 00 50 00 00 00 04 00 00 00 5a', 1000],
    ['a position twice', '00 00 00 05 00 00 00 50 00 00 00 09 00 00 00 50', 1000],
    ['positions that go back', '00 00 00 05 00 00 00 50 00 00 00 09 00 00 00 46', 1000],
    ['a position at the end of the segment', '00 00 00 05 00 00 00 50', 80],
    ['a position beyond the segment', '00 00 00 05 00 00 00 50', 10],
    ['a second position beyond the segment', '00 00 00 05 00 00 00 50 00 00 00 09 00 00 00 5a', 85],
    ['a negative offset', 'ff ff ff fb 00 00 00 50', 1000],
    ['a negative position', '00 00 00 05 ff ff ff b0', 1000],
    ['an entry after zeros', '00 00 00 00 00 00 00 00 00 00 00 09 00 00 00 50', 1000],
    ['an entry of position 0', '00 00 00 05 00 00 00 00', 1000],
    ['text', '68 65 6c 6c 6f 21 21 21', 1000],
    ['an entry, in an empty segment', '00 00 00 05 00 00 00 50', 0],
  ];
  for (const [fault, bytes, logSize] of files) {
    const world = indexWorld();
    world.put('d/x', hexBytes(bytes));
    const index = new OffsetIndex(world.disk, 'd/x', 0, 800);
    expectEqual(index.load(logSize), false, `whether a file is sound that has ${fault}`);
  }
});
