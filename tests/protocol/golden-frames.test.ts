/**
 * Frames that Kafka's own tools and a real Kafka exchanged, beside what Kafka's own classes read in
 * them (tests/golden/README.md).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ApiMessage } from '#protocol/message.ts';
import { allRequests, allResponses } from '#protocol/messages/all.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest, readRequestHeader } from '#protocol/request-header.ts';
import { encodeResponse, ResponseHeader } from '#protocol/response-header.ts';
import { fromHex, hex } from './hex.ts';

interface Decoded {
  readonly header: { readonly correlationId: number; readonly clientId: string | null };
  readonly headerVersion: number;
  readonly body: Json;
}

type Json = null | boolean | number | string | Json[] | { readonly [name: string]: Json };

const directory = new URL('../golden/wire/', import.meta.url);
const requests = allRequests as unknown as readonly ApiMessage[];
const responses = allResponses as unknown as readonly ApiMessage[];

/** The parts of `18-ApiVersions-v4-1.response.hex`. */
const NAME = /^(\d+)-\w+-v(\d+)-\d+\.(request|response)\.hex$/;

const frames = readdirSync(directory).flatMap((file) => {
  const [, key, version, kind] = NAME.exec(file) ?? [];
  const messages = kind === 'request' ? requests : responses;
  const message = messages.find((one) => one.apiKey === Number(key));
  return message === undefined ? [] : [{ file, message, version: Number(version), kind }];
});

test('there are frames of at least nineteen APIs', () => {
  expect(new Set(frames.map(({ message }) => message.apiKey)).size).toBeGreaterThanOrEqual(19);
});

test.each(frames)('$file is read as Kafka reads it, and written as Kafka writes it', (frame) => {
  const { file, message, version, kind } = frame;
  const bytes = fromHex(readFileSync(new URL(file, directory), 'utf8').replaceAll(/\s/g, ''));
  const json = readFileSync(new URL(file.replace('.hex', '.json'), directory), 'utf8');
  const kafkas = JSON.parse(json) as Decoded;
  const reader = new Reader(bytes);
  const header = kind === 'request' ? readRequestHeader(reader) : responseHeader();
  const body = message.codec(version).read(reader);
  expect(reader.remaining()).toBe(0);
  expect(header).toEqual(kafkas.header);
  expect(message.headerVersion(version)).toBe(kafkas.headerVersion);
  expectSame(body, kafkas.body, message.name);
  const { correlationId } = kafkas.header;
  const again =
    kind === 'request'
      ? encodeRequest(message, version, kafkas.header, body)
      : encodeResponse(message, version, correlationId, body);
  expect(again.map(hex).join('').slice(8)).toBe(hex(bytes));

  function responseHeader(): ResponseHeader {
    return ResponseHeader.codec(message.headerVersion(version)).read(reader);
  }
});

/** Kafka's JSON leaves defaults of absent fields out, and says only the size of record batches. */
function expectSame(ours: unknown, kafkas: Json, path: string): void {
  if (Array.isArray(kafkas)) {
    expect((ours as unknown[]).length, path).toBe(kafkas.length);
    kafkas.forEach((one, index) => {
      expectSame((ours as unknown[])[index], one, `${path}[${index}]`);
    });
  } else if (typeof kafkas === 'object' && kafkas !== null) {
    const struct = ours as Record<string, unknown>;
    for (const [name, value] of Object.entries(kafkas)) {
      const inner = name === 'recordsSizeInBytes' ? recordsSize(struct) : struct[name];
      expectSame(inner, value, `${path}.${name}`);
    }
  } else {
    expect(ours, path).toBe(kafkas);
  }
}

function recordsSize({ records }: Record<string, unknown>): number | undefined {
  return (records as Uint8Array | null)?.length;
}
