/**
 * `npm test` runs everything that must hold before a change lands.
 * `npm test chapter-00 …` grades the learner's tree instead:
 *
 *     npm test 1.4 1.5                                     these tasks
 *     npm test offset-index-floor                          one behaviour
 *     npm test chapter-01 -- --json report.json            the report as data, too
 *     npm test chapter-01 -- --integrated                  over all that was touched
 *
 * The exit code is 0 only with full points, or where all behaviours hold that were asked for.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { root } from '../view.ts';
import { learnerCommand, runLearnerCommand } from './learner-command.ts';

enableCompileCache(join(root, '.gregor', 'cache', 'node'));

interface Options {
  readonly only?: string[];
  readonly json?: string;
  readonly integrated?: boolean;
  readonly solution?: boolean;
  readonly tree?: string;
}

await runLearnerCommand(
  learnerCommand('test', 'Grades chapters over your code; without a chapter, tests the repository.')
    .argument('[chapters...]', 'as chapter-01, 01 or storage; a task, as 1.4; a behaviour')
    .option('--only <names...>', 'only these behaviours, by id, or tasks, as 1.4')
    .option('--json <file>', 'write the report as data, too')
    .option('--integrated', 'over all files that you have touched, of every chapter')
    .option('--solution', 'over the reference')
    .option('--tree <directory>', 'over another tree than exercises/')
    .action(test),
);

async function test(names: string[], options: Options): Promise<void> {
  if (names.length === 0 && Object.keys(options).length === 0) {
    const { testRepository } = await import('../repository-tests.ts');
    if (!(await testRepository())) process.exitCode = 1;
    return;
  }
  const { gradeCommand } = await import('../grading/grade-command.ts');
  if (!(await gradeCommand(names, options))) process.exitCode = 1;
}
