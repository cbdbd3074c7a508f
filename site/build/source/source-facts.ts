/**
 * What the annotated reference knows of one file by itself: its header, its declarations, its imports
 * and its tokens. Where its names lead is looked up later, when all files are known.
 */
import { namesBoundBy } from '../../../course/source/free-names.ts';
import {
  isNode,
  type Node,
  nodesOf,
  parseSource,
  type SourceFile,
} from '../../../course/source/syntax.ts';
import {
  declarationsOf,
  isPrivate,
  memberName,
  membersOf,
} from '../../../course/stubs/edit-symbol.ts';
import { memberAnchor, type Token, tokensOf } from './tokens.ts';

export interface Declaration {
  /** `OffsetIndex`, `OffsetIndex.lookup`: unique in its file, and its anchor on the page. */
  readonly anchor: string;
  /** Where its name stands, in UTF-16 code units. */
  readonly at: number;
  readonly isExported: boolean;
  readonly isMember: boolean;
  /** A member that is its class's own business. */
  readonly isPrivate: boolean;
  /** The comment above it, as it stands; '' where there is none. */
  readonly comment: string;
}

/** What a name of this file is elsewhere. */
export interface Imported {
  /** As in `storage/index-file.ts`. */
  readonly file: string;
  /** `*` for the whole file. */
  readonly name: string;
}

export interface SourceFacts {
  readonly file: string;
  readonly text: string;
  /** The text of the opening comment, without its stars. */
  readonly header: string;
  /** Where the code begins: the position behind the opening comment, and the line there. */
  readonly codeFrom: number;
  readonly declarations: readonly Declaration[];
  /** By the name that it has in this file. */
  readonly imports: Readonly<Record<string, Imported>>;
  /** The name of the class that a class extends. */
  readonly parents: Readonly<Record<string, string>>;
  /** The files that it imports, types included; each once. */
  readonly importedFiles: readonly string[];
  readonly tokens: readonly Token[];
}

export function sourceFacts(file: string, text: string): SourceFacts {
  const source = parseSource(file, text);
  const [, comment = ''] = /^\/\*\*\n([\s\S]*?)\*\/\n/.exec(text) ?? [];
  const declarations = declarationsIn(source);
  const specifiers = source.specifiers.flatMap(({ value }) => fileNamed(value) ?? []);
  return {
    file,
    text,
    header: plainComment(comment),
    codeFrom: comment === '' ? 0 : text.indexOf('*/\n') + 3,
    declarations,
    imports: importsOf(source),
    parents: parentsOf(source),
    importedFiles: [...new Set(specifiers)],
    tokens: tokensOf(source, new Set(declarations.map(({ at }) => at))),
  };
}

/** A comment's text without its margin of stars. */
export function plainComment(comment: string): string {
  return comment.replaceAll(/^[ \t]*\*? ?/gm, '').replace(/\s+$/, '');
}

function declarationsIn(source: SourceFile): Declaration[] {
  const found = new Map<string, Declaration>();
  const put = (one: Declaration) => {
    if (!found.has(one.anchor)) found.set(one.anchor, one);
  };
  for (const statement of source.program.body) {
    if (statement.type === 'ImportDeclaration') continue;
    const isExported = statement.type.startsWith('Export');
    const comment = commentAbove(source, statement.start);
    for (const [name, node] of declarationsOf(statement)) {
      const own = { isExported, isMember: false, isPrivate: false, comment };
      put({ anchor: name, at: nameAt(node, name), ...own });
      const members = [...membersOf(node)].sort(privateLast);
      for (const member of members) {
        const key = member.key as Node | undefined;
        if (key === undefined || member.computed === true) continue;
        const anchor = memberAnchor(name, memberName(source, member));
        put({
          ...{ anchor, at: key.start, isExported, isMember: true, isPrivate: isPrivate(member) },
          comment: commentAbove(source, member.start),
        });
      }
    }
  }
  return [...found.values()];
}

/** A public member has the name where a private one is called the same. */
function privateLast(one: Node, other: Node): number {
  const rank = (member: Node) => ((member.key as Node)?.type === 'PrivateIdentifier' ? 1 : 0);
  return rank(one) - rank(other);
}

function nameAt(node: Node, name: string): number {
  if (!isNode(node.id) || !namesBoundBy(node.id).has(name)) return node.start;
  const named = [...nodesOf(node.id)].find((one) => one.type === 'Identifier' && one.name === name);
  return named?.start ?? node.start;
}

function commentAbove({ comments, text }: SourceFile, start: number): string {
  const before = comments.findLast(({ end }) => end <= start);
  if (before === undefined || before.start === 0 || before.type !== 'Block') return '';
  return text.slice(before.end, start).trim() === '' ? plainComment(before.value) : '';
}

function parentsOf({ program }: SourceFile): Record<string, string> {
  const classes = program.body
    .flatMap((statement) => [...declarationsOf(statement)])
    .flatMap(([name, { superClass }]) =>
      isNode(superClass) && superClass.type === 'Identifier' ? [[name, superClass.name]] : [],
    );
  return Object.fromEntries(classes);
}

function importsOf({ program }: SourceFile): Record<string, Imported> {
  const found: Record<string, Imported> = {};
  for (const statement of program.body) {
    const file = fileNamed((statement.source as { value?: string } | undefined)?.value);
    if (file === undefined) continue;
    for (const specifier of (statement.specifiers as Node[] | undefined) ?? []) {
      const outer = (specifier.imported ?? specifier.local) as { name?: string } | undefined;
      const inner = (specifier.exported ?? specifier.local) as { name?: string } | undefined;
      const name = specifier.type === 'ImportNamespaceSpecifier' ? '*' : (outer?.name ?? '');
      if (inner?.name !== undefined) found[inner.name] = { file, name };
    }
  }
  return found;
}

function fileNamed(specifier: string | undefined): string | undefined {
  return specifier?.startsWith('#') ? specifier.slice(1) : undefined;
}
