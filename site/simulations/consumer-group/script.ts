/**
 * What happens by itself in a scenario, by virtual time: the story that it tells until a reader does
 * something else.
 *
 * The moments are of the world's clock. A step can't name them: which steps there are follows from
 * what the broker does.
 */
import type { ActionKind, ActionTarget, GroupAction } from './happening.ts';

export interface ScriptedAction extends GroupAction {
  readonly atMs: number;
}

export type Script = readonly ScriptedAction[];

function at(atMs: number, kind: ActionKind, ...targets: readonly ActionTarget[]): Script {
  return targets.map((target) => ({ atMs, kind, target }));
}

/** By the scenarios' names. */
export const scripts: Readonly<Record<string, Script>> = {
  'step-by-step': [
    ...at(100, 'start', 'a'),
    ...at(4000, 'start', 'b'),
    ...at(12_000, 'start', 'c'),
    ...at(20_000, 'leave', 'b'),
  ],
  'crash-and-repeat': [...at(100, 'start', 'a', 'b'), ...at(9000, 'crash', 'a')],
  'at-most-once': [
    ...at(100, 'start', 'a', 'b'),
    ...at(9000, 'crash', 'a'),
    ...at(18_000, 'start', 'a'),
  ],
  'stopped-polling': [
    ...at(100, 'start', 'a', 'b'),
    ...at(6000, 'stall', 'a'),
    ...at(22_000, 'go-on', 'a'),
  ],
  'cut-off': [...at(100, 'start', 'a', 'b'), ...at(6000, 'cut', 'a'), ...at(18_000, 'mend', 'a')],
  'static-restart': [
    ...at(100, 'start', 'a', 'b', 'c'),
    ...at(8000, 'crash', 'b'),
    ...at(11_000, 'start', 'b'),
    ...at(20_000, 'crash', 'b'),
  ],
  'eager-and-cooperative': [
    ...at(100, 'start', 'a', 'b'),
    ...at(9000, 'start', 'c'),
    ...at(20_000, 'leave', 'c'),
  ],
  'consumer-protocol': [
    ...at(100, 'start', 'a', 'b'),
    ...at(9000, 'start', 'c'),
    ...at(20_000, 'crash', 'a'),
  ],
  'coordinator-crash': [
    ...at(100, 'start', 'a', 'b'),
    ...at(8000, 'crash', 'broker'),
    ...at(11_000, 'start', 'broker'),
  ],
};
