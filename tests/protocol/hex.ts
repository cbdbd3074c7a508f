/** Bytes as hex in tests: expected bytes are easier to read so than as arrays. */
import { Reader } from '#protocol/reader.ts';
import type { Cursor } from '#protocol/varint.ts';
import { Writer } from '#protocol/writer.ts';

export function hex(bytes: Uint8Array): string {
  return bytes.toHex();
}

/** Bytes of hex digits; blanks between them are for the reader. */
export function fromHex(text: string): Uint8Array {
  return Uint8Array.fromHex(text.replaceAll(' ', ''));
}

export function cursor(text: string): Cursor {
  return { bytes: fromHex(text), position: 0 };
}

/** What one call writes, as hex. */
export function written(write: (writer: Writer) => void): string {
  const writer = new Writer();
  write(writer);
  return hex(writer.bytes());
}

/** What one call reads; fails if it leaves bytes. */
export function read<T>(text: string, call: (reader: Reader) => T): T {
  const reader = new Reader(fromHex(text));
  const value = call(reader);
  if (reader.remaining() > 0) throw new Error(`${reader.remaining()} bytes were not read`);
  return value;
}
