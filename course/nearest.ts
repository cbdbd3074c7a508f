/**
 * The name that somebody may have meant.
 *
 * By the number of letters to change, to put in, to leave out or to swap with the next one
 * (the optimal string alignment distance), as people mistype.
 */

/** The nearest of `names`, or undefined where none is like it: at most a third may differ. */
export function nearest(typed: string, names: Iterable<string>): string | undefined {
  let best: { name: string; off: number } | undefined;
  for (const name of names) {
    const distance = distanceOf(typed.toLowerCase(), name.toLowerCase());
    if (distance > Math.max(1, Math.floor(Math.max(typed.length, name.length) / 3))) continue;
    const off = distance + Math.abs(typed.length - name.length) / 1000; // of equals, as long
    if (best === undefined || off <= best.off) best = { name, off };
  }
  return best?.name;
}

/** "Did you mean 1.4?" with a space before it, or nothing. */
export function didYouMean(typed: string, names: Iterable<string>): string {
  const name = nearest(typed, names);
  return name === undefined ? '' : ` Did you mean ${name}?`;
}

/**
 * Row by row of the table whose cell (i, j) is the distance between the first i letters of one
 * name and the first j of the other; a swap looks back two rows.
 */
function distanceOf(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + change);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      }
      row.push(least);
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}
