/**
 * How graders and the code under test are loaded: what vitest.config.ts gives to vite, and
 * trial-hooks.ts to Node.
 */
import { join, resolve } from 'node:path';
import { root, type View } from '../view.ts';
import { viewPlugin } from '../view-plugin.ts';
import { ENDLESS_LOOP, guardLoops } from './guard-loops.ts';

/** The part of vite's plugin language that they take; all of it answers at once. */
export interface GraderPlugin {
  readonly name: string;
  readonly enforce: 'pre';
  resolveId?(specifier: string, importer?: string): string | undefined;
  /** Of TypeScript as it stands in the file. */
  transform?(text: string, id: string): string | undefined;
}

export function graderPlugins(view: View): GraderPlugin[] {
  return [notesUnwritten, endsLoops(view), viewPlugin(view)];
}

/** The code under test gets a `NotImplemented` that notes itself; the reference's stays as it is. */
const notesUnwritten: GraderPlugin = {
  name: 'gregor-notes-unwritten',
  enforce: 'pre',
  resolveId(specifier: string, importer?: string): string | undefined {
    if (specifier !== '#env/not-implemented.ts') return undefined;
    if (importer?.endsWith('?reference')) return undefined;
    return withSlashes(join(root, 'course', 'grading', 'unwritten.ts'));
  },
};

/** The learner's loops count their turns; the reference's and the graders' are known to end. */
function endsLoops({ learnerTree, learnerFiles }: View): GraderPlugin {
  const guarded = new Map(
    learnerFiles.map((file) => [withSlashes(resolve(root, learnerTree, file)), file]),
  );
  return {
    name: 'gregor-ends-loops',
    enforce: 'pre',
    resolveId(specifier: string): string | undefined {
      if (specifier !== ENDLESS_LOOP) return undefined;
      return withSlashes(join(root, 'course', 'grading', 'endless-loop.ts'));
    },
    transform(text: string, id: string): string | undefined {
      const file = guarded.get(withSlashes(id));
      return file === undefined ? undefined : guardLoops(file, text);
    },
  };
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}
