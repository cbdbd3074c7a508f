/**
 * Traces: into a link and out of it again, as lanes and arrows, filtered and stepped through.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepTraces, keptTrace } from '../../../course/grading/kept-traces.ts';
import { judge } from '../../../course/grading/verdict.ts';
import { scripts } from '../../../site/simulations/consumer-group/script.ts';
import { traceLink } from '../../../site/simulations/trace/link.ts';
import {
  checkTrace,
  NoTrace,
  readTrace,
  type Trace,
  writeTrace,
} from '../../../site/simulations/trace/trace.ts';
import { sequenceOf } from '../../../site/simulations/trace/trace-events.ts';
import { everything, shownEvents, stepFrom } from '../../../site/simulations/trace/viewer.ts';
import { failed, madeChapter, passed } from '../../course/verdicts.ts';
import { runGroup } from './group-run.ts';

const trace: Trace = {
  title: 'keeps what was acknowledged',
  why: 'expected 8, but got 5',
  seed: 7,
  again: 'npm test offsets-failover',
  lines: ['1.5 ms: sent OffsetCommitRequest v9, correlation id 1', 'the broker was killed ⚡'],
};

const packed = (text: string) => {
  const bytes = deflateSync(strToU8(text));
  return Buffer.from(bytes).toString('base64url');
};

describe('a trace in a link', () => {
  it('comes out as it went in, and survives an address', () => {
    const fragment = writeTrace(trace);
    expect(fragment).toMatch(/^z=[\w-]+$/);
    expect(readTrace(fragment.slice(2))).toEqual(trace);
    expect(traceLink(trace)).toBe(`simulations/trace/#${fragment}`);
    expect(traceLink({ title: 'nothing', lines: [] })).toBeUndefined();
  });

  it('of a few hundred lines is some kilobytes long', async () => {
    const { lines } = await runGroup(scripts['step-by-step'] ?? [], 24_000);
    expect(lines.length).toBeGreaterThan(200);
    expect(writeTrace({ title: 'a run', lines }).length).toBeLessThan(8000);
  });

  it.each([
    ['nothing', ''],
    ['no base64', '§§§'],
    ['no compressed text', 'AAAA'],
    ['one that is cut off', writeTrace(trace).slice(2, 60)],
    ['no JSON', packed('hello')],
    ['JSON of something else', packed('[1, 2]')],
    ['lines that are no text', packed('{"title":"x","lines":[1]}')],
    ['no lines', packed('{"title":"x"}')],
    [
      'more lines than anybody reads',
      packed(JSON.stringify({ title: 'x', lines: Array(5000).fill('a') })),
    ],
    ['a text that fills the memory', packed('a'.repeat(4_000_000))],
  ])('that holds %s is answered by a sentence', (_, rubbish) => {
    expect(() => readTrace(rubbish)).toThrow(NoTrace);
    expect(() => readTrace(rubbish)).toThrow(/^[A-Z].*\.$/);
  });

  it('keeps only what is known of a trace', () => {
    const checked = checkTrace({ ...trace, seed: 'x', more: 1 });
    expect(Object.keys(checked).sort()).toEqual(['again', 'lines', 'title', 'why']);
  });
});

describe('a trace as a sequence', () => {
  it('has an arrow for each message, a lane for each machine, and faults marked', () => {
    const { lanes, events } = sequenceOf([
      '0.5 ms: sent JoinGroupRequest v9, correlation id 3',
      '1.0 ms: came 46 bytes: 00 00 00 03',
      '2.0 ms: member b commits 8',
      '3.0 ms: the broker was killed',
      'nothing came for 10 s',
    ]);
    expect(lanes).toEqual(['client', 'b', 'broker']);
    expect(
      events.map(({ kind, from, to, lane, atMs }) => [atMs, kind, lane ?? `${from}>${to}`]),
    ).toEqual([
      [0.5, 'message', 'client>broker'],
      [1, 'message', 'broker>client'],
      [2, 'note', 'b'],
      [3, 'fault', 'broker'],
      [undefined, 'note', 'undefined>undefined'],
    ]);
  });

  it('reads the story of a simulation of groups', () => {
    const { lanes, events } = sequenceOf([
      '10.250 m0 starts',
      '11.000 m1 starts',
      '12.000 the network to m0: cut',
      '13.500 m0 is killed',
      '14.000 m1 assigned 0,1 in generation 2',
      "15.000 the broker's end: power",
    ]);
    expect(lanes).toEqual(['m0', 'm1', 'broker']);
    expect(events.map(({ kind }) => kind)).toEqual([
      'note',
      'note',
      'fault',
      'fault',
      'note',
      'fault',
    ]);
    expect(events[3]).toMatchObject({ lane: 'm0', text: 'is killed', atMs: 13.5 });
  });

  it('reads the events of a simulation in the page, with both ends of each request', () => {
    const { events } = sequenceOf(['4.0 a JoinGroup v9: new here', '5.0 a JoinGroup answer: OK']);
    expect(events).toMatchObject([
      { from: 'a', to: 'broker' },
      { from: 'broker', to: 'a' },
    ]);
  });

  it('has a lane for everyone in a grader’s world, and takes no article for a member', () => {
    const { lanes, events } = sequenceOf([
      '0.096 s  a joins without an id, says old',
      '            a: MEMBER_ID_REQUIRED a-1',
      '0.383 s  a record is stored',
      '0.400 s  a process is started',
      '            the group is CompletingRebalance in generation 1',
      '0.500 s  wait 6000',
      '6.500 s  wait 1',
      '6.501 s  e crashes',
      '6.600 s  billing was told that 5 is committed',
      '6.700 s  billing was told that 9 is committed',
      '6.800 s  the coordinator of billing moves',
    ]);
    expect(lanes).toEqual(['a', 'e', 'billing', 'group', 'coordinator']);
    expect(events.map(({ lane }) => lane)).toEqual([
      ...['a', 'a', undefined, undefined, 'group', undefined, undefined],
      ...['e', 'billing', 'billing', 'coordinator'],
    ]);
  });

  it('of more machines than there is room for, shows those that did something last', () => {
    const lines = Array.from({ length: 15 }, (_, at) => `reader ${at} joins`);
    const { lanes } = sequenceOf([...lines, 'reader 2 commits', 'the broker was killed']);
    expect(lanes).toEqual(['2', ...[6, 7, 8, 9, 10, 11, 12, 13, 14].map(String), 'broker']);
  });

  it('takes no count for a time, and loses no line', () => {
    const lines = ['12 minutes pass', '3 records are written', '', '   1.200 s  a joins'];
    const { events } = sequenceOf(lines);
    expect(events.map(({ atMs }) => atMs)).toEqual([undefined, undefined, undefined, 1200]);
    expect(events[0]?.text).toBe('12 minutes pass');
    expect(events).toHaveLength(lines.length);
  });

  it('is searched and filtered, and steps go over what is hidden', () => {
    const sequence = sequenceOf([
      'sent A v1',
      'came 1 bytes',
      'm0 waits',
      'm0 is killed',
      'sent B v1',
    ]);
    const messages = shownEvents(sequence, { ...everything, kinds: new Set(['message'] as const) });
    expect(messages.map(({ index }) => index)).toEqual([0, 1, 4]);
    expect(shownEvents(sequence, { ...everything, search: 'KILLED' })).toHaveLength(1);
    expect(stepFrom(messages, 1, 1)).toBe(4);
    expect(stepFrom(messages, 2, 1)).toBe(4);
    expect(stepFrom(messages, 2, -1)).toBe(1);
    expect(stepFrom(messages, 4, 1)).toBe(4);
    expect(stepFrom([], 3, 1)).toBe(3);
  });
});

describe('traces of failures', () => {
  const chapter = madeChapter([{ behaviours: ['one', 'two'], file: 'protocol/varint.ts' }]);

  function newHome(): string {
    const home = mkdtempSync(join(tmpdir(), 'gregor-traces-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    return home;
  }

  it('are kept by the behaviour’s id, and go when it passes', () => {
    const home = newHome();
    const happenings = [...failed('one', { trace: ['a joins'], seed: 3 }), ...failed('two', {})];
    keepTraces(judge(chapter, { happenings }), home);
    expect(readdirSync(join(home, 'traces'))).toEqual(['one.json']);
    expect(keptTrace('one', home)).toMatchObject({
      lines: ['a joins'],
      seed: 3,
      again: 'npm test one',
    });
    keepTraces(judge(chapter, { happenings: passed('one', 'two') }), home);
    expect(keptTrace('one', home)).toBeUndefined();
  });

  it('are looked for nowhere else', () => {
    const home = newHome();
    for (const id of ['../progress', 'a/b', '', '.', 'x'.repeat(300)]) {
      expect(keptTrace(id, home)).toBeUndefined();
    }
  });
});
