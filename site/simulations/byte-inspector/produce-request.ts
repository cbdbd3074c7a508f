/**
 * A form's records as Produce requests, each in its frame: what a client would send.
 */
import type { Codecs } from '#env/codecs.ts';
import { ProduceRequest } from '#protocol/messages/produce.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { joined } from '../../../course/bytes/joined.ts';
import { FIRST_TIMESTAMP_MS, type FormRecord, type ProduceForm } from './produce-form.ts';

const CLIENT_ID = 'inspector';
const TIMEOUT_MS = 30_000;
/** The first version that names topics by their ids. */
const FIRST_BY_ID = 13;
const ZERO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

export function produceFrames(form: ProduceForm, topicId: string, codecs: Codecs): Uint8Array {
  const frames = Array.from({ length: form.times }, (_, index) => {
    const records = batchOf(form, FIRST_TIMESTAMP_MS + index * 1000, codecs);
    return produceFrame(form, topicId, records, index + 1);
  });
  return joined(frames.flat());
}

/** One request with one batch for partition 0. */
export function produceFrame(
  form: Pick<ProduceForm, 'topic' | 'version' | 'acks'>,
  topicId: string,
  records: Uint8Array,
  correlationId: number,
): Uint8Array[] {
  const named = form.version >= FIRST_BY_ID ? { topicId } : { name: form.topic, topicId: ZERO_ID };
  return encodeRequest(
    ProduceRequest,
    form.version,
    { correlationId, clientId: CLIENT_ID },
    {
      transactionalId: null,
      acks: form.acks,
      timeoutMs: TIMEOUT_MS,
      topicData: [{ ...named, partitionData: [{ index: 0, records }] }],
    },
  );
}

function batchOf({ records, codec }: ProduceForm, startMs: number, codecs: Codecs): Uint8Array {
  return encodeBatch({ records: records.map((one) => inputOf(one, startMs)), codec, codecs });
}

function inputOf({ key, value, headers, afterMs }: FormRecord, startMs: number) {
  const named = headers.map((header) => ({ key: header.key, value: bytesOf(header.value) }));
  const timestamp = startMs + afterMs;
  return { key: bytesOf(key), value: bytesOf(value), headers: named, timestamp };
}

const utf8 = new TextEncoder();

function bytesOf(text: string | null): Uint8Array | null {
  return text === null ? null : utf8.encode(text);
}
