/**
 * A page that would need Node fails the build, whether it is the page itself that imports it, a module that
 * is loaded later, or its worker.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { simulationBuild } from '../../site/build/simulation-build.ts';

let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'nothing-of-node-'));
  writeFileSync(join(place, 'index.html'), '<script type="module" src="./page.ts"></script>');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

async function built(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  try {
    await build({
      root: place,
      configFile: false,
      logLevel: 'silent',
      ...simulationBuild(),
      build: { outDir: join(place, 'out') },
    });
    return 'built';
  } catch (error) {
    return (error as Error).message;
  }
}

const start = `new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });`;

it('builds what needs nothing of Node, with a worker that runs the broker’s storage', async () => {
  const worker = `import { PartitionLog } from '#storage/partition-log.ts'; postMessage(PartitionLog.name);`;
  expect(await built({ 'page.ts': start, 'worker.ts': worker })).toBe('built');
});

it.each(['node:fs', 'fs', 'node:zlib'])('a page that imports %s is not built', async (name) => {
  const said = await built({ 'page.ts': `import * as it from '${name}'; console.log(it);` });
  expect(said).toContain(`page.ts imports ${name}: a browser has none of Node`);
});

it('nor is one that would load it later', async () => {
  const said = await built({ 'page.ts': `console.log(await import('node:path'));` });
  expect(said).toContain('imports node:path');
});

it.each([
  ['itself', `import { join } from 'node:path'; postMessage(join('a', 'b'));`],
  ['in what it loads later', `postMessage(Object.keys(await import('node:os')));`],
  [
    'by a module of env/node',
    `import { nodeHost } from '#env/node/node-host.ts'; postMessage(nodeHost);`,
  ],
])('nor is one whose worker imports it %s', async (_, worker) => {
  const said = await built({ 'page.ts': start, 'worker.ts': worker });
  expect(said).toMatch(/imports node:\w+: a browser has none of Node/);
});
