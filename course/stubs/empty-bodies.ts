/**
 * Takes out of a file what tasks ask for: the bodies.
 *
 *     function, method, getter, field that      throw new NotImplemented('1.4', 'OffsetIndex.lookup')
 *     holds a function
 *     a class asked for as a whole              every member that others see, as above
 *     its constructor                           keeps `super(…)` and what makes public fields out of
 *                                               parameters; the rest is how state is held
 *
 * A method that another task asks for by name belongs to that task; one that a task gives stays as
 * it is, and so does the constructor then, because what is given stands on what it sets up.
 *
 * A constructor that did more (checked its arguments, or computed a public field) throws too:
 * nobody can use the object before that is written.
 */
import MagicString from 'magic-string';
import { didYouMean } from '../nearest.ts';
import { namesBoundBy, namesUsedIn } from '../source/free-names.ts';
import { isNode, type Node, nodesOf, type SourceFile } from '../source/syntax.ts';
import {
  bodyOf,
  declarationsNamed,
  declarationsOf,
  findCallables,
  findClass,
  isConstructor,
  isPrivate,
  memberName,
  membersNamed,
  membersOf,
  replaceBody,
  splitSymbol,
} from './edit-symbol.ts';

/** What is to be written in a file: each symbol with the task that asks for it. */
export type Assignments = ReadonlyMap<string, string>;

/** The file's text with the bodies gone; throws where the file lacks a symbol. */
export function emptyBodies(
  file: SourceFile,
  asked: Assignments,
  given: ReadonlySet<string>,
): string {
  const edit = new MagicString(file.text);
  for (const symbol of given) demand(file, symbol, 'a task gives');
  for (const [symbol, task] of asked) {
    demand(file, symbol, `task ${task} asks for`);
    const declaration = findClass(file, symbol);
    if (declaration !== undefined) {
      emptyClass(edit, file, { name: symbol, declaration, task, asked, given });
      continue;
    }
    const callables = findCallables(file, symbol);
    if (callables.length === 0) {
      throw new Error(`${file.name}: ${symbol}, which task ${task} asks for, has no body to write`);
    }
    demandReturnType(file, symbol, task);
    if (symbol.endsWith('.constructor')) {
      const [name] = splitSymbol(symbol);
      emptyConstructor(edit, file, { name, declaration: findClass(file, name)!, task }, false);
    } else {
      for (const one of callables) replaceBody(edit, one, unwritten(task, symbol));
    }
  }
  return edit.toString();
}

function unwritten(task: string, symbol: string): string {
  return `throw new NotImplemented('${task}', '${symbol}');`;
}

/** Throws where a file has no such symbol, with the nearest one it has. */
function demand(file: SourceFile, symbol: string, who: string): void {
  const [name, member] = splitSymbol(symbol);
  const declared = declarationsNamed(file, name);
  const has = (node: Node) => membersOf(node).some((one) => memberName(file, one) === member);
  if (member === undefined ? declared.length > 0 : declared.some(has)) return;
  throw new Error(
    `${file.name} has no ${symbol}, which ${who}.${didYouMean(symbol, symbolsOf(file))}`,
  );
}

/** Without its body, a function returns what it declares, or nothing: a stub would not fit. */
function demandReturnType(file: SourceFile, symbol: string, task: string): void {
  const [name, member] = splitSymbol(symbol);
  const found = declarationsNamed(file, name).flatMap((node) =>
    member === undefined ? [node] : membersNamed(file, node, member),
  );
  const silent = (node: Node) => node.kind === 'constructor' || node.kind === 'set';
  if (found.some((node) => silent(node) || declaresReturnType(node))) return;
  throw new Error(
    `${file.name}: ${symbol}, which task ${task} asks for, must declare what it returns, ` +
      'or its stub would not type-check',
  );
}

function declaresReturnType(node: Node): boolean {
  const annotated = isNode(node.id) && isNode((node.id as Node).typeAnnotation);
  if (annotated || isNode(node.typeAnnotation) || isNode(node.returnType)) return true;
  return [node.init, node.value].some((inner) => isNode(inner) && declaresReturnType(inner));
}

/** Every symbol that a manifest could name. */
function symbolsOf(file: SourceFile): string[] {
  return file.program.body
    .flatMap((statement) => [...declarationsOf(statement)])
    .flatMap(([name, node]) => [
      name,
      ...membersOf(node).map((member) => `${name}.${memberName(file, member)}`),
    ]);
}

interface AskedClass {
  readonly name: string;
  readonly declaration: Node;
  readonly task: string;
  readonly asked: Assignments;
  readonly given: ReadonlySet<string>;
}

function emptyClass(edit: MagicString, file: SourceFile, one: AskedClass): void {
  const { name, declaration, task, asked, given } = one;
  const keepsState = [...given].some((symbol) => symbol.startsWith(`${name}.`));
  for (const member of membersOf(declaration)) {
    const symbol = `${name}.${memberName(file, member)}`;
    if (asked.has(symbol) || given.has(symbol)) continue;
    if (isConstructor(member)) {
      if (!keepsState) emptyConstructor(edit, file, one, true);
      continue;
    }
    const body = bodyOf(member);
    if (body === undefined || isPrivate(member)) continue;
    demandReturnType(file, symbol, task);
    replaceBody(edit, { body, indent: 2 }, unwritten(task, symbol));
  }
}

/** @param whole whether it comes with its class; asked for by name, all of it is to be written. */
function emptyConstructor(
  edit: MagicString,
  file: SourceFile,
  { name, declaration, task }: Pick<AskedClass, 'name' | 'declaration' | 'task'>,
  whole: boolean,
): void {
  const members = membersOf(declaration);
  const member = members.find((one) => isConstructor(one) && bodyOf(one));
  const body = bodyOf(member);
  if (member === undefined || body === undefined) return;
  const parameters = namesBoundBy((member.value as Node).params);
  const hidden = new Set(members.filter(isPrivate).map((one) => memberName(file, one)));
  const statements = body.body as readonly Node[];
  const kept = statements.filter(
    (one) => isSuperCall(one) || (whole && isPlain(one, parameters, hidden)),
  );
  const lines = kept.map(({ start, end }) => file.text.slice(start, end));
  const set = new Set(kept.map(fieldSet));
  const unset = members.filter(needsSetting).some((field) => !set.has(memberName(file, field)));
  const didMore = statements.some((one) => !kept.includes(one) && !holdsState(one));
  if (!whole || unset || didMore) lines.push(unwritten(task, `${name}.constructor`));
  replaceBody(edit, { body, indent: 2 }, lines.join('\n'));
}

function isSuperCall(statement: Node): boolean {
  const { expression } = statement;
  return (
    isNode(expression) && isNode(expression.callee) && (expression.callee as Node).type === 'Super'
  );
}

/** The field of `this.field = …`; undefined for any other statement. */
function fieldSet(statement: Node): string | undefined {
  const { expression } = statement;
  if (!isNode(expression) || expression.type !== 'AssignmentExpression') return undefined;
  const left = expression.left as Node;
  if (left.type !== 'MemberExpression' || left.computed === true) return undefined;
  if ((left.object as Node).type !== 'ThisExpression') return undefined;
  const property = left.property as Node;
  return property.type === 'PrivateIdentifier' ? `#${property.name}` : (property.name as string);
}

const COMPUTES = /Call|New|Function|This|Await|Template/;

/** Whether a statement only hands parameters on to a field that others see. */
function isPlain(statement: Node, parameters: Set<string>, hidden: Set<string>): boolean {
  const field = fieldSet(statement);
  if (field === undefined || hidden.has(field)) return false;
  const value = (statement.expression as Node).right as Node;
  if ([...nodesOf(value)].some(({ type }) => COMPUTES.test(type))) return false;
  return [...namesUsedIn(value)].every((name) => parameters.has(name));
}

/** Whether a statement does no more than hold state: what becomes of it is the learner's choice. */
function holdsState(statement: Node): boolean {
  if (statement.type === 'VariableDeclaration' || fieldSet(statement) !== undefined) return true;
  const { expression } = statement;
  if (!isNode(expression) || expression.type !== 'CallExpression') return false;
  const callee = expression.callee as Node;
  return isNode(callee.object) && (callee.object as Node).type === 'ThisExpression';
}

/** A field that others see and that TypeScript wants the constructor to set. */
function needsSetting(member: Node): boolean {
  return (
    member.type === 'PropertyDefinition' &&
    !isPrivate(member) &&
    !isNode(member.value) &&
    ![member.static, member.optional, member.definite, member.declare].includes(true)
  );
}
