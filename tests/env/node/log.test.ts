import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** What a process that logs so writes to its standard error. */
function logged(options: string, statements: string): string {
  const program = `
    import { createNodeLog } from '#env/node/node-log.ts';
    const log = createNodeLog(${options});
    ${statements}`;
  const args = ['--input-type=module', '--eval', program];
  const cwd = new URL('../../../', import.meta.url);
  return spawnSync(process.execPath, args, { encoding: 'utf8', cwd }).stderr;
}

test('writes a line of JSON for machines, the last ones before an end included', () => {
  const lines = logged(
    '{}',
    `log.info('Started', { port: 9092 });
     log.debug('unheard');
     log.error('Failed', { error: new TypeError('bad') });
     log.warn('Last');
     process.exit(3);`,
  ).split('\n');
  expect(lines).toHaveLength(4);
  const [started, failed, last] = lines.slice(0, 3).map((line) => JSON.parse(line));
  expect(started).toMatchObject({ level: 30, port: 9092, msg: 'Started' });
  expect(failed).toMatchObject({ level: 50, error: { type: 'TypeError', message: 'bad' } });
  expect(last).toMatchObject({ level: 40, msg: 'Last' });
  expect(started.time).toBeLessThanOrEqual(failed.time);
});

test('writes a plain line for a person', () => {
  const text = logged(
    "{ format: 'human', level: 'debug' }",
    `log.debug('Loaded', { partitions: 12, path: 'data/t-0', note: 'two words' });
     log.warn('Full', { error: new RangeError('no room') });`,
  );
  expect(text.replace(/^[\d:.]{12} /gm, '')).toBe(
    'DEBUG Loaded partitions=12 path=data/t-0 note="two words"\nWARN  Full error="no room"\n',
  );
});

test('shows a person the stack of an error that is a bug', () => {
  const text = logged("{ format: 'human' }", "log.error('Broken', { error: new Error('bug') });");
  expect(text).toMatch(/ERROR Broken error="bug"\nError: bug\n {4}at /);
});
