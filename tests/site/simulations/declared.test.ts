/**
 * Every simulation that is declared for lessons exists, with the scenarios that are declared; and every
 * scenario runs to an end by itself, twice in the same way.
 */
import { describe, expect, it } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { simulations } from '../../../course/lesson/simulations.ts';
import {
  identityOf,
  readIdentity,
  writeIdentity,
} from '../../../site/simulations/core/identity.ts';
import { loadModel, models } from '../../../site/simulations/core/models.ts';
import { Run } from '../../../site/simulations/core/run.ts';

const runs = Object.keys(models).flatMap((name) =>
  Object.keys(simulations[name]?.scenarios ?? {}).map((scenario) => [name, scenario] as const),
);

describe.each(Object.keys(models))('the simulation %s', (name) => {
  it('has the scenarios that lessons may name', async () => {
    const { scenarios, name: ownName } = await loadModel(name);
    expect(ownName).toBe(name);
    expect(Object.keys(scenarios)).toEqual(Object.keys(simulations[name]?.scenarios ?? {}));
  });
});

describe.each(runs)('%s, scenario %s', (name, scenario) => {
  it('ends by itself, and is the same again by its link', async () => {
    const model = await loadModel(name);
    const identity = identityOf(model, scenario);
    const frames = await new Run(model, identity, nodeHost).frames(0, model.maxSteps);
    expect(frames.at(-1)?.step).toBeLessThan(model.maxSteps);
    const { acts } = identity;
    expect(frames.filter(({ act }) => act !== undefined)).toHaveLength(acts.length);

    const link = readIdentity(model, writeIdentity(model, identity));
    expect(link.complaints).toEqual([]);
    const again = await new Run(model, link.identity, nodeHost).frames(0, model.maxSteps);
    expect(again.map(({ traceHash }) => traceHash)).toEqual(
      frames.map(({ traceHash }) => traceHash),
    );
    expect(again).toEqual(frames);
  });

  it('says each of its states in sentences', async () => {
    const model = await loadModel(name);
    const frames = await new Run(model, identityOf(model, scenario), nodeHost).frames(
      0,
      model.maxSteps,
    );
    for (const { state } of frames) {
      for (const sentence of model.inWords(state)) expect(sentence).toMatch(/[.:]$/);
    }
  });
});
