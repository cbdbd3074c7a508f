/**
 * Produce: what is appended, and what is refused with which error. The errors are those that a real
 * Kafka 4.3.1 gave to the same requests, but for codecs: it has no better word for a codec that it
 * does not know, and for bytes that do not decompress, than UNKNOWN_SERVER_ERROR.
 */
import { describe, expect, test } from 'vitest';
import { errorName } from '#protocol/errors.ts';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import { ProduceRequest, ProduceResponse } from '#protocol/messages/produce.ts';
import { BROKEN, batch, bomb, numbered, T0 } from './batches.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const UNKNOWN_ID = 'c29tZXRoaW5nLWVsc2UtMQ';
const HELLO = { clientSoftwareName: 'test', clientSoftwareVersion: '1' };

async function started(configs: Record<string, string> = {}, partitions = 1) {
  const sim = await SimBroker.start();
  const client = await sim.client();
  const topicId = await client.createTopic('t', { configs, partitions });
  return { sim, client, topicId };
}

async function errorOf(client: WireClient, records: Uint8Array, options = {}) {
  return errorName((await client.produce('t', records, options)).errorCode);
}

/** One request for any topics and partitions; by name or, from version 13 on, by id. */
async function produceAll(
  client: WireClient,
  version: number,
  topics: { name?: string; topicId?: string; data: [index: number, records: Uint8Array][] }[],
  { acks = -1, transactionalId = null as string | null } = {},
) {
  const { responses } = await client.ask(ProduceRequest, ProduceResponse, version, {
    transactionalId,
    acks,
    timeoutMs: 1000,
    topicData: topics.map(({ name = '', topicId, data }) => ({
      name,
      ...(topicId !== undefined && { topicId }),
      partitionData: data.map(([index, records]) => ({ index, records })),
    })),
  });
  return responses.flatMap(({ name, topicId, partitionResponses }) =>
    partitionResponses.map((one) => ({
      ...one,
      topic: name || topicId,
      error: errorName(one.errorCode),
    })),
  );
}

describe('Produce', () => {
  test.each([3, 5, 7, 8, 9, 12])('v%i appends to a topic by its name', async (version) => {
    const { client } = await started();
    const answer = await client.produce('t', batch([{ value: 'x' }]), { version });
    expect(answer).toMatchObject({ index: 0, errorCode: 0, baseOffset: 0, logAppendTimeMs: -1 });
    if (version >= 5) expect(answer.logStartOffset).toBe(0);
    expect(await client.readValues('t')).toEqual(['x']);
  });

  test('v13 appends to a topic by its id, and answers by it', async () => {
    const { client, topicId } = await started();
    const [answer] = await produceAll(client, 13, [
      { topicId, data: [[0, batch([{ value: 'x' }])]] },
    ]);
    expect(answer).toMatchObject({ topic: topicId, error: 'NONE', baseOffset: 0 });
    expect(await client.readValues('t')).toEqual(['x']);
  });

  test('gives the next offsets, with acks=1 as with acks=all', async () => {
    const { client } = await started();
    const offsets = [];
    for (const acks of [1, -1, 1]) {
      const { baseOffset } = await client.produce('t', batch([{}, {}]), { acks });
      offsets.push(baseOffset);
    }
    expect(offsets).toEqual([0, 2, 4]);
  });

  test.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('stores %s as it came', async (codec) => {
    const { client } = await started();
    const records = batch([{ value: 'x'.repeat(1000) }, { value: 'y' }], { codec });
    expect(await errorOf(client, records.slice())).toBe('NONE');
    const { records: stored } = await client.fetch('t', 0);
    expect(stored?.subarray(21)).toEqual(records.subarray(21));
  });

  test('writes the broker’s time where the topic wants it, and says it', async () => {
    const { client } = await started({ 'message.timestamp.type': 'LogAppendTime' });
    const { logAppendTimeMs } = await client.produce('t', batch([{ timestamp: 5 }]));
    expect(logAppendTimeMs).toBeGreaterThanOrEqual(T0);
  });

  test('serves the good partitions of a request whose others fail', async () => {
    const { client } = await started({}, 3);
    const answers = await produceAll(client, 9, [
      {
        name: 't',
        data: [
          [0, batch([{ value: 'good' }])],
          [1, BROKEN.crc()],
          [2, batch([{ value: 'good too' }])],
          [9, batch([{}])],
        ],
      },
      { name: 'missing', data: [[0, batch([{}])]] },
    ]);
    const errors = answers.map(({ topic, index, error }) => [topic, index, error]);
    expect(errors).toHaveLength(5);
    expect(errors).toEqual(
      expect.arrayContaining([
        ['t', 0, 'NONE'],
        ['t', 1, 'CORRUPT_MESSAGE'],
        ['t', 2, 'NONE'],
        ['t', 9, 'UNKNOWN_TOPIC_OR_PARTITION'],
        ['missing', 0, 'UNKNOWN_TOPIC_OR_PARTITION'],
      ]),
    );
    expect(await client.readValues('t', 0, 0)).toEqual(['good']);
    expect(await client.readValues('t', 0, 1)).toEqual([]);
    expect(await client.readValues('t', 0, 2)).toEqual(['good too']);
  });

  test('v13 tells an id that nobody knows from a partition that is not there', async () => {
    const { client, topicId } = await started();
    const answers = await produceAll(client, 13, [
      { topicId: UNKNOWN_ID, data: [[0, batch([{}])]] },
      { topicId, data: [[7, batch([{}])]] },
    ]);
    expect(answers.map(({ error }) => error)).toEqual([
      'UNKNOWN_TOPIC_ID',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
  });

  test.each([
    ['whose CRC is broken', 'CORRUPT_MESSAGE', BROKEN.crc],
    ['that is cut short', 'INVALID_RECORD', BROKEN.cutShort],
    ['whose length is too small for a batch', 'CORRUPT_MESSAGE', BROKEN.lengthTooSmall],
    ['whose length is negative', 'CORRUPT_MESSAGE', BROKEN.lengthNegative],
    ['of a codec that nobody knows', 'UNSUPPORTED_COMPRESSION_TYPE', BROKEN.unknownCodec],
    ['that says gzip and is not', 'INVALID_RECORD', BROKEN.notCompressed],
    ['of control records', 'INVALID_RECORD', BROKEN.control],
    ['that counts more records than it has', 'INVALID_RECORD', BROKEN.tooManyRecords],
    ['whose last offset fits no count', 'INVALID_RECORD', BROKEN.lastOffsetDelta],
    ['without records', 'INVALID_RECORD', BROKEN.noRecords],
    ['of an old format', 'INVALID_RECORD', BROKEN.oldMagic],
    ['of no bytes at all', 'INVALID_RECORD', BROKEN.nothing],
    ['of garbage', 'CORRUPT_MESSAGE', BROKEN.garbage],
    ['followed by another', 'INVALID_RECORD', BROKEN.twoBatches],
  ])('refuses a batch %s with %s, and appends nothing', async (_, error, records) => {
    const { client } = await started();
    const answer = await client.produce('t', records());
    expect([errorName(answer.errorCode), answer.baseOffset]).toEqual([error, -1]);
    expect(await client.readValues('t')).toEqual([]);
    expect(await errorOf(client, batch([{ value: 'next' }]))).toBe('NONE');
  });

  test('refuses a batch above max.message.bytes, and takes one at it', async () => {
    const fits = batch([{ value: 'x'.repeat(100) }]);
    const { client } = await started({ 'max.message.bytes': String(fits.length) });
    expect(await errorOf(client, fits)).toBe('NONE');
    expect(await errorOf(client, batch([{ value: 'x'.repeat(101) }]))).toBe('MESSAGE_TOO_LARGE');
  });

  test('names the records without a key that a compacted topic refuses', async () => {
    const { client } = await started({ 'cleanup.policy': 'compact' });
    const records = batch([{ key: 'a' }, {}, { key: 'b' }, {}]);
    const answer = await client.produce('t', records, { version: 8 });
    expect(errorName(answer.errorCode)).toBe('INVALID_RECORD');
    expect(answer.recordErrors.map(({ batchIndex }) => batchIndex)).toEqual([1, 3]);
    expect(await errorOf(client, batch([{ key: 'a' }]))).toBe('NONE');
  });

  test('names the records whose time the topic refuses', async () => {
    const { client } = await started({ 'message.timestamp.after.max.ms': '1000' });
    const year3000 = 32_503_680_000_000;
    const records = batch([{ timestamp: 0 }, { timestamp: year3000 }]);
    const answer = await client.produce('t', records);
    expect(errorName(answer.errorCode)).toBe('INVALID_TIMESTAMP');
    expect(answer.recordErrors.map(({ batchIndex }) => batchIndex)).toEqual([1]);
  });

  test('refuses acks that are none of -1, 0 and 1', async () => {
    const { client } = await started();
    expect(await errorOf(client, batch([{}]), { acks: 2 })).toBe('INVALID_REQUIRED_ACKS');
    expect(await client.readValues('t')).toEqual([]);
  });

  test('refuses acks=all where fewer replicas are in sync than min.insync.replicas', async () => {
    const { sim, client, topicId } = await started();
    const replica = sim.broker.services.replicas.get(topicId, 0);
    if (replica !== undefined) replica.isr = [];
    expect(await errorOf(client, batch([{}]))).toBe('NOT_ENOUGH_REPLICAS');
    expect(await errorOf(client, batch([{ value: 'x' }]), { acks: 1 })).toBe('NONE');
    expect(await client.readValues('t')).toEqual(['x']);
  });

  test('never wants more replicas in sync than the partition has', async () => {
    const { client } = await started({ 'min.insync.replicas': '2' });
    expect(await errorOf(client, batch([{}]))).toBe('NONE');
  });

  test('refuses a small batch that decompresses to a very large one', async () => {
    const { client } = await started();
    const records = bomb();
    expect(records.length).toBeLessThan(20_000);
    expect(await errorOf(client, records)).toBe('INVALID_RECORD');
    expect(await errorOf(client, batch([{ value: 'x' }]))).toBe('NONE');
  });

  test('refuses zstd below version 7, which did not know it', async () => {
    const { client } = await started();
    const records = batch([{ value: 'x' }], { codec: 'zstd' });
    const refused = await errorOf(client, records.slice(), { version: 6 });
    expect(refused).toBe('UNSUPPORTED_COMPRESSION_TYPE');
    expect(await errorOf(client, records, { version: 7 })).toBe('NONE');
  });

  test('gets no answer with acks=0, and the records are there', async () => {
    const { client } = await started();
    client.send(ProduceRequest, 13, {
      acks: 0,
      timeoutMs: 1000,
      topicData: [{ topicId: UNKNOWN_ID, partitionData: [] }],
    });
    const { errorCode } = await client.ask(ApiVersionsRequest, ApiVersionsResponse, 3, HELLO);
    expect(errorCode).toBe(0);
  });
});

describe('an idempotent producer', () => {
  test('gets the first offset again for a batch that it sends again', async () => {
    const { client } = await started();
    for (const sequence of [0, 2, 4])
      await client.produce('t', numbered(1000, sequence, ['a', 'b']));
    for (const [sequence, offset] of [
      [2, 2],
      [0, 0],
      [4, 4],
    ] as const) {
      const answer = await client.produce('t', numbered(1000, sequence, ['a', 'b']));
      expect([answer.errorCode, answer.baseOffset]).toEqual([0, offset]);
    }
    expect(await client.readValues('t')).toHaveLength(6);
  });

  test('is refused a gap, and can go on where it was', async () => {
    const { client } = await started();
    expect(await errorOf(client, numbered(1000, 0, ['a']))).toBe('NONE');
    expect(await errorOf(client, numbered(1000, 2, ['c']))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(await errorOf(client, numbered(1000, 1, ['b']))).toBe('NONE');
    expect(await client.readValues('t')).toEqual(['a', 'b']);
  });

  test('is refused a duplicate older than the last five batches', async () => {
    const { client } = await started();
    for (let i = 0; i < 6; i++) await client.produce('t', numbered(1000, i, ['x']));
    expect(await errorOf(client, numbered(1000, 1, ['x']))).toBe('NONE');
    const tooOld = await errorOf(client, numbered(1000, 0, ['x']));
    expect(tooOld).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(await client.readValues('t')).toHaveLength(6);
  });

  test('of an older epoch is fenced, and a new epoch begins at sequence 0', async () => {
    const { client } = await started();
    expect(await errorOf(client, numbered(1000, 0, ['a'], 1))).toBe('NONE');
    expect(await errorOf(client, numbered(1000, 1, ['b'], 0))).toBe('INVALID_PRODUCER_EPOCH');
    const skipped = await errorOf(client, numbered(1000, 1, ['b'], 2));
    expect(skipped).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(await errorOf(client, numbered(1000, 0, ['b'], 2))).toBe('NONE');
  });

  test('that the log does not know may begin at any sequence', async () => {
    const { client } = await started();
    expect(await errorOf(client, numbered(1000, 17, ['a']))).toBe('NONE');
  });

  test('is remembered across a clean restart and a crash', async () => {
    const { sim, client } = await started();
    await client.produce('t', numbered(1000, 0, ['a']));
    await sim.restart();
    const second = await sim.client();
    expect((await second.produce('t', numbered(1000, 0, ['a']))).baseOffset).toBe(0);
    await second.produce('t', numbered(1000, 1, ['b']));
    await sim.crashAndRestart({ losePower: false });
    const third = await sim.client();
    expect((await third.produce('t', numbered(1000, 1, ['b']))).baseOffset).toBe(1);
    expect(await errorOf(third, numbered(1000, 3, ['d']))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(await third.readValues('t')).toEqual(['a', 'b']);
  });
});

describe('a transactional batch', () => {
  const transactional = () =>
    batch([{ value: 'x' }], {
      producerId: 7,
      producerEpoch: 0,
      baseSequence: 0,
      isTransactional: true,
    });

  test('is refused, since no transaction can be open', async () => {
    const { client } = await started();
    const [answer] = await produceAll(client, 9, [{ name: 't', data: [[0, transactional()]] }], {
      transactionalId: 'tx',
    });
    expect(answer?.error).toBe('INVALID_TXN_STATE');
    expect(await client.readValues('t')).toEqual([]);
  });
});
