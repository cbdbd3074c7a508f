/**
 * Every simulation that is declared for lessons exists, with the scenarios that are declared; and every
 * scenario can be had again by its link.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { simulations } from '../../../course/lesson/simulations.ts';
import { root } from '../../../course/view.ts';
import {
  identityOf,
  readIdentity,
  writeIdentity,
} from '../../../site/simulations/core/identity.ts';
import { loadModel, models } from '../../../site/simulations/core/models.ts';
import { Run } from '../../../site/simulations/core/run.ts';

/** Some runs go on for as long as one lets them. */
const STEPS = 120;

const scenariosOf = (name: string) => Object.keys(simulations[name]?.scenarios ?? {});
const runs = Object.keys(models).flatMap((name) =>
  scenariosOf(name).map((scenario) => [name, scenario] as const),
);

it('every simulation that lessons may name has a page', () => {
  // Read as text: these files know the browser, which this program does not.
  const pages = readFileSync(join(root, 'site/simulations/ui/pages.ts'), 'utf8');
  const named = [...pages.matchAll(/import\('\.\.\/(?<name>[a-z-]+)\/page\.tsx'\)/g)];
  expect(named.map(({ groups }) => groups?.name).sort()).toEqual(Object.keys(simulations).sort());
});

describe.each(Object.keys(models))('the simulation %s', (name) => {
  it('has the scenarios that lessons may name', async () => {
    const { scenarios, name: ownName } = await loadModel(name);
    expect(ownName).toBe(name);
    expect(Object.keys(scenarios).sort()).toEqual(scenariosOf(name).sort());
  });
});

/** What comes within a few steps after a scenario was opened: its point. */
const comesNext: Readonly<Record<string, RegExp>> = {
  'log append-and-roll': /A new segment begins/,
  'log find-an-offset': /of the segments that begin at or before 17/,
  'log retention': /Retention:/,
  'log compaction': /Compaction:/,
  'log torn-tail': /The power goes/,
  'log-and-queue late-reader': /Appended|Acknowledges/,
  'log-and-queue replay': /reads again/,
  'log-and-queue slow-reader': /Appended|Acknowledges/,
  'log-and-queue worker-crash': /Its process dies/,
  'log-and-queue retention': /Retention removes offsets 0 to 3/,
  'consumer-group step-by-step': /b starts/,
  'consumer-group crash-and-repeat': /a is killed/,
  'consumer-group at-most-once': /a is killed/,
  'consumer-group stopped-polling': /a stands still/,
  'consumer-group cut-off': /a is cut off/,
  'consumer-group static-restart': /b is killed/,
  'consumer-group eager-and-cooperative': /c starts/,
  'consumer-group consumer-protocol': /c starts/,
  'consumer-group coordinator-crash': /broker-1 crashes/,
};

describe.each(runs)('%s, scenario %s', (name, scenario) => {
  it('opens where there is something to see, and its point comes next', async () => {
    const model = await loadModel(name);
    const identity = identityOf(model, scenario);
    const frames = await new Run(model, identity, nodeHost).frames(0, identity.step + 3);
    expect(identity.step).toBeGreaterThan(0);
    expect(frames[identity.step]?.state).not.toEqual(frames[0]?.state);
    const next = frames
      .slice(identity.step + 1)
      .flatMap(({ happened }) => happened.map(({ where, words }) => `${where} ${words}`));
    expect(next.join('\n')).toMatch(comesNext[`${name} ${scenario}`] ?? /./);
    // A link that says no step is the link of the opening.
    expect(writeIdentity(model, identity)).toBe(`scenario=${scenario}`);
    expect(readIdentity(model, `scenario=${scenario}&step=0`).identity.step).toBe(0);
    expect(writeIdentity(model, { ...identity, step: 0 })).toBe(`scenario=${scenario}&step=0`);
  });

  it('is the same again by its link, and says its states in sentences', async () => {
    const model = await loadModel(name);
    const identity = identityOf(model, scenario);
    const frames = await new Run(model, identity, nodeHost).frames(0, STEPS);
    const { acts } = identity;
    expect(frames.flatMap(({ act }) => act ?? [])).toEqual(acts.map(({ act }) => act));

    const link = readIdentity(model, writeIdentity(model, identity));
    expect(link.complaints).toEqual([]);
    const again = await new Run(model, link.identity, nodeHost).frames(0, STEPS);
    expect(again.map(({ traceHash }) => traceHash)).toEqual(
      frames.map(({ traceHash }) => traceHash),
    );
    expect(again).toEqual(frames);
    for (const sentence of frames.flatMap(({ state }) => model.inWords(state))) {
      expect(sentence).toMatch(/[.:!]$/);
    }
  });

  it('comes to the same frames when it begins anew and takes steps that nobody looks at', async () => {
    const model = await loadModel(name);
    const identity = identityOf(model, scenario);
    const plain = await new Run(model, identity, nodeHost).frames(0, 24);
    const at = Math.floor(plain.length / 2);
    const planned = identity.acts.filter(({ afterStep }) => afterStep < at);
    const [act] = (plain[at] as (typeof plain)[number]).offers;
    if (act === undefined) return;
    // Something is done in the middle: one run begins anew for it, the other goes there at once.
    const back = new Run(model, identity, nodeHost);
    await back.frames(0, 24);
    await back.act(at, act.act);
    const acts = [...planned, { afterStep: at, act: act.act }];
    const fresh = new Run(model, { ...identity, acts }, nodeHost);
    expect(await back.frames(0, at + 8)).toEqual(await fresh.frames(0, at + 8));
  });
});
