/**
 * A server.properties file, as Java's `Properties.load(InputStream)` reads it.
 *
 * Each byte is a character: the file is ISO-8859-1, not UTF-8, and other characters are escaped.
 *
 *   # a comment, ! another
 *   key=value      key: value      key value      all three are the same
 *   long=one,\
 *        two       a backslash at the line's end joins the next line, without its indent
 *   tab=a\tb \u00e9  escapes
 *
 * Source: the documentation of java.util.Properties. The later of two equal keys wins.
 */

/** The file can't be read; Java says no more about it either. */
export class MalformedProperties extends Error {
  override readonly name = 'MalformedProperties';
}

/**
 * The keys and values of a properties file, in the file's order.
 *
 * @throws MalformedProperties at a `\u` without its four hexadecimal digits
 */
export function parseProperties(bytes: Uint8Array): Map<string, string> {
  const entries = new Map<string, string>();
  for (const line of logicalLines(textOf(bytes))) {
    const split = separator(line);
    entries.set(unescaped(line.slice(0, split.start)), unescaped(line.slice(split.end)));
  }
  return entries;
}

/** `TextDecoder` has no ISO-8859-1: what it calls so is windows-1252, where 0x80 is the euro. */
function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/**
 * Lines without comments and blanks; a line that ends in an odd backslash goes on in the next. As long
 * as a line is empty, what it goes on in may be a comment or blank, too; one at the file's end counts.
 */
function* logicalLines(text: string): Generator<string> {
  let pending: string | undefined;
  for (const natural of text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    const joined = (pending ?? '') + line;
    pending = undefined;
    if (joined === '' || (joined === line && /^[#!]/.test(line))) continue;
    if (endsInOddBackslash(joined)) pending = joined.slice(0, -1);
    else yield joined;
  }
  if (pending !== undefined) yield pending;
}

function endsInOddBackslash(line: string): boolean {
  const tail = /\\+$/.exec(line);
  return tail !== null && tail[0].length % 2 === 1;
}

/** Where the key ends and the value starts: at the first bare `=`, `:` or white space. */
function separator(line: string): { start: number; end: number } {
  let at = 0;
  while (at < line.length && !/[=: \t\f]/.test(line.charAt(at))) {
    at += line.charAt(at) === '\\' ? 2 : 1;
  }
  const gap = /^[ \t\f]*[=:]?[ \t\f]*/.exec(line.slice(at));
  return { start: at, end: at + (gap?.[0].length ?? 0) };
}

const ESCAPES: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex?: string, one = '') => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (one === 'u') throw new MalformedProperties('Malformed \\uxxxx encoding.');
    return ESCAPES[one] ?? one;
  });
}
