/**
 * The page's side, as far as it needs no page: events out of pieces, what a change changes, lines of
 * the broker's log.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogLines } from '../../course/workbench/broker/log-lines.ts';
import { marking, paintedLines } from '../../course/workbench/course/painted-lines.ts';
import type { Snapshot } from '../../course/workbench/messages.ts';
import { complaintsFor } from '../../site/src/workbench/complaints.ts';
import { EventLines } from '../../site/src/workbench/event-lines.ts';
import { logLine } from '../../site/src/workbench/log-line.ts';
import { changed } from '../../site/src/workbench/news.ts';

test('events are the same however their text is cut', () => {
  const text =
    'id: 1\nevent: snapshot\ndata: {"a":1}\n\n: beat\n\nevent: change\ndata: {"b":2}\n\n';
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const lines = new EventLines();
      const at = [0, ...cuts.toSorted((one, other) => one - other), text.length];
      const events = at.slice(1).flatMap((end, n) => lines.take(text.slice(at[n], end)));
      expect(events).toEqual([
        { name: 'snapshot', data: '{"a":1}' },
        { name: 'change', data: '{"b":2}' },
      ]);
    }),
  );
});

test('a change replaces what it names, and leaves the rest', () => {
  const task = (id: string, points: number) => ({ id, points });
  const before = { boot: 'x', tasks: [task('1.1', 0), task('1.2', 0)], brokerLog: ['one'] };
  const after = changed(before as unknown as Snapshot, {
    tasks: [task('1.2', 5)] as unknown as Snapshot['tasks'],
    brokerLog: ['two'],
    next: '1.3',
  });
  expect(after).toEqual({
    boot: 'x',
    next: '1.3',
    tasks: [task('1.1', 0), task('1.2', 5)],
    brokerLog: ['one', 'two'],
  });
  expect(changed(after, { brokerLog: null }).brokerLog).toEqual([]);
});

test('a line of the broker’s log is told in words; any other stays as it is', () => {
  const line = '{"level":40,"time":0,"pid":1,"nodeId":1,"msg":"slow disk","ms":812,"path":"/x y"}';
  expect(logLine(line)).toMatch(/^\d\d:00:00 warn {2}slow disk {2}ms=812 path=\/x y$/);
  for (const other of ['Yours', '{', '{"no":"msg"}', '', 'null'])
    expect(logLine(other)).toBe(other);
});

test('an error in the broker’s log has its stack below, a line for each call', () => {
  const stack = 'Error: boom\n    at heartbeat (file:///x.ts:3:1)';
  const entry = { level: 40, time: 0, msg: 'closed', client: 'a', error: { type: 'Error', stack } };
  expect(logLine(JSON.stringify(entry)).split('\n').slice(1)).toEqual([
    '    Error: boom',
    '        at heartbeat (file:///x.ts:3:1)',
  ]);
  expect(logLine(JSON.stringify(entry))).toMatch(/ warn {2}closed {2}client=a\n/);
});

test('a file is complained of in the tasks that ask for it; one that none asks for, in all', () => {
  const crc = { id: '1.1', files: ['storage/crc32c.ts'] };
  const batch = { id: '1.2', files: ['storage/encode-batch.ts'] };
  const of = (file: string) => ({ file, line: 1, text: `${file}:1 TS1` });
  const [own, others, added] = [
    of('storage/crc32c.ts'),
    of('storage/encode-batch.ts'),
    of('storage/mine.ts'),
  ];
  const now = { tasks: [crc, batch], types: [own, others, added] } as unknown as Snapshot;
  expect(complaintsFor(now, now.tasks[0]!)).toEqual([own, added]);
});

test('painted lines become pieces with a tone', () => {
  expect(paintedLines([`a ${marking('red', 'b')} c`, 'plain', ''])).toEqual([
    [{ text: 'a ' }, { text: 'b', tone: 'red' }, { text: ' c' }],
    [{ text: 'plain' }],
    [],
  ]);
});

test('a text that holds the marks themselves paints nothing', () => {
  const forged = '\u{f0000}red:x\u{f0001}';
  expect(paintedLines([marking('green', forged)])).toEqual([[{ text: 'red:x', tone: 'green' }]]);
});

test('a log is kept in whole lines, and its last ones alone', () => {
  const told: string[][] = [];
  const log = new LogLines((lines) => told.push([...lines]));
  log.add('one\ntw');
  log.add('o\r\nthree');
  log.flush();
  expect(told).toEqual([['one', 'two', 'three']]);
  log.add(`${'x\n'.repeat(5_000)}end\n`);
  log.flush();
  expect(log.lines).toHaveLength(500);
  expect(log.lines.at(-1)).toBe('end');
});
