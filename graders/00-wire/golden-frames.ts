/**
 * Frames that real Kafka and its tools exchanged (tests/golden/README.md), for graders of this
 * chapter: bytes without the size before them, and what Kafka's own classes read in them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { hexBytes } from '../../course/grading/expect.ts';

const directory = new URL('../../tests/golden/wire/', import.meta.url);

/** The bytes of `18-ApiVersions-v3-1.request`: header and body. */
export function goldenFrame(name: string): Uint8Array {
  return hexBytes(readFileSync(new URL(`${name}.hex`, directory), 'utf8'));
}

/** The header that Kafka's classes read in it. */
export function goldenHeader<Header>(name: string): Header {
  const json = readFileSync(new URL(`${name}.json`, directory), 'utf8');
  return (JSON.parse(json) as { header: Header }).header;
}

/** With the size before it, as it was on the wire. */
export function withSize(frame: Uint8Array): Uint8Array {
  const whole = new Uint8Array(4 + frame.length);
  new DataView(whole.buffer).setInt32(0, frame.length);
  whole.set(frame, 4);
  return whole;
}

/** All frames there are. */
export function goldenNames() {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.hex'))
    .map((file) => {
      const name = file.replace('.hex', '');
      const [, key, version, kind] = /^(\d+)-\w+-v(\d+)-\d+\.(\w+)$/.exec(name) ?? [];
      return { name, apiKey: Number(key), version: Number(version), kind };
    });
}
