/**
 * The workbench: a server on the loopback, the site that it serves, and the desk behind it.
 *
 *     browser ── GET /chapters/… ──────────► SiteServer ─► .gregor/site/
 *             ── GET /workbench/events ────► EventStream ◄─ changes ─┐
 *             ── POST /workbench/hint, … ──► CourseDesk ─────────────┘
 *
 * The server is up before anything else is: the course is loaded, and the site looked at, while the
 * browser opens.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Trace } from '../../site/simulations/trace/trace.ts';
import { PlainError } from '../plain-error.ts';
import type { CourseDesk, DeskOptions } from './course-desk.ts';
import { answerJson, answerRefused, guardHeaders } from './http/answer.ts';
import { EventStream } from './http/event-stream.ts';
import { listen } from './http/listen.ts';
import { BadRequest, readJson } from './http/read-json.ts';
import { PRIVATE, refusal } from './http/request-guard.ts';
import { SiteServer } from './http/serve-site.ts';
import { claim, type Instance, release } from './instance.ts';
import type { Snapshot } from './messages.ts';
import { type BuildSite, BuiltSite } from './site/built-site.ts';

export interface WorkbenchOptions extends Omit<DeskOptions, 'chapters' | 'send' | 'openFile'> {
  /** `.gregor`, absolute: the site, the traces, and the note of who runs. */
  readonly home: string;
  /** Where the built site lies, if it is not there. */
  readonly siteHome?: string;
  /** The only port that will do; a free one without it. */
  readonly port?: number | undefined;
  readonly buildSite: BuildSite;
  /** Opens a file in an editor; a test has its own. */
  readonly openFile?: DeskOptions['openFile'];
  /** Loads the chapters; a test has its own. */
  readonly loadCourse?: () => Promise<DeskOptions['chapters']>;
}

/** Who sends a request slower than this has given up, or means no good. */
const REQUEST_MS = 10_000;

/** How often it is looked, while a page is open, whether the course has changed. */
const LOOK_MS = 3_000;

const TRACES = 'traces/';

export class Workbench {
  readonly #options: WorkbenchOptions;
  readonly #server: Server;
  readonly #token = randomBytes(32).toString('base64url');
  readonly #boot = randomBytes(8).toString('hex');
  readonly #site: BuiltSite;
  readonly #pages: SiteServer;
  readonly #stream: EventStream;
  #instance: Instance = { pid: process.pid, port: 1, boot: this.#boot };
  #desk: Promise<CourseDesk> | undefined;
  #settled: CourseDesk | undefined;
  #isSiteTold = false;
  readonly #look = setInterval(() => this.#lookAtSources(), LOOK_MS).unref();

  private constructor(options: WorkbenchOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.requestTimeout = REQUEST_MS;
    this.#server.headersTimeout = REQUEST_MS;
    this.#site = new BuiltSite({
      home: options.siteHome ?? options.home,
      build: options.buildSite,
      changed: () => this.#siteChanged(),
    });
    this.#pages = new SiteServer(this.#site, this.#token);
    this.#stream = new EventStream(() => this.#snapshot());
  }

  /** Starts one; or says which one is there already. */
  static async start(options: WorkbenchOptions): Promise<Workbench | Instance> {
    const workbench = new Workbench(options);
    const port = await listen(workbench.#server, options.port);
    workbench.#instance = { ...workbench.#instance, port };
    const other = await claim(options.home, workbench.#instance);
    if (other !== undefined) {
      await workbench.#closeServer();
      return other;
    }
    options.print(`Gregor: ${workbench.url}   (Ctrl-C ends it)`);
    void workbench.#site.bringUpToDate();
    workbench.#desk = workbench.#openDesk();
    workbench.#desk.catch(() => {}); // Whoever asks for `opened` is told.
    return workbench;
  }

  /** Resolves when the course is loaded; rejects where it can't be: then there is nothing to go on with. */
  async opened(): Promise<void> {
    await this.#desk;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#instance.port}/`;
  }

  /** Ends it, and all that it started. */
  async end(): Promise<void> {
    release(this.#options.home, this.#instance);
    clearInterval(this.#look);
    this.#site.end();
    this.#stream.close();
    const deskEnded = this.#desk?.then(
      (desk) => desk.end(),
      () => {},
    );
    await Promise.all([this.#closeServer(), deskEnded]);
  }

  /** Ends what it started, without waiting for any of it. */
  kill(): void {
    release(this.#options.home, this.#instance);
    this.#site.end();
    this.#settled?.kill();
  }

  async #openDesk(): Promise<CourseDesk> {
    const [{ CourseDesk }, { loadChapters }, { openInEditor }] = await Promise.all([
      import('./course-desk.ts'),
      import('../chapters.ts'),
      import('./editor/open.ts'),
    ]);
    const desk = new CourseDesk({
      openFile: openInEditor,
      ...this.#options,
      chapters: await (this.#options.loadCourse ?? loadChapters)(),
      send: (change) => this.#stream.send(change),
    });
    this.#settled = desk;
    desk.begin();
    return desk;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    guardHeaders(response, this.#boot);
    const [path = '/'] = (request.url ?? '/').split('?');
    const { method = 'GET', headers } = request;
    const ours = { port: this.#instance.port, token: this.#token };
    const refused = refusal({ method, path, headers }, ours);
    if (refused !== undefined) {
      response.setHeader('connection', 'close');
      answerRefused(response, refused.status, refused.says, refused.error);
      return;
    }
    try {
      if (path.startsWith(PRIVATE)) await this.#doPrivate(request, response, path);
      else this.#pages.answer(request, response, path);
    } catch (error) {
      answerError(response, error, this.#options.print);
    }
  }

  async #doPrivate(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const desk = await this.#desk;
    if (desk === undefined) throw new BadRequest(503, 'The workbench has not begun yet.');
    const name = path.slice(PRIVATE.length);
    if (request.method === 'POST') {
      answerJson(response, 200, await desk.act(name, await readJson(request)));
    } else if (name === 'events') this.#stream.open(request, response);
    else if (name.startsWith(TRACES)) answerJson(response, 200, await this.#trace(name));
    else throw new BadRequest(404, 'There is no such thing.');
  }

  /** What is kept of a behaviour's last failure, for the trace viewer. */
  async #trace(name: string): Promise<Trace> {
    const { keptTrace } = await import('../grading/kept-traces.ts');
    const kept = keptTrace(name.slice(TRACES.length), this.#options.home);
    if (kept === undefined) throw new BadRequest(404, 'No trace of that name is kept.');
    return kept;
  }

  #snapshot(): Snapshot {
    if (this.#settled === undefined) throw new Error('The course is not loaded yet.');
    return { boot: this.#boot, site: this.#site.news, ...this.#settled.snapshot() };
  }

  /** Who edits a lesson has its page open. */
  #lookAtSources(): void {
    if (this.#stream.isHeard) this.#site.lookAgain();
  }

  #siteChanged(): void {
    const { news } = this.#site;
    const { print } = this.#options;
    this.#stream.send({ site: news });
    if (news.state === 'building') print('The site is being built; the page opens by itself.');
    if (news.state === 'failed') print(`✘ The site can't be built:\n${news.says}`);
    if (news.state === 'ready' && this.#isSiteTold) print('The site is built.');
    this.#isSiteTold = true;
  }

  #closeServer(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** A sentence for what was foreseen; anything else is the terminal's, and a fault of ours. */
function answerError(
  response: ServerResponse,
  error: unknown,
  print: (line: string) => void,
): void {
  if (error instanceof BadRequest) {
    if (error.status === 413) response.setHeader('connection', 'close');
    answerRefused(response, error.status, error.message, error.error);
  } else if (error instanceof PlainError) {
    answerRefused(response, 422, error.message);
  } else {
    print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    answerRefused(response, 500, 'The workbench has a fault: its terminal says which.');
  }
}
