/**
 * Hexadecimal text, however it came about, as bytes.
 *
 *     00 12 00 03  00120003  0x00, 0x12  \x00\x12  <Buffer 00 12>        bytes and no more
 *     00000000: 0012 0003 0000  ......                                   xxd, tcpdump -X
 *     00000000  00 12 00 03  00 00  |......|                             hexdump -C, Wireshark
 *     ✘ 0010  02            2             magic                          a failing report
 *       got   01            1
 *
 * A dump says where each row begins, so how many bytes a row has is known from the next one: what
 * stands beside them is not taken for bytes, even where it looks like them. Of a report's rows what
 * came is taken, not what was expected. Packets of a capture lose their headers (packets.ts).
 */
import { type Payload, payloadOf } from './packets.ts';

export type HexReading =
  | { readonly bytes: Uint8Array; readonly notes: readonly string[] }
  /** Why this is no bytes, as a sentence. */
  | { readonly complaint: string };

export const MOST_BYTES = 1024 * 1024;
/** Hexadecimal takes two signs a byte; a dump, with all that stands beside, some five. */
const MOST_CHARACTERS = 8 * MOST_BYTES;

const ROW = /^[\s✘>]*(?:0x)?([0-9a-f]{4,8}):?\s+(\S.*)$/i;
const GOT = /^\s*got\s+(\S.*)$/;
const LEFT_OUT = /^\s*…/;
const PAIRS = /^[0-9a-f]{2}(?: ?[0-9a-f]{2})*/i;

interface Row {
  readonly at: number;
  readonly text: string;
  readonly line: number;
}

export function readHex(text: string): HexReading {
  if (text.length > MOST_CHARACTERS) {
    return { complaint: `That is ${text.length} characters; an inspector takes 1 MiB of bytes.` };
  }
  const rows = dumpRows(text.split(/\r?\n/));
  const dumps = rows === undefined ? [] : dumpsIn(rows);
  const reading = readPackets(dumps) ?? readOne(dumps, text);
  if (!('bytes' in reading)) return reading;
  const { bytes } = reading;
  if (bytes.length === 0) return { complaint: 'There is no hexadecimal digit in it.' };
  if (bytes.length <= MOST_BYTES) return reading;
  return { complaint: `That is ${bytes.length} bytes; an inspector takes 1 MiB, 1,048,576.` };
}

/** Where a text is one dump, or none. */
function readOne([dump, second]: readonly Row[][], text: string): HexReading {
  const isOne = dump !== undefined && second === undefined && isDump(dump);
  const reading = isOne ? readDump(dump) : readPlain(text);
  const payload = 'bytes' in reading ? payloadOf([reading.bytes]) : undefined;
  return payload === undefined ? reading : carried(payload);
}

/** A capture has a dump for each packet. */
function readPackets(dumps: readonly Row[][]): HexReading | undefined {
  if (dumps.length < 2) return undefined;
  const packets = dumps.map(readDump);
  if (!packets.every((one) => 'bytes' in one)) return undefined;
  const payload = payloadOf(packets.map(({ bytes }) => bytes));
  return payload === undefined ? undefined : carried(payload);
}

function carried(payload: Payload): HexReading {
  if (payload.bytes.length > 0) return payload;
  return { complaint: 'A TCP packet without content: it only acknowledges, begins or ends.' };
}

/** A dump begins anew where its numbers do. */
function dumpsIn(rows: readonly Row[]): Row[][] {
  const dumps: Row[][] = [];
  for (const row of rows) {
    const dump = dumps.at(-1);
    if (dump !== undefined && row.at > (dump.at(-1) as Row).at) dump.push(row);
    else dumps.push([row]);
  }
  return dumps;
}

/** The rows of dumps; undefined where the text has none. */
function dumpRows(lines: readonly string[]): Row[] | undefined {
  const rows: Row[] = [];
  for (const [index, line] of lines.entries()) {
    const row = ROW.exec(line);
    const got = GOT.exec(line);
    const last = rows.at(-1);
    if (row !== null) {
      const at = Number.parseInt(row[1] as string, 16);
      rows.push({ at, text: row[2] as string, line: index + 1 });
    } else if (got !== null && last !== undefined) {
      rows[rows.length - 1] = { ...last, text: got[1] as string, line: index + 1 };
    } else if (line.trim() !== '' && !/^[\s^]+$/.test(line) && !LEFT_OUT.test(line)) {
      if (rows.length === 0 && !/^[\s\da-fx,]+$/i.test(line)) continue;
      if (rows.length < 2) return undefined;
    }
  }
  return rows;
}

/** One line that begins with four digits may be bytes; so may lines whose numbers don't fit. */
function isDump(rows: readonly Row[]): boolean {
  const [first, second] = rows as [Row, Row | undefined];
  if (second === undefined) return first.at === 0 && PAIRS.test(first.text);
  return second.at - first.at <= Math.max(countOf(first.text), 1) * 64;
}

function countOf(text: string): number {
  return text.match(/[0-9a-f]{2}/gi)?.length ?? 0;
}

function readDump(rows: readonly Row[]): HexReading {
  const start = (rows[0] as Row).at;
  const found: number[] = [];
  const notes: string[] = [];
  for (const [index, { at, text, line }] of rows.entries()) {
    if (at - start > found.length) return { complaint: gap(line, start + found.length, at) };
    const room = (rows[index + 1]?.at ?? Number.POSITIVE_INFINITY) - at;
    const bytes = rowBytes(text, room);
    if (bytes.length === 0) return { complaint: `Line ${line} has no bytes behind its number.` };
    for (const byte of bytes) found.push(byte);
  }
  if (start > 0) notes.push(`The rows begin at ${start}, so bytes before them are missing.`);
  return { bytes: Uint8Array.from(found), notes };
}

function gap(line: number, expected: number, at: number): string {
  const rows = `line ${line} begins at ${at}, but the rows before it end at ${expected}`;
  return `Bytes are missing: ${rows}. A report leaves rows out that are right; its link has all.`;
}

/** The bytes of a row: pairs of digits up to a wider space, or up to so many. */
function rowBytes(text: string, room: number): number[] {
  const bytes: number[] = [];
  let rest = text;
  while (bytes.length < room) {
    const pairs = PAIRS.exec(rest)?.[0];
    if (pairs === undefined) break;
    for (const pair of pairs.replaceAll(' ', '').match(/../g) ?? []) {
      if (bytes.length < room) bytes.push(Number.parseInt(pair, 16));
    }
    rest = rest.slice(pairs.length);
    const goesOn = /^ {2}(?=[0-9a-f]{2} )/i.exec(rest);
    // hexdump -C parts its sixteen bytes in the middle; elsewhere a wider space ends them.
    if (goesOn === null || bytes.length % 16 !== 8 || !(room >= 16)) break;
    rest = rest.slice(goesOn[0].length);
  }
  return bytes;
}

const SEPARATORS = /<Buffer|bytes|Uint8Array|0x|\\x|[\s,;:<>[\](){}'"`_|-]/gi;

function readPlain(text: string): HexReading {
  const digits = text.replaceAll(SEPARATORS, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong !== null) return { complaint: strange(text, wrong[0]) };
  if (digits.length % 2 === 1) {
    return { complaint: `There are ${digits.length} digits: a byte has two, so one is missing.` };
  }
  return { bytes: Uint8Array.fromHex(digits), notes: [] };
}

function strange(text: string, sign: string): string {
  const line = text
    .split(/\r?\n/)
    .findIndex((one) => one.replaceAll(SEPARATORS, '').includes(sign));
  const shown = /[\p{C}\p{Z}]/u.test(sign) ? `U+${sign.charCodeAt(0).toString(16)}` : `“${sign}”`;
  return `${shown} in line ${line + 1} is no hexadecimal digit (0 to 9, a to f).`;
}
