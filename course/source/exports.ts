/**
 * What a file exports for others to import at run time: types are gone by then.
 */
import { declarationsOf } from '../stubs/edit-symbol.ts';
import { isNode, type Node, type SourceFile } from './syntax.ts';

export interface Exports {
  readonly names: ReadonlySet<string>;
  /** True where `export * from` hands on what is not known here. */
  readonly more: boolean;
}

const TYPES = new Set(['TSInterfaceDeclaration', 'TSTypeAliasDeclaration']);

export function exportsOf({ program }: SourceFile): Exports {
  const names = new Set<string>();
  let more = false;
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration') names.add('default');
    if (statement.exportKind === 'type') continue;
    if (statement.type === 'ExportAllDeclaration') more = true;
    if (statement.type !== 'ExportNamedDeclaration') continue;
    for (const name of exportedBy(statement)) names.add(name);
  }
  return { names, more };
}

function* exportedBy(statement: Node): Generator<string> {
  const { declaration } = statement;
  if (isNode(declaration)) {
    if (TYPES.has(declaration.type) || declaration.declare === true) return;
    for (const [name] of declarationsOf(statement)) yield name;
    return;
  }
  for (const { exported, exportKind } of statement.specifiers as Node[]) {
    if (exportKind === 'type') continue;
    const { name, value } = exported as unknown as { name?: string; value?: string };
    yield name ?? value ?? '';
  }
}
