/**
 * What a learner reads: rendered from made-up verdicts, so that each line has its test.
 */
import { inspect, stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { expectEqual } from '../../course/grading/expect.ts';
import type { Failure } from '../../course/grading/failure.ts';
import type { Happening } from '../../course/grading/happening.ts';
import { coloured } from '../../course/grading/report/page.ts';
import { type ReportOptions, reportChapter } from '../../course/grading/report/whole-report.ts';
import { chapterData } from '../../course/grading/report-data.ts';
import { GradingReportSchema } from '../../course/grading/report-schema.ts';
import { showValue } from '../../course/grading/show-value.ts';
import { judge } from '../../course/grading/verdict.ts';
import { failed, madeChapter, madeView, passed, unwritten } from './verdicts.ts';

const small = madeChapter([
  { behaviours: ['one', 'two'], file: 'protocol/varint.ts' },
  { behaviours: ['three'], file: 'protocol/varint.ts', buildsOn: ['0.1'] },
]);

function report(happenings: readonly Happening[], options: ReportOptions = {}): string {
  return reportChapter(judge(small, { happenings }), madeView, options);
}

function explained(error: Partial<Failure>): string {
  return report([...failed('one', error), ...passed('two', 'three')]);
}

describe('a report', () => {
  test('goes from whose code it is to the one next thing to do', () => {
    const happenings = [
      ...passed('one'),
      ...failed('two', { what: 'the number in 02', expected: '1', actual: '2' }),
      ...failed('three'),
    ];
    const lines = report(happenings, { touched: ['protocol/varint.ts'] }).split('\n');
    const look = lines.findIndex((line) => line.includes('look at'));
    expect(lines[look]).toMatch(
      /^ {8}look at {3}exercises\/protocol\/varint\.ts:\d+ \(readVarint\)$/,
    );
    expect(lines.toSpliced(look, 1)).toEqual([
      'chapter-00: The wire',
      'Yours, in exercises/: protocol/varint.ts. All else is the reference.',
      '',
      '✘ 0.1 Task 1                                                       1 of 2 points',
      '    ✔ reads the number one whatever stands before it and behind it',
      '    ✘ reads the number two whatever stands before it and behind it',
      '        the number in 02',
      '        expected  1',
      '        but got   2',
      '        hint      A hint about the number two, and what to think of.',
      '        more      npm run hint 0.1',
      '        lesson    chapters/00-wire/lesson.mdx#task-1',
      '        again     npm test 0.1',
      '',
      '○ 0.2 Task 2                                        waits for 0.1, 0 of 1 points',
      '',
      '1 of 3 points.',
      'Next: 0.1 Task 1: mend it; npm run hint 0.1 helps',
    ]);
  });

  test('says what to read where a task is not started', () => {
    const text = report([...unwritten('one', '0.1'), ...unwritten('two', '0.1')]);
    expect(text).toContain('○ 0.1 Task 1                                          not started, 0');
    expect(text).toContain('    lesson  npm run lesson 0.1');
    expect(text).toMatch(/\nNext: 0\.1 Task 1: read npm run lesson 0\.1, write exercises\/\S+$/);
    expect(text).not.toContain('✘');
  });

  test('shows bytes with their fields, the wrong ones marked without colour', () => {
    const bytes = {
      expected: '00 00 00 05 00 00 00 64 00 00 00 09 00 00 00 c8',
      actual: '00 00 00 05 00 00 00 64 09 00 00 00 00 00 00 c8',
      layout: 'offset-index' as const,
    };
    expect(explained({ what: 'the .index file', bytes })).toContain(
      [
        '        the .index file',
        '        16 bytes, 2 of them different (offset-index)',
        '            … 1 row as expected',
        '            0004  00 00 00 64              100            entry[0].position',
        '          ✘ 0008  00 00 00 09              9              entry[1].relativeOffset',
        '            got   09 00 00 00              150994944',
        '                  ^^       ^^',
        '            000c  00 00 00 c8              200            entry[1].position',
      ].join('\n'),
    );
  });

  test('names the fields of requests by the declared messages, header and body', () => {
    const request = '00 12 00 03 00 00 00 07 00 01 61 00 02 62 02 63 00';
    const actual = request.replace('00 07', '00 08').replace('02 63', '02 64');
    const layout = 'request:ApiVersionsRequest:3' as const;
    const text = explained({ what: 'the request', bytes: { expected: request, actual, layout } });
    expect(text).toMatch(
      /✘ 0004 {2}00 00 00 07 +7 +header\.correlationId\n +got +00 00 00 08 +8\n/,
    );
    expect(text).toMatch(/✘ 000e {2}02 63 +'c' +clientSoftwareVersion\n +got +02 64 +'d'\n/);
  });

  test('shows bytes of no known kind in rows, and where runs of other lengths part', () => {
    const text = explained({ what: 'the bytes', bytes: { expected: 'ac 02', actual: 'ac' } });
    expect(text).toContain('expected 2 bytes, but got 1; they part at 1');
    expect(text).toMatch(/✘ 0000 {2}ac 02\n +got {3}ac\n +\^\^\n/);
  });

  test('tells what happened before, the seed, and where large structures differ', () => {
    const big = 'x'.repeat(200);
    const text = explained({
      what: 'the answer',
      expected: big,
      actual: big,
      differences: [{ path: 'topics[0].name', expected: "'a'", actual: "'b'" }],
      equalFields: 18,
      trace: Array.from({ length: 14 }, (_, at) => `step ${at + 1}`),
      seed: 42,
    });
    expect(text).toContain(
      "        topics[0].name: expected 'a', but got 'b'\n        (other 18 are equal)\n",
    );
    expect(text).toContain('what happened (the last 12 of 14):\n          step 3\n');
    expect(text).toContain('        seed      42\n');
  });

  test('says where the whole trace is to be seen, in one piece, however long it is', () => {
    const page = 'http://127.0.0.1:4321/simulations/trace/#of=a-behaviour-with-quite-a-long-name';
    const happenings = [...failed('one', { trace: ['a joins'] }), ...failed('two', {})];
    const text = report(happenings, { traceAt: (id) => `${page}-${id}` });
    expect(text).toContain(`          a joins\n        trace     ${page}-one\n`);
    expect(text.match(/trace {5}/g)).toHaveLength(1);
    expect(report(happenings)).not.toContain('trace  ');
  });

  test('says in words what came to no end, and with the code where', () => {
    const place = { file: 'protocol/varint.ts', line: 1 };
    const message = 'the loop at protocol/varint.ts:1 had not ended after 9,000 turns';
    const text = explained({ name: 'EndlessLoop', message, place });
    expect(text).toMatch(/\(never came\s+to an end\)/);
    expect(text).toContain('a loop that never ends: the loop at protocol/varint.ts:1');
    expect(text).toContain('look at   exercises/protocol/varint.ts:1\n                  > 1  /**');
  });

  test('shows printed lines once for a task, cut and counted', () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`);
    const text = report([{ id: 'one', state: 'printed', lines, more: 1_000 }, ...failed('one')]);
    expect(text).toContain('    your code printed:\n      | line 1\n');
    expect(text).toContain('      | line 20\n      … and 1,010 more lines\n');
    expect(text).not.toContain('line 21');
  });

  test('tells type errors and all chapters together without taking points for them', () => {
    const typeErrors = ["exercises/protocol/varint.ts:3 TS2322: Type 'string' is not a number."];
    const text = report(passed('one', 'two', 'three'), {
      typeErrors,
      together: judge(small, { happenings: [...passed('one'), ...failed('two')] }),
    });
    expect(text).toContain(`it costs no points:\n    ${typeErrors[0]}`);
    expect(text).toContain('1 of 2 behaviours of the whole broker do');
    expect(text).toContain('\n3 of 3 points.\n');
  });

  test('keeps a run with sixty failures readable, in 80 columns', () => {
    const ids = Array.from({ length: 10 }, (_, task) =>
      Array.from({ length: 6 }, (_, at) => `b${task}-${at}`),
    );
    const chapter = madeChapter(
      ids.map((behaviours) => ({ behaviours, file: 'protocol/varint.ts' })),
    );
    const long = 'word '.repeat(60);
    const happenings = ids
      .flat()
      .flatMap((id) =>
        failed(id, { what: long, expected: long, actual: 'y'.repeat(300), seed: 1 }),
      );
    const text = reportChapter(judge(chapter, { happenings }), madeView);
    const lines = text.split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.filter((line) => line.includes('hint      '))).toHaveLength(6);
    expect(lines.filter((line) => line.trimStart().startsWith('✘ reads'))).toHaveLength(60);
    expect(lines.filter((line) => line.includes('see all   npm test b'))).toHaveLength(54);
    expect(lines.length).toBeLessThan(350);
    expect(text).not.toContain('\u001b');
  });

  test('folds tasks that are not started, and names the one to begin with', () => {
    const chapter = madeChapter(
      ['a', 'b', 'c', 'd'].map((id) => ({ behaviours: [id], file: 'protocol/varint.ts' })),
    );
    const happenings = ['a', 'b', 'c', 'd'].flatMap((id, at) => unwritten(id, `0.${at + 1}`));
    const lines = reportChapter(judge(chapter, { happenings }), madeView).split('\n').slice(3);
    expect(lines.map((line) => line.replaceAll(/ {2,}/g, '  '))).toEqual([
      '○ 0.1 Task 1  not started, 0 of 1 points',
      '  lesson  npm run lesson 0.1',
      '○ 0.2 to 0.4  not started, 3 points',
      '',
      '0 of 4 points.',
      'Next: 0.1 Task 1: read npm run lesson 0.1, write exercises/protocol/varint.ts',
    ]);
  });

  test('says what a task stands on that was not graded', () => {
    const options = { only: ['three'], touched: ['protocol/varint.ts'] };
    const wrong = failed('three', { what: 'it', expected: '1', actual: '2' });
    const line = '0.2 stands on your 0.1, which was not graded in this run: npm test 0.1 0.2';
    expect(report(wrong, options)).toContain(`\n${line}\n`);
    expect(report(passed('three'), options)).not.toContain('stands on');
    expect(report(wrong, { ...options, touched: [] })).not.toContain('stands on');
    expect(report(wrong, { ...options, passedBefore: ['0.1'] })).not.toContain('stands on');
    const all = report([...passed('one', 'two'), ...wrong], { touched: ['protocol/varint.ts'] });
    expect(all).not.toContain('stands on');
  });

  test('tells a loop once, and of the others that it is the same', () => {
    const place = { file: 'protocol/varint.ts', line: 9 };
    const text = report([
      ...failed('one', { name: 'EndlessLoop', message: 'the loop had not ended', place }),
      ...failed('two', { name: 'EndlessLoop', message: 'the loop had not ended', place }),
    ]);
    expect(text).toContain('same loop: varint.ts:9\n        see all   npm test two');
  });

  test('leads to the symbol that the grader looked at, and says where bytes are turned round', () => {
    const bytes = { expected: '01 02 03', actual: '03 02 01' };
    const [first, ...others] = small.tasks;
    const symbols = ['readVarint', 'writeVarint'];
    const files = [{ file: 'protocol/varint.ts', symbols, given: [] }];
    const chapter = { ...small, tasks: [{ ...first!, files }, ...others] };
    const happenings = failed('one', { what: 'the bytes', bytes, about: 'writeVarint' });
    const text = reportChapter(judge(chapter, { happenings }), madeView);
    expect(text).toContain('3 bytes, in reverse order');
    expect(text).toMatch(/look at {3}exercises\/protocol\/varint\.ts:\d+ \(writeVarint\)/);
  });

  test('breaks the line that says what bytes are, where it is too long for the page', () => {
    const layout = 'numbered:ConsumerGroupTargetAssignmentMetadataKey:0';
    const bytes = { expected: '00 06 00 01 67', actual: '00 06 00 01 68', layout } as const;
    const lines = explained({ what: 'the key', bytes }).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join(' ')).toContain('behind its number)');
  });

  test('leads to the behaviour’s symbol where the grader looked at one of another task', () => {
    const text = explained({ what: 'the bytes', about: 'Writer.int32' });
    expect(text).toMatch(/look at {3}exercises\/protocol\/varint\.ts:\d+ \(readVarint\)/);
  });

  test('says the same with colour as without', () => {
    const happenings = [
      ...passed('one'),
      ...failed('two', { what: 'w', expected: '1', actual: '2' }),
    ];
    const text = report(happenings, { paint: coloured });
    expect(text).toContain('\u001b[31m');
    expect(stripVTControlCharacters(text)).toBe(report(happenings));
  });
});

describe('a value', () => {
  test('is shown as it is written in code, with bytes in it as hexadecimal', () => {
    const value = { leader: Uint8Array.of(0xbe, 0xef), none: [new Uint8Array()], text: '<be ef>' };
    expect(showValue(value)).toBe("{ leader: <be ef>, none: [ <no bytes> ], text: '<be ef>' }");
    expect(showValue(Uint8Array.of(1))).toBe('bytes 01');
  });

  test('is never run to be shown', () => {
    const own = new (class {
      [inspect.custom](): string {
        throw new Error('it was run');
      }
    })();
    expect(() => showValue({ own })).not.toThrow();
    const getter = Object.defineProperty({}, 'at', { enumerable: true, get: () => 1 });
    expect(showValue(getter)).toBe('{ at: [getter] }');
  });

  test('that is large is told by what differs in it, and how much is equal', () => {
    const header = { recordCount: 3, crc: 1, baseOffset: 0 };
    const differ = () => expectEqual({ ...header, recordCount: 48 }, header, 'the header');
    expect(differ).toThrow(
      expect.objectContaining({
        evidence: expect.objectContaining({
          differences: [{ path: 'recordCount', expected: '3', actual: '48' }],
          equalFields: 2,
        }),
      }),
    );
  });
});

describe('the report as data', () => {
  test('is what its schema declares, and says what the text says', () => {
    const happenings = [
      ...passed('one'),
      ...failed('two', { bytes: { expected: 'ac 02', actual: 'ac' }, trace: ['a'], seed: 3 }),
      ...failed('three'),
    ];
    const verdict = judge(small, { happenings });
    const data = GradingReportSchema.parse({
      schema: 'gregor/report/v1',
      gradedAt: '2026-01-01T00:00:00.000Z',
      tookMs: 1,
      broken: null,
      chapters: [chapterData(verdict, madeView, { touched: ['protocol/varint.ts'] })],
    });
    const [chapter] = data.chapters;
    expect([chapter?.points, chapter?.ofPoints]).toEqual([1, 3]);
    expect(chapter?.tasks[0]?.behaviours[1]).toMatchObject({
      id: 'two',
      state: 'failed',
      points: 0,
      lookAt: expect.stringMatching(/^exercises\/protocol\/varint\.ts:\d+ \(readVarint\)$/),
      failure: { bytes: { expected: 'ac 02', actual: 'ac' }, trace: ['a'], seed: 3 },
    });
    expect(chapter?.tasks[1]).toMatchObject({ state: 'waits', waitsFor: '0.1' });
  });
});
