/**
 * What is wrong with a lesson is said with the line where it is.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkLesson } from '../../../course/lesson/check-lesson.ts';
import { components } from '../../../course/lesson/components.ts';
import { readLesson } from '../../../course/lesson/lesson.ts';
import { root } from '../../../course/view.ts';
import { around, goodLesson, shelf } from './made-up-chapter.ts';

const path = 'chapters/09-library/lesson.mdx';

function faultsOf(text: string): string[] {
  return checkLesson(readLesson(path, text), around).map(({ line, says }) => `${line}: ${says}`);
}

test('a lesson in which all is right has no faults', () => {
  expect(faultsOf(goodLesson)).toEqual([]);
});

const quote = '<Source symbol="library/shelf.ts#Shelf.put" />';
const details = `<Details summary="How the reference does it">\n${quote}`;
const pasted = shelf.split('\n').slice(8, 15).join('\n');

/** What is changed in the good lesson, into what, and the fault with its line. */
const broken: [claim: string, from: string, to: string, fault: string | RegExp][] = [
  [
    'an unknown component',
    '<Bytes layout="book" />',
    '<Bites />',
    /^14: there is no component <Bites>/,
  ],
  ['a prop that is missing', '<Bytes layout="book" />', '<Bytes />', /^14: <Bytes> layout: /],
  ['a prop too many', '<Task id="9.2" />', '<Task id="9.2" big />', /^42: <Task>: .*"big"/],
  ['a prop that would be run', 'id="9.2" />', 'id={1 + 1} />', /^42: id=\{1 \+ 1\} is no plain/],
  ['props that are spread', '<Task id="9.2" />', '<Task {...x} />', /^42: <Task> spreads props/],
  [
    'text in what holds none',
    '<Task id="9.2" />',
    '<Task id="9.2">\nx\n</Task>',
    /42: <Task \/> holds no text/,
  ],
  ['an empty component', 'Put a book there.', '', '44: <Try> is empty'],
  [
    'a component inside a line',
    'Put a book there.',
    'a <Quiz id="x" /> b',
    '45: <Quiz> stands on lines of its own',
  ],
  [
    'an answer outside a prediction',
    'Put a book there.',
    '<Answer>\nx\n</Answer>',
    '45: <Answer> stands directly in <Predict>',
  ],
  [
    'a prediction without an answer',
    '<Answer>\nIt is refused.\n</Answer>',
    '',
    '16: <Predict> has no <Answer>',
  ],
  [
    'an import from elsewhere',
    "'#lesson'",
    "'./x.ts'",
    "6: a lesson holds import { … } from '#lesson' only",
  ],
  [
    'an import that is not used',
    'import { Task',
    'import { Task, Nobody',
    "6: '#lesson' has no Nobody",
  ],
  [
    'a component that is not imported',
    'Predict, Answer, Details, ',
    'Predict, Answer, ',
    "26: <Details> is not imported from '#lesson'",
  ],
  [
    'a brace that would be run',
    'Put a book there.',
    'Put {a} there.',
    '45: {a} would have to be run: a brace in prose is written `{`',
  ],
  [
    'a symbol that does not exist',
    quote,
    quote.replace('put', 'take'),
    '27: solution/library/shelf.ts declares no Shelf.take',
  ],
  [
    'a file that does not exist',
    quote,
    quote.replace('shelf.ts', 'desk.ts'),
    '27: there is no solution/library/desk.ts',
  ],
  [
    'a region that does not exist',
    'refuse-empty',
    'refuse-all',
    "29: solution/library/shelf.ts has no '// region refuse-all'",
  ],
  [
    'a region that never ends',
    'refuse-empty',
    'never-ended',
    "29: solution/library/shelf.ts: region never-ended has no '// endregion'",
  ],
  [
    'a diagram that does not exist',
    'src="shelf.svg"',
    'src="desk.svg"',
    '12: there is no chapters/09-library/diagrams/desk.svg',
  ],
  [
    'a diagram without words',
    'alt="A shelf of three boards with a book on each of them."',
    'alt="shelf"',
    /^12: <Diagram> alt: /,
  ],
  [
    'a layout that does not exist',
    'layout="book"',
    'layout="cat"',
    '14: chapters/09-library/layouts.ts declares no layout cat',
  ],
  [
    'a question that does not exist',
    'why-shelves',
    'why-cats',
    '48: chapters/09-library/quiz.ts has no question why-cats',
  ],
  [
    'a question that is never asked',
    '<Quiz id="why-shelves" />',
    '',
    '1: the question why-shelves is nowhere in the lesson',
  ],
  [
    'a question that is asked twice',
    '<Quiz id="why-shelves" />',
    '<Quiz id="why-shelves" />\n\n<Quiz id="why-shelves" />',
    '50: the question why-shelves stands here again',
  ],
  [
    'a task that does not exist',
    '<Task id="9.2" />',
    '<Task id="9.3" />',
    '42: chapters/09-library/chapter.ts has no task 9.3',
  ],
  [
    'a section without its task',
    '<Task id="9.2" />',
    '',
    '40: the section of task 9.2 holds no <Task id="9.2" />',
  ],
  [
    'a task that stands twice',
    'Put a book there.',
    '<Task id="9.1" />',
    '45: <Task id="9.1" /> stands once, in the section #the-shelf',
  ],
  [
    'a task without a section',
    '## The whole',
    '**The whole**',
    '1: task 9.2 has no section: no heading #the-whole',
  ],
  [
    'a task without a prediction',
    '<Predict>\nWhat',
    '<Try>\nWhat',
    '24: task 9.1 has no <Predict> before it in its section',
  ],
  [
    'a task that Kafka is not compared with',
    '**How Apache Kafka does it.** It has no books.',
    '',
    '24: task 9.1 has no **How Apache Kafka does it.** in its section',
  ],
  [
    'a task without a look at the reference',
    `${quote}\n\n<Region file="library/shelf.ts" name="refuse-empty" />`,
    'It just does.',
    '24: task 9.1 has no <Details> behind it that quotes how the reference does it',
  ],
  [
    'an answer in the open',
    details,
    quote,
    '26: this is what task 9.1 asks for: put it in a <Details>',
  ],
  [
    'an answer before the task',
    '<Bytes layout="book" />',
    `${details}\n</Details>`,
    '15: this is what task 9.1 asks for: it stands behind the task',
  ],
  [
    'two headings alike',
    '## The whole',
    '## The whole\n\n### the Whole',
    '42: "the Whole" is a heading in line 40 too',
  ],
  [
    'a second title',
    'Put a book there.',
    '# A title',
    '45: "# A title": the front matter\'s title is the only #',
  ],
  [
    'a link to no heading',
    '(#the-whole)',
    '(#the-hole)',
    '10: the link #the-hole leads to no heading of chapters/09-library/lesson.mdx',
  ],
  [
    'a link to no heading elsewhere',
    'lesson.mdx#dust',
    'lesson.mdx#mud',
    '10: the link ../08-archive/lesson.mdx#mud leads to no heading of chapters/08-archive/lesson.mdx',
  ],
  [
    'a link to no file',
    '../../README.md',
    '../README.md',
    '10: the link ../README.md leads to chapters/README.md, which does not exist',
  ],
  [
    'a link by http',
    '../../README.md',
    'http://example.org',
    '10: a link outside begins with https://, not as http://example.org',
  ],
  [
    'a picture that is no diagram',
    'Put a book there.',
    '![x](x.png)',
    '45: a picture is a <Diagram src="…" alt="…" />',
  ],
  [
    'a code block without a language',
    '```ts',
    '```',
    '34: a code block names its language: text, sh',
  ],
  [
    'a code block too wide',
    'if (book ===',
    `${'x'.repeat(70)} ===`,
    '34: it is 80 wide; 78 columns fit',
  ],
  [
    'code that is pasted',
    "if (book === '') {\n  throw new Error('a book has a name');\n}",
    pasted,
    '34: these lines stand in solution/library/shelf.ts: quote them by <Source> or <Region>',
  ],
  [
    'a description that is missing',
    'description: Where books stand, and why they stay there.\n',
    '',
    /^1: the front matter's description: /,
  ],
];

describe('a fault is found where it is:', () => {
  test.each(broken)('%s', (_, from, to, fault) => {
    expect(goodLesson).toContain(from);
    let text = goodLesson.replace(from, () => to);
    if (to.startsWith('<Try>\nWhat')) text = text.replace('</Predict>', '</Try>');
    if (to === quote) text = text.replace('</Details>', '');
    expect(faultsOf(text)).toContainEqual(
      typeof fault === 'string' ? fault : expect.stringMatching(fault),
    );
  });
});

test('tasks that stand in another order than in the manifest are found', () => {
  const at = goodLesson.indexOf('## The shelf');
  const whole = goodLesson.indexOf('## The whole');
  const swapped = `${goodLesson.slice(0, at)}${goodLesson.slice(whole)}\n${goodLesson.slice(at, whole)}`;
  expect(faultsOf(swapped)).toEqual(['8: #the-whole stands before earlier tasks']);
});

test('text that is no MDX throws with file and line', () => {
  expect(() => readLesson(path, 'a\n\n<Task id="1.1"\n')).toThrow(
    /^chapters\/09-library\/lesson.mdx:\d+: /,
  );
});

test('README.md shows how each component is written', () => {
  const readme = readFileSync(join(root, 'course/lesson/README.md'), 'utf8');
  const missing = Object.keys(components).filter((name) => !readme.includes(`| \`<${name}`));
  expect(missing).toEqual(['Answer']); // It stands in the row of <Predict>, which it needs.
});
