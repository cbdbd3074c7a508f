/**
 * `npm run stubs`: generates the stubs in exercises/ from the manifests and the reference.
 * `npm run stubs -- --check` only says whether they are what generating would give.
 */
import { loadChapters } from '../chapters.ts';
import { compareStubs, generateStubs, type StubState, writeStubs } from '../stubs/exercises.ts';

const checks = process.argv.includes('--check');
const stubs = generateStubs(await loadChapters());
const states = checks ? compareStubs(stubs) : writeStubs(stubs);

const advice: Record<StubState['state'], string> = {
  current: 'is up to date',
  missing: checks ? 'is missing: npm run stubs' : 'is new',
  stale: checks ? 'is not what the reference gives now: npm run stubs' : 'is generated anew',
  touched:
    "holds somebody's work, which `npm test chapter-NN` grades; to start over, delete it and " +
    '`npm run stubs`',
};
for (const { file, state } of states) console.log(`exercises/${file} ${advice[state]}`);
if (checks && states.some(({ state }) => state !== 'current')) process.exitCode = 1;
