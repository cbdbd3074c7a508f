/**
 * Vitest's own interface over a chapter's graders: the same graders, view and guards as in
 * `npm test chapter-NN`, shown by vitest instead of by our report.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import type { Chapter } from '../chapter.ts';
import type { View } from '../view.ts';
import { assignmentVariable } from './assignment.ts';
import { gradingConfig } from './grading-config.ts';

const HOST = '127.0.0.1';

export interface Shown {
  readonly chapter: Chapter;
  readonly view: View;
  readonly port: number;
  /** Whether to open a browser. */
  readonly open: boolean;
}

/** Starts it and gives its address; it runs until the process ends. */
export async function showInBrowser({ chapter, view, port, open }: Shown): Promise<string> {
  const record = join(mkdtempSync(join(tmpdir(), 'gregor-ui-')), 'happenings.jsonl');
  const assignment = { folder: chapter.folder, view, record };
  Object.assign(process.env, assignmentVariable(assignment));
  const { test, plugins } = gradingConfig(assignment);
  const { reporters: _, ...shared } = test;
  const vitest = await startVitest(
    'test',
    [],
    {
      ...shared,
      config: false,
      watch: true,
      ui: true,
      open,
      api: { host: HOST, port },
      reporters: [],
    },
    { plugins, logLevel: 'silent', optimizeDeps: { noDiscovery: true } },
  );
  const address = vitest.vite.httpServer?.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${HOST}:${listening}/__vitest__/`;
}
