/**
 * `npm run check`: whether the architecture pages are what the code is. `-- --write` redraws what
 * is drawn from declarations; what is prose it only names.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { architectureFaults, architecturePath, redraw } from '../house/architecture.ts';

if (process.argv.includes('--write')) {
  writeFileSync(architecturePath, redraw(readFileSync(architecturePath, 'utf8')));
}
const faults = architectureFaults();
for (const fault of faults) console.log(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('The architecture pages are up to date.');
