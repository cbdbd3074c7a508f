/**
 * Task 1.5, the time index: what its file holds, and what is found by it.
 */
import { TimeIndex } from '#storage/time-index.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, hexBytes } from '../../course/grading/expect.ts';
import { indexWorld } from './index-world.ts';
import { kafkaBytes, kafkaExpected } from './kafka-files.ts';

interface Entry {
  readonly timestamp: number;
  readonly offset: number;
}

/** Kafka's time index files, with the base offsets of their segments. */
const KAFKAS = [
  ['codec-none-0/00000000000000000000', 0],
  ['append-time-0/00000000000000000000', 0],
  ['segments-0/00000000000000000012', 12],
  ['segments-0/00000000000000000036', 36],
  ['transactions-0/00000000000000000004', 4],
] as const;

behaviour('time-index-entries', () => {
  const world = indexWorld();
  const index = new TimeIndex(world.disk, 'd/x', 1000, 1200);
  index.maybeAppend(0, 1000);
  index.maybeAppend(0x1_8000_0002, 1007);
  index.maybeAppend(1_700_000_000_123, 1000 + 2 ** 31 - 1);
  index.write();
  const expected = hexBytes(`00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 01 80 00 00 02 00 00 00 07  00 00 01 8b cf e5 68 7b 7f ff ff ff`);
  expectBytes(
    world.bytesOf('d/x'),
    expected,
    'the file of base offset 1000 after three entries',
    'time-index',
  );
  for (const [path, baseOffset] of KAFKAS) {
    const entries = kafkaExpected(`${path}.timeindex`) as Entry[];
    const copy = new TimeIndex(world.disk, 'd/copy', baseOffset, 1200);
    copy.reset();
    for (const { timestamp, offset } of entries) copy.maybeAppend(timestamp, offset);
    copy.write();
    const what = `the file of the entries that Kafka has in ${path}.timeindex`;
    expectBytes(world.bytesOf('d/copy'), kafkaBytes(`${path}.timeindex`), what, 'time-index');
    expectEqual([...copy.all()], entries, `the entries that Kafka has in ${path}.timeindex`);
  }
});

behaviour('time-index-only-larger', () => {
  const index = new TimeIndex(indexWorld().disk, 'd/x', 0, 1200);
  for (const timestamp of [-1, -1]) index.maybeAppend(timestamp, 1);
  expectEqual(index.count, 0, 'the entries after batches without a timestamp');
  for (const [timestamp, offset] of [
    [50, 5],
    [50, 6],
    [40, 7],
    [-1, 8],
    [60, 9],
    [59, 10],
    [61, 10],
  ] as const) {
    index.maybeAppend(timestamp, offset);
  }
  const entries = [
    { timestamp: 50, offset: 5 },
    { timestamp: 60, offset: 9 },
    { timestamp: 61, offset: 10 },
  ];
  expectEqual([...index.all()], entries, 'the entries after 50, 50, 40, none, 60, 59 and 61');
  expectEqual(index.last, { timestamp: 61, offset: 10 }, 'the last of them');
});

behaviour('time-index-lookup', () => {
  const base = 5_000_000_000;
  const index = new TimeIndex(indexWorld().disk, 'd/x', base, 1200);
  const nothing = { timestamp: -1, offset: base };
  expectEqual(index.last, nothing, 'the last entry of an empty index');
  for (const moment of [-1, 0, 2_000_000_000_000]) {
    expectEqual(index.lookup(moment), nothing, `what an empty index has at or before ${moment}`);
  }
  const start = 1_700_000_000_000;
  const times = [start, start + 10, start + 11, start + 500];
  for (const [i, timestamp] of times.entries()) index.maybeAppend(timestamp, base + i * 5);
  const moments = [
    0,
    start - 1,
    start,
    start + 9,
    start + 10,
    start + 11,
    start + 12,
    start + 499,
    start + 500,
    start + 2 ** 33,
  ];
  const slots = [-1, -1, 0, 0, 1, 2, 2, 2, 3, 3];
  for (const [i, moment] of moments.entries()) {
    const slot = slots[i] as number;
    const expected = slot < 0 ? nothing : { timestamp: times[slot], offset: base + slot * 5 };
    expectEqual(index.lookup(moment), expected, `what is noted at or before ${moment}`);
  }
  expectEqual(index.last, { timestamp: start + 500, offset: base + 15 }, 'the last entry');
  const large = new TimeIndex(indexWorld().disk, 'd/x', 0, 100_000);
  for (let i = 1; i <= 2000; i++) large.maybeAppend(i * 3, i);
  for (const i of [1, 1023, 1024, 1025, 1999, 2000]) {
    const offsets = [large.lookup(i * 3 - 1).offset, large.lookup(i * 3).offset];
    expectEqual(offsets, [i - 1, i], `the offsets around entry ${i} of 2000`);
  }
});

behaviour('time-index-full', () => {
  for (const [room, entries] of [
    [36, 2],
    [35, 1],
    [47, 2],
    [48, 3],
    [24, 1],
    [12, 0],
  ] as const) {
    const world = indexWorld();
    const index = new TimeIndex(world.disk, 'd/x', 0, room);
    for (let i = 1; i <= entries; i++) {
      expectEqual(index.isFull, false, `whether ${i - 1} entries fill ${room} bytes`);
      index.maybeAppend(i, i);
    }
    expectEqual(index.isFull, true, `whether ${entries} entries fill ${room} bytes`);
    index.maybeAppend(100, 100);
    expectEqual(index.last, { timestamp: 100, offset: 100 }, 'the final entry of a full index');
  }
});

behaviour('time-index-truncate', () => {
  const entries: readonly Entry[] = [
    { timestamp: 90, offset: 110 },
    { timestamp: 95, offset: 120 },
    { timestamp: 300, offset: 120 },
    { timestamp: 301, offset: 121 },
    { timestamp: 400, offset: 130 },
  ];
  for (const [to, kept] of [
    [0, 0],
    [110, 0],
    [111, 1],
    [119, 1],
    [120, 1],
    [121, 3],
    [122, 4],
    [130, 4],
    [131, 5],
  ] as const) {
    for (const written of [true, false]) {
      const world = indexWorld();
      const index = new TimeIndex(world.disk, 'd/x', 100, 1200);
      for (const { timestamp, offset } of entries) index.maybeAppend(timestamp, offset);
      if (written) index.write();
      index.truncateTo(to);
      const state = `entries of offsets 110, 120, 120, 121, 130${written ? ' in the file' : ''}, cut to ${to}`;
      expectEqual([...index.all()], entries.slice(0, kept), `the entries left of ${state}`);
      if (written)
        expectEqual(world.bytesOf('d/x').length, kept * 12, `the bytes of the file of ${state}`);
      index.maybeAppend(500, 131);
      index.write();
      expectEqual(
        index.last,
        { timestamp: 500, offset: 131 },
        `the last entry, noted behind ${state}`,
      );
      const bytes = world.bytesOf('d/x').subarray(kept * 12);
      expectBytes(
        bytes,
        hexBytes('00 00 00 00 00 00 01 f4 00 00 00 1f'),
        `the end of the file of ${state} and 131`,
        'time-index',
      );
    }
  }
  const empty = new TimeIndex(indexWorld().disk, 'd/x', 100, 800);
  empty.truncateTo(105);
  expectEqual(empty.count, 0, 'the entries of an empty index that was cut');
});

behaviour('time-index-load', () => {
  for (const [path, baseOffset] of KAFKAS) {
    const entries = kafkaExpected(`${path}.timeindex`) as Entry[];
    for (const size of [0, 1200, 1207]) {
      const world = indexWorld();
      const bytes = kafkaBytes(`${path}.timeindex`);
      world.put('d/x', bytes, size || bytes.length);
      const index = new TimeIndex(world.disk, 'd/x', baseOffset, 1200);
      const file = `Kafka's ${path}.timeindex${size ? ` with zeros up to ${size} bytes` : ''}`;
      expectEqual(index.load(), true, `whether ${file} is sound`);
      expectEqual([...index.all()], entries, `the entries of ${file}`);
      expectEqual(world.bytesOf('d/x').length, bytes.length, `the bytes of ${file} afterwards`);
      expectEqual(index.last, entries.at(-1), `the last entry of ${file}`);
    }
  }
  const world = indexWorld();
  const sound: readonly (readonly [what: string, bytes: string, entries: number])[] = [
    ['nothing', '', 0],
    ['only zeros', '00 00 00 00 00 00 00 00 00 00 00 00', 0],
    [
      'two entries of one offset',
      '00 00 00 00 00 00 00 09 00 00 00 05 00 00 00 00 00 00 00 0a 00 00 00 05',
      2,
    ],
    ['a first entry at the base offset', '00 00 00 00 00 00 00 09 00 00 00 00', 1],
    ['a first entry of timestamp 0', '00 00 00 00 00 00 00 00 00 00 00 05', 1],
    [
      'timestamps that differ in their upper half alone',
      '00 00 00 01 00 00 00 09 00 00 00 05 00 00 00 02 00 00 00 03 00 00 00 06',
      2,
    ],
  ];
  for (const [what, bytes, entries] of sound) {
    world.put('d/y', hexBytes(bytes));
    const index = new TimeIndex(world.disk, 'd/y', 7, 1200);
    expectEqual(
      [index.load(), index.count],
      [true, entries],
      `soundness and entries of a file of ${what}`,
    );
  }
});

behaviour('time-index-broken-file', () => {
  const files: readonly (readonly [fault: string, bytes: string])[] = [
    ['a piece of an entry at its end', '00 00 00 00 00 00 00 09 00 00 00 05 00 00 01'],
    [
      'a timestamp twice',
      '00 00 00 00 00 00 00 09 00 00 00 05 00 00 00 00 00 00 00 09 00 00 00 06',
    ],
    [
      'timestamps that go back',
      '00 00 00 00 00 00 00 09 00 00 00 05 00 00 00 00 00 00 00 08 00 00 00 06',
    ],
    [
      'timestamps that go back in their upper half',
      '00 00 00 02 00 00 00 03 00 00 00 05 00 00 00 01 00 00 00 09 00 00 00 06',
    ],
    [
      'offsets that go back',
      '00 00 00 00 00 00 00 09 00 00 00 05 00 00 00 00 00 00 00 0a 00 00 00 04',
    ],
    ['a negative timestamp', 'ff ff ff ff ff ff ff ff 00 00 00 05'],
    ['a negative offset', '00 00 00 00 00 00 00 09 ff ff ff ff'],
    [
      'an entry after zeros',
      '00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 09 00 00 00 05',
    ],
    [
      'an entry after an entry and zeros',
      '00 00 00 00 00 00 00 09 00 00 00 05 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 0a 00 00 00 06',
    ],
  ];
  for (const [fault, bytes] of files) {
    const world = indexWorld();
    world.put('d/x', hexBytes(bytes));
    const index = new TimeIndex(world.disk, 'd/x', 0, 1200);
    expectEqual(index.load(), false, `whether a file is sound that has ${fault}`);
  }
});
