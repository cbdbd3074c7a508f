/**
 * The workbench without its server: it grades what is saved, notes progress, runs the broker, does
 * what a page asks for, and says what has become of all that.
 *
 *     exercises/ ─► SaveGrading ─► verdict ─┬─► .gregor/progress.json
 *                                           ├─► .gregor/traces/, for the trace viewer
 *                                           ├─► CourseNews ─► a Change for every page
 *                                           ├─► a line for the terminal
 *                                           └─► TypeCheck, which no answer waits for ─► a Change
 */
import { unwatchFile, watchFile } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type Chapter, filesOf } from '../chapter.ts';
import type { GradedChapter } from '../grading/grade-chapter.ts';
import { keepTraces } from '../grading/kept-traces.ts';
import { pruneCache } from '../grading/prune-cache.ts';
import type { Run } from '../grading/run-queue.ts';
import { SaveGrading } from '../grading/save-grading.ts';
import { wholeTasks } from '../grading/verdict.ts';
import { chapterView, learnerPath } from '../learner-views.ts';
import { PlainError } from '../plain-error.ts';
import { readProgress, taskProgress } from '../progress/progress.ts';
import { recordVerdict } from '../progress/record-verdict.ts';
import { touchedFiles } from '../stubs/touched.ts';
import { root } from '../view.ts';
import { brokerNews, brokerParts } from './broker/broker-news.ts';
import { type BrokerOptions, BrokerProcess } from './broker/broker-process.ts';
import { CourseNews } from './course/course-news.ts';
import { runLine, tasksOf } from './course/run-line.ts';
import { BadRequest } from './http/read-json.ts';
import { LearnerActions, read } from './learner-actions.ts';
import type { Change, RunNews, Snapshot } from './messages.ts';
import { TypeCheck } from './type-check.ts';

export interface DeskOptions {
  readonly chapters: readonly Chapter[];
  /** The learner's tree: from the root, or absolute. */
  readonly tree: string;
  /** `.gregor`, absolute: where the traces of failures are kept. */
  readonly home: string;
  /** Where progress is noted. */
  readonly progress: string;
  readonly broker: BrokerOptions;
  readonly openFile: (path: string, line: number) => Promise<void>;
  readonly send: (change: Change) => void;
  /** A line for the terminal. */
  readonly print: (line: string) => void;
}

const BrokerOrder = z.strictObject({ do: z.enum(['start', 'stop']) });
const LOOK_MS = 1_000;

export class CourseDesk {
  readonly #options: DeskOptions;
  readonly #news: CourseNews;
  readonly #actions: LearnerActions;
  readonly #broker: BrokerProcess;
  readonly #grading: SaveGrading;
  readonly #types: TypeCheck;
  readonly #progressChanged = () => this.#sendProgress();
  #run: RunNews | undefined;
  #isGone = false;
  #parts: readonly string[] | undefined;
  #savedSince: string[] = [];

  constructor(options: DeskOptions) {
    const { chapters, tree, progress, broker } = options;
    this.#options = options;
    this.#news = new CourseNews(chapters);
    this.#actions = new LearnerActions(options);
    this.#broker = new BrokerProcess(broker, {
      changed: () => this.#sendBroker(),
      logged: (lines) => options.send({ brokerLog: lines }),
    });
    this.#types = new TypeCheck(tree, () => options.send({ types: this.#types.complaints }));
    this.#grading = new SaveGrading({
      chapters,
      tree,
      withTypes: false,
      viewOf: (chapter) => chapterView(chapter, tree),
      listener: {
        began: (run) => this.#began(run),
        ended: (run, graded, tookMs) => this.#ended(run, graded, tookMs),
        broke: (run, error) => this.#broke(run, error),
        treeGone: (isGone) => this.#treeGone(isGone),
      },
    });
    // Commands in a terminal note progress, too.
    watchFile(progress, { interval: LOOK_MS, persistent: false }, this.#progressChanged);
  }

  /** Grades what was begun before, when nothing else is to do. */
  begin(): void {
    const { chapters, tree, print } = this.#options;
    try {
      const touched = touchedFiles(tree);
      for (const chapter of chapters) {
        const isTouched = filesOf(chapter).some((file) => touched.includes(file));
        if (isTouched || this.#isNoted(chapter)) this.#grading.owe(chapter);
      }
    } catch (error) {
      print(wordsOf(error));
    }
  }

  /** What has points, and is untouched now, was taken back while no workbench ran. */
  #isNoted({ tasks }: Chapter): boolean {
    const progress = readProgress(this.#options.progress);
    return tasks.some(({ id }) => (taskProgress(progress, id)?.points ?? 0) > 0);
  }

  snapshot(): Omit<Snapshot, 'boot' | 'site'> {
    const progress = readProgress(this.#options.progress);
    const next = this.#news.next(progress);
    return {
      tree: this.#treeNews(),
      tasks: this.#news.tasks(progress),
      chapters: this.#news.chapters(progress),
      types: this.#types.complaints,
      broker: this.#brokerNews(),
      brokerLog: this.#broker.log,
      ...(next === undefined ? {} : { next }),
      ...(this.#run === undefined ? {} : { run: this.#run }),
    };
  }

  /** Does what a page asks for; rejects with a BadRequest or a PlainError where it can't. */
  async act(name: string, body: unknown): Promise<unknown> {
    if (name === 'hint') return this.#hint(body);
    if (name === 'reset') return this.#actions.reset(body);
    if (name === 'diff') return this.#actions.diff(body);
    if (name === 'open') return this.#actions.open(body);
    if (name === 'run') return this.#ask(body);
    if (name === 'broker') return this.#orderBroker(body);
    throw new BadRequest(404, 'The workbench does no such thing.');
  }

  /** Ends all that it started; resolves when the broker has gone. */
  async end(): Promise<void> {
    unwatchFile(this.#options.progress, this.#progressChanged);
    this.#endWork();
    await this.#broker.stop();
  }

  /** Ends it without waiting for anything. */
  kill(): void {
    this.#endWork();
    this.#broker.kill();
  }

  #endWork(): void {
    this.#grading.end();
    this.#types.end();
  }

  #hint(body: unknown): unknown {
    const { task, lines } = this.#actions.hint(body);
    this.#sendTasks([task]);
    return { lines };
  }

  #ask(body: unknown): unknown {
    const { chapter, only } = this.#actions.toRun(body);
    if (this.#isGone) throw new PlainError(this.#goneSentence());
    this.#grading.ask(chapter, only);
    return { lines: ['Graders run.'] };
  }

  #orderBroker(body: unknown): unknown {
    const order = read(BrokerOrder, body).do;
    if (order === 'start') this.#savedSince = [];
    void (order === 'start' ? this.#broker.start() : this.#broker.stop());
    return { lines: [order === 'start' ? 'The broker starts.' : 'The broker stops.'] };
  }

  #began(run: Run): void {
    this.#savedSince = [...new Set([...this.#savedSince, ...run.files])];
    this.#parts = undefined;
    this.#run = { ...this.#runNews(run), state: 'running' };
    this.#options.send({ run: this.#run });
  }

  #ended(run: Run, graded: GradedChapter, tookMs: number): void {
    const { progress, print, home } = this.#options;
    recordVerdict(wholeTasks(graded.verdict), progress);
    keepTraces(graded.verdict, home);
    const says = runLine(run, graded.verdict, tookMs);
    this.#run = { ...this.#runNews(run), state: 'ended', tookMs, says };
    this.#sendTasks(this.#news.take(graded), this.#run);
    this.#sendBroker();
    print(says);
    void this.#types.ask();
    pruneCache().catch(() => {}); // It has no answer to wait for.
  }

  #broke(run: Run, error: unknown): void {
    const says = wordsOf(error);
    this.#run = { ...this.#runNews(run), state: 'broken', says };
    this.#options.send({ run: this.#run });
    this.#options.print(`✘ ${says}`);
  }

  #runNews(run: Run): Omit<RunNews, 'state'> {
    return { tasks: tasksOf(run), chapter: run.chapter.folder, files: run.files };
  }

  #treeGone(isGone: boolean): void {
    this.#isGone = isGone;
    const { send, print } = this.#options;
    print(isGone ? this.#goneSentence() : `${this.#treeNews().path}/ is back.`);
    send({ tree: this.#treeNews() });
    // A run that it went away under has found nothing there.
    if (!isGone) this.begin();
  }

  #goneSentence(): string {
    return `${this.#treeNews().path}/ is gone; \`npm run stubs\` makes it anew.`;
  }

  #treeNews(): Snapshot['tree'] {
    const { tree } = this.#options;
    const path = learnerPath({ learnerTree: tree }, '').replace(/\/$/, '');
    return { path: path === '' ? resolve(root, tree) : path, isGone: this.#isGone };
  }

  #sendTasks(ids: readonly string[], run?: RunNews): void {
    const progress = readProgress(this.#options.progress);
    const next = this.#news.next(progress);
    this.#options.send({
      tasks: ids.flatMap((id) => this.#news.task(id, progress) ?? []),
      chapters: this.#news.chapters(progress),
      ...(next === undefined ? {} : { next }),
      ...(run === undefined ? {} : { run }),
    });
  }

  #sendProgress(): void {
    this.#sendTasks(this.#options.chapters.flatMap(({ tasks }) => tasks.map(({ id }) => id)));
  }

  #sendBroker(): void {
    this.#options.send({ broker: this.#brokerNews() });
  }

  #brokerNews(): Snapshot['broker'] {
    const { tree, chapters } = this.#options;
    this.#parts ??= brokerParts(tree, chapters);
    return brokerNews(this.#broker, this.#parts, this.#savedSince);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
