/**
 * Whether a lesson has the shape that a learner relies on: a section a task, in the manifest's order.
 *
 *     ## Offset index            the task's `section`
 *       <Predict> … <Answer>     before the task: think first
 *       <Task id="1.4" />        exactly one
 *       <Details> <Source …>     behind the task: what the learner writes is not shown in the open
 *       **How Apache Kafka does it.**
 */
import { toString as plainText } from 'mdast-util-to-string';
import type { Task } from '../chapter.ts';
import type { Fault } from './check-lesson.ts';
import {
  elementsIn,
  isElement,
  type JsxElement,
  type Lesson,
  lineOf,
  type Section,
  sectionOf,
} from './lesson.ts';
import { propsOf } from './props.ts';
import type { Surroundings } from './surroundings.ts';

export function checkSections(lesson: Lesson, around: Surroundings): Fault[] {
  const { chapter, quiz } = around;
  const faults: Fault[] = [];
  let last = 0;
  for (const task of chapter.tasks) {
    const section = sectionOf(lesson, task.section);
    if (section === undefined) {
      faults.push({ line: 1, says: `task ${task.id} has no section: no heading #${task.section}` });
      continue;
    }
    const { line } = section.heading;
    if (line < last) faults.push({ line, says: `#${task.section} stands before earlier tasks` });
    last = Math.max(last, line);
    faults.push(...checkTask(task, section));
  }
  return [
    ...faults,
    ...checkStrays(lesson, around),
    ...checkPredictions(lesson),
    ...checkSpoilers(lesson, around),
    ...quiz.questions.flatMap(({ id }) => checkOnce(lesson, 'Quiz', id, 'question')),
  ];
}

function checkTask({ id, files }: Task, { heading, nodes }: Section): Fault[] {
  const [task] = withId(elementsIn(nodes, 'Task'), id);
  const { line } = heading;
  if (task === undefined) {
    return [{ line, says: `the section of task ${id} holds no <Task id="${id}" />` }];
  }
  if (files.length === 0) return [];
  const complain = (says: string) => ({ line: lineOf(task), says: `task ${id} ${says}` });
  const faults: Fault[] = [];
  const thinksFirst = elementsIn(nodes, 'Predict').some((one) => lineOf(one) < lineOf(task));
  if (!thinksFirst) faults.push(complain('has no <Predict> before it in its section'));
  const behind = elementsIn(nodes, 'Details').filter((one) => lineOf(one) > lineOf(task));
  if (!behind.some((one) => quotesIn(one).length > 0)) {
    faults.push(complain('has no <Details> behind it that quotes how the reference does it'));
  }
  if (!nodes.some((node) => plainText(node).includes('How Apache Kafka does it'))) {
    faults.push(complain('has no **How Apache Kafka does it.** in its section'));
  }
  return faults;
}

/** A task's card stands once, in its own section. */
function checkStrays(lesson: Lesson, { chapter }: Surroundings): Fault[] {
  return chapter.tasks.flatMap(({ id, section }) => {
    const inside = new Set(elementsIn(sectionOf(lesson, section)?.nodes ?? [], 'Task'));
    return withId(elementsIn([lesson.tree], 'Task'), id)
      .filter((one, at) => at > 0 || (inside.size > 0 && !inside.has(one)))
      .map((one) => ({
        line: lineOf(one),
        says: `<Task id="${id}" /> stands once, in the section #${section}`,
      }));
  });
}

function checkPredictions({ tree }: Lesson): Fault[] {
  return elementsIn([tree], 'Predict')
    .filter((predict) => elementsIn(predict.children, 'Answer').length === 0)
    .map((predict) => ({ line: lineOf(predict), says: '<Predict> has no <Answer>' }));
}

/** What the learner is to write is shown in a <Details>, behind the task that asks for it. */
function checkSpoilers(lesson: Lesson, { chapter }: Surroundings): Fault[] {
  const hidden = new Set(elementsIn([lesson.tree], 'Details').flatMap(quotesIn));
  return quotesIn(lesson.tree).flatMap((quote) => {
    const task = chapter.tasks.find((one) => asksFor(one, quote));
    if (task === undefined) return [];
    const what = `this is what task ${task.id} asks for`;
    const line = lineOf(quote);
    if (!hidden.has(quote)) return [{ line, says: `${what}: put it in a <Details>` }];
    const [card] = withId(elementsIn([lesson.tree], 'Task'), task.id);
    if (card === undefined || lineOf(card) < line) return [];
    return [{ line, says: `${what}: it stands behind the task` }];
  });
}

function quotesIn(node: Lesson['tree'] | JsxElement): JsxElement[] {
  return [...elementsIn([node], 'Source'), ...elementsIn([node], 'Region')].filter(isElement);
}

/** Whether a quote shows anything that a task asks for: the symbol, its class, or its member. */
function asksFor({ files }: Task, quote: JsxElement): boolean {
  const { symbol = '', file = String(symbol).split('#')[0] } = safeProps(quote);
  const shown = String(symbol).split('#')[1];
  return files.some((one) => {
    if (one.file !== file) return false;
    if (shown === undefined) return true;
    return one.symbols.some((asked) => {
      return asked === shown || asked.startsWith(`${shown}.`) || shown.startsWith(`${asked}.`);
    });
  });
}

function checkOnce({ tree }: Lesson, name: string, id: string, what: string): Fault[] {
  const [first, ...more] = withId(elementsIn([tree], name), id);
  if (first === undefined) return [{ line: 1, says: `the ${what} ${id} is nowhere in the lesson` }];
  return more.map((one) => ({ line: lineOf(one), says: `the ${what} ${id} stands here again` }));
}

function withId(elements: readonly JsxElement[], id: string): JsxElement[] {
  return elements.filter((element) => safeProps(element).id === id);
}

/** Props that can't be read are reported where components are checked; here they are none. */
function safeProps(element: JsxElement): Record<string, unknown> {
  try {
    return propsOf(element);
  } catch {
    return {};
  }
}
