/**
 * Vitest's own interface over a chapter's graders: the same graders, view and guards as in
 * `npm test chapter-NN`, shown by vitest instead of by our report.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Reporter, startVitest, type Vitest } from 'vitest/node';
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

/** Starts it, and tells its address as soon as it listens; it runs until the process ends. */
export async function showInBrowser(
  { chapter, view, port, open }: Shown,
  tell: (address: string) => void,
): Promise<void> {
  const record = join(mkdtempSync(join(tmpdir(), 'gregor-ui-')), 'happenings.jsonl');
  const assignment = { folder: chapter.folder, view, record };
  Object.assign(process.env, assignmentVariable(assignment));
  const { test, plugins } = gradingConfig(assignment);
  const told: Reporter = { onInit: (vitest) => tell(addressOf(vitest, port)) };
  const api = { host: HOST, port };
  await startVitest(
    'test',
    [],
    { ...test, config: false, watch: true, ui: true, open, api, reporters: [told] },
    { plugins, logLevel: 'silent', optimizeDeps: { noDiscovery: true } },
  );
}

/** With the token that vitest asks for: other pages of the browser must not run code here. */
function addressOf({ config, vite }: Vitest, port: number): string {
  const address = new URL(config.uiBase, vite.resolvedUrls?.local[0] ?? `http://${HOST}:${port}/`);
  address.searchParams.set('token', config.api.token);
  return address.href;
}
