/**
 * What is wrong with graders, judged by what they said about code that is known: pure, and in
 * words that say what to change.
 */
import type { Chapter } from '../chapter.ts';
import type { KeptVariant } from './kept-variants.ts';
import type { TrialOutcome } from './trial-pool.ts';
import type { BehaviourVerdict, ChapterVerdict } from './verdict.ts';

/** The reference passes, and graders and manifest name the same behaviours. */
export function faultsOfReference(
  chapter: Chapter,
  verdict: ChapterVerdict,
  { happenings, behaviours }: Pick<TrialOutcome, 'happenings' | 'behaviours'>,
): string | undefined {
  const known = new Set(chapter.tasks.flatMap((task) => task.behaviours.map(({ id }) => id)));
  const stated = Object.values(behaviours).flat();
  const unknown = stated.filter((id) => !known.has(id));
  const twice = stated.filter((id, at) => stated.indexOf(id) !== at);
  return lines([
    ...loadFaults(happenings),
    ...unknown.map((id) => `a grader states ${id}, which the manifest does not have`),
    ...twice.map((id) => `${id} is stated twice`),
    ...notPassed(verdict).map((one) => whatHappened(one, 'should pass')),
  ]);
}

export function faultOfStubs({ tasks }: ChapterVerdict): string | undefined {
  return lines(
    tasks.flatMap(({ task, state, behaviours }) => {
      const begun = behaviours
        .filter((one) => one.state !== 'not started')
        .map((one) => `    ${whatHappened(one, 'should be not started')}`);
      const notRun = behaviours.some((one) => one.state === 'not run');
      if (state === 'not started' && !notRun) return [];
      return [`task ${task.id} should be not started, but is: ${state}`, ...begun];
    }),
  );
}

/** Judged by what the reference passes; of what it does not pass its own trial complains. */
export function faultOfVariant(
  { kind, variant }: KeptVariant,
  verdict: ChapterVerdict,
  reference: ChapterVerdict,
): string | undefined {
  const unpassable = new Set(notPassed(reference).map(({ behaviour }) => behaviour.id));
  const broken = notPassed(verdict).filter(({ behaviour }) => !unpassable.has(behaviour.id));
  const unknown = broken.filter(({ state }) => state === 'not run');
  // What was not run says nothing, neither that it is broken nor that it is not.
  if (unknown.length > 0) return lines(unknown.map((one) => whatHappened(one, 'should be run')));
  if (kind === 'right') return lines(broken.map((one) => whatHappened(one, 'should pass')));
  const ids = broken.map(({ behaviour }) => behaviour.id);
  const named = (variant.breaks ?? []).filter((id) => !unpassable.has(id));
  const surplus = broken.filter(({ behaviour }) => !named.includes(behaviour.id));
  const spared = named.filter((id) => !ids.includes(id));
  if (surplus.length === 0 && spared.length === 0) return undefined;
  return lines([
    ...spared.map((id) => `${id} should fail, and passes`),
    ...surplus.map((one) => whatHappened(one, 'is not named')),
    `breaks: [${ids.map((id) => `'${id}'`).join(', ')}],`,
  ]);
}

/** A variant that graders can't even load says nothing about them. */
export function newLoadFaults(
  { happenings }: Pick<TrialOutcome, 'happenings'>,
  reference: Pick<TrialOutcome, 'happenings'>,
): string | undefined {
  const before = new Set(
    reference.happenings.flatMap((one) => (one.state === 'unloaded' ? [one.file] : [])),
  );
  return lines(
    loadFaults(happenings.filter((one) => one.state !== 'unloaded' || !before.has(one.file))),
  );
}

function notPassed({ tasks }: ChapterVerdict): BehaviourVerdict[] {
  return tasks.flatMap(({ behaviours }) => behaviours).filter(({ state }) => state !== 'passed');
}

function whatHappened({ behaviour, state, failure }: BehaviourVerdict, wanted: string): string {
  if (state === 'not run') return `${behaviour.id} was not run`;
  const why = failure === undefined ? '' : `; ${failure.name}: ${failure.message.split('\n')[0]}`;
  return `${behaviour.id} ${wanted}: it is ${state}${why.slice(0, 300)}`;
}

function loadFaults(happenings: TrialOutcome['happenings']): string[] {
  return happenings.flatMap((one) =>
    one.state === 'unloaded' ? [`${one.file} could not be loaded: ${one.error.stack}`] : [],
  );
}

function lines(faults: readonly string[]): string | undefined {
  return faults.length === 0 ? undefined : faults.join('\n');
}
