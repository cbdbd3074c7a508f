/**
 * Task 1.10, compaction: what a round notes of a batch, what it leaves of one, and of a whole log.
 *
 * Batches are made and read by the reference; keys are single words, `a=1` a record and `a` alone a
 * tombstone.
 */

import { nodeCodecs } from 'reference:env/node/node-codecs.ts';
import { isCrcValid } from 'reference:storage/batch-checksum.ts';
import type { BatchHeader } from 'reference:storage/batch-header.ts';
import { batchesOf, recordsOf } from 'reference:storage/batch-reader.ts';
import { type BatchInput, encodeBatch, type RecordInput } from 'reference:storage/batch-writer.ts';
import { encodeTransactionMarker } from 'reference:storage/control-record.ts';
import { noteKeys } from '#storage/cleaner/batch-keys.ts';
import {
  type BatchPlace,
  type RetentionRules,
  retainBatch,
} from '#storage/cleaner/batch-retention.ts';
import { cleanLog } from '#storage/cleaner/cleaning.ts';
import { CleaningPace } from '#storage/cleaner/cleaning-pace.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectTrue } from '../../course/grading/expect.ts';
import { headerOf, Machine, T0 } from './sim-log.ts';

const DAY_MS = 86_400_000;
const NOW = T0 + 10 * DAY_MS;
const BASE = 5_000_000_000;
const utf8 = new TextEncoder();
const text = new TextDecoder();

behaviour('compaction-notes-keys', () => {
  const notes = notesOf();
  const all = (bytes: Uint8Array, from = 0) =>
    noteKeys(bytes, headerOf(bytes), from, nodeCodecs, notes);
  expectEqual(all(batch('a=1 b=2 a=3')), true, 'whether all is noted of a batch of three');
  expectEqual(
    notes.told(),
    { a: 2, b: 1 },
    'the notes of a=1 b=2 a=3, at offsets from the base on',
  );
  all(
    gappy(
      [
        [1, 'c=1'],
        [4, 'b'],
      ],
      { lastOffset: BASE + 9 },
    ),
  );
  expectEqual(notes.told(), { a: 2, b: 4, c: 1 }, 'after c=1 at 1 and a tombstone of b at 4');
  expectEqual(all(batch('x=1 x=2 y=3'), BASE + 2), true, 'whether all is noted from the third on');
  expectEqual(
    notes.told(),
    { a: 2, b: 4, c: 1, y: 2 },
    'after x=1 x=2 y=3, with from at the third',
  );
  for (const codec of ['gzip', 'zstd'] as const) {
    all(batch(`${codec}=1`, { codec, codecs: nodeCodecs }));
    expectEqual(notes.told()[codec], 0, `the offset noted of a key in a ${codec} batch`);
  }
  const before = notes.told();
  expectEqual(all(batch('=1 =2')), true, 'whether all is noted of a batch without keys');
  expectEqual(all(marker('commit')), true, 'whether all is noted of a commit marker');
  expectEqual(all(batch('', { lastOffset: BASE + 3 })), true, 'whether all is noted of no records');
  expectEqual(notes.told(), before, 'the notes after a keyless batch, a marker and an empty batch');
});

behaviour('compaction-notes-full', () => {
  const notes = notesOf(2);
  const all = (records: string) => {
    const bytes = batch(records);
    return noteKeys(bytes, headerOf(bytes), 0, nodeCodecs, notes);
  };
  expectEqual(all('a=1 b=2'), true, 'whether a and b are noted, with room for two keys');
  expectEqual(all('a=3 b=4 a=5'), true, 'whether they are noted again, with the map full');
  expectEqual(all('b=6 c=7 a=8'), false, 'whether c is noted as well');
  expectEqual(notes.told().c, undefined, 'the note of c');
  expectEqual(
    notes.puts.at(-1),
    'c',
    'the last key that was put: after it, there is no more to do',
  );
  expectEqual(all('=1'), true, 'whether a keyless batch is noted, with the map full');
});

behaviour('compaction-newest', () => {
  const rules = rulesOf({ a: 2, b: 1, d: 40 });
  const bytes = batch('a=1 b=2 a=3 c=4 d=5');
  const kept = retainBatch(bytes, headerOf(bytes), rules, nowhere());
  expectEqual(contents(kept), ['1:b=2', '2:a=3', '3:c=4'], 'what stays of a=1 b=2 a=3 c=4 d=5');
  const { baseOffset, lastOffset, recordCount } = only(kept);
  expectEqual(
    [baseOffset - BASE, lastOffset - BASE, recordCount],
    [0, 4, 3],
    'first offset, last offset, records',
  );
  for (const more of [{}, { codec: 'gzip', codecs: nodeCodecs }] as const) {
    const whole = batch('b=1 c=2', { baseOffset: BASE + 1, ...more });
    const untouched = retainBatch(whole, headerOf(whole), rules, nowhere());
    expectTrue(untouched === whole, 'a batch that loses nothing is the array that came', untouched);
  }
  const gone = batch('a=1 d=2');
  expectEqual(
    retainBatch(gone, headerOf(gone), rules, nowhere()),
    undefined,
    'what stays of a=1 d=2',
  );
});

behaviour('compaction-unknown', () => {
  const bytes = batch('=1 a=2 =3 b=4 =5');
  const rules = rulesOf({ a: 1 });
  expectEqual(
    contents(retainBatch(bytes, headerOf(bytes), rules, nowhere())),
    ['1:a=2', '3:b=4'],
    'what stays of a keyless, a=2, a keyless, b=4 and a keyless record',
  );
  const half = rulesOf({ a: 1, b: 99 }, { endOffset: BASE + 3 });
  expectEqual(
    contents(retainBatch(bytes, headerOf(bytes), half, nowhere())),
    ['1:a=2', '3:b=4', '4:=5'],
    'what stays where offsets from the fourth record on were not looked through',
  );
  const later = rulesOf({}, { endOffset: BASE });
  const same = retainBatch(bytes, headerOf(bytes), later, nowhere());
  expectTrue(same === bytes, 'a batch beyond what was looked through is the array that came', same);
  const dated = batch('a =1', { deleteHorizonMs: T0 });
  const kept = retainBatch(dated, headerOf(dated), later, nowhere());
  expectEqual(
    contents(kept),
    ['0:a', '1:=1'],
    'what stays of a tombstone past its horizon, beyond what was looked through',
  );
});

behaviour('compaction-tombstone', () => {
  const rules = rulesOf({ a: 1 });
  const bytes = batch('a=1 a b=2', { timestamp: T0 - 1000 * DAY_MS });
  const first = retainBatch(bytes, headerOf(bytes), rules, nowhere()) as Uint8Array;
  expectEqual(
    contents(first),
    ['1:a', '2:b=2'],
    'what the first round keeps of a=1, a’s tombstone and b=2',
  );
  expectEqual(
    horizonOf(first),
    NOW + DAY_MS,
    'the horizon that it sets, delete.retention.ms after now',
  );
  const again = (now: number) => {
    const kept = retainBatch(first, headerOf(first), { ...rules, now }, nowhere());
    return [contents(kept), kept && horizonOf(kept)];
  };
  const both = [['1:a', '2:b=2'], NOW + DAY_MS];
  expectEqual(again(NOW + 5), both, 'what another round keeps, soon after, and its horizon');
  expectEqual(again(NOW + DAY_MS - 1), both, 'what a round keeps 1 ms before the horizon');
  expectEqual(again(NOW + DAY_MS), [['2:b=2'], NOW + DAY_MS], 'what a round at the horizon keeps');
  const soon = headerOf(first);
  const same = retainBatch(first, soon, { ...rules, now: NOW + 5 }, nowhere());
  expectTrue(
    same === first,
    'a batch that has its horizon and loses nothing is the array that came',
    same,
  );

  const replaced = batch('a b=2');
  const kept = retainBatch(replaced, headerOf(replaced), rulesOf({ a: 7 }), nowhere());
  expectEqual(
    contents(kept),
    ['1:b=2'],
    'what stays of a tombstone that a newer value follows, and b=2',
  );
  expectEqual(
    only(kept).hasDeleteHorizon,
    false,
    'whether a batch without a tombstone gets a horizon',
  );
  const alone = batch('a');
  const set = retainBatch(alone, headerOf(alone), rulesOf({}), nowhere()) as Uint8Array;
  expectEqual(horizonOf(set), NOW + DAY_MS, 'the horizon of a batch that is one tombstone');
});

behaviour('compaction-markers', () => {
  const bytes = marker('commit');
  const [record] = recordsOf(bytes, headerOf(bytes), nodeCodecs);
  const key = text.decode(record?.key ?? new Uint8Array(0));
  const rules = rulesOf({ [key]: 500 });
  const decides = retainBatch(bytes, headerOf(bytes), rules, nowhere());
  expectTrue(
    decides === bytes,
    'a marker with data left is the array that came, though the map has its key',
    decides,
  );
  const discardable = { ...nowhere(), isDiscardable: true };
  const first = retainBatch(bytes, headerOf(bytes), rules, discardable) as Uint8Array;
  expectTrue(first !== undefined, 'a marker whose data is gone stays in the first round');
  expectEqual(horizonOf(first), NOW + DAY_MS, 'the horizon of a marker whose data is gone');
  expectEqual(
    only(first).isControl && only(first).isTransactional,
    true,
    'whether it is still a marker',
  );
  expectEqual(only(first).recordCount, 1, 'its records');
  const at = (now: number) => retainBatch(first, headerOf(first), { ...rules, now }, discardable);
  expectTrue(
    at(NOW + DAY_MS - 1) === first,
    'the marker 1 ms before its horizon is the array that came',
  );
  expectEqual(at(NOW + DAY_MS), undefined, 'the marker at its horizon');
  const needed = retainBatch(first, headerOf(first), { ...rules, now: NOW + DAY_MS }, nowhere());
  expectTrue(
    needed === first,
    'a marker past its horizon of which data is there after all stays',
    needed,
  );
});

behaviour('compaction-aborted', () => {
  const bytes = batch('a=1 b', {
    producerId: 5,
    producerEpoch: 0,
    baseSequence: 0,
    isTransactional: true,
  });
  const discardable = { ...nowhere(), isDiscardable: true };
  const header = headerOf(bytes);
  expectEqual(
    retainBatch(bytes, header, rulesOf({ a: 0, b: 1 }), discardable),
    undefined,
    'aborted records, the newest of their keys',
  );
  expectEqual(
    retainBatch(bytes, header, rulesOf({}), discardable),
    undefined,
    'aborted records that the map does not have',
  );
  const kept = retainBatch(bytes, header, rulesOf({ a: 0, b: 1 }), nowhere());
  expectEqual(contents(kept), ['0:a=1', '1:b'], 'the same records of a committed transaction');
});

behaviour('compaction-empty-batch', () => {
  const producer = { producerId: 5, producerEpoch: 3, baseSequence: 7, partitionLeaderEpoch: 2 };
  const bytes = batch('a=1 b', { ...producer, codec: 'gzip', codecs: nodeCodecs });
  const header = headerOf(bytes);
  const rules = rulesOf({ a: 50, b: 50 });
  expectEqual(
    retainBatch(bytes, header, rules, nowhere()),
    undefined,
    'a superseded batch amid a segment',
  );
  const expected = encodeBatch({
    ...producer,
    records: [],
    baseOffset: BASE,
    lastOffset: BASE + 1,
    maxTimestamp: header.maxTimestamp,
  });
  const last = retainBatch(bytes, header, rules, { ...nowhere(), isLastOfSegment: true });
  expectBytes(last as Uint8Array, expected, 'the same as the last of its segment', 'record-batch');
  const active = (lastOffset: number, more = {}) => ({
    ...rules,
    activeProducers: producers(lastOffset, more),
  });
  const kept = retainBatch(bytes, header, active(BASE + 1), nowhere());
  expectBytes(kept as Uint8Array, expected, 'the same as the producer’s last', 'record-batch');
  expectEqual(
    retainBatch(bytes, header, active(BASE + 9), nowhere()),
    undefined,
    'the same where the producer’s last is later',
  );
  const emptied = retainBatch(expected, headerOf(expected), rules, nowhere());
  expectEqual(emptied, undefined, 'an empty batch that is nobody’s last any more');
  const still = retainBatch(expected, headerOf(expected), active(BASE + 1), nowhere());
  expectBytes(still as Uint8Array, expected, 'an empty batch that still is the producer’s last');

  const dated = batch('b', { ...producer, deleteHorizonMs: T0 });
  const bare = retainBatch(dated, headerOf(dated), rulesOf({}), {
    ...nowhere(),
    isLastOfSegment: true,
  });
  expectEqual(
    [only(bare).recordCount, only(bare).hasDeleteHorizon],
    [0, false],
    'records and horizon of an emptied tombstone batch',
  );

  const end = marker('abort', { deleteHorizonMs: T0 });
  const place = { isLastOfSegment: false, isDiscardable: true };
  const ofEpoch = (producerEpoch: number) =>
    retainBatch(
      end,
      headerOf(end),
      { ...rules, activeProducers: producers(undefined, { producerEpoch }) },
      place,
    );
  expectEqual(
    only(ofEpoch(0)).recordCount,
    0,
    'records of the marker with the present epoch of a producer without batches',
  );
  expectEqual(ofEpoch(4), undefined, 'the marker of an earlier epoch');
});

behaviour('compaction-rewrites', () => {
  const input: BatchInput = {
    baseOffset: BASE,
    records: [
      { timestamp: T0 + 5, key: utf8.encode('a'), value: utf8.encode('1') },
      { timestamp: T0 + 3, key: utf8.encode('b'), value: null },
      {
        ...{ timestamp: T0 + 9, key: utf8.encode('c'), value: new Uint8Array(0) },
        headers: [
          { key: 'trace', value: utf8.encode('x') },
          { key: '', value: null },
        ],
      },
    ],
    partitionLeaderEpoch: 6,
    producerId: 12,
    producerEpoch: 3,
    baseSequence: 40,
    isTransactional: true,
    codecs: nodeCodecs,
  };
  const stays = input.records
    .slice(1)
    .map((record, n): RecordInput => ({ ...record, offset: BASE + n + 1 }));
  const after = { ...input, records: stays, lastOffset: BASE + 2, deleteHorizonMs: NOW + DAY_MS };
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const bytes = encodeBatch({ ...input, codec });
    const kept = retainBatch(bytes, headerOf(bytes), rulesOf({ a: 80 }), nowhere());
    const expected = encodeBatch({ ...after, codec });
    expectEqual(
      described(kept),
      described(expected),
      `the batch written anew, with codec ${codec}`,
    );
  }
  const timed = encodeBatch({ ...input, codec: 'none', logAppendTime: T0 + 77 });
  const kept = retainBatch(timed, headerOf(timed), rulesOf({ a: 80 }), nowhere());
  const expected = encodeBatch({ ...after, codec: 'none', logAppendTime: T0 + 77 });
  expectEqual(described(kept), described(expected), 'a batch of LogAppendTime written anew');
});

behaviour('compaction-round', async () => {
  const machine = new Machine();
  const config = {
    cleanupPolicy: new Set(['compact'] as const),
    segmentBytes: 1000,
    deleteRetentionMs: DAY_MS,
  };
  const log = machine.log(config);
  const newest = new Map<string, string>();
  for (let n = 0; n < 120; n++) {
    const key = `k${(n * 7) % 13}`;
    const record = n % 11 === 10 ? key : `${key}=${n}`;
    log.append(batch(record, { baseOffset: 0 }), { leaderEpoch: 0 });
    newest.set(key, `${n}:${record}`);
  }
  const active = log.segments.active.baseOffset;
  const before = everything(log);
  const pace = new CleaningPace(machine.env.clock, log.segments, Number.MAX_VALUE);
  await machine.world.complete(cleanLog(log, { from: 0, limit: active }, 1_000_000, pace));
  const after = everything(log);
  const cleaned = after.filter((one) => Number.parseInt(one, 10) < active);
  const last = new Map(
    before
      .filter((one) => Number.parseInt(one, 10) < active)
      .map((one) => [one.replace(/^\d+:|=.*/g, ''), one]),
  );
  expectEqual(
    cleaned,
    [...last.values()].sort(byOffset),
    'the records below the active segment, which were the newest of each key there',
  );
  const untouched = (all: string[]) => all.filter((one) => Number.parseInt(one, 10) >= active);
  expectEqual(
    untouched(after),
    untouched(before),
    'the records of the active segment, superseded or not',
  );
  const seen = new Map(after.map((one) => [one.replace(/^\d+:|=.*/g, ''), one]));
  for (const [key, record] of newest)
    expectEqual(seen.get(key), record, `the last record of ${key}`);
  for (let offset = 0; offset < 120; offset += 5) {
    const [first] = everything(log, offset);
    const next = after.find((one) => Number.parseInt(one, 10) >= offset);
    expectEqual(first, next, `the first record at ${offset} or later`);
  }
  expectEqual(log.logEndOffset, 120, 'the log’s end');
  machine.node.crash();
  machine.node.restart();
  const again = machine.log(config, { recoveryPoint: log.recoveryPoint });
  expectEqual(everything(again), after, 'all records after a crash of the process');
  expectEqual(again.logEndOffset, 120, 'the log’s end after a crash of the process');
});

/** `a=1 b =2`: a record of a, a tombstone of b, a keyless record; nothing for no records. */
function batch(
  records: string,
  more: Partial<BatchInput> & { timestamp?: number } = {},
): Uint8Array {
  const { timestamp = T0, ...input } = more;
  const parsed = records === '' ? [] : records.split(' ').map((one) => recordOf(one, timestamp));
  return encodeBatch({ baseOffset: BASE, ...input, records: parsed });
}

/** Records at offsets of their own above the base. */
function gappy(records: [offset: number, record: string][], more: Partial<BatchInput>): Uint8Array {
  const parsed = records.map(([offset, one]) => ({ ...recordOf(one, T0), offset: BASE + offset }));
  return encodeBatch({ baseOffset: BASE, ...more, records: parsed });
}

function recordOf(record: string, timestamp: number): RecordInput {
  const [key = '', value] = record.split('=');
  return {
    timestamp,
    key: key === '' ? null : utf8.encode(key),
    value: value === undefined ? null : utf8.encode(value),
  };
}

function marker(
  type: 'commit' | 'abort',
  { deleteHorizonMs }: { deleteHorizonMs?: number } = {},
): Uint8Array {
  const bytes = encodeTransactionMarker(
    { type, coordinatorEpoch: 0, timestamp: T0 },
    { producerId: 5, producerEpoch: 0 },
  );
  const header = headerOf(bytes);
  const records = [...recordsOf(bytes, header, nodeCodecs)].map(
    ({ offset: _, ...record }) => record,
  );
  const producer = { producerId: 5, producerEpoch: 0, isTransactional: true, isControl: true };
  return encodeBatch({ baseOffset: BASE, records, ...producer, deleteHorizonMs });
}

/** Offsets are those above the base. */
function notesOf(room = Infinity) {
  const offsets = new Map<string, number>();
  const puts: string[] = [];
  return {
    puts,
    put(key: Uint8Array, offset: number): boolean {
      const name = text.decode(key);
      puts.push(name);
      if (!offsets.has(name) && offsets.size >= room) return false;
      offsets.set(name, offset - BASE);
      return true;
    },
    told: () => Object.fromEntries([...offsets].sort()) as Record<string, number>,
  };
}

/** `newest` has offsets above the base. */
function rulesOf(newest: Record<string, number>, { endOffset = BASE + 1000 } = {}): RetentionRules {
  const newestOffset = (key: Uint8Array) => {
    const offset = newest[text.decode(key)];
    return offset === undefined ? -1 : BASE + offset;
  };
  return {
    codecs: nodeCodecs,
    now: NOW,
    deleteRetentionMs: DAY_MS,
    dirtyKeys: { endOffset, newestOffset },
    activeProducers: new Map(),
  };
}

function nowhere(): BatchPlace {
  return { isLastOfSegment: false, isDiscardable: false };
}

/** Producer 5, whose last batch ends there; none where it has no batches. */
function producers(lastOffset: number | undefined, more: { producerEpoch?: number } = {}) {
  const batches =
    lastOffset === undefined
      ? []
      : [{ lastSequence: 8, lastOffset, offsetDelta: 1, timestamp: T0 }];
  const entry = { producerId: 5, producerEpoch: 3, batches, coordinatorEpoch: 0, ...more };
  return new Map([[5, { ...entry, lastTimestamp: T0, currentTxnFirstOffset: -1 }]]);
}

function only(bytes: Uint8Array | undefined): BatchHeader {
  expectTrue(bytes instanceof Uint8Array, 'the batch stays, if only as a header', bytes);
  return headerOf(bytes as Uint8Array);
}

function horizonOf(bytes: Uint8Array): number | undefined {
  const { hasDeleteHorizon, baseTimestamp } = only(bytes);
  return hasDeleteHorizon ? baseTimestamp : undefined;
}

/** Records as `2:a=1`, by offsets above the base; none where the batch went. */
function contents(bytes: Uint8Array | undefined, base = BASE): string[] {
  if (bytes === undefined) return [];
  return [...batchesOf(bytes)].flatMap((header) =>
    [...recordsOf(bytes, header, nodeCodecs)].map(({ offset, key, value }) => {
      const left = `${offset - base}:${key === null ? '' : text.decode(key)}`;
      return value === null ? left : `${left}=${text.decode(value)}`;
    }),
  );
}

/** All that a batch says, but for how its records are compressed. */
function described(bytes: Uint8Array | undefined) {
  const { crc: _, batchLength, sizeInBytes, ...header } = only(bytes);
  const batch = bytes as Uint8Array;
  const records = [...recordsOf(batch, headerOf(batch), nodeCodecs)].map((record) => ({
    offset: record.offset,
    timestamp: record.timestamp,
    key: record.key && text.decode(record.key),
    value: record.value && text.decode(record.value),
    headers: record.headers.map(({ key, value }) => [key, value && text.decode(value)]),
  }));
  return { ...header, isCrcValid: isCrcValid(batch, headerOf(batch)), records };
}

/** Every record from an offset on, by one read after the other. */
function everything(log: PartitionLog, from = 0): string[] {
  const found: string[] = [];
  for (let next = from; next < log.logEndOffset; ) {
    const read = log.read(next, { maxBytes: 1_000_000, minOneMessage: true, upTo: 'logEnd' });
    const piece = read.pieces[0];
    if (piece === undefined) return found;
    found.push(...contents(piece, 0).filter((one) => Number.parseInt(one, 10) >= next));
    const end = [...batchesOf(piece)].at(-1)?.lastOffset ?? -1;
    expectTrue(end >= next, `a read from ${next} gives something at or beyond it`, end);
    next = end + 1;
  }
  return found;
}

function byOffset(one: string, other: string): number {
  return Number.parseInt(one, 10) - Number.parseInt(other, 10);
}
