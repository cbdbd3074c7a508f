/**
 * A run's frames: forwards, backwards, and another way from the middle.
 */
import { describe, expect, it } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { identityOf } from '../../../../site/simulations/core/identity.ts';
import { Run } from '../../../../site/simulations/core/run.ts';
import type { Act, Frame, Simulation } from '../../../../site/simulations/core/simulation.ts';
import { begun, dice, type Sum } from './dice.ts';

const simulation = dice as unknown as Simulation<unknown>;
const add: Act = { name: 'add', args: { amount: 5, why: 'luck' } };

function newRun(scenario = 'plain', acts?: { afterStep: number; act: Act }[]): Run {
  const identity = identityOf(simulation, scenario);
  return new Run(simulation, acts === undefined ? identity : { ...identity, acts }, nodeHost);
}

/** All that two runs must agree on. */
function traceOf(frames: readonly Frame[]): unknown {
  return frames.map(({ traceHash, state, atMs, happened, act }) => [
    traceHash,
    state,
    atMs,
    happened,
    act,
  ]);
}

describe('a run', () => {
  it('has a frame for its beginning and one for each step, and ends where nothing more comes', async () => {
    const frames = await newRun().frames(0, 99);
    expect(frames.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(frames.map(({ last }) => last)).toEqual([...Array(8).fill(false), true]);
  });

  it('is the same again from the same identity, to the last note of its trace', async () => {
    const first = await newRun('green').frames(0, 99);
    const again = await newRun('green').frames(0, 99);
    expect(traceOf(again)).toEqual(traceOf(first));
    expect(first.at(-1)?.traceHash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is another with another seed', async () => {
    const { setup } = identityOf(simulation, 'plain');
    const other = new Run(
      simulation,
      { setup: { ...setup, seed: 2 }, acts: [], step: 0 },
      nodeHost,
    );
    const [first, second] = [await newRun().frames(0, 8), await other.frames(0, 8)];
    expect(traceOf(second)).not.toEqual(traceOf(first));
  });

  it('goes back without running anything again', async () => {
    const run = newRun();
    const frames = await run.frames(0, 6);
    const before = begun.count;
    expect(await run.frames(2, 4)).toEqual(frames.slice(2, 5));
    expect(begun.count).toBe(before);
  });

  it('gives an act a step of its own', async () => {
    const run = newRun();
    await run.frames(0, 3);
    await run.act(3, add);
    const [before, after] = (await run.frames(3, 4)) as [Frame<Sum>, Frame<Sum>];
    expect(after.act).toEqual(add);
    expect(after.state.sum).toBe(before.state.sum + 5);
    expect(after.atMs).toBe(before.atMs);
  });

  it('goes another way from the middle: later frames and acts are gone, earlier ones the same', async () => {
    const run = newRun('plain', [{ afterStep: 6, act: add }]);
    const old = await run.frames(0, 99);
    await run.act(2, add);
    const frames = await run.frames(0, 99);
    expect(traceOf(frames.slice(0, 3))).toEqual(traceOf(old.slice(0, 3)));
    expect(run.acts).toEqual([{ afterStep: 2, act: add }]);
    const fresh = await newRun('plain', [{ afterStep: 2, act: add }]).frames(0, 99);
    expect(traceOf(frames)).toEqual(traceOf(fresh));
  });

  it('goes on where it had ended when something is done there', async () => {
    const run = newRun();
    await run.frames(0, 99);
    await run.act(8, add);
    expect((await run.frames(8, 99)).map(({ step, last }) => [step, last])).toEqual([
      [8, false],
      [9, true],
    ]);
  });

  it('waits in place for an act that comes after its own end', async () => {
    const frames = await newRun('plain', [{ afterStep: 10, act: add }]).frames(0, 99);
    expect(frames.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(frames.at(-1)?.act).toEqual(add);
  });

  it('has no more steps than its simulation allows', async () => {
    const frames = await newRun('plain', [{ afterStep: 19, act: add }]).frames(0, 99);
    expect(frames.at(-1)).toMatchObject({ step: 20, last: true });
    const run = newRun('plain', [{ afterStep: 19, act: add }]);
    await run.act(20, add);
    expect(run.acts).toHaveLength(1);
  });
});
