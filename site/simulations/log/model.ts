/**
 * A partition's log on a simulated machine: it grows, rolls, is looked through, forgets, is compacted,
 * and survives what happens to the machine.
 */
import type { Simulation } from '../core/simulation.ts';
import { declaration } from './declaration.ts';
import type { OptionFields } from './setup.ts';
import { LogStage, type LogState } from './stage.ts';

export const log: Simulation<LogState, OptionFields> = {
  ...declaration,
  codecs: ({ codec }) => (codec === 'none' ? [] : [codec]),
  start: (setup, host) => LogStage.start(setup, host),
};
