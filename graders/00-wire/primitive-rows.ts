/**
 * How graders of the primitive types call a Reader and a Writer: by the type's name, since both
 * classes name their methods alike, and with a description that names value and bytes.
 */
import { Reader } from '#protocol/reader.ts';
import { Writer } from '#protocol/writer.ts';
import {
  about,
  expectBytes,
  expectEqual,
  expectError,
  hexBytes,
  hexOf,
} from '../../course/grading/expect.ts';

/** A type, a value of it, and its bytes. */
export type Row = readonly [type: string, value: unknown, bytes: string];

type Methods = Record<string, (...values: unknown[]) => unknown>;

/** Calls the method of that name. */
export function call(target: Reader | Writer, method: string, ...values: unknown[]): unknown {
  return (target as unknown as Methods)[method]?.(...values);
}

/** What one call writes into a new Writer. */
export function written(type: string, value: unknown): Uint8Array {
  const writer = new Writer();
  call(writer, type, value);
  return writer.bytes();
}

export function expectWritten([type, value, bytes]: Row): void {
  const what = `${type} ${show(value)} as bytes`;
  about(`Writer.${type}`, () => expectBytes(written(type, value), hexBytes(bytes), what));
}

/** Expects the value, and that all of the bytes were read. */
export function expectRead([type, value, bytes]: Row): void {
  const reader = new Reader(hexBytes(bytes));
  const what = `the ${type} in ${short(bytes)}`;
  about(`Reader.${type}`, () => {
    expectEqual(call(reader, type), value, what);
    expectEqual(reader.position, hexBytes(bytes).length, `the position after ${what}`);
  });
}

export function expectUnreadable(type: string, bytes: string, ...values: unknown[]): void {
  const what = `reading ${type}(${values.join(', ')}) from '${short(bytes)}'`;
  const run = () => call(new Reader(hexBytes(bytes)), type, ...values);
  about(`Reader.${type}`, () => expectError(run, 'DecodeError', what));
}

export function expectUnwritable(type: string, value: unknown): void {
  const what = `writing the ${type} ${show(value)}`;
  about(`Writer.${type}`, () => expectError(() => written(type, value), 'EncodeError', what));
}

/** Bytes as the rows have them. */
export function hex(bytes: Uint8Array): string {
  return hexOf(bytes);
}

function show(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return value.length < 40 ? JSON.stringify(value) : `of ${value.length} characters`;
}

function short(bytes: string): string {
  return bytes.length < 60 ? bytes : `${bytes.slice(0, 50)} …`;
}
