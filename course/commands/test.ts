/**
 * `npm test` runs everything that must hold before a change lands.
 * `npm test chapter-00 …` grades the learner's tree instead.
 */
import { chapterName } from '../chapter.ts';
import { findChapter, loadChapters } from '../chapters.ts';
import { reportChapter } from '../grading/report.ts';
import { runGraders } from '../grading/run-graders.ts';
import { judge } from '../grading/verdict.ts';
import { chapterView } from '../learner-views.ts';
import { testRepository } from '../repository-tests.ts';

const names = process.argv.slice(2);
const holds = names.length === 0 ? await testRepository() : await gradeChapters(names);
if (!holds) process.exitCode = 1;

/** Whether each chapter got its full points. */
async function gradeChapters(names: readonly string[]): Promise<boolean> {
  const all = await loadChapters();
  let full = true;
  for (const chapter of chaptersNamed(all, names)) {
    const view = chapterView(chapter);
    const verdict = judge(chapter, await runGraders(chapter, view));
    console.log(`${reportChapter(verdict, view)}\n`);
    full &&= verdict.points === verdict.ofPoints;
  }
  return full;
}

function chaptersNamed(all: Awaited<ReturnType<typeof loadChapters>>, names: readonly string[]) {
  try {
    return names.map((name) => findChapter(all, name));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error(
      `\`npm test\` alone tests the repository; \`npm test ${chapterName(all[0]!)}\` grades your work.`,
    );
    process.exit(1);
  }
}
