/** `npm run sim`: what it takes, and what it says to what it does not take. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../course/view.ts';

function sim(...args: string[]) {
  const command = join(root, 'course', 'commands', 'sim.ts');
  return spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });
}

test.each([
  [['--workload', 'weather'], 'There is no workload "weather". There are: storage,'],
  [['--seeds', 'many'], '--seeds takes a whole number, not "many".'],
  [['--seeds', '0'], '--seeds is how many: 1 or more, not 0.'],
  [['--seed', '7'], "error: unknown option '--seed'"],
])('%j gets a sentence', (args, sentence) => {
  const { status, stderr } = sim(...args);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain('    at ');
  expect(status).toBe(1);
});

test('lives through the seeds of a workload', () => {
  const { status, stdout } = sim('--workload', 'compaction', '--seeds', '3', '--first', '5');
  expect(stdout).toMatch(/^compaction: 3 seeds from 5 on, in \d+ s: every promise was kept\.$/m);
  expect(status).toBe(0);
});
