/**
 * The simulations that run in steps, each loaded when it is asked for, by whoever runs it.
 *
 * A simulation has one line here, one in `ui/pages.ts`, and its texts in course/lesson/simulations.ts.
 */
import type { Simulation } from './simulation.ts';

// biome-ignore lint/suspicious/noExplicitAny: each has a state of its own, known to its view.
type AnySimulation = Simulation<any>;

export const models: Readonly<Record<string, () => Promise<AnySimulation>>> = {
  log: async () => (await import('../log/model.ts')).log,
  'log-and-queue': async () => (await import('../log-and-queue/model.ts')).logAndQueue,
  'consumer-group': async () => (await import('../consumer-group/model.ts')).consumerGroup,
};

export async function loadModel(name: string): Promise<AnySimulation> {
  const load = Object.hasOwn(models, name) ? models[name] : undefined;
  if (load === undefined) throw new Error(`There is no simulation “${name}”.`);
  return load();
}
