/**
 * Writes a count of its turns into every loop of a file, so that one that never ends can be ended
 * from inside (course/grading/endless-loop.ts).
 *
 *     while (more) step();
 *
 *     {const $turns1=$enterLoop();while (more) {if((++$turns1.count&63)===0)
 *       $checkLoop($turns1,"storage/segment.ts:12");step();}}              all of it in one line
 *
 * Invariant: no line begins or ends elsewhere than before, so an error's line is the learner's.
 */
import MagicString from 'magic-string';
import { childrenOf, isNode, lineAt, type Node, parseSource } from '../source/syntax.ts';

const LOOPS = new Set([
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
]);

/** The module that the counts are kept by; `guardPlugin` resolves it. */
export const ENDLESS_LOOP = 'gregor:endless-loop';

const IMPORT = `import{enterLoop as $enterLoop,checkLoop as $checkLoop}from'${ENDLESS_LOOP}';`;

/** The text with its loops guarded; as it is where there are none, or where it can't be parsed. */
export function guardLoops(file: string, text: string): string {
  if (!/\b(for|while)\b/.test(text)) return text;
  let program: Node;
  try {
    program = parseSource(file, text).program;
  } catch {
    return text; // Whoever loads it next says what is wrong with it, and says it better.
  }
  const edit = new MagicString(text);
  let loops = 0;
  const visit = (node: Node, outermostLabel: Node | undefined) => {
    if (LOOPS.has(node.type)) {
      guard(edit, node, outermostLabel ?? node, `$turns${++loops}`, file);
    }
    const label = node.type === 'LabeledStatement' ? (outermostLabel ?? node) : undefined;
    for (const [, child] of childrenOf(node)) visit(child, label);
  };
  visit(program, undefined);
  if (loops === 0) return text;
  return edit.prepend(IMPORT).toString();
}

function guard(edit: MagicString, loop: Node, whole: Node, turns: string, file: string): void {
  const { body } = loop;
  if (!isNode(body)) return;
  const site = JSON.stringify(`${file}:${lineAt(edit.original, loop.start)}`);
  const count = `if((++${turns}.count&63)===0)$checkLoop(${turns},${site});`;
  edit.appendLeft(whole.start, `{const ${turns}=$enterLoop();`);
  if (body.type === 'BlockStatement') {
    edit.appendLeft(body.start + 1, count);
  } else {
    edit.appendLeft(body.start, `{${count}`);
    edit.prependRight(body.end, '}');
  }
  edit.prependRight(whole.end, '}');
}
