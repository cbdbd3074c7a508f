/**
 * The link check of a built site, on sites of a few lines.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkLinks, deadLinks } from '../../site/build/check-links.ts';

const sites: string[] = [];

afterEach(() => {
  for (const site of sites.splice(0)) rmSync(site, { recursive: true });
});

function site(files: Readonly<Record<string, string>>): string {
  const dist = mkdtempSync(join(tmpdir(), 'gregor-site-'));
  sites.push(dist);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dist, name)), { recursive: true });
    writeFileSync(join(dist, name), text);
  }
  return dist;
}

function dead(files: Readonly<Record<string, string>>, base = '/'): string[] {
  return deadLinks(site(files), base).map(({ page, href, why }) => `${page}: ${href}: ${why}`);
}

test('a link to a page, a file or an anchor that is there is none to report', () => {
  const files = {
    'index.html': '<a href="a/#b">x</a> <a href="/a/"><img src="a/p.svg"></a> <a href="#c">',
    'a/index.html': '<a href="../">x</a> <h2 id="b">x</h2> <a href="./#b"> <a href="..?q=1">',
    'a/p.svg': '<svg/>',
  };
  expect(dead(files)).toEqual(['index.html: #c: index.html has no #c']);
});

test('a page is named with its slash, so that its own relative links are right', () => {
  const files = { 'index.html': '<a href="a">x</a>', 'a/index.html': '' };
  expect(dead(files)).toEqual(['index.html: a: there is no a']);
});

test('under a base path, a link that forgets it is dead', () => {
  const files = { 'index.html': '<a href="/x/a/">x</a> <a href="/a/">y</a>', 'a/index.html': '' };
  expect(dead(files, '/x/')).toEqual(['index.html: /a/: not below /x/']);
});

test('a relative link that climbs out of the base is dead', () => {
  expect(dead({ 'index.html': '<a href="../a/">x</a>', 'a/index.html': '' }, '/x/')).toEqual([
    'index.html: ../a/: not below /x/',
  ]);
});

test('addresses elsewhere, and what a script reads from an anchor, are not looked up', () => {
  const files = {
    'index.html': '<a href="https://kafka.apache.org/x#y">x</a> <a href="#run=12">y</a>',
  };
  expect(dead(files)).toEqual([]);
});

test('what stands in a script or a comment is no link, but the script’s own source is one', () => {
  const files = {
    'index.html': '<script src="/gone.js">s = \' href="/a/"\'</script><!-- <a href="/b/"> -->',
  };
  expect(dead(files)).toEqual(['index.html: /gone.js: there is no gone.js']);
});

test('an anchor is compared as it is meant, not as it is written', () => {
  const files = { 'index.html': '<a href="#a%20&amp;b">x</a><b id="a &amp;b">' };
  expect(dead(files)).toEqual([]);
});

test('the build fails with every page that has a dead link', () => {
  const dist = site({ 'index.html': '<a href="a/">', 'b/index.html': '<a href="../#c">' });
  expect(() => checkLinks(dist, '/')).toThrow(
    '2 links lead nowhere:\n' +
      '  b/index.html: ../#c: index.html has no #c\n' +
      '  index.html: a/: there is no a/index.html',
  );
});
