/**
 * The names that a file uses but nowhere declares: its globals.
 *
 * A name is looked up from the scope where it stands outwards, as JavaScript does it. Declarations
 * count for their whole scope, wherever they stand in it (hoisting); `var` is treated like `let`,
 * which the linter's ban on `var` makes true.
 *
 *     import { a } from …        program scope: a, f
 *     function f(date: Date) {   function scope: date          free: Date
 *       const crypto = a(date);  block scope: crypto
 *       crypto.hash();                                         not free: crypto
 *     }
 *     setTimeout(f);                                           free: setTimeout
 */
import { childrenOf, isNode, type Located, lineAt, type Node, type SourceFile } from './syntax.ts';

export function freeNames(file: SourceFile): Located<string>[] {
  return [...freeIdentifiers(file.program)].map(({ name, start }) => ({
    value: name as string,
    line: lineAt(file.text, start),
  }));
}

/** The names that a part of a file uses from outside it, without what lies below `left`. */
export function namesUsedIn(part: Node, left: ReadonlySet<Node> = new Set()): Set<string> {
  return new Set([...freeIdentifiers(part, left)].map(({ name }) => name as string));
}

/** The names that a pattern binds: an identifier, or what it takes apart. */
export function namesBoundBy(pattern: unknown): Set<string> {
  const names = new Set<string>();
  addPattern(pattern, names);
  return names;
}

/** The identifiers below a node that refer to something outside of it. */
export function* freeIdentifiers(
  node: Node,
  left: ReadonlySet<Node> = new Set(),
  scopes: readonly ReadonlySet<string>[] = [],
): Generator<Node> {
  const inner = opensScope(node) ? [...scopes, declaredIn(node)] : scopes;
  if (node.type === 'Identifier' && !inner.some((scope) => scope.has(node.name as string))) {
    yield node;
  }
  for (const [field, child] of childrenOf(node)) {
    if (!left.has(child) && !isMereLabel(node, field)) yield* freeIdentifiers(child, left, inner);
  }
}

/** Whether a field holds a name that refers to nothing: a property, a key, a member's name. */
function isMereLabel(node: Node, field: string): boolean {
  if (node.computed === true) return false;
  switch (node.type) {
    case 'MemberExpression':
    case 'MetaProperty':
      return field === 'property' || field === 'meta';
    case 'Property':
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'MethodDefinition':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
    case 'TSAbstractPropertyDefinition':
    case 'TSAbstractMethodDefinition':
      return field === 'key';
    case 'TSQualifiedName':
      return field === 'right';
    case 'ImportSpecifier':
      return field === 'imported';
    case 'ExportNamedDeclaration':
      return field === 'specifiers' && node.source !== null;
    case 'ExportSpecifier':
      return field === 'exported';
    case 'TSNamedTupleMember':
    case 'TSIndexSignature':
      return field === 'label' || field === 'parameters';
    case 'TSImportType':
      return field === 'qualifier';
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return field === 'label';
    case 'TSFunctionType':
    case 'TSTypePredicate':
      return field === 'parameterName';
    default:
      return false;
  }
}

const SCOPES =
  /^(Program|BlockStatement|StaticBlock|.*Function.*|For.*Statement|SwitchStatement|CatchClause|Class.*|TS(TypeAlias|Interface)Declaration|TSMappedType|TSConditionalType|TS.*(Signature|Constructor).*)$/;

function opensScope(node: Node): boolean {
  return SCOPES.test(node.type);
}

/** The names that a scope's own statements, parameters and type parameters declare. */
function declaredIn(scope: Node): Set<string> {
  const names = new Set<string>();
  if (scope.type === 'ClassExpression' || scope.type === 'FunctionExpression') {
    addPattern(scope.id, names);
  }
  addPattern(scope.params, names);
  addPattern(scope.param, names);
  addTypeParameters(scope, names);
  for (const [, child] of childrenOf(scope)) addDeclaration(child, names);
  return names;
}

function addDeclaration(node: Node, names: Set<string>): void {
  switch (node.type) {
    case 'ImportDeclaration':
      for (const specifier of node.specifiers as Node[]) addPattern(specifier.local, names);
      break;
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      if (isNode(node.declaration)) addDeclaration(node.declaration, names);
      break;
    case 'VariableDeclaration':
      for (const declarator of node.declarations as Node[]) addPattern(declarator.id, names);
      break;
    case 'SwitchCase':
      for (const statement of node.consequent as Node[]) addDeclaration(statement, names);
      break;
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      addPattern(node.id, names);
  }
}

function addPattern(pattern: unknown, names: Set<string>): void {
  if (Array.isArray(pattern)) for (const item of pattern) addPattern(item, names);
  if (!isNode(pattern)) return;
  if (pattern.type === 'Identifier') names.add(pattern.name as string);
  else if (pattern.type === 'AssignmentPattern') addPattern(pattern.left, names);
  else if (pattern.type === 'RestElement') addPattern(pattern.argument, names);
  else if (pattern.type === 'ArrayPattern') addPattern(pattern.elements, names);
  else if (pattern.type === 'ObjectPattern') addPattern(pattern.properties, names);
  else if (pattern.type === 'Property') addPattern(pattern.value, names);
}

/** `<T>` of what is declared, the `K in` of a mapped type, the `infer` of a conditional one. */
function addTypeParameters(scope: Node, names: Set<string>): void {
  const { typeParameters } = scope;
  if (isNode(typeParameters))
    for (const one of typeParameters.params as Node[]) addName(one, names);
  if (scope.type === 'TSMappedType') addPattern(scope.key, names);
  if (scope.type === 'TSConditionalType') addInferred(scope.extendsType as Node, names);
}

function addInferred(type: Node, names: Set<string>): void {
  if (type.type === 'TSInferType') addName(type.typeParameter as Node, names);
  for (const [, child] of childrenOf(type)) addInferred(child, names);
}

function addName(parameter: Node, names: Set<string>): void {
  addPattern(parameter.name, names);
}
