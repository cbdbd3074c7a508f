/**
 * A report's page: 80 columns, with or without colour. Colour only repeats what a sign or a word
 * says already, so a report loses nothing in a file, in a pipe or to eyes that don't see it.
 */
import { wrap } from '../../lesson/wrap.ts';

export const WIDTH = 80;

export type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

const CODES: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };

export type Paint = (colour: Colour, text: string) => string;

export const plain: Paint = (_, text) => text;

export const coloured: Paint = (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;

/** Colours where a person looks on: https://no-color.org, and FORCE_COLOR for pipes. */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  const { NO_COLOR = '', FORCE_COLOR = '' } = process.env;
  if (NO_COLOR !== '') return plain;
  if (FORCE_COLOR !== '' && FORCE_COLOR !== '0') return coloured;
  return stream.isTTY === true ? coloured : plain;
}

export function indent(by: number, lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(by)}${line}`));
}

/** A word in a narrow column and a text beside it, wrapped in its own column. */
export function labelled(label: string, text: string, width: number): string[] {
  const column = 10;
  const lines = text.split('\n').flatMap((line) => breakLine(line, width - column));
  return lines.map((line, at) => `${at === 0 ? label.padEnd(column) : ' '.repeat(column)}${line}`);
}

/** Wraps at spaces, and in the middle of a word that is longer than a line. */
export function breakLine(line: string, width: number): string[] {
  const leading = /^ */.exec(line)?.[0] ?? '';
  const room = width - leading.length;
  const pieces = wrap(line, room).flatMap(
    (part) => part.match(new RegExp(`.{1,${room}}`, 'gu')) ?? [],
  );
  return pieces.length === 0 ? [''] : pieces.map((part) => leading + part);
}

/** A title on the left and a worth on the right of one line. */
export function spread(left: string, right: string, width = WIDTH): string {
  const room = width - right.length - 1;
  const shown = left.length <= room ? left : `${left.slice(0, room - 1)}…`;
  return `${shown.padEnd(room)} ${right}`;
}
