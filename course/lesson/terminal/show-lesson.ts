/**
 * A lesson, or one section of it, as lines of text: what a learner reads where there is no browser.
 *
 *     prose        wrapped              <Task>      a card with all that is tested
 *     <Diagram>    its description      <Bytes>     a table of fields
 *     <Predict>    the questions; the answers are collected, and stand at the very end
 *     <Simulation> what it shows, and where it runs
 *     <Details>    one line that says how to open it; with `spoil`, all of it
 */
import type { RootContent } from 'mdast';
import { chapterName } from '../../chapter.ts';
import { drawLayout } from '../byte-layout.ts';
import { type ComponentName, isComponent, type PropsOf } from '../components.ts';
import { isElement, type JsxElement, type Lesson, type Section } from '../lesson.ts';
import { propsOf } from '../props.ts';
import { type Quote, quoteRegion, quoteSymbol } from '../quote.ts';
import type { Surroundings } from '../surroundings.ts';
import { wrap } from '../wrap.ts';
import { paintBold } from './bold.ts';
import { framed, quizAnswer, quizCard, quoteCard, simulationCard, taskCard } from './cards.ts';
import { indented, list, paragraph, table } from './paragraphs.ts';

export interface ShowOptions {
  readonly width: number;
  /** Whether what is folded away is shown. */
  readonly spoil: boolean;
  /** What to type to see what is folded away. */
  readonly command: string;
  /** Makes a text bold; without it, bold text is like any other. */
  readonly bold?: ((text: string) => string) | undefined;
}

/** The lines of a section, its heading first. */
export function showSection(
  { heading, nodes }: Section,
  around: Surroundings,
  options: ShowOptions,
): string[] {
  const page = new Page(around, options);
  const title = [heading.text, '═'.repeat(heading.text.length)];
  const lines = [...title, '', ...page.blocks(nodes, options.width), ...page.answers()];
  return painted(lines, options);
}

/** The lines of a whole lesson. */
export function showLesson({ tree }: Lesson, around: Surroundings, options: ShowOptions): string[] {
  const page = new Page(around, options);
  const title = around.chapter.title;
  const body = page.blocks(tree.children, options.width);
  const lines = [title, '═'.repeat(title.length), '', ...body, ...page.answers()];
  return painted(lines, options);
}

function painted(lines: readonly string[], { bold = (text) => text }: ShowOptions): string[] {
  return lines.map((line) => paintBold(line, bold));
}

class Page {
  private readonly around: Surroundings;
  private readonly options: ShowOptions;
  private readonly folded: string[][] = [];

  constructor(around: Surroundings, options: ShowOptions) {
    this.around = around;
    this.options = options;
  }

  /** Blocks with an empty line between them. */
  blocks(nodes: readonly RootContent[], width: number): string[] {
    const shown = nodes.map((node) => this.block(node, width)).filter((one) => one.length > 0);
    const lines = shown.flatMap((one, at) => (at === 0 ? one : ['', ...one]));
    return lines.slice(lines.findIndex((line) => line !== ''));
  }

  /** What the reader was asked before, answered: below everything, so as not to be seen early. */
  answers(): string[] {
    if (this.folded.length === 0) return [];
    const lines = this.folded.flatMap((one, at) => (at === 0 ? one : ['', ...one]));
    return ['', '', 'Answers', '───────', '', ...lines];
  }

  private block(node: RootContent, width: number): string[] {
    if (isElement(node)) return this.component(node, width);
    switch (node.type) {
      case 'heading': {
        const [line = ''] = paragraph(node.children, 200);
        return ['', line, (node.depth === 2 ? '─' : '·').repeat(line.length)];
      }
      case 'paragraph':
        return paragraph(node.children, width);
      case 'list':
        return list(node, width, (item, room) => this.blocks(item.children, room));
      case 'code':
        return indented(node.value.split('\n'), 2);
      case 'table':
        return table(node, width);
      case 'blockquote':
        return this.blocks(node.children, width - 2).map((line) => `│ ${line}`.trimEnd());
      case 'thematicBreak':
        return ['─'.repeat(width)];
      default:
        return [];
    }
  }

  private component(element: JsxElement, width: number): string[] {
    const name = element.name ?? '';
    if (!isComponent(name)) return this.blocks(element.children as RootContent[], width);
    const props = propsOf(element) as never;
    return this.show[name](props, element.children as RootContent[], width);
  }

  private readonly show: {
    [Name in ComponentName]: (
      props: PropsOf<Name>,
      inner: readonly RootContent[],
      width: number,
    ) => string[];
  } = {
    Task: ({ id }, _, width) => {
      const { chapter } = this.around;
      const task = chapter.tasks.find((one) => one.id === id);
      return task === undefined ? [] : taskCard(task, chapterName(chapter), width);
    },
    Source: ({ symbol }) => this.quote(() => quoteSymbol(symbol, this.around.reference)),
    Region: ({ file, name }) => this.quote(() => quoteRegion(file, name, this.around.reference)),
    Diagram: ({ src, alt, caption }, _, width) => {
      const path = `chapters/${this.around.chapter.folder}/diagrams/${src}`;
      const below = caption === undefined ? [] : ['', ...wrap(caption, width - 4)];
      return framed(`Picture: ${path}`, width, [...wrap(alt, width - 4), ...below]);
    },
    Bytes: ({ layout, caption }, _, width) => {
      const found = this.around.layouts[layout];
      if (found === undefined) return [];
      const below = caption === undefined ? [] : ['', ...wrap(caption, width)];
      return [...drawLayout(found, width), ...below];
    },
    Predict: (_, inner, width) => {
      const lines = ['Predict, before you code:', '', ...this.blocks(inner, width - 2)];
      return lines.map((line) => `┃ ${line}`.trimEnd());
    },
    Answer: (_, inner) => {
      this.folded.push(this.blocks(inner, this.options.width));
      return ['(answers: at the end)'];
    },
    Details: ({ summary }, inner, width) => {
      if (!this.options.spoil) return [`▸ ${summary}: ${this.options.command}`];
      return [`▾ ${summary}`, '', ...indented(this.blocks(inner, width - 2), 2)];
    },
    Quiz: ({ id }, _, width) => {
      const question = this.around.quiz.questions.find((one) => one.id === id);
      if (question === undefined) return [];
      this.folded.push(quizAnswer(question, this.options.width));
      return quizCard(question, width);
    },
    Simulation: ({ name, scenario }, _, width) => simulationCard(name, scenario, width),
    Try: (_, inner, width) => ['Try it:', '', ...this.blocks(inner, width)],
  };

  /** Code is shown as it is, however wide: a broken line of code can't be read. */
  private quote(find: () => Quote): string[] {
    try {
      return quoteCard(find());
    } catch (error) {
      return [(error as Error).message];
    }
  }
}
