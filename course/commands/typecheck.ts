/**
 * `npm run typecheck`: TypeScript over the whole repository.
 */
import { run } from '../process.ts';

process.exitCode = (await run('tsc', process.argv.slice(2), { output: 'show' })).code;
