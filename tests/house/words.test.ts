/**
 * What no file of the repository may say.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../course/view.ts';

/** A lockfile with addresses, or a mirror's name in a script, binds everyone to one server. */
const REGISTRY_HOST = /\b(registry|repo1?|mirrors?)\.[a-z0-9-]+\.(org|com|dev|io|net)\b/;

function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((name) => name !== '' && !name.startsWith('tests/golden/'))
    .filter((name) => statSync(join(root, name), { throwIfNoEntry: false })?.isFile() === true);
}

test('no file names a package registry', () => {
  const named = repositoryFiles().filter((name) =>
    REGISTRY_HOST.test(readFileSync(join(root, name), 'utf8')),
  );
  expect(named).toEqual([]);
});
