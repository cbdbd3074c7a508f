/**
 * What a stub takes out of a file besides the bodies that are asked for: private members and the
 * file's own functions, constants and statements, which nothing that stays needs.
 *
 *     asked: readLog      dropped: locate, endPosition, limitOf      the reference's way to do it
 *
 * It is all work that a learner has to do in some way, so it is graded as the asked bodies are. A
 * part belongs to the first task whose asked symbols come to it, through other such parts too.
 */
import { namesUsedIn } from '../source/free-names.ts';
import { type Node, parseSource, type SourceFile } from '../source/syntax.ts';
import { declarationsOf, memberName, splitSymbol, symbolNodes } from './edit-symbol.ts';
import { type Assignments, emptyBodies } from './empty-bodies.ts';
import { memberNamesIn, unneededParts } from './remove-unneeded.ts';

export interface DroppedPart {
  /** `locate`, `Reader.#take`; of a statement that declares nothing, its first line. */
  readonly symbol: string;
  /** The task that it belongs to. */
  readonly task: string;
  /** Where it stands in the file, which is the reference's with all its bodies. */
  readonly node: Node;
}

/** @param asked in the order of the tasks. */
export function droppedParts(
  file: SourceFile,
  asked: Assignments,
  given: ReadonlySet<string>,
): DroppedPart[] {
  const emptied = parseSource(file.name, emptyBodies(file, asked, given));
  const { members, statements } = unneededParts(emptied, new Set(asked.keys()), given);
  const parts = [
    ...[...members]
      .filter(([, owner]) => !asked.has(owner)) // A class asked for as a whole has all its own.
      .flatMap(([member, owner]) => named(file, `${owner}.${memberName(emptied, member)}`)),
    ...statements.filter(isCode).flatMap((one) => originalOf(file, emptied, one)),
  ];
  const owners = ownersOf(file, asked, parts);
  const [first = ''] = asked.values();
  return parts.map((part) => ({ ...part, task: owners.get(part.node) ?? first }));
}

type Part = Omit<DroppedPart, 'task'>;

function isCode({ type }: Node): boolean {
  return !/^(TSInterfaceDeclaration|TSTypeAliasDeclaration)$/.test(type);
}

function named(file: SourceFile, symbol: string): Part[] {
  return symbolNodes(file, symbol).map((node) => ({ symbol, node }));
}

/** A statement by its name; one that declares nothing is the same in both, letter by letter. */
function originalOf(file: SourceFile, emptied: SourceFile, statement: Node): Part[] {
  const [name] = namesOf(statement);
  if (name !== undefined) return named(file, name);
  const text = emptied.text.slice(statement.start, statement.end);
  const [symbol = ''] = text.split('\n');
  return file.program.body
    .filter(({ start, end }) => file.text.slice(start, end) === text)
    .map((node) => ({ symbol, node }));
}

function namesOf(statement: Node): string[] {
  return [...declarationsOf(statement)].map(([name]) => name);
}

/** The first task that comes to each part, by the names that are used on the way. */
function ownersOf(file: SourceFile, asked: Assignments, parts: readonly Part[]): Map<Node, string> {
  const owners = new Map<Node, string>();
  const claim = (node: Node, task: string) => {
    const used = new Set([...namesUsedIn(node), ...memberNamesIn(node)]);
    for (const part of parts) {
      if (owners.has(part.node) || !isUsed(part, used)) continue;
      owners.set(part.node, task);
      claim(part.node, task);
    }
  };
  for (const [symbol, task] of asked) {
    for (const node of symbolNodes(file, symbol)) claim(node, task);
  }
  return owners;
}

/** A statement that declares nothing is of use to whoever uses what it works on. */
function isUsed({ symbol, node }: Part, used: ReadonlySet<string>): boolean {
  const [name, member] = splitSymbol(symbol);
  if (node.type === 'ExpressionStatement' || /^For|^While|Block/.test(node.type)) {
    return [...namesUsedIn(node)].some((one) => used.has(one));
  }
  return used.has(member ?? name);
}
