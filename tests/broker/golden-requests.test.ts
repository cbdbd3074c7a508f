/**
 * The requests that Kafka's own tools, and librdkafka, sent to a real Kafka (tests/golden/README.md),
 * sent to this broker byte for byte, and its answers beside Kafka's.
 *
 * Ids, offsets and times are another world's, and the topic must be told by the id that it has here;
 * so what is compared is the shape: the same fields, the same error codes, as many entries where
 * the state can be the same.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ApiMessage } from '#protocol/message.ts';
import { allRequests, allResponses } from '#protocol/messages/all.ts';
import { DeleteTopicsRequest, DeleteTopicsResponse } from '#protocol/messages/delete-topics.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest, readRequestHeader } from '#protocol/request-header.ts';
import { ResponseHeader } from '#protocol/response-header.ts';
import { fromHex } from '../protocol/hex.ts';
import { batch } from './batches.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

type Json = null | boolean | number | string | Json[] | { readonly [name: string]: Json };

const directory = new URL('../golden/wire/', import.meta.url);
const requests = allRequests as unknown as readonly ApiMessage[];
const responses = allResponses as unknown as readonly ApiMessage[];

/** The id that the topic `wire` had when the frames were captured. */
const WIRE_ID = 'Qm6C1_KRR1-4kvZz_hz9fQ';
const WIRE = 'wire';
const FETCH = 1;
const CREATE_TOPICS = 19;
const CREATE_PARTITIONS = 37;
const TEN_YEARS_MS = 315_360_000_000;
/** What Kafka answered while its coordinators were still loading: COORDINATOR_LOAD_IN_PROGRESS. */
const STILL_LOADING = 14;
/** Kafka refused this creation, for the topic existed. */
const ALREADY_THERE = '"errorCode": 36';

const frames = readdirSync(directory)
  .filter((file) => file.endsWith('.request.hex'))
  .map((file) => file.replace('.request.hex', ''));

/** As much of the capture's world as the requests ask about. */
async function world(key: number) {
  const sim = await SimBroker.start();
  const client = await sim.client();
  const partitions = key === CREATE_PARTITIONS ? 2 : 3;
  // The capture's clock was ahead of the simulated one.
  const configs = { 'message.timestamp.after.max.ms': String(TEN_YEARS_MS) };
  const topicId = await client.createTopic(WIRE, { partitions, configs });
  for (let partition = 0; partition < partitions; partition++) {
    const records = batch([{ value: 'a' }, { value: 'b' }, { value: 'c' }]);
    await client.produce(WIRE, records, { partition });
  }
  return { client, topicId };
}

/** The request's bytes, with this world's topic id, and outside of sessions that are not open here. */
function translate(key: number, version: number, body: object, topicId: string): object {
  const text = JSON.stringify(body, (_, value: unknown) =>
    value instanceof Uint8Array ? { bytes: [...value] } : value,
  ).replaceAll(WIRE_ID, topicId);
  const translated = JSON.parse(text, (_, value) =>
    value !== null && typeof value === 'object' && 'bytes' in value
      ? Uint8Array.from(value.bytes)
      : value,
  );
  if (key === FETCH && version >= 7 && translated.sessionEpoch > 0) {
    return { ...translated, sessionId: 0, sessionEpoch: 0 };
  }
  return translated;
}

async function exchange(
  client: WireClient,
  message: ApiMessage,
  version: number,
  bytes: Uint8Array[],
) {
  client.connection.write(bytes);
  const reader = new Reader(await client.receiveFrame());
  const response = responses.find(({ apiKey }) => apiKey === message.apiKey) as ApiMessage;
  ResponseHeader.codec(response.headerVersion(version)).read(reader);
  const body = response.codec(version).read(reader) as Record<string, unknown>;
  expect(reader.remaining()).toBe(0);
  return body;
}

test.each(frames)('%s is answered in the shape of Kafka’s answer', async (name) => {
  const hex = readFileSync(new URL(`${name}.request.hex`, directory), 'utf8');
  const reader = new Reader(fromHex(hex.replaceAll(/\s/g, '')));
  const header = readRequestHeader(reader);
  const { requestApiKey: key, requestApiVersion: version } = header;
  const message = requests.find(({ apiKey }) => apiKey === key);
  if (message === undefined) throw new Error(`${name}: this api is not declared`);
  const json = readFileSync(new URL(`${name}.response.json`, directory), 'utf8');
  const kafkas = (JSON.parse(json) as { body: Json }).body;
  const { client, topicId } = await world(key);
  const body = message.codec(version).read(reader) as object;
  const ours = translate(key, version, body, topicId);
  if (key === CREATE_TOPICS && !json.includes(ALREADY_THERE)) await deleteWire(client);
  const bytes = encodeRequest(message, version, header, ours);
  const answer = await exchange(client, message, version, bytes);
  expectSameShape(answer, kafkas, name);
});

async function deleteWire(client: WireClient): Promise<void> {
  await client.ask(DeleteTopicsRequest, DeleteTopicsResponse, 5, {
    topics: [],
    topicNames: [WIRE],
    timeoutMs: 1000,
  });
}

/** Lists in which a real cluster has more than a node without groups and transactions can. */
const OF_ANOTHER_WORLD = new Set([
  'apiKeys',
  'abortedTransactions',
  'activeProducers',
  'observers',
  'synonyms',
]);

function expectSameShape(ours: unknown, kafkas: Json, path: string): void {
  if (Array.isArray(kafkas)) {
    const list = ours as unknown[];
    expect(Array.isArray(list), path).toBe(true);
    const [first] = kafkas;
    if (first === undefined) return;
    if (!OF_ANOTHER_WORLD.has(path.split('.').at(-1) ?? '')) {
      expect(list.length, path).toBeGreaterThan(0);
    }
    for (const one of list) expectSameShape(one, first, path);
  } else if (typeof kafkas === 'object' && kafkas !== null) {
    for (const [name, value] of Object.entries(kafkas)) {
      if (name === 'recordsSizeInBytes') continue;
      const struct = ours as Record<string, unknown>;
      expect(struct, path).toHaveProperty(name);
      expectSameShape(struct[name], value, `${path}.${name}`);
    }
  } else if (path.endsWith('rrorCode') && kafkas !== STILL_LOADING) {
    expect(ours, path).toBe(kafkas);
  } else if (kafkas !== null && ours !== null) {
    expect(typeof ours, path).toBe(typeof kafkas);
  }
}

test('the requests are of at least nineteen apis', () => {
  const keys = new Set(frames.map((name) => Number(name.slice(0, 2))));
  expect(keys.size).toBeGreaterThanOrEqual(19);
});
