/**
 * ARCHITECTURE.md as a page: the same text, its links between pages.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../course/view.ts';
import type { SourceIndex } from '../source/source-index.ts';
import { codeLinks, outside } from './code-links.ts';

const ID = 'architecture';

export function architecturePage(index: SourceIndex): string {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const body = text.replace(/^# .*\n/, '').replaceAll(/^<!--.*-->\n/gm, '');
  return `---
title: Architecture
description: Where things are, and the three seams that hold the house up.
---
${codeLinks(outside(body, toPages), ID, index)}`;
}

/** Links to files of the repository: those that have a page lead to it, others are code. */
function toPages(text: string): string {
  return text
    .replaceAll(/\[[^\]]*\]\(solution\/ARCHITECTURE\.md\)/g, '[the annotated source](../source/)')
    .replaceAll(/\[([^\]]+)\]\((?!https?:|#|\.\.\/)([^)]+)\)/g, '`$2`');
}
