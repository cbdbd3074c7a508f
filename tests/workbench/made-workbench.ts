/**
 * A workbench for a test: over a copy of exercises/, in a folder of its own, with a site of a few
 * files, on a port that is free, and with a client that is as good or as bad as the test wants.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadChapters } from '../../course/chapters.ts';
import { root } from '../../course/view.ts';
import type { Change, Snapshot } from '../../course/workbench/messages.ts';
import { Workbench, type WorkbenchOptions } from '../../course/workbench/workbench.ts';

export interface MadeWorkbench {
  readonly workbench: Workbench;
  readonly folder: string;
  readonly tree: string;
  readonly port: number;
  readonly token: string;
  /** What was printed in the terminal. */
  readonly printed: string[];
  /** What an editor was asked to open. */
  readonly opened: string[];
  end(): Promise<void>;
}

const PAGES: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><html><head><title>Home</title></head><body>home</body></html>',
  'chapters/01-storage/index.html': '<html><head></head><body>storage</body></html>',
  '404.html': '<html><head></head><body>nothing here</body></html>',
  '_astro/page.Abc123.js': `export const text = '${'x'.repeat(2_000)}';`,
};

/** A file of the reference. */
export function solution(file: string): string {
  return readFileSync(join(root, 'solution', file), 'utf8');
}

/** The files that some tasks ask for. */
export async function filesOfTasks(...ids: readonly string[]): Promise<string[]> {
  const tasks = (await loadChapters()).flatMap((chapter) => chapter.tasks);
  const asked = tasks.filter(({ id }) => ids.includes(id));
  return asked.flatMap(({ files }) => files.map(({ file }) => file));
}

/** A build of the site that takes no time. */
export async function buildPages(directory: string): Promise<void> {
  for (const [name, text] of Object.entries(PAGES)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

/** @param given options, or what gives them for the learner's tree. */
export async function makeWorkbench(
  given: Partial<WorkbenchOptions> | ((tree: string) => Partial<WorkbenchOptions>) = {},
): Promise<MadeWorkbench> {
  const folder = mkdtempSync(join(tmpdir(), 'gregor-workbench-'));
  const tree = join(folder, 'exercises');
  cpSync(join(root, 'exercises'), tree, { recursive: true });
  const options = typeof given === 'function' ? given(tree) : given;
  const printed: string[] = [];
  const opened: string[] = [];
  const workbench = await Workbench.start({
    tree,
    home: join(folder, '.gregor'),
    progress: join(folder, '.gregor', 'progress.json'),
    port: 0,
    broker: { args: ['--tree', tree], host: '127.0.0.1', port: 9092 },
    buildSite: buildPages,
    print: (line) => printed.push(line),
    openFile: async (path, line) => void opened.push(`${path}:${line}`),
    ...options,
  });
  if (!(workbench instanceof Workbench)) throw new Error('there is one already');
  const port = Number(new URL(workbench.url).port);
  const token = await tokenAt(port);
  const end = async () => {
    await workbench.end();
    rmSync(folder, { recursive: true, force: true });
  };
  return { workbench, folder, tree, port, token, printed, opened, end };
}

/** What a page of the workbench has in its head, once there are pages. */
async function tokenAt(port: number): Promise<string> {
  const { body } = await ask(port, 'GET', '/');
  return /gregor-workbench" content="([^"]+)/.exec(body)?.[1] ?? '';
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request exactly as it is given: no browser would let a page send some of these. */
export function ask(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a page does: POST with the token, and JSON. */
export async function act(made: MadeWorkbench, name: string, body: unknown): Promise<Answer> {
  const headers = { 'gregor-token': made.token, 'content-type': 'application/json' };
  return ask(made.port, 'POST', `/workbench/${name}`, headers, JSON.stringify(body));
}

export interface Listening {
  /** All that was said so far. */
  readonly heard: (Change | Snapshot)[];
  /** Resolves with the first that is so, of those to come and those that were. */
  until<Found>(what: (one: Change | Snapshot) => Found | undefined | false): Promise<Found>;
  close(): void;
}

/** A page that listens. */
export function listenTo({ port, token }: Pick<MadeWorkbench, 'port' | 'token'>): Listening {
  const heard: (Change | Snapshot)[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  const headers = { 'gregor-token': token };
  const sent = request(
    { host: '127.0.0.1', port, path: '/workbench/events', headers },
    (response) => {
      response.setEncoding('utf8').on('data', (text: string) => {
        const parts = (rest + text).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) {
          const data = /^data: (.*)$/m.exec(part)?.[1];
          if (data !== undefined) heard.push(JSON.parse(data));
        }
        for (const look of waiting) look();
      });
      response.on('error', () => {});
    },
  );
  sent.on('error', () => {});
  sent.end();
  const until: Listening['until'] = (what) =>
    new Promise((resolve) => {
      const look = () => {
        for (const one of heard) {
          const found = what(one);
          if (found === undefined || found === false) continue;
          waiting.delete(look);
          resolve(found);
          return;
        }
      };
      waiting.add(look);
      look();
    });
  return { heard, until, close: () => sent.destroy() };
}
