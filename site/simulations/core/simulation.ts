/**
 * A simulation: a run of the real code that can be had again, cut into steps worth looking at.
 *
 *     Simulation ── start(setup) ──► Stage ── advance() or act() ──► a step further ── state()
 *
 * A step is either what comes next by itself, or one thing that the reader does. The page keeps a frame
 * of each step: so going back shows what was, and doing something else there starts a stage anew,
 * takes the same steps, and goes another way.
 *
 * Invariant: a stage takes nothing from outside its setup and its acts. The same setup and the same acts
 * at the same steps give the same frames, to the last byte of the trace.
 */
import type { Codec } from '#env/codecs.ts';
import type { Host } from '../host/browser-host.ts';
import type { Fields, Value, Values } from './field.ts';

/** Something a reader does: `{ name: 'crash', args: { member: 'c1' } }`. */
export interface Act {
  readonly name: string;
  readonly args: Readonly<Record<string, Value>>;
}

/** An act that makes sense now, as a button of the page. */
export interface Offer {
  readonly act: Act;
  /** What the button says: "Crash c1". */
  readonly label: string;
  /** Buttons of one group stand together, under its name. */
  readonly group?: string;
}

/** A line of the list of events. */
export interface Happening {
  readonly atMs: number;
  /** Who or what it happened to: a node's name, a file's. */
  readonly where: string;
  /** A class of happenings, by which the list colours and filters: `request`, `crash`, `records`. */
  readonly kind: string;
  readonly words: string;
}

/** What a scenario sets, beside its name and its sentence (course/lesson/simulations.ts). */
export interface Scenario<Options extends Fields = Fields> {
  readonly options?: Partial<Values<Options>>;
  readonly seed?: number;
  /** What is done in it, by step: the scenario shows itself. */
  readonly acts?: readonly PlannedAct[];
  /** The step that is shown first: there is something to see, and its point comes next. */
  readonly opens?: number;
}

/** An act takes the place of the step after `afterStep`. */
export interface PlannedAct {
  readonly afterStep: number;
  readonly act: Act;
}

export interface Setup<Options extends Fields = Fields> {
  readonly scenario: string;
  readonly seed: number;
  readonly options: Values<Options>;
}

/** One run under way. */
export interface Stage<State> {
  /** Virtual milliseconds since the run began. */
  readonly nowMs: number;
  /** Names all that has happened so far. */
  readonly traceHash: string;
  /** Goes on by one step; false, and nothing is changed, when nothing comes by itself. */
  advance(): Promise<boolean>;
  /** Does what the reader asks for. What can't be done becomes a happening that says why. */
  act(act: Act): Promise<void>;
  /** What is to be seen now: plain data, small, never changed afterwards. */
  state(): State;
  /** What happened since the last call. */
  takeHappenings(): Happening[];
  /** What the reader may do now. */
  offers(): Offer[];
}

/**
 * All of a simulation but its code: what the page needs to read links, show controls and say states in
 * words. The worker alone loads the rest.
 */
export interface Declaration<State, Options extends Fields = Fields> {
  /** As declared in course/lesson/simulations.ts. */
  readonly name: string;
  readonly options: Options;
  readonly defaults: Values<Options>;
  /** The acts and their arguments; what a link may hold. */
  readonly acts: Readonly<Record<string, Fields>>;
  /** By the names that are declared in course/lesson/simulations.ts. */
  readonly scenarios: Readonly<Record<string, Scenario<Options>>>;
  /** Where a run ends, whatever it still had to do. */
  readonly maxSteps: number;
  /** Steps a second at first, one of the player's; two where it says nothing. */
  readonly speed?: number;
  /** What is said of a step in which nothing happened that has a line of its own. */
  readonly quiet?: string;
  /** The state in words, a sentence each: what somebody who sees no picture is told. */
  inWords(state: State): readonly string[];
}

export interface Simulation<State, Options extends Fields = Fields>
  extends Declaration<State, Options> {
  /** Codecs that a run will write with: they are loaded first. */
  codecs?(options: Values<Options>): readonly Codec[];
  start(setup: Setup<Options>, host: Host): Promise<Stage<State>>;
}

/** The state after one step. */
export interface Frame<State = unknown> {
  readonly step: number;
  readonly atMs: number;
  readonly state: State;
  readonly happened: readonly Happening[];
  readonly offers: readonly Offer[];
  readonly traceHash: string;
  /** What the reader did to come here; undefined where the run went on by itself. */
  readonly act?: Act;
  /** Nothing more comes by itself after this. */
  readonly last: boolean;
}
