/**
 * Runs the graders of one chapter over somebody's code, in a process of their own.
 *
 * The code may loop for ever, and nothing inside a process can stop a loop that never yields. So
 * the watchdog is out here: when nothing has happened for a while, the process is ended, and the
 * record says which behaviour it was in.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Chapter } from '../chapter.ts';
import { root, type View } from '../view.ts';
import { assignmentVariable } from './assignment.ts';
import type { Happening } from './behaviour.ts';

export interface Outcome {
  readonly happenings: readonly Happening[];
  /** Why graders could not be loaded, as vitest tells it; empty where all were. */
  readonly loadErrors: readonly string[];
  /** True where the watchdog ended it. */
  readonly hung: boolean;
}

export interface GradingLimits {
  /** How long it may take until the first behaviour starts. */
  readonly startMs: number;
  /** How long nothing may happen after that. */
  readonly quietMs: number;
}

export async function runGraders(
  chapter: Chapter,
  view: View,
  limits: GradingLimits = { startMs: 60_000, quietMs: 12_000 },
): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'gregor-grading-'));
  const record = join(directory, 'happenings.jsonl');
  const report = join(directory, 'vitest.json');
  try {
    const assignment = { folder: chapter.folder, view, record, report };
    const { hung, output } = await runVitest(assignmentVariable(assignment), record, limits);
    const happenings = readHappenings(record);
    const loadErrors = hung ? [] : readLoadErrors(report, output, happenings);
    return { happenings, loadErrors, hung };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function runVitest(
  variables: Record<string, string>,
  record: string,
  limits: GradingLimits,
): Promise<{ hung: boolean; output: string }> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(root, 'course', 'grading', 'vitest.config.ts');
  const child = spawn(process.execPath, [vitest, 'run', '--config', config], {
    cwd: root,
    env: { ...process.env, ...variables, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  return new Promise((resolve, reject) => {
    let hung = false;
    const watchdog = watch(record, limits, () => {
      hung = true;
      child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', () => {
      clearInterval(watchdog);
      resolve({ hung, output });
    });
  });
}

/** Calls `bite` when the record has not grown for as long as the limits say. */
function watch(record: string, limits: GradingLimits, bite: () => void): NodeJS.Timeout {
  let size = 0;
  let since = performance.now();
  return setInterval(() => {
    const now = existsSync(record) ? statSync(record).size : 0;
    if (now !== size) {
      size = now;
      since = performance.now();
    } else if (performance.now() - since > (size === 0 ? limits.startMs : limits.quietMs)) {
      bite();
    }
  }, 100);
}

function readHappenings(record: string): Happening[] {
  if (!existsSync(record)) return [];
  const lines = readFileSync(record, 'utf8').split('\n');
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Happening);
}

function readLoadErrors(report: string, output: string, happenings: readonly Happening[]) {
  if (!existsSync(report)) return [output.trim() || 'vitest said nothing'];
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { message: string; assertionResults: unknown[] }[];
  };
  const unloaded = testResults.filter(({ assertionResults }) => assertionResults.length === 0);
  const messages = unloaded.map(({ message }) =>
    stripVTControlCharacters(message.trim() || output.trim()),
  );
  return messages.length === 0 && happenings.length === 0 ? [output.trim()] : messages;
}
