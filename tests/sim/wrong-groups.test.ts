/** What the simulation of groups has to notice, it notices: see wrong-groups.ts. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../../course/view.ts';
import type { Noticed } from './try-wrong-groups.ts';
import { wrongGroups } from './wrong-groups.ts';

const program = join(root, 'tests', 'sim', 'try-wrong-groups.ts');

test('every wrong broker and client breaks a promise that the simulation looks at', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  const lines = stdout.trim().split('\n');
  const noticed = new Map(
    lines.map((line) => JSON.parse(line) as Noticed).map((one) => [one.name, one.violation]),
  );
  for (const { name, violates } of wrongGroups) {
    expect(noticed.get(name), `it ${name}`).toMatch(new RegExp(`\\b(${violates.join('|')}): `));
  }
}, 120_000);
