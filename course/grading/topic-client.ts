/**
 * What graders do with topics over and over: make one, write to it, read it back. Each is one
 * request in one version that Kafka 4.3 and Gregor both speak, and gives the answer for the one
 * partition as it came, error codes included.
 */
import { nodeCodecs } from 'reference:env/node/node-codecs.ts';
import {
  CreateTopicsRequest,
  CreateTopicsResponse,
} from 'reference:protocol/messages/create-topics.ts';
import {
  DeleteTopicsRequest,
  DeleteTopicsResponse,
} from 'reference:protocol/messages/delete-topics.ts';
import { FetchRequest, FetchResponse } from 'reference:protocol/messages/fetch.ts';
import {
  ListOffsetsRequest,
  ListOffsetsResponse,
} from 'reference:protocol/messages/list-offsets.ts';
import { MetadataRequest, MetadataResponse } from 'reference:protocol/messages/metadata.ts';
import { ProduceRequest, ProduceResponse } from 'reference:protocol/messages/produce.ts';
import { ZERO_UUID } from 'reference:protocol/uuid.ts';
import { batchesOf, recordsOf } from 'reference:storage/batch-reader.ts';
import { encodeBatch } from 'reference:storage/batch-writer.ts';
import type { WireClient } from './wire-client.ts';
import { type TopicOptions, WireFailure, type WireTopic } from './wire-target.ts';

/** How long the broker itself may take over a request: timeoutMs in it. */
const REQUEST_TIMEOUT_MS = 5_000;

/** The moment at which the simulated world begins: 2026-01-01. */
export const T0 = 1_767_225_600_000;

export async function createTopic(
  client: WireClient,
  name: string,
  { partitions = 1, configs = {} }: TopicOptions = {},
): Promise<WireTopic> {
  const { topics } = await client.ask(CreateTopicsRequest, CreateTopicsResponse, 7, {
    topics: [
      {
        name,
        numPartitions: partitions,
        replicationFactor: 1,
        assignments: [],
        configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
      },
    ],
    timeoutMs: REQUEST_TIMEOUT_MS,
  });
  const created = topics[0];
  if (created?.errorCode === 0) return { name, id: created.topicId };
  const why = `error ${created?.errorCode} ${created?.errorMessage ?? ''}`;
  throw new WireFailure(`the topic ${name} could not be created: ${why}`);
}

/** Returns the error code: 0 where it is gone. */
export async function deleteTopic(client: WireClient, name: string): Promise<number | undefined> {
  const { responses } = await client.ask(DeleteTopicsRequest, DeleteTopicsResponse, 6, {
    topics: [{ name, topicId: ZERO_UUID }],
    timeoutMs: REQUEST_TIMEOUT_MS,
  });
  return responses[0]?.errorCode;
}

/** Metadata of some topics, or of all (null); nothing is created by asking. */
export function metadata(client: WireClient, topics: readonly string[] | null, version = 12) {
  return client.ask(MetadataRequest, MetadataResponse, version, {
    topics: topics?.map((name) => ({ name })) ?? null,
    allowAutoTopicCreation: false,
  });
}

/** Appends whole batches to one partition; not for acks 0, which has no answer. */
export async function produce(
  client: WireClient,
  topic: string,
  records: Uint8Array,
  { partition = 0, acks = -1, version = 9 } = {},
) {
  const answer = await client.ask(ProduceRequest, ProduceResponse, version, {
    transactionalId: null,
    acks,
    timeoutMs: REQUEST_TIMEOUT_MS,
    topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
  });
  const result = answer.responses[0]?.partitionResponses[0];
  if (result !== undefined) return result;
  throw new WireFailure(`Produce was answered, but not for ${topic}-${partition}`);
}

export interface FetchOptions {
  readonly partition?: number;
  readonly maxWaitMs?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
  /** Of the partition; `maxBytes` when left out. */
  readonly partitionMaxBytes?: number;
}

/** A full fetch of one partition, in version 11, which names topics by name. */
export async function fetch(
  client: WireClient,
  topic: string,
  fetchOffset: number,
  options: FetchOptions = {},
) {
  const { partition = 0, maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 20 } = options;
  const { partitionMaxBytes = maxBytes } = options;
  const answer = await client.ask(FetchRequest, FetchResponse, 11, {
    maxWaitMs,
    minBytes,
    maxBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset, partitionMaxBytes }] }],
    forgottenTopicsData: [],
  });
  const result = answer.responses[0]?.partitions[0];
  if (result !== undefined) return result;
  throw new WireFailure(`Fetch was answered, but not for ${topic}-${partition}`);
}

/** The offset for a timestamp, or for -1 latest, -2 earliest, -3 the largest timestamp. */
export async function listOffset(
  client: WireClient,
  topic: string,
  timestamp: number,
  { partition = 0, version = 7 } = {},
) {
  const answer = await client.ask(ListOffsetsRequest, ListOffsetsResponse, version, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ name: topic, partitions: [{ partitionIndex: partition, timestamp }] }],
  });
  const result = answer.topics[0]?.partitions[0];
  if (result !== undefined) return result;
  throw new WireFailure(`ListOffsets was answered, but not for ${topic}-${partition}`);
}

export interface KeyValue {
  readonly key?: string | null;
  readonly value: string | null;
  /** `T0` when left out. */
  readonly timestamp?: number;
}

/** One uncompressed batch by the reference; a string is a value without a key. */
export function batchOf(
  records: readonly (string | KeyValue)[],
  options: Omit<Parameters<typeof encodeBatch>[0], 'records'> = {},
): Uint8Array {
  const bytes = (text: string | null) => (text === null ? null : new TextEncoder().encode(text));
  return encodeBatch({
    ...options,
    codecs: nodeCodecs,
    records: records.map((one) => {
      const { key = null, value, timestamp = T0 } = typeof one === 'string' ? { value: one } : one;
      return { timestamp, key: bytes(key), value: bytes(value) };
    }),
  });
}

export interface ReadRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
}

/** The records of whole batches, by the reference; a batch cut off at the end is left out. */
export function recordsIn(bytes: Uint8Array | null): ReadRecord[] {
  const text = (field: Uint8Array | null) =>
    field === null ? null : new TextDecoder().decode(field);
  return [...batchesOf(bytes ?? new Uint8Array(0))].flatMap((batch) =>
    [...recordsOf(bytes as Uint8Array, batch, nodeCodecs)].map((record) => ({
      offset: record.offset,
      timestamp: record.timestamp,
      key: text(record.key),
      value: text(record.value),
    })),
  );
}

/** All records of a partition from an offset on, with as many fetches as it takes. */
export async function readAll(
  client: WireClient,
  topic: string,
  fromOffset = 0,
  options: FetchOptions = {},
): Promise<ReadRecord[]> {
  const all: ReadRecord[] = [];
  for (let offset = fromOffset; ; ) {
    const { records, errorCode } = await fetch(client, topic, offset, options);
    if (errorCode !== 0) throw new WireFailure(`Fetch from ${offset}: error ${errorCode}`);
    const read = recordsIn(records).filter((one) => one.offset >= offset);
    const last = read.at(-1);
    if (last === undefined) return all;
    all.push(...read);
    offset = last.offset + 1;
  }
}
