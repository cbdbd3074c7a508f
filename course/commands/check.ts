/**
 * `npm run check`: whether the architecture pages are what the code is, and whether all that the
 * lessons refer to is there. `-- --write` redraws what is drawn from declarations and from the files.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { architectureFaults, architecturePath, redraw } from '../house/architecture.ts';
import { fileMapPath, redrawFileMap } from '../house/file-map.ts';
import { lessonFaults } from '../lesson/lesson-faults.ts';

if (process.argv.includes('--write')) {
  rewrite(architecturePath, redraw);
  rewrite(fileMapPath, redrawFileMap);
}
const faults = [...architectureFaults(), ...(await lessonFaults())];
for (const fault of faults) console.log(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('The architecture pages are up to date, and nothing is missing for the lessons.');

function rewrite(path: string, change: (page: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}
