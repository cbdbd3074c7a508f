/**
 * Bytes that say nothing of themselves, recognised.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaredRequests, declaredResponses } from '../../../../course/bytes/declared-messages.ts';
import { recognise } from '../../../../site/simulations/byte-inspector/recognise.ts';

const golden = new URL('../../../golden/', import.meta.url);
const NAME = /^(\d+)-(\w+)-v(\d+)-\d+\.(request|response)\.hex$/;

const frames = readdirSync(new URL('wire/', golden)).flatMap((file) => {
  const [, key, api, version, kind] = NAME.exec(file) ?? [];
  const messages = kind === 'request' ? declaredRequests : declaredResponses;
  if (!messages.some(({ apiKey }) => apiKey === Number(key))) return [];
  return [{ file, api, version, kind }];
});

function wire(file: string): Uint8Array {
  const text = readFileSync(new URL(`wire/${file}`, golden), 'utf8');
  return Uint8Array.fromHex(text.replaceAll(/\s/g, ''));
}

function framed(bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(4 + bytes.length);
  new DataView(frame.buffer).setInt32(0, bytes.length);
  frame.set(bytes, 4);
  return frame;
}

const requests = frames.filter(({ kind }) => kind === 'request');
const responses = frames.filter(({ kind }) => kind === 'response');

describe('what Kafka wrote', () => {
  test.each(requests)('$file is a request, with its size and without', ({ file }) => {
    expect(recognise(wire(file))[0]?.layout).toBe('request');
    expect(recognise(framed(wire(file)))[0]?.layout).toBe('request-frames');
  });

  test.each(responses)('$file is among the responses that it could be', (one) => {
    const layout = `${one.api}Response:${Number(one.version)}`;
    const layouts = recognise(wire(one.file)).map((candidate) => candidate.layout);
    const sized = recognise(framed(wire(one.file))).map((candidate) => candidate.layout);
    expect(layouts.concat(sized)).toEqual(
      expect.arrayContaining([`response:${layout}`, `response-frames:${layout}`]),
    );
  });

  test.each([
    ['segments-0/00000000000000000012.log', 'record-batch'],
    ['segments-0/00000000000000000012.index', 'offset-index'],
    ['segments-0/00000000000000000012.timeindex', 'time-index'],
    ['codec-zstd-0/00000000000000000000.log', 'record-batch'],
  ])('%s is the file that it is', (name, layout) => {
    const bytes = new Uint8Array(readFileSync(new URL(`kafka-4.3.1/logs/${name}`, golden)));
    expect(recognise(bytes)[0]).toMatchObject({ layout, fits: true });
  });
});

describe('a batch', () => {
  const log = new URL('kafka-4.3.1/logs/plain-0/00000000000000000000.log', golden);

  test('that was damaged is still one, with a wrong CRC', () => {
    const bytes = new Uint8Array(readFileSync(log));
    bytes[70] = (bytes[70] as number) ^ 1;
    const why = 'It begins with a record batch: its CRC is wrong.';
    expect(recognise(bytes)).toContainEqual({ layout: 'record-batch', why, fits: false });
  });

  test('whose end is missing is still one', () => {
    const bytes = new Uint8Array(readFileSync(log)).subarray(0, 64);
    const layouts = recognise(bytes).map(({ layout }) => layout);
    expect(layouts).toContain('record-batch');
  });
});

test('noise is hardly ever taken for a batch, a request or an index', () => {
  const noise = fc.uint8Array({ minLength: 40, maxLength: 120 });
  const taken = fc.sample(noise, { numRuns: 300, seed: 7 }).flatMap((bytes) => recognise(bytes));
  const sure = taken.filter(({ layout, fits }) => fits && !layout.startsWith('response'));
  expect(sure).toEqual([]);
});

test('text is nothing that is known', () => {
  expect(recognise(new TextEncoder().encode('Hello, this is no frame at all.'))).toEqual([]);
});
