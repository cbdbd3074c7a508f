/**
 * Two runs of bytes, where they differ: field by field where it is known what they are, else in
 * rows of sixteen.
 *
 *     78 bytes, 2 of them different
 *         0008  00 00 00 42              66            batchLength
 *       ✘ 0010  02                       2             magic
 *       got     01                       1
 *               ^^
 *         0011  1a d2 4c 0e              449989646     crc
 *         … 12 more are as expected
 */

import type { Layout } from '../../bytes/layout.ts';
import type { ComparedBytes } from '../failure.ts';
import { hexBytes, hexOf } from '../hex.ts';
import { type DecodedField, decodeLayout } from './decode-layout.ts';
import { breakLine, type Paint, WIDTH } from './page.ts';

/** The page's width, less the indent of what a behaviour's failure says. */
const ROOM = WIDTH - 8;
const ROW_BYTES = 8;
const PLAIN_ROW_BYTES = 16;
const MOST_WRONG_ROWS = 5;

/** Some bytes that are shown together, as expected and as they came. */
interface Row {
  readonly at: number;
  readonly expected: Uint8Array;
  readonly actual: Uint8Array;
  readonly expectedText: string;
  readonly actualText: string;
}

export function dumpBytes({ expected, actual, layout }: ComparedBytes, paint: Paint): string[] {
  const wanted = hexBytes(expected);
  const came = hexBytes(actual);
  const fields = layout === undefined ? undefined : decodeLayout(layout, wanted);
  const isOfOneKind = layout === undefined || isSameKind(layout, wanted, came);
  const rows =
    fields === undefined ? plainRows(wanted, came) : fieldRows(fields, wanted, came, isOfOneKind);
  const wide = fields === undefined ? PLAIN_ROW_BYTES : ROW_BYTES;
  const kind = layout === undefined ? '' : ` (${nameOf(layout)})`;
  return [...breakLine(summary(wanted, came) + kind, ROOM), ...rowLines(rows, wide, paint)];
}

/** What the bytes are, in words. */
function nameOf(layout: Layout): string {
  const [part = '', message, version] = layout.split(':');
  if (message === undefined) return layout;
  const what = `${message} in version ${version}`;
  return part === 'numbered' ? `${what}, behind its number` : `${part}: ${what}`;
}

/** Behind another number other fields follow, which the expected ones would only mislead about. */
function isSameKind(layout: Layout, wanted: Uint8Array, came: Uint8Array): boolean {
  return !layout.startsWith('numbered:') || (wanted[0] === came[0] && wanted[1] === came[1]);
}

/** In a line how they differ. */
export function bytesInShort({ expected, actual }: ComparedBytes): string {
  return summary(hexBytes(expected), hexBytes(actual));
}

function summary(wanted: Uint8Array, came: Uint8Array): string {
  const shared = Math.min(wanted.length, came.length);
  let different = 0;
  for (let at = 0; at < shared; at++) if (wanted[at] !== came[at]) different++;
  if (wanted.length !== came.length) {
    const first = wanted.findIndex((byte, at) => byte !== came[at]);
    const where = first < 0 ? shared : first;
    return `expected ${wanted.length} bytes, but got ${came.length}; they part at ${where}`;
  }
  if (wanted.length > 1 && hexOf(came.toReversed()) === hexOf(wanted)) {
    return `${wanted.length} bytes, in reverse order`;
  }
  return `${wanted.length} bytes, ${different} of them different`;
}

function plainRows(wanted: Uint8Array, came: Uint8Array): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < Math.max(wanted.length, came.length); at += PLAIN_ROW_BYTES) {
    rows.push(rowAt(at, PLAIN_ROW_BYTES, wanted, came, '', ''));
  }
  return rows;
}

/** Each field where it is expected; a long one in several rows. */
function fieldRows(
  fields: readonly DecodedField[],
  wanted: Uint8Array,
  came: Uint8Array,
  isOfOneKind: boolean,
): Row[] {
  const rows: Row[] = [];
  let end = 0;
  for (const { at, length, name, value, valueIn } of fields) {
    for (let done = 0; done < Math.max(length, 1); done += ROW_BYTES) {
      const text = done === 0 ? `${value.padEnd(14)} ${name}` : '';
      const hasValue = done === 0 && at + length <= came.length && (isOfOneKind || at === 0);
      const other = hasValue ? valueIn(came) : '';
      rows.push(rowAt(at + done, Math.min(ROW_BYTES, length - done), wanted, came, text, other));
    }
    end = at + length;
  }
  for (let at = end; at < Math.max(wanted.length, came.length); at += ROW_BYTES) {
    rows.push(rowAt(at, ROW_BYTES, wanted, came, '', ''));
  }
  return rows;
}

function rowAt(
  at: number,
  length: number,
  wanted: Uint8Array,
  came: Uint8Array,
  expectedText: string,
  actualText: string,
): Row {
  const expected = wanted.subarray(at, at + length);
  return { at, expected, actual: came.subarray(at, at + length), expectedText, actualText };
}

/** The wrong rows with one neighbour on each side; what lies between is counted. */
function rowLines(rows: readonly Row[], wide: number, paint: Paint): string[] {
  const wrong = rows.flatMap((row, at) => (isWrong(row) ? [at] : []));
  const shownWrong = new Set(wrong.slice(0, MOST_WRONG_ROWS));
  const isShown = (at: number) => [at - 1, at, at + 1].some((one) => shownWrong.has(one));
  const lines: string[] = [];
  let hidden = 0;
  const flush = () => {
    if (hidden > 0) lines.push(`    … ${hidden} ${hidden === 1 ? 'row' : 'rows'} as expected`);
    hidden = 0;
  };
  for (const [at, row] of rows.entries()) {
    if (isWrong(row) && !shownWrong.has(at)) continue;
    if (!isShown(at)) {
      hidden++;
      continue;
    }
    flush();
    lines.push(...(isWrong(row) ? wrongRow(row, wide, paint) : [rightRow(row, wide)]));
  }
  flush();
  const left = wrong.length - shownWrong.size;
  return left > 0
    ? [...lines, `    … and ${left} more ${left === 1 ? 'row differs' : 'rows differ'}`]
    : lines;
}

function isWrong({ expected, actual }: Row): boolean {
  return hexOf(expected) !== hexOf(actual);
}

function rightRow(row: Row, wide: number): string {
  return `    ${offsetOf(row)}  ${cells(row.expected, wide)}  ${row.expectedText}`.trimEnd();
}

function wrongRow(row: Row, wide: number, paint: Paint): string[] {
  const length = Math.max(row.expected.length, row.actual.length);
  const marks = Array.from({ length }, (_, at) =>
    row.expected[at] === row.actual[at] ? '  ' : '^^',
  );
  const expected = `  ✘ ${offsetOf(row)}  ${cells(row.expected, wide)}  ${row.expectedText}`;
  const actual = `    got   ${cells(row.actual, wide)}  ${row.actualText}`;
  return [
    paint('green', expected.trimEnd()),
    paint('red', actual.trimEnd()),
    paint('red', `          ${marks.join(' ')}`.trimEnd()),
  ];
}

function offsetOf({ at }: Row): string {
  return at.toString(16).padStart(4, '0');
}

function cells(bytes: Uint8Array, wide: number): string {
  return (bytes.length === 0 ? '(none)' : hexOf(bytes)).padEnd(wide * 3 - 1);
}
