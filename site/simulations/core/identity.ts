/**
 * Which run, and which step of it: all that a link says.
 *
 *     #scenario=torn-tail&seed=7&codec=gzip&acts=3.crash~12.append.5&step=14
 *
 * What is not said is as the scenario has it. A link is written by hand, cut by mail programs and made up
 * by strangers: what makes no sense in it is named in a sentence and left out, and the rest is shown.
 *
 * Invariant: `readIdentity(writeIdentity(x))` is x, and says nothing.
 */
import { type Fields, type Value, type Values, valueFrom, writtenValue } from './field.ts';
import type { Act, Declaration, PlannedAct, Setup } from './simulation.ts';

export interface Identity {
  readonly setup: Setup;
  readonly acts: readonly PlannedAct[];
  readonly step: number;
}

/** As much of a link is read. */
const LONGEST_LINK = 8192;
const MOST_ACTS = 500;

export const LARGEST_SEED = 0xffff_ffff;

type Known = Omit<Declaration<unknown>, 'inWords'>;

/** The run that a scenario is, before anybody changes anything. */
export function identityOf(simulation: Known, scenario: string): Identity {
  const { options, seed = 1, acts = [], opens = 0 } = simulation.scenarios[scenario] ?? {};
  const set = { ...simulation.defaults, ...options } as Values<Fields>;
  return { setup: { scenario, seed, options: set }, acts, step: opens };
}

export function firstScenario(simulation: Known): string {
  return Object.keys(simulation.scenarios)[0] ?? '';
}

/** The fragment of a link, without `#`. */
export function writeIdentity(simulation: Known, { setup, acts, step }: Identity): string {
  const plain = identityOf(simulation, setup.scenario);
  const parts = [`scenario=${setup.scenario}`];
  if (setup.seed !== plain.setup.seed) parts.push(`seed=${setup.seed}`);
  for (const [name, value] of Object.entries(setup.options)) {
    if (value === plain.setup.options[name]) continue;
    parts.push(`${name}=${encoded(value)}`);
  }
  const written = writeActs(simulation, acts);
  if (written !== writeActs(simulation, plain.acts)) parts.push(`acts=${written}`);
  if (step !== plain.step) parts.push(`step=${step}`);
  return parts.join('&');
}

export interface ReadIdentity {
  readonly identity: Identity;
  /** What of the link makes no sense, a sentence each. */
  readonly complaints: readonly string[];
}

/** The run that a fragment names; `fallback` is the scenario where it names none. */
export function readIdentity(
  simulation: Known,
  fragment: string,
  fallback = firstScenario(simulation),
): ReadIdentity {
  const complaints: string[] = [];
  const said = partsOf(fragment, complaints);
  const scenario = scenarioFrom(simulation, said.get('scenario'), fallback, complaints);
  const plain = identityOf(simulation, scenario);
  const options: Record<string, Value> = { ...plain.setup.options };
  let { seed } = plain.setup;
  let { acts, step } = plain;
  for (const [name, written] of said) {
    const wholeUpTo = (max: number) => wholeFrom(name, written, max, complaints);
    if (name === 'scenario') continue;
    else if (name === 'seed') seed = wholeUpTo(LARGEST_SEED) ?? seed;
    else if (name === 'step') step = wholeUpTo(simulation.maxSteps) ?? step;
    else if (name === 'acts') acts = readActs(simulation, written, complaints);
    else setOption(simulation, options, name, written, complaints);
  }
  return { identity: { setup: { scenario, seed, options }, acts, step }, complaints };
}

function partsOf(fragment: string, complaints: string[]): Map<string, string> {
  const said = new Map<string, string>();
  if (fragment.length > LONGEST_LINK) {
    complaints.push(`This link is ${fragment.length} characters long; none of ours is.`);
    return said;
  }
  for (const part of fragment.split('&')) {
    const found = /^([a-z][\w-]*)=(.*)$/i.exec(part);
    if (found !== null) said.set(found[1] as string, found[2] as string);
    else if (part !== '') complaints.push(`In this link, ${quoted(part)} says nothing.`);
  }
  return said;
}

function scenarioFrom(
  { scenarios }: Known,
  written: string | undefined,
  fallback: string,
  complaints: string[],
): string {
  if (written === undefined) return fallback;
  if (Object.hasOwn(scenarios, written)) return written;
  complaints.push(`There is no scenario ${quoted(written)}: this is ${quoted(fallback)}.`);
  return fallback;
}

function wholeFrom(
  name: string,
  written: string,
  max: number,
  complaints: string[],
): number | undefined {
  const value = valueFrom({ kind: 'whole', label: name, min: 0, max }, written);
  if (value !== undefined) return value as number;
  complaints.push(`A ${name} is a whole number up to ${max}, and ${quoted(written)} is none.`);
  return undefined;
}

function setOption(
  { options }: Known,
  values: Record<string, Value>,
  name: string,
  written: string,
  complaints: string[],
): void {
  const field = Object.hasOwn(options, name) ? options[name] : undefined;
  const text = decoded(written);
  const value = field === undefined || text === undefined ? undefined : valueFrom(field, text);
  if (value !== undefined) values[name] = value;
  else if (field === undefined) complaints.push(`This simulation has no option ${quoted(name)}.`);
  else complaints.push(`${field.label} can't be ${quoted(written)}.`);
}

/** `3.crash.c1~12.append.5`: the step before, the act, its arguments in the order of declaration. */
function writeActs({ acts }: Known, planned: readonly PlannedAct[]): string {
  return planned
    .map(({ afterStep, act }) => {
      const names = Object.keys(acts[act.name] ?? {});
      const args = names.map((name) => encoded(act.args[name] as Value));
      return [afterStep, act.name, ...args].join('.');
    })
    .join('~');
}

function readActs(known: Known, written: string, complaints: string[]): PlannedAct[] {
  const planned: PlannedAct[] = [];
  let earliest = 0;
  for (const part of written.split('~').slice(0, MOST_ACTS)) {
    if (part === '') continue;
    const one = actFrom(known, part);
    if (one === undefined || one.afterStep < earliest) {
      complaints.push(`In this link, ${quoted(part)} is nothing that can be done here.`);
    } else {
      planned.push(one);
      earliest = one.afterStep + 1;
    }
  }
  return planned;
}

function actFrom({ acts, maxSteps }: Known, written: string): PlannedAct | undefined {
  const [at = '', name = '', ...texts] = written.split('.');
  const afterStep = valueFrom({ kind: 'whole', label: '', min: 0, max: maxSteps - 1 }, at);
  const fields = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (afterStep === undefined || fields === undefined) return undefined;
  const args = argsFrom(fields, texts);
  if (args === undefined) return undefined;
  return { afterStep: afterStep as number, act: { name, args } };
}

function argsFrom(fields: Fields, texts: readonly string[]): Act['args'] | undefined {
  const declared = Object.entries(fields);
  if (declared.length !== texts.length) return undefined;
  const args: Record<string, Value> = {};
  for (const [index, [name, field]] of declared.entries()) {
    const text = decoded(texts[index] as string);
    const value = text === undefined ? undefined : valueFrom(field, text);
    if (value === undefined) return undefined;
    args[name] = value;
  }
  return args;
}

/** `.` and `~` part arguments and acts, so they are escaped too. */
function encoded(value: Value): string {
  return encodeURIComponent(writtenValue(value)).replaceAll('.', '%2E').replaceAll('~', '%7E');
}

function decoded(written: string): string | undefined {
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined;
  }
}

function quoted(text: string): string {
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
