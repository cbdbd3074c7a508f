/**
 * The smallest simulation there is, for the tests of what is around all of them: dice that are thrown in
 * a simulated world, and a reader who may add to the sum.
 */
import { SimWorld } from '#env/sim/sim-world.ts';
import { choice, flag, text, whole } from '../../../../site/simulations/core/field.ts';
import type { Happening, Simulation } from '../../../../site/simulations/core/simulation.ts';

export interface Sum {
  readonly sum: number;
  readonly added: readonly string[];
}

const options = {
  sides: whole('Sides', 2, 100),
  colour: choice('Colour', ['red', 'green']),
  loud: flag('Loud'),
};

/** How many stages were begun; a rewind must not need one. */
export const begun = { count: 0 };

export const dice: Simulation<Sum, typeof options> = {
  name: 'dice',
  options,
  defaults: { sides: 6, colour: 'red', loud: false },
  acts: { add: { amount: whole('Amount', -9, 9), why: text('Why') }, pass: {} },
  scenarios: {
    plain: {},
    green: {
      options: { colour: 'green' },
      seed: 9,
      acts: [{ afterStep: 2, act: { name: 'pass', args: {} } }],
    },
  },
  maxSteps: 20,
  async start({ seed, options: { sides } }, host) {
    begun.count += 1;
    const world = new SimWorld({ seed, ...host });
    const { clock, random } = world.node('table').env;
    let thrown = 0;
    let sum = 0;
    const added: string[] = [];
    let happened: Happening[] = [];
    const say = (words: string) =>
      happened.push({ atMs: world.nowMs, where: 'dice', kind: 'throw', words });
    return {
      get nowMs() {
        return world.nowMs;
      },
      get traceHash() {
        return world.traceHash;
      },
      async advance() {
        if (thrown === 8) return false;
        thrown += 1;
        await world.complete(clock.sleep(100 + random.nextInt(100)));
        sum += 1 + random.nextInt(sides);
        say(`The sum is ${sum}.`);
        return true;
      },
      async act({ name, args }) {
        if (name === 'add') {
          sum += args.amount as number;
          added.push(args.why as string);
        }
        say(`${name}.`);
      },
      state: () => ({ sum, added: [...added] }),
      takeHappenings() {
        const taken = happened;
        happened = [];
        return taken;
      },
      offers: () => [{ act: { name: 'pass', args: {} }, label: 'Pass' }],
    };
  },
  inWords: ({ sum }) => [`The sum is ${sum}.`],
};
