/**
 * Graders are tested too: on code of which we know what is right and wrong with it.
 *
 *     the reference                       every behaviour passes
 *     the untouched stubs                 every behaviour is "not started", never "wrong"
 *     each kept wrong solution            the behaviour that it breaks fails
 *     each kept different, right one      every behaviour passes
 *
 * Variants are kept in graders/NN-name/variants.ts as other bodies of the reference's functions.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import MagicString from 'magic-string';
import { type Chapter, chapterName, filesOf } from '../chapter.ts';
import { parseSource } from '../source/syntax.ts';
import { findCallable, replaceBody } from '../stubs/edit-symbol.ts';
import { generateStubs } from '../stubs/exercises.ts';
import { root, solutionView, type View } from '../view.ts';
import { runGraders } from './run-graders.ts';
import { type BehaviourVerdict, type ChapterVerdict, judge } from './verdict.ts';

/** The reference with other bodies. */
export interface Variant {
  /** What is different about it: `forgets zigzag's sign`. */
  readonly name: string;
  /** The behaviour that must fail; absent where the variant is right. */
  readonly breaks?: string;
  /** By file and symbol, the statements of the body it has instead. */
  readonly bodies: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Trial {
  readonly name: string;
  /** Why the graders were wrong about it; undefined where they were right. */
  readonly complaint: string | undefined;
}

/** Tries a chapter's graders on everything that is known about it, one after the other. */
export async function* calibrate(chapter: Chapter): AsyncGenerator<Trial> {
  const name = chapterName(chapter);
  yield {
    name: `${name}: the reference passes`,
    complaint: allAre('passed', await grade(chapter, solutionView)),
  };
  yield {
    name: `${name}: the stubs are not started`,
    complaint: allAre('not started', await gradeFiles(chapter, 'stubs', stubsOf(chapter))),
  };
  for (const variant of await loadVariants(chapter)) {
    const slug = variant.name.replaceAll(/[^a-z0-9]+/gi, '-');
    const verdict = await gradeFiles(chapter, slug, filesOfVariant(chapter, variant));
    const kind = variant.breaks === undefined ? 'right' : 'wrong';
    yield {
      name: `${name}: ${kind} solution, it ${variant.name}`,
      complaint: judgeVariant(variant, verdict),
    };
  }
}

function judgeVariant({ breaks }: Variant, verdict: ChapterVerdict): string | undefined {
  if (breaks === undefined) return allAre('passed', verdict);
  const found = behavioursOf(verdict).find(({ behaviour }) => behaviour.id === breaks);
  if (found === undefined) return `there is no behaviour ${breaks}`;
  if (found.state === 'failed' || found.state === 'hung') return undefined;
  return `${breaks} should fail, but is: ${found.state}`;
}

function allAre(state: BehaviourVerdict['state'], verdict: ChapterVerdict): string | undefined {
  const others = behavioursOf(verdict).filter((one) => one.state !== state);
  const lines = others.map(({ behaviour, state: found, failure }) =>
    `${behaviour.id} should be ${state}, but is: ${found} ${failure?.message ?? ''}`.trim(),
  );
  return lines.length === 0 ? undefined : [...verdict.loadErrors, ...lines].join('\n');
}

function behavioursOf({ tasks }: ChapterVerdict): BehaviourVerdict[] {
  return tasks.flatMap(({ behaviours }) => behaviours);
}

async function grade(chapter: Chapter, view: View): Promise<ChapterVerdict> {
  return judge(chapter, await runGraders(chapter, view, { startMs: 60_000, quietMs: 4_000 }));
}

/** Grades files as if they were a learner's, in a tree of their own. */
async function gradeFiles(
  chapter: Chapter,
  slug: string,
  files: ReadonlyMap<string, string>,
): Promise<ChapterVerdict> {
  const learnerTree = join('.gregor', 'calibration', chapter.folder, slug);
  const directory = join(root, learnerTree);
  rmSync(directory, { recursive: true, force: true });
  for (const [file, text] of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return grade(chapter, { name: 'chapter', learnerTree, learnerFiles: [...files.keys()] });
}

function stubsOf(chapter: Chapter): ReadonlyMap<string, string> {
  return generateStubs([chapter]);
}

/** Every file of the chapter as the reference has it, with the variant's bodies put in. */
function filesOfVariant(chapter: Chapter, { bodies }: Variant): Map<string, string> {
  return new Map(
    filesOf(chapter).map((file) => {
      const text = readFileSync(join(root, 'solution', file), 'utf8');
      const edit = new MagicString(text);
      const source = parseSource(file, text);
      for (const [symbol, body] of Object.entries(bodies[file] ?? {})) {
        replaceBody(edit, findCallable(source, symbol), body);
      }
      return [file, edit.toString()];
    }),
  );
}

async function loadVariants(chapter: Chapter): Promise<readonly Variant[]> {
  const path = join(root, 'graders', chapter.folder, 'variants.ts');
  if (!existsSync(path)) return [];
  const { variants } = (await import(pathToFileURL(path).href)) as { variants: Variant[] };
  return variants;
}
