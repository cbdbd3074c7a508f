/**
 * What a built site was made of, as one hash: everything that its build reads, by names and texts.
 * Times of files are no evidence (a checkout sets them).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../view.ts';

/** Folders and files of the repository that the build reads. */
const INPUTS = ['chapters', 'solution', 'site', 'course', 'package-lock.json', 'ARCHITECTURE.md'];

/** What lies among them and is no input: what the build itself writes, and what no page asks. */
const NO_INPUT =
  /^(site\/(dist|\.pages|\.astro|node_modules)|course\/(workbench|commands|mutation))(\/|$)/;

export function siteStamp(directory = root): string {
  const hash = createHash('sha256');
  for (const name of inputs(directory)) {
    const text = readFileSync(join(directory, name));
    hash.update(`${name}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

/** Whether something may have changed: sizes and times, which are quick to read. */
export function siteMarks(directory = root): string {
  const marks = inputs(directory).map((name) => {
    const { size, mtimeMs } = statSync(join(directory, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return marks.join('\n');
}

function inputs(directory: string): string[] {
  return INPUTS.flatMap((name) => {
    const kind = statSync(join(directory, name), { throwIfNoEntry: false });
    if (kind === undefined) return [];
    return kind.isFile() ? [name] : filesBelow(directory, name);
  }).sort();
}

function filesBelow(directory: string, name: string): string[] {
  if (NO_INPUT.test(name)) return [];
  return readdirSync(join(directory, name), { withFileTypes: true }).flatMap((entry) => {
    const path = `${name}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(directory, path);
    return entry.isFile() && !NO_INPUT.test(path) ? [path] : [];
  });
}
