/**
 * The components that show something from outside the text, as lines of text.
 */
import type { Task } from '../../chapter.ts';
import type { Question } from '../quiz.ts';
import type { Quote } from '../quote.ts';
import { simulations } from '../simulations.ts';
import { wrap } from '../wrap.ts';
import { indented } from './paragraphs.ts';

/** A task's card: what to write where, and exactly what is tested. */
export function taskCard(task: Task, chapter: string, width: number): string[] {
  const inside = width - 4;
  const files = task.files.flatMap(({ file, symbols }) => [
    `exercises/${file}`,
    ...indented(wrap(symbols.join(', '), inside - 2), 2),
  ]);
  const tested = task.behaviours.flatMap(({ says, points }) => {
    const [first = '', ...rest] = wrap(`${says} (${points})`, inside - 2);
    return [`- ${first}`, ...indented(rest, 2)];
  });
  return framed(`Task ${task.id}  ${task.title}  (about ${task.minutes} minutes)`, width, [
    ...wrap(task.outcome, inside),
    '',
    ...(files.length > 0 ? [...files, ''] : []),
    'What is tested, and its points:',
    ...tested,
    '',
    `npm test ${chapter}       npm run hint ${task.id}`,
  ]);
}

/** Code of the reference, with the file and line where it stands. */
export function quoteCard({ file, line, text }: Quote): string[] {
  return [`solution/${file}:${line}`, '', ...indented(text.split('\n'), 2)];
}

/** A question with its options; the answer is in `quizAnswer`. */
export function quizCard({ id, asks, options }: Question, width: number): string[] {
  const choices = options.flatMap(({ says }, at) => {
    const [first = '', ...rest] = wrap(says, width - 5);
    return [`  ${letter(at)}) ${first}`, ...indented(rest, 5)];
  });
  return [`?  ${id}`, ...wrap(asks, width), ...choices];
}

/** Which option is right, and why each of them is or is not. */
export function quizAnswer({ id, options }: Question, width: number): string[] {
  const reasons = options.flatMap(({ right, because }, at) => {
    const [first = '', ...rest] = wrap(because, width - 7);
    return [`  ${right ? '✔' : '✘'} ${letter(at)}) ${first}`, ...indented(rest, 7)];
  });
  return [id, ...reasons];
}

/** What a simulation shows and what to try in it: it runs in the page alone. */
export function simulationCard(
  name: string,
  scenario: string | undefined,
  width: number,
): string[] {
  const found = simulations[name];
  if (found === undefined) return [];
  const inside = width - 4;
  const { title, tries } = found.scenarios[scenario ?? Object.keys(found.scenarios)[0] ?? ''] ?? {};
  return framed(`Simulation: ${found.title}`, width, [
    ...wrap(found.description, inside),
    ...(title === undefined ? [] : ['', ...wrap(`${title}. ${tries}`, inside)]),
    '',
    ...wrap(`It runs in the page: npm start, then simulations/${name}/`, inside),
  ]);
}

/** Lines in a frame with a title in its upper edge. */
export function framed(title: string, width: number, lines: readonly string[]): string[] {
  const edge = (text: string, from: string, to: string) =>
    from + text + '─'.repeat(Math.max(0, width - text.length - 2)) + to;
  const rows = lines.map((line) => `│ ${line.padEnd(width - 4)} │`);
  return [edge(`─ ${title} `, '┌', '┐'), ...rows, edge('', '└', '┘')];
}

function letter(at: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + at);
}
