/**
 * The inspector's links: what is written comes back, and what makes no sense does no harm.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Layout } from '../../../../course/bytes/layout.ts';
import {
  inspectorLink,
  LONGEST_LINK,
  readFragment,
  writeFragment,
} from '../../../../site/simulations/byte-inspector/link.ts';
import {
  ACKS,
  CODECS,
  MOST_RECORDS,
  MOST_TIMES,
  type ProduceForm,
  VERSIONS,
} from '../../../../site/simulations/byte-inspector/produce-form.ts';
import {
  firstState,
  pastedState,
  producedState,
  type State,
} from '../../../../site/simulations/byte-inspector/state.ts';

import { seeded } from '../../../protocol/random-message.ts';

const nothing = () => undefined;

function again(state: State): State {
  const fragment = writeFragment(state);
  if (fragment === undefined) throw new Error('too long');
  const { state: read, complaints } = readFragment(fragment, nothing);
  expect(complaints).toEqual([]);
  return read;
}

const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 8 }));
const record = fc.record({
  key: text,
  value: text,
  headers: fc.array(fc.record({ key: fc.string({ maxLength: 4 }), value: text }), { maxLength: 2 }),
  afterMs: fc.nat(3_600_000),
});
const form: fc.Arbitrary<ProduceForm> = fc.record({
  topic: fc.stringMatching(/^[a-z][\w.-]{0,20}$/),
  version: fc.constantFrom(...VERSIONS),
  acks: fc.constantFrom(...ACKS),
  codec: fc.constantFrom(...CODECS),
  times: fc.integer({ min: 1, max: MOST_TIMES }),
  records: fc.array(record, { minLength: 1, maxLength: Math.min(6, MOST_RECORDS) }),
});
const layouts: Layout[] = ['record-batch', 'request', 'time-index', 'response:FetchResponse:18'];
const edits = fc.array(fc.record({ at: fc.nat(200), byte: fc.nat(255) }), { maxLength: 5 });
const small = fc.option(fc.nat(300), { nil: undefined });

describe('a link', () => {
  test('brings back pasted bytes, where one is in them, and what was written over', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(bytes, fc.constantFrom(...layouts), edits, small, (all, layout, made, within) => {
        const written = made.map((one) => ({ view: 'bytes' as const, ...one }));
        const at = made.length * 7;
        const state = { ...pastedState(all, layout), edits: written, at, depth: 3, within };
        expect(again(state)).toEqual(state);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('brings back a form, with what follows from an edited request', () => {
    fc.assert(
      fc.property(form, edits, edits, (filled, first, second) => {
        const start = producedState(filled, 'log');
        const state: State = {
          ...start,
          edits: [
            ...first.map((one) => ({ view: 'request' as const, ...one })),
            ...second.map((one) => ({ view: 'log' as const, ...one })),
          ],
        };
        expect(again(state)).toEqual(state);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('of the first state is empty', () => {
    expect(writeFragment(firstState)).toBe('');
    expect(readFragment('', nothing)).toEqual({ state: firstState, complaints: [] });
  });

  test('that would be too long is none', () => {
    const chance = seeded(1);
    const noise = Uint8Array.from({ length: LONGEST_LINK }, () => chance() * 256);
    expect(writeFragment(pastedState(noise, 'record-batch'))).toBeUndefined();
    expect(inspectorLink(noise)).toBeUndefined();
  });

  test('for a report names the page, the bytes and their layout', () => {
    const link = inspectorLink(Uint8Array.of(1, 2, 3), 'offset-index');
    expect(link).toBe('simulations/byte-inspector/#b=Y2RiBgA&l=offset-index');
  });

  test('without a layout has the bytes recognised', () => {
    const fragment = (inspectorLink(Uint8Array.of(1, 2, 3)) ?? '').split('#')[1] ?? '';
    const { state } = readFragment(fragment, () => 'time-index');
    expect(state.source).toMatchObject({ kind: 'pasted', layout: 'time-index' });
  });
});

describe('a link with rubbish in it', () => {
  test.each([
    ['b=%%%', 'The bytes in the link are damaged, or more than 1 MiB.'],
    ['b=AAAA&l=request', 'The bytes in the link are damaged, or more than 1 MiB.'],
    ['p=Y2RiBgA', 'Some of the records in the link made no sense: the usual ones are here.'],
    ['v=nonsense', 'The link shows “nonsense”, which there is not.'],
    ['e=zz.1', 'What the link writes over made no sense.'],
    ['at=-1', 'The byte that the link points to made no sense.'],
  ])('%s is answered with a sentence', (fragment, complaint) => {
    expect(readFragment(fragment, nothing).complaints).toEqual([complaint]);
  });

  test('of a million bytes that were packed into few is refused', () => {
    const bomb = inspectorLink(new Uint8Array(8 * 1024 * 1024)) ?? '';
    expect(readFragment(bomb.split('#')[1] ?? '', nothing).complaints).toHaveLength(
      bomb === '' ? 0 : 1,
    );
    const large = inspectorLink(new Uint8Array(2 * 1024 * 1024));
    expect(large).toBeDefined();
    expect(readFragment(large?.split('#')[1] ?? '', nothing).complaints).toEqual([
      'The bytes in the link are damaged, or more than 1 MiB.',
    ]);
  });

  test('gives a state whatever it is', () => {
    const part = fc.tuple(fc.constantFrom('b', 'p', 'l', 'v', 'e', 'at', 'd', 'in'), fc.string());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const fragment = parts.map(([name, value]) => `${name}=${value}`).join('&');
        expect(readFragment(fragment, nothing).state.at).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1_000, seed: 1 },
    );
  });
});
