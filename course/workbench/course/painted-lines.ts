/**
 * The terminal's report as pieces with a tone, for a page to colour: the report is written once.
 *
 * A paint puts marks around what it is given, and the marks become pieces afterwards. They are
 * characters that no text may hold: what the learner's code has printed may hold anything, so they
 * are taken out of it first.
 */
import type { Colour, Paint } from '../../grading/report/page.ts';
import type { Line, Piece } from '../messages.ts';

const OPEN = '\u{f0000}';
const CLOSE = '\u{f0001}';
const MARKS = /[\u{f0000}\u{f0001}]/gu;
const PAINTED = /\u{f0000}(?<tone>[a-z]+):(?<text>[^\u{f0001}]*)\u{f0001}/gu;

/** A paint for `paintedLines`. */
export const marking: Paint = (colour, text) =>
  `${OPEN}${colour}:${text.replaceAll(MARKS, '')}${CLOSE}`;

/** Lines that a report has written with `marking`. */
export function paintedLines(lines: readonly string[]): Line[] {
  return lines.map(piecesOf);
}

function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const plain = (text: string) => {
    const clean = text.replaceAll(MARKS, '');
    if (clean !== '') pieces.push({ text: clean });
  };
  for (const { index, 0: whole, groups } of line.matchAll(PAINTED)) {
    plain(line.slice(end, index));
    pieces.push({ text: groups?.text ?? '', tone: groups?.tone as Colour });
    end = index + whole.length;
  }
  plain(line.slice(end));
  return pieces;
}
