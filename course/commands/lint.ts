/**
 * `npm run lint` and `npm run format`: Biome formats, sorts imports and looks for mistakes, in one.
 */
import { run } from '../process.ts';

process.exitCode = (await run('biome', process.argv.slice(2), { output: 'show' })).code;
