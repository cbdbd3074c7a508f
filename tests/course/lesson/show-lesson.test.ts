/**
 * A lesson in the terminal: 80 columns, and nothing that spoils unless asked for.
 */
import { expect, test } from 'vitest';
import { readLesson, sectionOf } from '../../../course/lesson/lesson.ts';
import { showLesson, showSection } from '../../../course/lesson/terminal/show-lesson.ts';
import { around, goodLesson } from './made-up-chapter.ts';

const lesson = readLesson('chapters/09-library/lesson.mdx', goodLesson);
const options = { width: 80, spoil: false, command: 'npm run lesson 9.1 -- --spoil' };

function shelf(spoil: boolean): string[] {
  return showSection(sectionOf(lesson, 'the-shelf')!, around, { ...options, spoil });
}

test('a section begins with its heading and ends before the next', () => {
  const lines = shelf(false);
  expect(lines.slice(0, 2)).toEqual(['The shelf', '═════════']);
  expect(lines.join('\n')).not.toContain('9.2');
});

test('no line is wider than 80 columns, and none ends in a space', () => {
  const lines = showLesson(lesson, around, { ...options, spoil: true });
  expect(lines.filter((line) => line.length > 80 || line !== line.trimEnd())).toEqual([]);
});

test('a task says where to write, what is tested and what to type', () => {
  expect(shelf(false)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Task 9.1  The shelf  (about 10 minutes)'),
      expect.stringContaining('exercises/library/shelf.ts'),
      expect.stringContaining('Shelf.put'),
      expect.stringContaining('- holds the book that was put there (100)'),
      expect.stringContaining('npm test chapter-09'),
      expect.stringContaining('npm run hint 9.1'),
    ]),
  );
});

test('the reference is folded away until asked for, then quoted with its comment', () => {
  const folded = shelf(false);
  expect(folded).toContain('▸ How the reference does it: npm run lesson 9.1 -- --spoil');
  expect(folded.join('\n')).not.toContain('books.push');
  const open = shelf(true).join('\n');
  expect(open).toContain('solution/library/shelf.ts:9\n');
  expect(open).toContain('/** Puts a book on the shelf. */');
  expect(open).toContain('books.push');
});

test('bold words are painted where somebody looks on, and are plain elsewhere', () => {
  const text = `## A\n\n${'word '.repeat(14)}**ends in bold, öäü — and \`code\`.** End.\n`;
  const shown = (bold?: (text: string) => string) =>
    showLesson(readLesson('x', text), around, { ...options, bold }).slice(-2);
  const words = 'word '.repeat(14);
  expect(shown()).toEqual([`${words}ends in`, 'bold, öäü — and `code`. End.']);
  expect(shown((run) => `<${run}>`)).toEqual([
    `${words}<ends in>`,
    '<bold, öäü> — <and `code`.> End.',
  ]);
});

test('answers stand behind everything else', () => {
  const lines = shelf(false);
  const answer = lines.indexOf('It is refused.');
  expect(answer).toBeGreaterThan(lines.indexOf('Answers'));
  expect(lines.indexOf('Answers')).toBeGreaterThan(lines.findIndex((one) => one.includes('9.1')));
});

test('a byte layout counts positions as far as they are fixed', () => {
  const lines = shelf(false);
  const begin = lines.indexOf('One book on the wire');
  expect(lines.slice(begin, begin + 12)).toEqual([
    'One book on the wire',
    '',
    'at   bytes  field  type',
    '── head',
    ' 0       4  pages  int32   how many pages it has',
    ' 4       2  shelf  int16   where it stands',
    '──',
    ' 6     1-5  title  varint  length of what is on its back',
    '    length  text           what it says, from the first page to the last',
    '',
    'The library rules, paragraph 4.',
    '',
  ]);
});

test('a quiz shows its options, and each one’s reason among the answers', () => {
  const lines = showLesson(lesson, around, options);
  expect(lines).toContain('  b) For cats');
  const answers = lines.slice(lines.indexOf('Answers'));
  expect(answers).toContain('  ✔ a) Books on the floor are trodden on.');
  expect(answers).toContain('  ✘ b) Cats sit where they like, shelves or no shelves.');
});

test('a wide table goes on below itself, and a list below its mark', () => {
  const text = `## A\n\n- ${'word '.repeat(30)}\n\n| a | b |\n|---|---|\n| x | ${'word '.repeat(40)} |\n`;
  const lines = showLesson(readLesson('x', text), around, options);
  expect(lines).toContain(`- ${'word '.repeat(15).trim()}`);
  expect(lines).toContain(`  ${'word '.repeat(15).trim()}`);
  expect(lines).toContain(`x  ${'word '.repeat(15).trim()}`);
  expect(lines).toContain(`   ${'word '.repeat(15).trim()}`);
});
