/**
 * The same messages through a log with independent readers and through queues that delete what is
 * acknowledged.
 */
import type { Simulation } from '../core/simulation.ts';
import { declaration } from './declaration.ts';
import type { OptionFields } from './setup.ts';
import { BothSides, type BothState } from './stage.ts';

export const logAndQueue: Simulation<BothState, OptionFields> = {
  ...declaration,
  start: async (setup, host) => new BothSides(setup, host),
};
