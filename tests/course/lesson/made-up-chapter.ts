/**
 * A chapter that does not exist, for lessons that are wrong on purpose.
 */
import { defineChapter } from '../../../course/chapter.ts';
import { defineLayouts } from '../../../course/lesson/byte-layout.ts';
import { rowsOf } from '../../../course/lesson/check-code.ts';
import { defineQuiz } from '../../../course/lesson/quiz.ts';
import type { Surroundings } from '../../../course/lesson/surroundings.ts';

/** The only file of the made-up reference. */
export const shelf = `/**
 * Holds books.
 */

/** A place for a book. */
export class Shelf {
  private books: string[] = [];

  /** Puts a book on the shelf. */
  put(book: string): void {
    // region refuse-empty
    if (book === '') {
      throw new Error('a book has a name');
    }
    // endregion
    this.books.push(book);
  }
}

// region never-ended
export const width = 80;
`;

const behaviour = {
  id: 'shelf-holds',
  says: 'holds the book that was put there',
  points: 100,
  hint: 'Where does a book go when it is put?',
  symbol: 'Shelf.put',
};

export const around: Surroundings = {
  chapter: defineChapter({
    folder: '09-library',
    title: 'The library',
    tasks: [
      {
        id: '9.1',
        title: 'The shelf',
        outcome: 'Books stand where they were put.',
        section: 'the-shelf',
        minutes: 10,
        files: [{ file: 'library/shelf.ts', symbols: ['Shelf.put'] }],
        hints: ['Think of a place for the book.', 'An array has a push that does it.'],
        behaviours: [behaviour],
      },
      {
        id: '9.2',
        title: 'The whole library',
        outcome: 'Everything above works together.',
        section: 'the-whole',
        minutes: 10,
        files: [],
        hints: ['Look at the tasks before this.', 'All of them have to pass first.'],
        behaviours: [{ ...behaviour, id: 'library-holds' }],
      },
    ],
  }),
  quiz: defineQuiz({
    folder: '09-library',
    questions: [
      {
        id: 'why-shelves',
        asks: 'Why does a library have shelves?',
        options: [
          { says: 'For books', right: true, because: 'Books on the floor are trodden on.' },
          { says: 'For cats', because: 'Cats sit where they like, shelves or no shelves.' },
        ],
      },
    ],
  }),
  layouts: defineLayouts({
    book: {
      title: 'One book on the wire',
      source: 'The library rules, paragraph 4.',
      fields: [
        { name: 'pages', bytes: 4, type: 'int32', note: 'how many pages it has', part: 'head' },
        { name: 'shelf', bytes: 2, type: 'int16', note: 'where it stands', part: 'head' },
        { name: 'title', bytes: '1-5', type: 'varint', note: 'length of what is on its back' },
        { name: 'text', bytes: 'length', note: 'what it says, from the first page to the last' },
      ],
    },
  }),
  diagrams: ['shelf.svg'],
  reference: (file) => (file === 'library/shelf.ts' ? shelf : undefined),
  referenceRows: () => new Map(rowsOf(shelf).map((row) => [row, 'library/shelf.ts'])),
  anchors: new Map([
    ['09-library', new Set(['the-shelf', 'the-whole'])],
    ['08-archive', new Set(['dust'])],
  ]),
  exists: (path) =>
    ['chapters/09-library/lesson.mdx', 'chapters/08-archive/lesson.mdx', 'README.md'].includes(
      path,
    ),
};

/** A lesson with nothing wrong in it; tests break it in one place at a time. */
export const goodLesson = `---
title: The library
description: Where books stand, and why they stay there.
---

import { Task, Source, Region, Diagram, Bytes, Predict, Answer, Details, Quiz, Try } from '#lesson';

## The shelf

See [the whole](#the-whole), [dust](../08-archive/lesson.mdx#dust), [more](../../README.md), \`{x}\`.

<Diagram src="shelf.svg" alt="A shelf of three boards with a book on each of them." />

<Bytes layout="book" />

<Predict>
What happens to a book without a name?

<Answer>
It is refused.
</Answer>
</Predict>

<Task id="9.1" />

<Details summary="How the reference does it">
<Source symbol="library/shelf.ts#Shelf.put" />

<Region file="library/shelf.ts" name="refuse-empty" />
</Details>

**How Apache Kafka does it.** It has no books.

\`\`\`ts
if (book === '') {
  throw new Error('a book has a name');
}
\`\`\`

## The whole

<Task id="9.2" />

<Try>
Put a book there.
</Try>

<Quiz id="why-shelves" />
`;
