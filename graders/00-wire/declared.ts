/**
 * Declarations made up for task 0.6, and expectations of them that say what they are about: a
 * failure names declaration, version and value, and shows the declaration as its trace.
 *
 *     id: int32 0+
 *     level: int8 1+, default 3
 *     parts: array of struct 3+
 *       index: int8 0+
 *     Optional { id: 1 }, written in version 4 (of 1-6, flexible 5+)
 */
import type { Field, Fields } from 'reference:protocol/field.ts';
import type { Message } from 'reference:protocol/message.ts';
import { Reader } from 'reference:protocol/reader.ts';
import { data } from 'reference:protocol/schema.ts';
import { Writer } from 'reference:protocol/writer.ts';
import { compileMessage } from '#protocol/codec.ts';
import {
  expectBytes,
  expectEqual,
  expectError,
  hexBytes,
  withTrace,
} from '../../course/grading/expect.ts';
import { showValue } from '../../course/grading/show-value.ts';

export interface Declared extends Pick<Message, 'name' | 'fields' | 'versions' | 'isFlexible'> {
  /** The declaration for people: a line for each field. */
  readonly lines: readonly string[];
  /** Its versions, for people. */
  readonly range: string;
}

export function declared(
  name: string,
  versions: string,
  flexible: string,
  fields: Fields,
): Declared {
  const message = data({ name, versions, flexible, fields }) as unknown as Declared;
  const range = `of ${versions}, flexible ${flexible}`;
  return Object.assign(message, { lines: linesOf(fields, ''), range });
}

export function compile(message: Declared, version: number) {
  const flexible = message.isFlexible(version);
  return compileMessage(message.fields, version, { flexible, since: message.versions.min });
}

function encode(message: Declared, version: number, value: unknown): Uint8Array {
  const writer = new Writer();
  compile(message, version).write(writer, value);
  return writer.bytes();
}

export function decode(message: Declared, version: number, text: string): unknown {
  return compile(message, version).read(new Reader(hexBytes(text)));
}

/** What fails in `run` is shown with the declaration and with what was tried. */
export function shownWith<Result>(message: Declared, tried: string, run: () => Result): Result {
  return withTrace(() => [...message.lines, `${tried} (${message.range})`], run);
}

export function expectWritten(
  message: Declared,
  version: number,
  value: unknown,
  bytes: string,
): void {
  const what = `${message.name} ${showValue(value)}, written in version ${version}`;
  shownWith(message, what, () =>
    expectBytes(encode(message, version, value), hexBytes(bytes), what),
  );
}

/** Gives what was read. */
export function expectRead(
  message: Declared,
  version: number,
  bytes: string,
  value: unknown,
): object {
  const what = `${message.name} read in version ${version} from '${bytes}'`;
  return shownWith(message, what, () => {
    const read = decode(message, version, bytes);
    expectEqual(read, value, what);
    return read as object;
  });
}

export function expectUnwritable(
  message: Declared,
  version: number,
  value: unknown,
  why: string,
): void {
  const what = `${message.name} ${showValue(value)}, written in version ${version}: ${why}`;
  shownWith(message, what, () =>
    expectError(() => encode(message, version, value), 'EncodeError', what),
  );
}

export function expectUnreadable(
  message: Declared,
  version: number,
  bytes: string,
  why: string,
): void {
  const what = `${message.name} read in version ${version} from '${bytes}': ${why}`;
  shownWith(message, what, () =>
    expectError(() => decode(message, version, bytes), 'DecodeError', what),
  );
}

function linesOf(fields: Fields, indent: string): string[] {
  return Object.entries(fields).flatMap(([name, field]) => [
    `${indent}${name}: ${typeOf(field)} ${rangesOf(field)}`,
    ...linesOfType(field.type, `${indent}  `),
  ]);
}

function linesOfType(type: Field['type'], indent: string): string[] {
  if (type.kind === 'array') return linesOfType(type.element, indent);
  return type.kind === 'struct' ? linesOf(type.fields, indent) : [];
}

function typeOf({ type }: Field): string {
  return type.kind === 'array' ? `array of ${type.element.kind}` : type.kind;
}

function rangesOf({ versions, options }: Field): string {
  const more = Object.entries(options).map(([name, value]) =>
    value === true ? name : `${name} ${value}`,
  );
  return [versions, ...more].join(', ');
}
