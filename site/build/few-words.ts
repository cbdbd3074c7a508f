/**
 * Makes the broker in a page small: what it has only for people to read, or for what no page asks of it,
 * stays behind.
 *
 *     int32('0+', 'The group.')   ──►   int32('0+', '-')      messages, records, configuration keys
 *     import … from 're2js'       ──►   without-patterns.ts    a third of the broker's size
 *
 * A page that explains messages needs their sentences: there configuration keys alone lose theirs.
 */
import { join } from 'node:path';
import MagicString from 'magic-string';
import { type Node, parseSync, Visitor } from 'oxc-parser';
import type { Plugin } from 'vite';
import { root } from '../../course/view.ts';

/** Where every sentence is one for people, and never sent to anybody. */
const DECLARATIONS = {
  worker: /\/solution\/(protocol\/(messages|records)|config\/keys)\/[\w-]+\.ts$/,
  page: /\/solution\/config\/keys\/[\w-]+\.ts$/,
};
/** A key says what it is; `'0+'` and `'1073741824'` are no sentences. */
const SENTENCE = /\s.*[.)]$/s;

export function fewWords(place: keyof typeof DECLARATIONS): Plugin {
  return {
    name: 'gregor-few-words',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    resolveId(specifier) {
      if (specifier !== 're2js') return undefined;
      return join(root, 'site/simulations/host/without-patterns.ts');
    },
    transform(code, id) {
      if (!DECLARATIONS[place].test(id)) return undefined;
      const shorter = withoutSentences(id, code);
      return { code: shorter.toString(), map: shorter.generateMap({ hires: true }) };
    },
  };
}

/** The same declarations, with a dash in the place of each sentence. */
export function withoutSentences(file: string, code: string): MagicString {
  const shorter = new MagicString(code);
  new Visitor({
    CallExpression({ arguments: args }) {
      const last = args.at(-1);
      if (last === undefined || !isSentence(last)) return;
      shorter.overwrite(last.start, last.end, `'-'`);
    },
  }).visit(parseSync(file, code).program);
  return shorter;
}

function isSentence(node: Node): boolean {
  const text = textOf(node);
  return text !== undefined && SENTENCE.test(text);
}

/** The text of a literal, or of several that are added. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}
