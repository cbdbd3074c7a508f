/**
 * What may be chosen and done in "log against queue", and its scenarios.
 */
import { choice, type Values, whole } from '../core/field.ts';
import type { Act, PlannedAct, Scenario } from '../core/simulation.ts';

export const APPLICATIONS = ['billing', 'search', 'audit'] as const;
export type Application = (typeof APPLICATIONS)[number];

/** Those that are there from the beginning; the third joins when the reader says so. */
export const EARLY: readonly Application[] = ['billing', 'search'];

export const options = {
  messages: whole('Messages', 4, 40),
  workers: whole('Workers at each queue', 1, 3),
  retention: choice('The log keeps', ['everything', '10 s', '20 s']),
};
export type OptionFields = typeof options;
export type Options = Values<OptionFields>;

export const defaults: Options = { messages: 14, workers: 2, retention: 'everything' };

const application = choice('Application', APPLICATIONS);

export const acts = {
  join: {},
  replay: { application },
  slow: { application },
  crash: { application },
  sleep: { application },
};

/** Milliseconds, or -1 where the log keeps everything. */
export function retentionMs({ retention }: Options): number {
  return retention === 'everything' ? -1 : Number.parseInt(retention, 10) * 1000;
}

export function doTo(name: keyof typeof acts, who?: Application): Act {
  return { name, args: who === undefined ? {} : { application: who } };
}

function after(afterStep: number, name: keyof typeof acts, who?: Application): PlannedAct {
  return { afterStep, act: doTo(name, who) };
}

export const scenarios: Readonly<Record<string, Scenario<OptionFields>>> = {
  'late-reader': { options: { messages: 12 }, acts: [after(28, 'join')], opens: 20 },
  replay: { options: { messages: 12 }, acts: [after(28, 'replay', 'billing')], opens: 28 },
  'slow-reader': { acts: [after(2, 'slow', 'billing')], opens: 8 },
  'worker-crash': { options: { messages: 10 }, acts: [after(6, 'crash', 'billing')], opens: 6 },
  retention: {
    options: { messages: 24, retention: '10 s' },
    acts: [after(4, 'sleep', 'search'), after(46, 'sleep', 'search')],
    opens: 27,
  },
};
