/**
 * A lesson as plain Markdown, for readers that are programs: the text as it is written, and in the
 * place of each component what it shows.
 *
 *     <Task id="1.4" />          what to write where, and what is tested
 *     <Source symbol="…" />      the code, in a fence
 *     <Diagram src="…" />        what it tells, in words
 *     <Bytes layout="…" />       a table
 *     <Predict> … </Predict>     its text; the tags go
 */
import MagicString from 'magic-string';
import type { Link, Node } from 'mdast';
import { chapterName, type Task } from '../../../course/chapter.ts';
import { type ByteLayout, positionsOf } from '../../../course/lesson/byte-layout.ts';
import {
  type ComponentName,
  isComponent,
  type PropsOf,
} from '../../../course/lesson/components.ts';
import { isElement, type JsxElement, nodesIn, readLesson } from '../../../course/lesson/lesson.ts';
import { propsOf } from '../../../course/lesson/props.ts';
import type { Question } from '../../../course/lesson/quiz.ts';
import { type Quote, quoteRegion, quoteSymbol } from '../../../course/lesson/quote.ts';
import { simulations } from '../../../course/lesson/simulations.ts';
import type { Surroundings } from '../../../course/lesson/surroundings.ts';

/** @param linkTo what a link of the lesson becomes. */
export function lessonMarkdown(
  path: string,
  text: string,
  around: Surroundings,
  linkTo: (url: string) => string,
): string {
  const { tree } = readLesson(path, text);
  const written = new MagicString(text);
  for (const node of nodesIn(tree)) {
    if (node.type === 'mdxjsEsm' || node.type === 'yaml') remove(written, node);
    if (isElement(node)) writeElement(written, node, around);
    if (node.type === 'link') writeLink(written, text, node, linkTo(node.url));
  }
  return `${written
    .toString()
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function rangeOf({ position }: Node): [number, number] {
  return [position?.start.offset ?? 0, position?.end.offset ?? 0];
}

function remove(written: MagicString, node: Node): void {
  const [from, to] = rangeOf(node);
  if (to > from) written.remove(from, to);
}

function writeLink(written: MagicString, text: string, link: Link, url: string): void {
  const [, to] = rangeOf(link);
  const at = text.lastIndexOf(`(${link.url}`, to) + 1;
  if (at > 0 && url !== link.url) written.overwrite(at, at + link.url.length, url);
}

function writeElement(written: MagicString, element: JsxElement, around: Surroundings): void {
  const [from, to] = rangeOf(element);
  const name = element.name ?? '';
  const shown = isComponent(name) ? showing[name](propsOf(element) as never, around) : '';
  const [first] = element.children as Node[];
  const last = (element.children as Node[]).at(-1);
  if (first === undefined || last === undefined) {
    written.overwrite(from, to, shown);
    return;
  }
  const [inside] = rangeOf(first);
  const [, insideTo] = rangeOf(last);
  written.overwrite(from, inside, shown === '' ? '' : `${shown}\n\n`);
  written.remove(insideTo, to);
}

const showing: { [Name in ComponentName]: (props: PropsOf<Name>, around: Surroundings) => string } =
  {
    Task: ({ id }, { chapter }) => {
      const task = chapter.tasks.find((one) => one.id === id);
      return task === undefined ? '' : taskText(task, chapterName(chapter));
    },
    Source: ({ symbol }, { reference }) => quoteText(quoteSymbol(symbol, reference)),
    Region: ({ file, name }, { reference }) => quoteText(quoteRegion(file, name, reference)),
    Diagram: ({ alt, caption }) => `*Picture: ${alt}${caption === undefined ? '' : ` ${caption}`}*`,
    Bytes: ({ layout }, { layouts }) => layoutText(layouts[layout]),
    Predict: () => '**Predict, before you code:**',
    Answer: () => '**Answers:**',
    Details: ({ summary }) => `**${summary}**`,
    Quiz: ({ id }, { quiz }) => questionText(quiz.questions.find((one) => one.id === id)),
    Simulation: ({ name }) => simulationText(name),
    Try: () => '**Try it:**',
  };

function taskText(task: Task, chapter: string): string {
  const files = task.files.map(
    ({ file, symbols }) => `- \`exercises/${file}\`: ${symbols.map(code).join(', ')}`,
  );
  const tested = task.behaviours.map(({ says, points }) => `- ${says} (${points})`);
  return [
    `**Task ${task.id}: ${task.title}** (about ${task.minutes} minutes). ${task.outcome}`,
    ...(files.length === 0 ? [] : ['To write:', files.join('\n')]),
    'What is tested, and its points:',
    tested.join('\n'),
    `\`npm test ${task.id}\` grades it, \`npm test ${chapter}\` the chapter.`,
  ].join('\n\n');
}

function quoteText({ file, line, text }: Quote): string {
  return `\`solution/${file}:${line}\`\n\n\`\`\`ts\n${text}\n\`\`\``;
}

function layoutText(layout: ByteLayout | undefined): string {
  if (layout === undefined) return '';
  const at = positionsOf(layout);
  const rows = layout.fields.map(
    ({ bytes, name, type, note }, index) =>
      `| ${at[index] ?? ''} | ${bytes} | ${name} | ${type ?? ''} | ${note} |`,
  );
  return [
    layout.title,
    ['| At | Bytes | Field | Type | |', '|---|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

function questionText(question: Question | undefined): string {
  if (question === undefined) return '';
  const options = question.options.map(
    ({ says, right, because }) => `- ${says} (${right ? 'right' : 'wrong'}: ${because})`,
  );
  return `**${question.asks}**\n\n${options.join('\n')}`;
}

function simulationText(name: string): string {
  const found = simulations[name];
  return found === undefined ? '' : `*Simulation: ${found.title}. ${found.description}*`;
}

function code(text: string): string {
  return `\`${text}\``;
}
