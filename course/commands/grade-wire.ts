/**
 * `npm run grade:wire -- --target 127.0.0.1:9092 [chapter-01 …]`: tries every behaviour that shows
 * on the wire on the broker at an address. Real Kafka passes all of them (`npm run interop`), or
 * the behaviour is wrong. It makes topics with names of their own, and deletes them.
 *
 * Exit code 0 only when all hold.
 */
import { loadChapters } from '../chapters.ts';
import { checkReachable, gradeWire, parseAddress, reportWire } from '../grading/grade-wire.ts';
import { paintFor } from '../grading/report/page.ts';
import { findChapter } from '../names.ts';
import { learnerCommand, runLearnerCommand } from './learner-command.ts';

await runLearnerCommand(
  learnerCommand('grade:wire', 'Tries the behaviours that show on the wire on a broker.')
    .argument('[chapters...]', 'as chapter-01, 01 or storage; all when none is named')
    .requiredOption('--target <host:port>', 'where the broker listens')
    .action(gradeAddress),
);

async function gradeAddress(names: string[], { target }: { target: string }): Promise<void> {
  const address = parseAddress(target);
  const all = await loadChapters();
  const chapters = names.length === 0 ? all : names.map((name) => findChapter(all, name));
  await checkReachable(address);
  for (const chapter of chapters) {
    const graded = await gradeWire(chapter, address);
    console.log(`${reportWire(graded, address, paintFor(process.stdout))}\n`);
    if (graded.failed.length > 0) process.exitCode = 1;
  }
}
