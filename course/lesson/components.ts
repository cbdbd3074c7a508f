/**
 * The components that a lesson may use: each one's props, and what must exist for it to be shown.
 *
 *     lesson.mdx ──► <Task id="1.4" /> ──┬── checked here      `npm run check`, with file and line
 *                                        ├── as text           `npm run lesson 1.4`
 *                                        └── as a page         the site
 *
 * A lesson imports them by name from '#lesson'. How to write each is in README.md beside this file.
 *
 * Invariant: a lesson that passes the check can be shown; nothing it refers to is missing.
 */
import { z } from 'zod';
import { quoteRegion, quoteSymbol } from './quote.ts';
import { type DeclaredSimulation, isSimulation, simulations } from './simulations.ts';
import { Slug } from './slug.ts';
import type { Surroundings } from './surroundings.ts';

interface Component<Shape extends z.ZodType = z.ZodType> {
  readonly props: Shape;
  /** Whether text stands between its tags: always, or never. */
  readonly holdsText: boolean;
  /** The component that it must stand directly in, where it must. */
  readonly within?: string;
  /** What is missing for it, as a sentence; undefined where nothing is. */
  readonly lacks: (props: z.output<Shape>, around: Surroundings) => string | undefined;
}

/** Binds the type of the props to the function that looks at them. */
function component<Shape extends z.ZodType>(one: Component<Shape>): Component<Shape> {
  return one;
}

const nothing = () => undefined;
const Sentence = z.string().min(10);

export const components = {
  /** The task's card: title, files, minutes, exactly what is tested. */
  Task: component({
    props: z.strictObject({ id: z.string().regex(/^\d+\.\d+$/, 'an id is like 1.4') }),
    holdsText: false,
    lacks: ({ id }, { chapter }) =>
      chapter.tasks.some((task) => task.id === id)
        ? undefined
        : `chapters/${chapter.folder}/chapter.ts has no task ${id}`,
  }),

  /** A declaration of the reference with its comment, by its name. */
  Source: component({
    props: z.strictObject({
      symbol: z.string().regex(/^[a-z0-9/-]+\.ts#\w+(\.#?\w+)?$/, 'a symbol is like a/b.ts#C.d'),
    }),
    holdsText: false,
    lacks: ({ symbol }, { reference }) => complaint(() => quoteSymbol(symbol, reference)),
  }),

  /** Some lines of the reference, marked there by `// region name` and `// endregion`. */
  Region: component({
    props: z.strictObject({ file: z.string().regex(/^[a-z0-9/-]+\.ts$/), name: Slug }),
    holdsText: false,
    lacks: ({ file, name }, { reference }) => complaint(() => quoteRegion(file, name, reference)),
  }),

  /** A picture from the chapter's diagrams/. */
  Diagram: component({
    props: z.strictObject({
      src: z.string().regex(/^[a-z0-9-]+\.svg$/, 'a diagram is a file name: segment-life.svg'),
      /** What the picture tells somebody who can't see it. */
      alt: z.string().min(30),
      caption: Sentence.optional(),
    }),
    holdsText: false,
    lacks: ({ src }, { chapter, diagrams }) =>
      diagrams.includes(src) ? undefined : `there is no chapters/${chapter.folder}/diagrams/${src}`,
  }),

  /** A byte layout of the chapter's layouts.ts. */
  Bytes: component({
    props: z.strictObject({ layout: Slug, caption: Sentence.optional() }),
    holdsText: false,
    lacks: ({ layout }, { chapter, layouts }) =>
      layout in layouts
        ? undefined
        : `chapters/${chapter.folder}/layouts.ts declares no layout ${layout}`,
  }),

  /** Questions to answer in one's head before coding; the answers fold away. */
  Predict: component({ props: z.strictObject({}), holdsText: true, lacks: nothing }),
  Answer: component({
    props: z.strictObject({}),
    holdsText: true,
    within: 'Predict',
    lacks: nothing,
  }),

  /** What is hidden until asked for: how the reference does it. */
  Details: component({
    props: z.strictObject({ summary: Sentence }),
    holdsText: true,
    lacks: nothing,
  }),

  /** One question of the chapter's quiz.ts. */
  Quiz: component({
    props: z.strictObject({ id: Slug }),
    holdsText: false,
    lacks: ({ id }, { chapter, quiz }) =>
      quiz.questions.some((question) => question.id === id)
        ? undefined
        : `chapters/${chapter.folder}/quiz.ts has no question ${id}`,
  }),

  /** The broker in the page; `scenario` is the one it begins with, the first where it is left out. */
  Simulation: component({
    props: z.strictObject({ name: Slug, scenario: Slug.optional() }),
    holdsText: false,
    lacks: ({ name, scenario }) => missingSimulation(name, scenario),
  }),

  /** Commands to run against one's own broker, and what they should show. */
  Try: component({ props: z.strictObject({}), holdsText: true, lacks: nothing }),
};

export type ComponentName = keyof typeof components;
export type PropsOf<Name extends ComponentName> = z.output<(typeof components)[Name]['props']>;

export function isComponent(name: string): name is ComponentName {
  return Object.hasOwn(components, name);
}

/** The component by its name, with the types of its own props forgotten. */
export function componentOf(name: ComponentName): Component {
  return components[name] as unknown as Component;
}

function missingSimulation(name: string, scenario: string | undefined): string | undefined {
  if (!isSimulation(name)) return `course/lesson/simulations.ts declares no simulation ${name}`;
  const { scenarios } = simulations[name] as DeclaredSimulation;
  if (scenario === undefined || Object.hasOwn(scenarios, scenario)) return undefined;
  return `the simulation ${name} has no scenario ${scenario} in course/lesson/simulations.ts`;
}

function complaint(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
