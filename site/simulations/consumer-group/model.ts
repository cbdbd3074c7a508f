/**
 * The consumer group: the real broker, the real consumers, and a reader who starts, kills, stops and
 * cuts off whom he likes.
 */
import { choice, flag, type Values, whole } from '../core/field.ts';
import type { Scenario, Simulation } from '../core/simulation.ts';
import type { RunPicture } from './picture.ts';
import { scripts } from './script.ts';
import { defaultSetup, type GroupKind, type GroupSetup, memberNames } from './setup.ts';
import { inWords } from './words.ts';

const kindNames = [
  'range',
  'roundrobin',
  'sticky',
  'cooperative-sticky',
  'uniform-848',
  'range-848',
] as const satisfies readonly GroupKind[];

const who = choice('Who', [...memberNames, 'broker', 'producer']);

const options = {
  kind: choice('Group', kindNames),
  beside: choice('Beside it', ['none', ...kindNames]),
  partitions: whole('Partitions', 1, 8),
  static: flag('Static members'),
  commits: choice('Commits', ['auto', 'after', 'before']),
  interval: whole('Auto-commit every (ms)', 0, 30_000),
  session: whole('Session timeout (ms)', 2000, 30_000),
  poll: whole('Max poll interval (ms)', 2000, 60_000),
  work: whole('Work on a record (ms)', 1, 2000),
  produce: whole('A record every (ms)', 50, 5000),
};

type Options = typeof options;

const defaults: Values<Options> = {
  kind: 'range',
  beside: 'none',
  partitions: defaultSetup.partitions,
  static: false,
  commits: 'auto',
  interval: 5000,
  session: defaultSetup.sessionTimeoutMs,
  poll: defaultSetup.maxPollIntervalMs,
  work: defaultSetup.workMs,
  produce: defaultSetup.produceEveryMs,
};

const scenarios: Readonly<Record<string, Scenario<Options>>> = {
  'step-by-step': { opens: 23 },
  'crash-and-repeat': { options: { partitions: 4 }, opens: 52 },
  'at-most-once': {
    options: { partitions: 4, commits: 'before', work: 400, produce: 250 },
    opens: 52,
  },
  'stopped-polling': { options: { partitions: 4 }, opens: 40 },
  'cut-off': { options: { partitions: 4 }, opens: 40 },
  'static-restart': { options: { static: true }, opens: 48 },
  'eager-and-cooperative': {
    options: { kind: 'range', beside: 'cooperative-sticky', work: 300, produce: 150 },
    opens: 66,
  },
  'consumer-protocol': { options: { kind: 'uniform-848' }, opens: 49 },
  'coordinator-crash': { options: { partitions: 4 }, opens: 47 },
};

export const consumerGroup: Simulation<RunPicture, Options> = {
  name: 'consumer-group',
  options,
  defaults,
  acts: {
    start: { who },
    crash: { who },
    leave: { who },
    stall: { who },
    'go-on': { who },
    cut: { who },
    mend: { who },
  },
  scenarios,
  maxSteps: 1000,
  speed: 10,
  quiet: 'Members read and work; between them and the broker nothing changes.',
  /** The broker comes with the first run: a page that only shows frames never loads it. */
  start: async ({ scenario, seed, options: chosen }, host) => {
    const { GroupStage } = await import('./group-stage.ts');
    return GroupStage.begin(setupOf(seed, chosen), scripts[scenario] ?? [], host);
  },
  inWords,
};

function setupOf(seed: number, chosen: Values<Options>): GroupSetup {
  const { kind, beside } = chosen;
  return {
    ...defaultSetup,
    seed,
    kinds: beside === 'none' || beside === kind ? [kind] : [kind, beside],
    partitions: chosen.partitions,
    isStatic: chosen.static,
    commits: chosen.commits,
    autoCommitIntervalMs: chosen.interval,
    sessionTimeoutMs: chosen.session,
    maxPollIntervalMs: chosen.poll,
    workMs: chosen.work,
    produceEveryMs: chosen.produce,
  };
}
