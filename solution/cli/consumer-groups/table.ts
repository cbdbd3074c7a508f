/**
 * Tables as Kafka's tools print them: columns of a fixed width, which grow with names but never with
 * numbers. What is not known is a dash.
 */

export interface Column {
  readonly name: string;
  /** At least so wide; 0 for the last one, which is not filled up. */
  readonly width: number;
}

export const MISSING = '-';

const NAME_WIDTH = 15;

/** A header and its rows, each a line. */
export function linesOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const header = columns.map(({ name }) => name);
  return [header, ...rows].map((cells) => {
    const filled = cells.map((cell, at) => cell.padEnd(columns[at]?.width ?? 0));
    return `${filled.join(' ')}\n`;
  });
}

/** A column of names, one for each row: it grows with them. */
export function named<Row>(
  name: string,
  rows: readonly Row[],
  nameOf: (row: Row) => string | undefined,
  width = NAME_WIDTH,
): Column {
  const longest = rows.reduce((most, row) => Math.max(most, nameOf(row)?.length ?? 0), width);
  return { name, width: longest };
}
