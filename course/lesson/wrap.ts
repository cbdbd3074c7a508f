/**
 * Text in lines of a given width, and rows in columns: what the terminal needs of typography.
 */

/** Breaks a text at its spaces; a word longer than `width` stays whole, on a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Rows with their cells padded to a common width, two spaces apart; 'r' aligns to the right. */
export function columns(rows: readonly (readonly string[])[], align: readonly string[]): string[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  const pad = (cell: string, at: number) =>
    align[at] === 'r' ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
  return rows.map((row) => widths.map((_, at) => pad(row[at] ?? '', at)).join('  '));
}
