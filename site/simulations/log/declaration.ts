/**
 * The log, as far as the page has to know it.
 */
import type { Declaration } from '../core/simulation.ts';
import { acts, defaults, type OptionFields, options, scenarios } from './setup.ts';
import type { LogState } from './stage.ts';
import { inWords } from './words.ts';

export const declaration: Declaration<LogState, OptionFields> = {
  name: 'log',
  options,
  defaults,
  acts,
  scenarios,
  /** Each step has a sentence to be read. */
  speed: 1,
  maxSteps: 400,
  inWords,
};
