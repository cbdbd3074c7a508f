/**
 * What happened before something failed, as it travels in a link or lies in a file: lines in words, and
 * what is known around them.
 *
 *     #z=eNptUM…        the trace itself, as compressed JSON in base64url
 *     #of=join-waits    the one that the workbench keeps of that behaviour's last failure
 *
 * A link may come from anybody. What is no trace is answered by a sentence, and never by a half-read one.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

export interface Trace {
  /** What failed: a behaviour's name, a workload. */
  readonly title: string;
  /** What was violated, in words. */
  readonly why?: string;
  readonly seed?: number;
  /** The command that shows the same again. */
  readonly again?: string;
  /** Oldest first. */
  readonly lines: readonly string[];
}

/** No trace of ours is larger; a small link can hold an endless text. */
const MOST_CHARACTERS = 400_000;
const MOST_LINES = 4000;
const LONGEST_LINE = 2000;

/** What is said of a link that can't be shown. */
export class NoTrace extends Error {
  override readonly name = 'NoTrace';
}

/** The fragment of a link, without `#`. */
export function writeTrace(trace: Trace): string {
  return `z=${toBase64Url(deflateSync(strToU8(JSON.stringify(trace)), { level: 9, mem: 8 }))}`;
}

/** @throws NoTrace */
export function readTrace(packed: string): Trace {
  return checkTrace(parse(unpack(packed)));
}

/** @throws NoTrace where it is something else, however it came here. */
export function checkTrace(value: unknown): Trace {
  if (typeof value !== 'object' || value === null) throw new NoTrace(NOT_OURS);
  const { title, why, seed, again, lines } = value as Record<string, unknown>;
  const isText = (text: unknown): text is string => typeof text === 'string';
  if (!isText(title) || !Array.isArray(lines) || !lines.every(isText)) throw new NoTrace(NOT_OURS);
  if (lines.length > MOST_LINES) {
    throw new NoTrace(`This trace has ${lines.length} lines; up to ${MOST_LINES} can be shown.`);
  }
  return {
    title: title.slice(0, LONGEST_LINE),
    lines: lines.map((line) => line.slice(0, LONGEST_LINE)),
    ...(isText(why) ? { why } : {}),
    ...(Number.isSafeInteger(seed) ? { seed: seed as number } : {}),
    ...(isText(again) ? { again } : {}),
  };
}

const NOT_OURS =
  'What this link holds is no trace. Copy it once more, from its beginning to its end.';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NoTrace(NOT_OURS);
  }
}

function unpack(packed: string): string {
  let bytes: Uint8Array;
  try {
    // Into a buffer of a fixed size: what would not fit throws, instead of filling the memory.
    bytes = inflateSync(fromBase64Url(packed), { out: new Uint8Array(MOST_CHARACTERS) });
  } catch {
    throw new NoTrace(NOT_OURS);
  }
  return strFromU8(bytes);
}

function toBase64Url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws where there are other characters in it. */
function fromBase64Url(text: string): Uint8Array {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
