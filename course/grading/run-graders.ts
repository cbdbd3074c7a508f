/**
 * Runs the graders of one chapter over somebody's code, in a process of their own.
 *
 * The code may loop for ever, and nothing inside a process can stop a loop that never yields. So
 * the watchdog is out here: when nothing has happened for a while, the process is ended, and the
 * record says which behaviour it was in.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chapter } from '../chapter.ts';
import { root, type View } from '../view.ts';
import { assignmentVariable } from './assignment.ts';
import { type Happening, readHappenings } from './happening.ts';

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
  try {
    const assignment = { folder: chapter.folder, view, record };
    const { hung, output } = await runVitest(assignmentVariable(assignment), record, limits);
    const happenings = readHappenings(record);
    const loadErrors = hung ? [] : loadErrorsIn(happenings, output);
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

function loadErrorsIn(happenings: readonly Happening[], output: string): string[] {
  if (happenings.length === 0) return [output.trim() || 'vitest said nothing'];
  return happenings.flatMap((one) =>
    one.state === 'unloaded' ? [`${one.file}: ${one.error.message}`] : [],
  );
}
