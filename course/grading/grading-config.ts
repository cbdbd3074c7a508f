/**
 * How vitest runs graders, for its own interface alone (`npm run ui`, show-in-browser.ts): those of
 * one chapter, over one view. Everywhere else they run by Node's own hooks (grader-hooks.ts).
 *
 * Graders share one thread, and with it the modules that they load: the reference's whole broker,
 * twice, would take longer to load for each grader than all behaviours take to run. What a mistake
 * in the code could do to a later grader it could do to a later behaviour of the same one, too.
 *
 * Transformed modules are kept from one `npm run ui` to the next. Vitest keeps them by their text, with their imports
 * resolved, so the key has to say what these are resolved to: the same grader means another
 * learner's file in another view.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { BaseSequencer, type InlineConfig, type TestSpecification } from 'vitest/node';
import { resolveInView, root, type View } from '../view.ts';
import type { Assignment } from './assignment.ts';
import { graderPlugins } from './grader-plugins.ts';
import { Recorder } from './recorder.ts';

/** What decides how a module is transformed, besides vitest itself, which asks its lockfile. */
const MACHINERY = [
  'view.ts',
  'view-plugin.ts',
  'grading/grader-plugins.ts',
  'grading/guard-loops.ts',
] as const;

const SPECIFIER = /['"]((?:#|reference:)[\w./-]+)['"]/g;

export interface GradingConfig {
  readonly test: InlineConfig;
  readonly plugins: Plugin[];
}

export function gradingConfig({ folder, view }: Assignment): GradingConfig {
  const plugins = graderPlugins(view);
  return {
    test: {
      root,
      include: [`graders/${folder}/**/*.grader.ts`],
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      reporters: [new Recorder()],
      passWithNoTests: true,
      sequence: { sequencer: InOrder },
      disableConsoleIntercept: true,
      fsModuleCache: true,
      fsModuleCachePath: join(root, '.gregor', 'cache', 'graders'),
    },
    plugins: [...plugins, namesImports(view)] as Plugin[],
  };
}

/** Adds to a module's key in the cache what its imports mean in this view. */
function namesImports(view: View): object {
  const own = graderPlugins(view);
  const machinery = hashOfMachinery();
  const learnerIds = new Set(view.learnerFiles.map((file) => resolveInView(view, `#${file}`)));
  const meaningOf = (specifier: string, importer: string) =>
    own.map(({ resolveId }) => resolveId?.(specifier, importer)).find((id) => id !== undefined);
  return {
    name: 'gregor-names-imports',
    configureVitest(context: { defineCacheKeyGenerator(key: KeyGenerator): void }) {
      context.defineCacheKeyGenerator(({ id, sourceCode }) => {
        const specifiers = [...sourceCode.matchAll(SPECIFIER)].map(([, name]) => name ?? '');
        const meanings = specifiers.map((name) => meaningOf(name, id));
        return [machinery, learnerIds.has(id) ? 'guarded' : '', ...meanings].join('\n');
      });
    },
  };
}

/** Graders in the order in which they were asked for: the order of the tasks. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}

type KeyGenerator = (module: { readonly id: string; readonly sourceCode: string }) => string;

function hashOfMachinery(): string {
  const hash = createHash('sha256');
  for (const file of MACHINERY) hash.update(readFileSync(join(root, 'course', file)));
  return hash.digest('hex');
}
