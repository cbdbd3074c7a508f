/**
 * Links: what is written is read back, and rubbish is named and left out.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Identity,
  identityOf,
  readIdentity,
  writeIdentity,
} from '../../../../site/simulations/core/identity.ts';
import type { Simulation } from '../../../../site/simulations/core/simulation.ts';
import { dice } from './dice.ts';

const simulation = dice as unknown as Simulation<unknown>;

const act = fc.oneof(
  fc.constant({ name: 'pass', args: {} }),
  fc.record({
    name: fc.constant('add'),
    args: fc.record({
      amount: fc.integer({ min: -9, max: 9 }),
      why: fc.string({ maxLength: 40, unit: 'grapheme' }).filter((why) => why.length <= 40),
    }),
  }),
);

const acts = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { maxLength: 6 }), fc.array(act))
  .map(([steps, done]) =>
    steps
      .sort((a, b) => a - b)
      .slice(0, done.length)
      .map((afterStep, at) => ({ afterStep, act: done[at] as (typeof done)[number] })),
  );

const identity: fc.Arbitrary<Identity> = fc.record({
  setup: fc.record({
    scenario: fc.constantFrom('plain', 'green'),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
    options: fc.record({
      sides: fc.integer({ min: 2, max: 100 }),
      colour: fc.constantFrom('red', 'green'),
      loud: fc.boolean(),
    }),
  }),
  acts,
  step: fc.integer({ min: 0, max: 20 }),
});

describe('a link', () => {
  it('is read as it was written, without complaint', () => {
    fc.assert(
      fc.property(identity, (one) => {
        const read = readIdentity(simulation, writeIdentity(simulation, one));
        expect(read).toEqual({ identity: one, complaints: [] });
      }),
    );
  });

  it('is short where nothing was changed', () => {
    const written = writeIdentity(simulation, { ...identityOf(simulation, 'green'), step: 4 });
    expect(written).toBe('scenario=green&step=4');
  });

  it('says so when all acts of a scenario were taken back', () => {
    const cleared = { ...identityOf(simulation, 'green'), acts: [] };
    expect(readIdentity(simulation, writeIdentity(simulation, cleared)).identity).toEqual(cleared);
  });

  it('can be opened whatever rubbish it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (rubbish) => {
        const { identity, complaints } = readIdentity(simulation, rubbish);
        expect(Object.hasOwn(simulation.scenarios, identity.setup.scenario)).toBe(true);
        for (const complaint of complaints) expect(complaint).toMatch(/\.$/);
      }),
    );
  });

  it.each([
    ['scenario=nothing', 'There is no scenario “nothing”: this is “plain”.'],
    ['scenario=constructor', 'There is no scenario “constructor”: this is “plain”.'],
    ['seed=-1', 'A seed is a whole number up to 4294967295, and “-1” is none.'],
    ['step=1e3', 'A step is a whole number up to 20, and “1e3” is none.'],
    ['sides=1', 'Sides can’t be “1”.'.replace('’', "'")],
    ['sides=%E0', "Sides can't be “%E0”."],
    ['weight=3', 'This simulation has no option “weight”.'],
    ['__proto__=3', 'In this link, “__proto__=3” says nothing.'],
    ['acts=3.fly', 'In this link, “3.fly” is nothing that can be done here.'],
    ['acts=3.add.5', 'In this link, “3.add.5” is nothing that can be done here.'],
    ['acts=4.pass~3.pass', 'In this link, “3.pass” is nothing that can be done here.'],
    ['x'.repeat(9000), 'This link is 9000 characters long; none of ours is.'],
  ])('says what is wrong with %s', (fragment, complaint) => {
    expect(readIdentity(simulation, fragment).complaints).toEqual([complaint]);
  });

  it('keeps what makes sense beside what does not', () => {
    const { identity } = readIdentity(simulation, 'seed=7&sides=900&colour=green&acts=2.pass~x');
    expect(identity.setup).toMatchObject({ seed: 7, options: { sides: 6, colour: 'green' } });
    expect(identity.acts).toEqual([{ afterStep: 2, act: { name: 'pass', args: {} } }]);
  });
});
