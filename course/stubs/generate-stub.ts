/**
 * Makes a learner's file out of the reference's: what is asked for is taken out, what is promised
 * stays.
 *
 *     stays                                     goes
 *     the file's opening comment                bodies of what a task asks for
 *     signatures and doc comments               private members of its classes, unless something
 *     exported things no task asks for          that stays needs them
 *     what a task gives                         what is not exported and then no longer needed
 *     what these need                           imports that are then unused
 *
 * So a learner sees the contract and is free in how to keep it. In place of a body stands
 * `throw new NotImplemented('0.1', 'readVarint')`.
 *
 * Invariant: the same source and tasks give the same bytes, a stub of a stub is that stub, and a
 * stub type-checks.
 */
import { type Node, nodesOf, parseSource, type SourceFile } from '../source/syntax.ts';
import { type Assignments, emptyBodies } from './empty-bodies.ts';
import { removeUnneeded } from './remove-unneeded.ts';

export type { Assignments } from './empty-bodies.ts';

const SOURCE = '#env/not-implemented.ts';
const IMPORT = `import { NotImplemented } from '${SOURCE}';`;

/**
 * @param asked each symbol with the id of the task that asks for it.
 * @param given symbols that stay as the reference has them, though their class is asked for or
 *   nothing else needs them.
 * @throws Error where the file has no such symbol.
 */
export function generateStub(
  file: SourceFile,
  asked: Assignments,
  given: ReadonlySet<string> = new Set(),
): string {
  const parse = (text: string) => parseSource(file.name, text.replaceAll('\r\n', '\n'));
  const emptied = parse(emptyBodies(parse(file.text), asked, given));
  const pruned = parse(removeUnneeded(emptied, new Set(asked.keys()), given));
  return addImport(parse(closeGaps(pruned)));
}

/** Where things went, one empty line stays, and none at a class's two ends. */
function closeGaps({ program, comments, text }: SourceFile): string {
  const nodes = [...nodesOf(program)];
  const texts = [...comments, ...nodes.filter(({ type }) => /Literal|TemplateElement/.test(type))];
  const classes = nodes.filter(({ type }) => type === 'ClassBody');
  const starts = new Set(classes.map(({ start }) => start + 1));
  const ends = new Set(classes.map(({ end }) => end - 1));
  return text
    .replace(/\n(\n+)/g, (gap, _, at: number) => {
      if (texts.some(({ start, end }) => start < at && at < end)) return gap;
      return starts.has(at) || ends.has(at + gap.length) ? '\n' : '\n\n';
    })
    .replace(/^((?:export )?(?:abstract )?class [^\n]*)\{\n\}/gm, '$1{}');
}

/** The import of what stubs throw, in its place by the alphabet. */
function addImport(file: SourceFile): string {
  const imports = file.program.body.filter(({ type }) => type === 'ImportDeclaration');
  const source = (node: Node) => (node.source as { value: string }).value;
  if (imports.some((node) => source(node) === SOURCE)) return file.text;
  const next = imports.find((node) => source(node) > SOURCE);
  const last = imports.at(-1);
  const { text } = file;
  if (next !== undefined) return splice(text, next.start, `${IMPORT}\n`, next.start);
  if (last !== undefined) return splice(text, last.end, `\n${IMPORT}`, last.end);
  const header = file.comments[0]?.start === 0 ? file.comments[0].end : 0;
  const gap = /^\s*/.exec(text.slice(header))?.[0].length ?? 0;
  return splice(text, header, `\n${IMPORT}\n\n`, header + gap).trimStart();
}

function splice(text: string, start: number, inserted: string, end: number): string {
  return text.slice(0, start) + inserted + text.slice(end);
}
