/**
 * Stamped pages: the shell with a page's own words.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { html } from '../../site/build/html.ts';
import { shell, stampOf, stampPages } from '../../site/build/stamp.ts';

const RENDERED = `<title>${shell.title} | Gregor</title><meta content="${shell.description}"/>
<link rel="canonical" href="https://x/gregor/shell/"/><h1>${shell.title}</h1><main>${shell.body}</main>`;

const page = {
  id: 'source/a',
  title: 'a <b>',
  description: 'says "so"',
  body: html`<p>${'1 < 2'}</p>`,
};

test('every word of the shell is replaced, text escaped and the body as it is', () => {
  expect(stampOf(RENDERED)(page)).toBe(
    `<title>a &lt;b&gt; | Gregor</title><meta content="says &quot;so&quot;"/>
<link rel="canonical" href="https://x/gregor/source/a/"/><h1>a &lt;b&gt;</h1><main><p>1 &lt; 2</p></main>`,
  );
});

test('what looks like a pattern in a body is text', () => {
  expect(stampOf(RENDERED)({ ...page, body: html`$& $1` })).toContain('<main>$& $1</main>');
});

test('a shell that lacks a word is refused', () => {
  expect(() => stampOf('<main></main>')).toThrow('the shell of stamped pages has no gregor-shell');
});

test('pages are written, and the shell is gone', () => {
  const dist = mkdtempSync(join(tmpdir(), 'gregor-stamp-'));
  mkdirSync(join(dist, 'shell'));
  writeFileSync(join(dist, 'shell/index.html'), RENDERED);
  stampPages(dist, [page]);
  expect(readFileSync(join(dist, 'source/a/index.html'), 'utf8')).toContain('<h1>a &lt;b&gt;</h1>');
  expect(() => readFileSync(join(dist, 'shell/index.html'))).toThrow('ENOENT');
  rmSync(dist, { recursive: true });
});
