/**
 * Kafka's notation for "in which versions": `3+`, `2-7`, `4`, `none`.
 *
 * Message declarations are full of these. An open range ends at the last version of its message.
 */

/** All versions from `min` to `max`, both included; none when max < min. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** What `3+` ends at: the largest version number that fits the protocol's int16. */
export const OPEN_END = 0x7fff;

const NOTATION = /^(?:none|(\d+)(\+|-(\d+))?)$/;

export const NO_VERSIONS: VersionRange = { min: 0, max: -1 };

/** Reads the notation; throws, naming the text, when it is something else. */
export function parseVersions(text: string): VersionRange {
  const match = NOTATION.exec(text);
  if (match === null) {
    throw new Error(`"${text}" is not a version range: write "3+", "2-7", "4" or "none"`);
  }
  const [, first, end, last] = match;
  if (first === undefined) return NO_VERSIONS;
  const min = Number(first);
  const max = last !== undefined ? Number(last) : end === '+' ? OPEN_END : min;
  if (max < min) throw new Error(`version range "${text}" ends before it starts`);
  return { min, max };
}

export function includes(range: VersionRange, version: number): boolean {
  return version >= range.min && version <= range.max;
}

/** Whether every version of `inner` is one of `outer`. */
export function isWithin(inner: VersionRange, outer: VersionRange): boolean {
  return isEmpty(inner) || (inner.min >= outer.min && inner.max <= outer.max);
}

export function intersect(a: VersionRange, b: VersionRange): VersionRange {
  return { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) };
}

export function isEmpty(range: VersionRange): boolean {
  return range.max < range.min;
}

/** The range in Kafka's notation. */
export function formatVersions(range: VersionRange): string {
  if (isEmpty(range)) return 'none';
  if (range.max === OPEN_END) return `${range.min}+`;
  return range.min === range.max ? `${range.min}` : `${range.min}-${range.max}`;
}
