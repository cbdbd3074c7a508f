/**
 * All frames of a simulation's run, on Node's host: for tests of what a simulation shows.
 */
import { nodeHost } from '#env/node/node-host.ts';
import type { Fields, Values } from '../../../site/simulations/core/field.ts';
import { identityOf } from '../../../site/simulations/core/identity.ts';
import { Run } from '../../../site/simulations/core/run.ts';
import type { Frame, PlannedAct, Simulation } from '../../../site/simulations/core/simulation.ts';

export interface Changed<Options extends Fields> {
  readonly seed?: number;
  readonly options?: Partial<Values<Options>>;
  readonly acts?: readonly PlannedAct[];
}

/** The frames of a scenario, with what is changed about it. */
export async function framesOf<State, Options extends Fields>(
  model: Simulation<State, Options>,
  scenario: string,
  { seed, options, acts }: Changed<Options> = {},
): Promise<readonly Frame<State>[]> {
  const simulation = model as unknown as Simulation<State>;
  const { setup, acts: planned } = identityOf(simulation, scenario);
  const identity = {
    setup: {
      ...setup,
      seed: seed ?? setup.seed,
      options: { ...setup.options, ...options } as Values<Fields>,
    },
    acts: acts ?? planned,
    step: 0,
  };
  return new Run(simulation, identity, nodeHost).frames(0, model.maxSteps);
}

export function lastOf<State>(frames: readonly Frame<State>[]): State {
  return (frames.at(-1) as Frame<State>).state;
}

/** What the list of events says, from first to last. */
export function wordsOf(frames: readonly Frame[]): string[] {
  return frames.flatMap(({ happened }) => happened.map(({ where, words }) => `${where}: ${words}`));
}
