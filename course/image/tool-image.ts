/**
 * The tools and the broker as a few plain JavaScript files, for a quick start.
 *
 * The reference is some 350 small files, because it is read. Finding, reading and stripping each at
 * every start takes Node four times as long as all that the broker itself does until it answers. So
 * the first start bundles them, in the background, into node_modules/.cache/gregor/image, and later
 * starts take that, as long as it is what the sources say:
 *
 *     start --- image fresh? --yes--> import the image
 *                    |
 *                    no ------------> import solution/ as it is, and build an image for next time
 *
 * Invariant: an image is used only if every file it was made of, and the lockfile, still has the
 * size and the time of change that it had then. Whoever edits solution/ runs what they wrote.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../view.ts';

const ENTRY = join(root, 'solution/cli/run.ts');
const BUILDER = join(root, 'course/commands/image.ts');
/** A builder that has not finished after this long is not coming back. */
const BUILD_LIMIT_MS = 60_000;

/** What an image was made of: path, size and time of change of each file. */
type Ingredient = readonly [path: string, size: number, changedMs: number];

/** Where images lie; a test has its own place. */
export const IMAGE_DIRECTORY = join(root, 'node_modules/.cache/gregor/image');

/** The file to import instead of solution/cli/run.ts, or undefined when there is none that fits. */
export function freshImage(directory = IMAGE_DIRECTORY): string | undefined {
  try {
    const made = JSON.parse(readFileSync(join(directory, 'made-of.json'), 'utf8')) as Ingredient[];
    const same = made.every(([path, size, changedMs]) => {
      const now = statSync(path);
      return now.size === size && now.mtimeMs === changedMs;
    });
    return same ? join(directory, 'run.mjs') : undefined;
  } catch {
    return undefined;
  }
}

/** Makes an image and puts it in the place of the old one, in one step. */
export async function buildImage(directory = IMAGE_DIRECTORY): Promise<void> {
  const { rolldown } = await import('rolldown');
  const started = Date.now();
  const bundle = await rolldown({
    input: ENTRY,
    platform: 'node',
    // Packages with compiled parts find them by their own place.
    external: [/^node:/, 'pino', 'snappy', 'lz4-napi'],
    // Its paths would lead to the learner's files.
    tsconfig: false,
    logLevel: 'silent',
  });
  const fresh = `${directory}.${process.pid}`;
  const { output } = await bundle.write({
    dir: fresh,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  const files = [...modules.filter((id) => !id.includes('\0')), join(root, 'package-lock.json')];
  writeFileSync(join(fresh, 'made-of.json'), JSON.stringify(files.map(ingredient)));
  // A file that changed while the bundle was made may be in it as it was before.
  const torn = files.some((path) => statSync(path).mtimeMs > started);
  if (!torn) replaceDirectory(fresh, directory);
  else rmSync(fresh, { recursive: true });
}

/** Has an image built by a process of its own, which nobody waits for. */
export function buildImageInBackground(directory = IMAGE_DIRECTORY): void {
  if (!takeTurn(directory)) return;
  spawn(process.execPath, [BUILDER], { detached: true, stdio: 'ignore' }).unref();
}

/** One builder at a time is enough, and none where nothing can be written. */
function takeTurn(directory: string): boolean {
  const turn = `${directory}.building`;
  try {
    mkdirSync(join(directory, '..'), { recursive: true });
    const since = statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - since < BUILD_LIMIT_MS) return false;
    writeFileSync(turn, '');
    return true;
  } catch {
    return false;
  }
}

function ingredient(path: string): Ingredient {
  const { size, mtimeMs } = statSync(path);
  return [path, size, mtimeMs];
}

function replaceDirectory(fresh: string, directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  renameSync(fresh, directory);
}
