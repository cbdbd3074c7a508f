/**
 * The signs of a report: each state has one that differs in shape, not only in colour.
 */
import type { BehaviourState, TaskVerdict } from '../verdict.ts';
import type { Colour } from './page.ts';

export interface Sign {
  readonly sign: '✔' | '✘' | '○' | '·';
  readonly colour: Colour;
}

const SIGNS: Readonly<Record<BehaviourState | TaskVerdict['state'], Sign>> = {
  passed: { sign: '✔', colour: 'green' },
  failed: { sign: '✘', colour: 'red' },
  hung: { sign: '✘', colour: 'red' },
  begun: { sign: '○', colour: 'yellow' },
  'not started': { sign: '○', colour: 'yellow' },
  waits: { sign: '○', colour: 'yellow' },
  'not run': { sign: '·', colour: 'dim' },
};

export function signOf(state: BehaviourState | TaskVerdict['state']): Sign {
  return SIGNS[state];
}
