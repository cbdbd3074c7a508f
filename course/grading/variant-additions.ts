/**
 * Adds code to a file: declarations at its end, imports at its beginning. A name that the file
 * imports already is not imported again.
 */
import { isNode, type Node, parseSource, type SourceFile } from '../source/syntax.ts';

export function addCode(file: SourceFile, added: string): string {
  const more = parseSource(`what '+' adds to ${file.name}`, added);
  const present = new Set(importsOf(file).flatMap(localNames));
  const imports = importsOf(more).map((node) => withoutPresent(more, node, present));
  const code = more.program.body.filter(({ type }) => type !== 'ImportDeclaration');
  const declarations = code.map(({ start, end }) => more.text.slice(start, end));
  const at = importsOf(file)[0]?.start ?? 0;
  const lines = imports.filter((line) => line !== '').map((line) => `${line}\n`);
  return [
    file.text.slice(0, at),
    ...lines,
    file.text.slice(at).trimEnd(),
    ...declarations.map((one) => `\n\n${one}`),
    '\n',
  ].join('');
}

function importsOf({ program }: SourceFile): Node[] {
  return program.body.filter(({ type }) => type === 'ImportDeclaration');
}

function localNames(statement: Node): string[] {
  return (statement.specifiers as Node[]).map(localName);
}

function localName({ local }: Node): string {
  return isNode(local) ? (local as unknown as { name: string }).name : '';
}

function withoutPresent({ text }: SourceFile, node: Node, present: ReadonlySet<string>): string {
  const specifiers = node.specifiers as Node[];
  const missing = specifiers.filter((one) => !present.has(localName(one)));
  if (specifiers.length === 0 || missing.length === specifiers.length) {
    return text.slice(node.start, node.end);
  }
  const names = missing.map(({ start, end }) => text.slice(start, end)).join(', ');
  const kind = node.importKind === 'type' ? 'import type' : 'import';
  const { value } = node.source as unknown as { value: string };
  return missing.length === 0 ? '' : `${kind} { ${names} } from '${value}';`;
}
