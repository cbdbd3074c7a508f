/**
 * The player: what it shows after each press, with a run on this thread and a clock that the test moves.
 */
import { beforeEach, expect, test } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { identityOf, writeIdentity } from '../../../../site/simulations/core/identity.ts';
import type { RunHandle } from '../../../../site/simulations/core/protocol.ts';
import { Run } from '../../../../site/simulations/core/run.ts';
import type { Declaration } from '../../../../site/simulations/core/simulation.ts';
import { Player } from '../../../../site/simulations/ui/player.ts';
import { dice, type Sum } from '../core/dice.ts';

const simulation = dice as unknown as Declaration<Sum>;
/** Eight throws: step 8 is the last. */
const LAST = 8;
const add = { name: 'add', args: { amount: 5, why: 'luck' } };

/** What waits for time to pass. */
let waiting: (() => void)[] = [];
let player: Player<Sum>;

beforeEach(async () => {
  waiting = [];
  player = new Player(simulation, identityOf(simulation, 'plain'), handle(), (_, run) => {
    waiting.push(run);
    return () => {
      waiting = waiting.filter((one) => one !== run);
    };
  });
  await player.open();
});

/** Questions that the run has not answered yet. */
const asked = new Set<Promise<unknown>>();

function pending<T>(answer: Promise<T>): Promise<T> {
  asked.add(answer);
  void answer.finally(() => asked.delete(answer));
  return answer;
}

function handle(): RunHandle {
  let run: Run<Sum>;
  return {
    async open(identity) {
      run = new Run<Sum>(dice as never, identity, nodeHost);
    },
    frames: (from, to) => pending(run.frames(from, to)),
    act: (step, act) => pending(run.act(step, act).then(() => run.acts)),
    close() {},
  };
}

const shown = () => player.view().frame?.step;

/** Resolves when the player has asked for all that it asks for by itself. */
async function settled(): Promise<void> {
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  for (await turn(); asked.size > 0; await turn()) await Promise.all(asked);
}

test('knows where the run ends before anybody goes there', async () => {
  await settled();
  expect(shown()).toBe(0);
  expect(player.view()).toMatchObject({ known: LAST, ends: LAST, playing: false });
});

test('plays step by step as time passes, stops at the end, and plays again from the beginning', async () => {
  player.play();
  for (let step = 1; step <= LAST; step += 1) {
    await settled();
    expect(shown()).toBe(step);
    for (const run of waiting.splice(0)) run();
  }
  expect(player.view()).toMatchObject({ playing: false, ends: LAST });
  player.play();
  expect(shown()).toBe(0);
  expect(player.view().playing).toBe(true);
  for (const run of waiting.splice(0)) run();
  await settled();
  expect(shown()).toBe(1);
  player.pause();
});

test('goes on from what was done, though frames beyond it were there already', async () => {
  await player.goTo(3);
  await settled();
  const before = player.view().frame?.state.sum as number;
  await player.act(add);
  expect(shown()).toBe(4);
  expect(player.view().frame?.state.sum).toBe(before + 5);
  await settled();
  expect(player.view().ends).toBe(LAST + 1);
  await player.toEnd();
  expect(player.view().past.every((frame, step) => frame.step === step)).toBe(true);
});

test('keeps all frames in their places when somebody steps on while something is being done', async () => {
  const doing = player.act(add);
  const stepping = [player.stepBy(1), player.stepBy(3), player.act(add), player.stepBy(1)];
  await Promise.all([doing, ...stepping]);
  await settled();
  await player.toEnd();
  const { past } = player.view();
  expect(past.map(({ step }) => step)).toEqual(past.map((_, step) => step));
  expect(past.at(-1)?.last).toBe(true);
});

test('shows the same step of the run with another seed', async () => {
  await player.goTo(5);
  await player.chooseSeed(77);
  expect(shown()).toBe(5);
  expect(writeIdentity(simulation, player.view().identity)).toBe('scenario=plain&seed=77&step=5');
});
