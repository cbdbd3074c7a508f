/**
 * The name under which a reader's answer is remembered: of the option's own words, so that an answer is
 * forgotten when the option says something else, and not when the options change places.
 */
export function optionKey(says: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(says)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}

/** A question's name in the whole course: `01-storage/why-segments`. */
export function questionKey(folder: string, id: string): string {
  return `${folder}/${id}`;
}
