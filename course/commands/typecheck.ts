/**
 * `npm run typecheck`: TypeScript over the whole repository, and over the learner's files.
 *
 * These are two programs: in the learner's a `Reader` is the learner's, in the repository's it is
 * the reference's, as for graders and tests. In one program each would have to be the other, and
 * whoever names a private field otherwise would be told of it in files that are not theirs.
 * The site is a third: its files know the browser, which nothing else here may.
 */
import { run } from '../process.ts';

const args = process.argv.slice(2);
const repository = await run('tsc', args, { output: 'show' });
const learner = await run('types', ['exercises', ...args], { output: 'show' });
const site = await run('types', ['site', ...args], { output: 'show' });
process.exitCode = repository.code || learner.code || site.code;
