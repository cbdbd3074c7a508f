/**
 * Task 1.11: the whole broker with this chapter at work in it. What shows on the wire is also what
 * a real Kafka answers; crashes need a machine that can be crashed, which is simulated.
 */
import { ErrorCode } from 'reference:protocol/errors.ts';
import { joined } from '../../course/bytes/joined.ts';
import {
  expectBytes,
  expectEqual,
  expectTrue,
  withSeed,
  withTrace,
} from '../../course/grading/expect.ts';
import { SimTarget } from '../../course/grading/sim-target.ts';
import {
  batchOf,
  fetch,
  listOffset,
  produce,
  readAll,
  recordsIn,
} from '../../course/grading/topic-client.ts';
import { simBehaviour, wireBehaviour } from '../../course/grading/wire.ts';
import { headersOf, rangesIn } from './sim-log.ts';

const LEADER_EPOCH_AT = 12;

wireBehaviour('broker-produce-fetch', async (target) => {
  const client = await target.connect();
  const { name } = await target.createTopic();
  const sent = [
    batchOf([{ key: 'a', value: '1' }, { key: 'b', value: null }, 'c']),
    batchOf(['d', 'e'], { codec: 'gzip' }),
  ];
  for (const batch of sent) {
    expectEqual(
      (await produce(client, name, batch.slice())).errorCode,
      0,
      'the error of a produce',
    );
  }
  const { records, highWatermark } = await fetch(client, name, 0);
  expectEqual(highWatermark, 5, 'the high watermark in the answer to a fetch');
  const values = recordsIn(records).map(({ offset, value }) => [offset, value]);
  const expected = [
    [0, '1'],
    [1, null],
    [2, 'c'],
    [3, 'd'],
    [4, 'e'],
  ];
  expectEqual(values, expected, 'offsets and values of the records fetched');
  const stored = joined(sent.map((batch, n) => placed(batch, n * 3)));
  expectBytes(
    records as Uint8Array,
    stored,
    'the batches fetched: those sent, but for offset and epoch',
    'record-batch',
  );
});

wireBehaviour('broker-offsets', async (target) => {
  const client = await target.connect();
  const { name } = await target.createTopic({ partitions: 2 });
  const told = [];
  for (const values of [['a', 'b'], ['c'], ['d', 'e', 'f']]) {
    told.push((await produce(client, name, batchOf(values))).baseOffset);
  }
  expectEqual(told, [0, 2, 3], 'the base offsets of batches of 2, 1 and 3 records');
  const other = await produce(client, name, batchOf(['x']), { partition: 1 });
  expectEqual(other.baseOffset, 0, 'the base offset in another partition');
  const [start, end] = [await listOffset(client, name, -2), await listOffset(client, name, -1)];
  expectEqual([start.offset, end.offset], [0, 6], 'the earliest and the latest offset');
  const second = await listOffset(client, name, -1, { partition: 1 });
  expectEqual(second.offset, 1, 'the latest offset of the other partition');
});

wireBehaviour('broker-fetch-mid-batch', async (target) => {
  const client = await target.connect();
  const { name } = await target.createTopic();
  for (const values of [['a', 'b', 'c'], ['d', 'e'], ['f']]) {
    await produce(client, name, batchOf(values));
  }
  const ranges = async (offset: number) => {
    const { errorCode, records } = await fetch(client, name, offset);
    expectEqual(errorCode, ErrorCode.NONE, `the error of a fetch from ${offset}`);
    return rangesIn([records ?? new Uint8Array(0)]);
  };
  expectEqual(await ranges(1), ['0-2', '3-4', '5-5'], 'the batches fetched from 1, within 0-2');
  expectEqual(await ranges(4), ['3-4', '5-5'], 'the batches fetched from 4, the last of 3-4');
  expectEqual(await ranges(5), ['5-5'], 'the batches fetched from 5');
  expectEqual(await ranges(6), [], 'the batches fetched from 6, the end');
});

wireBehaviour('broker-refuses', async (target) => {
  const client = await target.connect();
  const { name } = await target.createTopic();
  await produce(client, name, batchOf(['a', 'b']));
  const damaged = batchOf(['damaged']).map((byte, at, all) =>
    at === all.length - 3 ? byte ^ 1 : byte,
  );
  const refused = await produce(client, name, damaged);
  expectEqual(
    refused.errorCode,
    ErrorCode.CORRUPT_MESSAGE,
    'the error of a batch with a changed byte',
  );
  expectEqual(refused.baseOffset, -1, 'its base offset');
  const next = await produce(client, name, batchOf(['c']));
  expectEqual([next.errorCode, next.baseOffset], [0, 2], 'error and base offset of the next batch');
  for (const offset of [4, 1000]) {
    const { errorCode, records } = await fetch(client, name, offset);
    const what = `of a fetch from ${offset}, beyond the end at 3`;
    expectEqual(errorCode, ErrorCode.OFFSET_OUT_OF_RANGE, `the error ${what}`);
    expectEqual(recordsIn(records).length, 0, `the records ${what}`);
  }
});

simBehaviour('broker-crash', async (target) => {
  const client = await target.connect();
  const { name } = await target.createTopic({ configs: { 'segment.bytes': '1048576' } });
  const values: string[] = [];
  for (let n = 0; n < 12; n++) {
    const value = `${n} `.repeat(100_000);
    expectEqual((await produce(client, name, batchOf([value]))).baseOffset, n, 'a base offset');
    values.push(value.slice(0, 9));
  }
  target.crash();
  await target.restart();
  const again = await target.connect();
  const read = await readAll(again, name);
  expectEqual(
    read.map(({ value }) => value?.slice(0, 9)),
    values,
    'the beginnings of all records after a crash',
  );
  const names = target.node.env.disk.list(`/data/${name}-0`).filter((one) => one.endsWith('.log'));
  expectTrue(names.length > 1, 'the records are in several segments', names);
  expectEqual(
    (await produce(again, name, batchOf(['next']))).baseOffset,
    12,
    'the next base offset',
  );
  await target.stop();
  await target.restart();
  const last = await readAll(await target.connect(), name, 11);
  expectEqual(
    last.map(({ offset }) => offset),
    [11, 12],
    'the last offsets after an orderly restart',
  );
});

simBehaviour('broker-power-loss', async (target) => {
  await losePower(target);
  for (const seed of [2, 3]) {
    await withSeed(seed, async () => {
      const another = await SimTarget.start({ seed });
      await withTrace(
        () => another.story,
        () => losePower(another),
      );
    });
  }
});

async function losePower(target: SimTarget): Promise<void> {
  const { name } = await target.createTopic({ configs: { 'flush.messages': '1' } });
  const sent: string[] = [];
  let flushed = 0;
  for (let round = 0; round < 3; round++) {
    const client = await target.connect();
    for (let n = 0; n < 6; n++) {
      const values = [`${round}.${n}a`, `${round}.${n}b`];
      const { errorCode, baseOffset } = await produce(client, name, batchOf(values));
      expectEqual([errorCode, baseOffset], [0, sent.length], 'error and base offset of a produce');
      sent.push(...values);
      if (n !== 3) continue;
      await target.pause(1_000);
      flushed = sent.length;
    }
    target.crash({ losePower: true });
    await target.restart();
    const reader = await target.connect();
    const read = await readAll(reader, name);
    const { offset: end } = await listOffset(reader, name, -1);
    expectTrue(end >= flushed, `the log ends at ${flushed}, what was flushed, or later`, end);
    expectEqual(
      read.map(({ value }) => value),
      sent.slice(0, end),
      'the values up to the log’s end',
    );
    expectEqual(
      read.map(({ offset }) => offset),
      read.map((_, n) => n),
      'their offsets',
    );
    sent.length = end;
    flushed = end;
  }
}

/** The batch as the log has it: with its offset, and the epoch of the first leader. */
function placed(batch: Uint8Array, baseOffset: number): Uint8Array {
  expectEqual(headersOf(batch).length, 1, 'batches in what was sent');
  const stored = batch.slice();
  const view = new DataView(stored.buffer);
  view.setBigInt64(0, BigInt(baseOffset));
  view.setInt32(LEADER_EPOCH_AT, 0);
  return stored;
}
