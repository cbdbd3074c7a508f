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
    "holds somebody's work, and stays; `npm run reset` with its task's number begins anew, and " +
    'keeps what was there',
  leftover: checks
    ? 'is asked for by no task any more: npm run stubs'
    : 'is asked for no more: gone',
};
for (const { file, state } of states) console.log(`exercises/${file} ${advice[state]}`);
if (checks && states.some(({ state }) => state !== 'current')) process.exitCode = 1;
