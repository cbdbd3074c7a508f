/**
 * The facts of all files of solution/, and a note of them between builds: parsing all takes seconds,
 * and a save touches one.
 *
 *     .gregor/cache/source-facts.json    { made by: hash of the code that makes them,
 *                                          files: { hash of a file's name and text: its facts } }
 *
 * Invariant: what comes out is the same with the note and without it. A note that can't be read is no
 * note.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sourceFiles } from '../../../course/source/tree.ts';
import { root } from '../../../course/view.ts';
import { type SourceFacts, sourceFacts } from './source-facts.ts';

const NOTE = join(root, '.gregor', 'cache', 'source-facts.json');

/** What the facts depend on beside the files. */
const MAKERS = [
  'site/build/source/source-facts.ts',
  'site/build/source/tokens.ts',
  'course/source/free-names.ts',
  'course/source/syntax.ts',
  'course/stubs/edit-symbol.ts',
  'package-lock.json',
];

type WithoutText = Omit<SourceFacts, 'text'>;

interface Note {
  readonly madeBy: string;
  readonly files: Readonly<Record<string, WithoutText>>;
}

/** The texts of solution/ by their names. */
export function sourceTexts(): Map<string, string> {
  return new Map(
    sourceFiles('solution').map((file) => [
      file,
      readFileSync(join(root, 'solution', file), 'utf8'),
    ]),
  );
}

/** The facts of every file, in the order of the texts. */
export function allFacts(texts: ReadonlyMap<string, string>, note = NOTE): SourceFacts[] {
  const madeBy = hash(MAKERS.map((path) => readFileSync(join(root, path), 'utf8')));
  const before = readNote(note, madeBy);
  const files: Record<string, WithoutText> = {};
  let isNew = false;
  const facts = [...texts].map(([file, text]) => {
    const key = hash([file, text]);
    const known = before[key];
    isNew ||= known === undefined;
    const { text: _, ...rest } = known === undefined ? sourceFacts(file, text) : { ...known, text };
    files[key] = rest;
    return { ...rest, text };
  });
  if (isNew) writeNote(note, { madeBy, files });
  return facts;
}

function readNote(path: string, madeBy: string): Note['files'] {
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as Note;
    return note.madeBy === madeBy ? note.files : {};
  } catch {
    return {};
  }
}

/** Whole or not at all: two builds may run at once. */
function writeNote(path: string, note: Note): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(note));
  renameSync(beside, path);
}

function hash(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('base64url').slice(0, 22);
}
