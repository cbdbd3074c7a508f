/**
 * What keeps a learner's files from being loaded at all, found before Node does: with file and
 * line, in a sentence, and all of it at once.
 *
 *     does not parse          nothing can be said about the rest of the file
 *     is TypeScript that Node can't run by taking types away: enum, namespace, parameter property
 *     lacks an export that the reference's file has: others import it
 *     imports a file that is not there, or a name that the file does not export
 *     imports by a path: it would step past the learner's files, or the reference's
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { learnerPath } from '../learner-views.ts';
import { didYouMean } from '../nearest.ts';
import { exportsOf } from '../source/exports.ts';
import { lineAt, type Node, nodesOf, parseSource, type SourceFile } from '../source/syntax.ts';
import { sourceFiles } from '../source/tree.ts';
import { resolveInView, root, type View } from '../view.ts';
import { parseLearnerFile } from './symbol-place.ts';

export interface LearnerFault {
  /** As in `protocol/varint.ts`. */
  readonly file: string;
  /** `exercises/protocol/varint.ts:31: what is wrong, and what to do`. */
  readonly says: string;
}

/** Every fault of the view's files that lies there; a missing file is `missingFiles`' affair. */
export function learnerFaults(view: View): LearnerFault[] {
  return view.learnerFiles.flatMap((file) => {
    const path = resolve(root, view.learnerTree, file);
    if (!existsSync(path)) return [];
    const name = learnerPath(view, file);
    const parsed = parseLearnerFile(name, readFileSync(path, 'utf8'));
    if (parsed instanceof SyntaxError) return [{ file, says: parsed.message }];
    const found = [
      ...missingExports(parsed, file),
      ...badImports(parsed, view, file),
      ...unrunnable(parsed),
    ];
    return found.map((says) => ({ file, says: `${name}${says}` }));
  });
}

function missingExports(mine: SourceFile, file: string): string[] {
  const path = join(root, 'solution', file);
  if (!existsSync(path)) return [];
  const expected = exportsOf(parseSource(`solution/${file}`, readFileSync(path, 'utf8'))).names;
  const { names, more } = exportsOf(mine);
  if (more) return [];
  return [...expected]
    .filter((name) => !names.has(name))
    .map((name) => `:1: it does not export ${name} any more, which other files import.`);
}

function badImports(mine: SourceFile, view: View, file: string): string[] {
  return mine.program.body.flatMap((statement) => {
    const { source } = statement;
    if (typeof source !== 'object' || source === null || statement.importKind === 'type') return [];
    const { value } = source as { value: string };
    const says = badImport(statement, value, view, file);
    return says === undefined ? [] : [`:${lineAt(mine.text, statement.start)}: ${says}`];
  });
}

function badImport(
  statement: Node,
  specifier: string,
  view: View,
  file: string,
): string | undefined {
  if (specifier.startsWith('.')) {
    const meant = `#${posix.join(dirname(file), specifier)}`;
    return `'${specifier}' is a path. Write '${meant}': a name finds the right tree, a path does not.`;
  }
  const path = resolveInView(view, specifier);
  if (path === undefined) return undefined;
  if (!existsSync(path)) {
    const all = sourceFiles('solution').map((one) => `#${one}`);
    return `there is no '${specifier}'.${didYouMean(specifier, all)}`;
  }
  const target = parseLearnerFile(specifier, readFileSync(path, 'utf8'));
  if (target instanceof SyntaxError) return undefined;
  const { names, more } = exportsOf(target);
  const missing = namesImported(statement).find((name) => !names.has(name));
  if (more || missing === undefined) return undefined;
  return exportsType(target, missing)
    ? `${missing} is a type. Write \`type ${missing}\`: Node takes types away, so there is nothing to import.`
    : `'${specifier}' does not export ${missing}.${didYouMean(missing, names)}`;
}

/** What an import wants at run time, by the names that the other file gives it. */
function namesImported({ type, specifiers }: Node): string[] {
  if (type !== 'ImportDeclaration') return [];
  return (specifiers as Node[]).flatMap((one) => {
    if (one.type === 'ImportDefaultSpecifier') return ['default'];
    if (one.type !== 'ImportSpecifier' || one.importKind === 'type') return [];
    return [(one.imported as unknown as { name: string }).name];
  });
}

function exportsType({ program }: SourceFile, name: string): boolean {
  return program.body.some((statement) => {
    const declared = (statement.declaration as { id?: { name?: string } } | null)?.id?.name;
    return statement.exportKind === 'type' && declared === name;
  });
}

const UNRUNNABLE: Readonly<Record<string, string>> = {
  TSEnumDeclaration: 'an enum; an object constant does the same',
  TSModuleDeclaration: 'a namespace; a file is one already',
  TSParameterProperty: 'a parameter property; declare the field and set it in the constructor',
  TSImportEqualsDeclaration: '`import =`; write `import … from`',
};

function unrunnable(mine: SourceFile): string[] {
  return [...nodesOf(mine.program)].flatMap((node) => {
    const what = UNRUNNABLE[node.type];
    if (what === undefined || node.declare === true) return [];
    const line = lineAt(mine.text, node.start);
    return [`:${line}: Node runs TypeScript by taking the types away, and this is more: ${what}.`];
  });
}
