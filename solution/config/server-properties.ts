/**
 * The text of a server.properties file, as Java's `Properties.load` reads it.
 *
 *   # a comment, ! another
 *   key=value      key: value      key value      all three are the same
 *   long=one,\
 *        two       a backslash at the line's end joins the next line, without its indent
 *   tab=a\tb \u00e9  escapes
 *
 * Source: the documentation of java.util.Properties. The later of two equal keys wins.
 */

/** The keys and values of a properties file, in the file's order. */
export function parseProperties(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const split = separator(line);
    entries.set(unescaped(line.slice(0, split.start)), unescaped(line.slice(split.end)));
  }
  return entries;
}

/** Lines without comments and blanks; a line that ends in an odd backslash goes on in the next. */
function* logicalLines(text: string): Generator<string> {
  let pending: string | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (pending === undefined && (line === '' || line.startsWith('#') || line.startsWith('!'))) {
      continue;
    }
    const joined = (pending ?? '') + line;
    if (endsInOddBackslash(joined)) {
      pending = joined.slice(0, -1);
    } else {
      pending = undefined;
      yield joined;
    }
  }
  if (pending !== undefined && pending !== '') yield pending;
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
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex?: string, one?: string) =>
    hex === undefined ? (ESCAPES[one ?? ''] ?? one ?? '') : String.fromCharCode(parseInt(hex, 16)),
  );
}
