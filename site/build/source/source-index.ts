/**
 * All files of solution/ at once: where a name of one file is declared, who imports whom, and what a
 * lesson teaches.
 *
 *     storage/segment.ts   OffsetIndex ──► source/storage/offset-index/#OffsetIndex
 *                          this.count  ──► the class's own member, or its parent's
 */
import { posix } from 'node:path';
import type { Chapter } from '../../../course/chapter.ts';
import { sourcePage } from '../course-pages.ts';
import type { Place } from '../lesson-pages.ts';
import type { Declaration, SourceFacts } from './source-facts.ts';

/** What a chapter says of a symbol: who is asked for it, and where it is explained. */
export interface Lesson {
  readonly task: string;
  readonly title: string;
  readonly page: string;
  /** Whether the learner writes it; else it is there, and worth knowing. */
  readonly isAsked: boolean;
}

export class SourceIndex {
  readonly #files: ReadonlyMap<string, SourceFacts>;
  readonly #declarations = new Map<string, ReadonlyMap<string, Declaration>>();
  readonly #importers = new Map<string, string[]>();
  readonly #called: ReadonlyMap<string, readonly string[]>;
  readonly #lessons: ReadonlyMap<string, ReadonlyMap<string, Lesson>>;

  /** @param files in reading order, in which importers are listed, too. */
  constructor(files: readonly SourceFacts[], chapters: readonly Chapter[]) {
    this.#files = new Map(files.map((one) => [one.file, one]));
    this.#called = Map.groupBy(this.#files.keys(), (file) => posix.basename(file));
    this.#lessons = lessonsByFile(chapters);
    for (const { file, declarations, importedFiles } of files) {
      this.#declarations.set(file, new Map(declarations.map((one) => [one.anchor, one])));
      for (const other of importedFiles) {
        this.#importers.set(other, [...(this.#importers.get(other) ?? []), file]);
      }
    }
  }

  /** A file's facts; undefined where solution/ has no such file. */
  file(name: string): SourceFacts | undefined {
    return this.#files.get(name);
  }

  /** Every file, in reading order. */
  get files(): Iterable<SourceFacts> {
    return this.#files.values();
  }

  /** The file of that last name, where there is one alone. */
  onlyFileCalled(name: string): string | undefined {
    const [file, other] = this.#called.get(name) ?? [];
    return other === undefined ? file : undefined;
  }

  importersOf(file: string): readonly string[] {
    return this.#importers.get(file) ?? [];
  }

  /** What is taught of a file, by symbol. */
  lessonsOf(file: string): ReadonlyMap<string, Lesson> {
    return this.#lessons.get(file) ?? new Map();
  }

  /** Where the declaration of `name` in `file` is shown; undefined where it declares none. */
  declared(file: string, name: string): Place | undefined {
    const found = this.#declarations.get(file)?.get(name);
    return found && { page: sourcePage(file), anchor: found.anchor };
  }

  /**
   * What a name means that stands in a file: a symbol of its own, `Class.member`, an imported one, or
   * a file as `#domain/file.ts`.
   */
  meaningOf(file: string, name: string): Place | undefined {
    if (name.startsWith('#')) return this.pageOf(name.slice(1));
    return this.declared(file, name) ?? this.#inherited(file, name) ?? this.#imported(file, name);
  }

  /** The page of a file. */
  pageOf(file: string): Place | undefined {
    return this.#files.has(file) ? { page: sourcePage(file), anchor: undefined } : undefined;
  }

  #imported(file: string, name: string): Place | undefined {
    const [outer = '', member] = name.split('.');
    const from = this.#files.get(file)?.imports[outer];
    if (from === undefined || !Object.hasOwn(this.#files.get(file)?.imports ?? {}, outer)) {
      return undefined;
    }
    if (from.name === '*') return this.pageOf(from.file);
    const wanted = member === undefined ? from.name : `${from.name}.${member}`;
    return this.meaningOf(from.file, wanted);
  }

  #inherited(file: string, name: string): Place | undefined {
    const [className = '', member] = name.split('.');
    const parents = this.#files.get(file)?.parents ?? {};
    if (member === undefined || !Object.hasOwn(parents, className)) return undefined;
    return this.meaningOf(file, `${parents[className]}.${member}`);
  }
}

function lessonsByFile(chapters: readonly Chapter[]): Map<string, Map<string, Lesson>> {
  const found = new Map<string, Map<string, Lesson>>();
  for (const { folder, tasks } of chapters) {
    for (const { id, title, section, files } of tasks) {
      const page = `chapters/${folder}/${section}`;
      for (const { file, symbols, given } of files) {
        const own = found.get(file) ?? new Map<string, Lesson>();
        for (const symbol of given) own.set(symbol, { task: id, title, page, isAsked: false });
        for (const symbol of symbols) own.set(symbol, { task: id, title, page, isAsked: true });
        found.set(file, own);
      }
    }
  }
  return found;
}
