import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiskError } from '#env/disk.ts';
import { takeLock } from '#env/node/process-lock.ts';

describe('the lock file', () => {
  let directory: string;
  let path: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'gregor-lock-'));
    path = join(directory, '.lock');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** What another process of this program says when it wants the lock. */
  function tryInAnotherProcess(): string {
    const program = `
      import { takeLock } from '#env/node/process-lock.ts';
      try {
        takeLock(${JSON.stringify(path)});
        console.log('taken');
      } catch (failure) {
        console.log(failure.kind, failure.message);
      }`;
    const args = ['--input-type=module', '--eval', program];
    const cwd = new URL('../../../', import.meta.url);
    return execFileSync(process.execPath, args, { encoding: 'utf8', cwd }).trim();
  }

  test('keeps another process out, and names the holder', () => {
    const lock = takeLock(path);
    expect(tryInAnotherProcess()).toMatch(new RegExp(`^locked .*${process.pid}`));
    lock.release();
    expect(tryInAnotherProcess()).toBe('taken');
  });

  test('is free when its holder ended without releasing it', () => {
    expect(tryInAnotherProcess()).toBe('taken');
    expect(readFileSync(path, 'utf8')).toContain('pid');
    takeLock(path).release();
  });

  test('is free when the pid was given to another program since', () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'another boot/1' }));
    const isToldApart = process.platform === 'linux';
    if (isToldApart) takeLock(path).release();
    else expect(() => takeLock(path)).toThrow(DiskError);
  });

  test('is free when its content is Kafka’s (nothing) or torn', () => {
    for (const content of ['', '{"pid":', '"x"', '{"pid":"x"}', 'null']) {
      writeFileSync(path, content);
      takeLock(path).release();
    }
  });

  test('clears away the claim of a starter that died, and leaves none behind', () => {
    writeFileSync(`${path}.claim`, JSON.stringify({ pid: 2 ** 30, started: '' }));
    takeLock(path).release();
    expect(readdirSync(directory)).toEqual(['.lock']);
  });

  test('keeps out whoever comes while another is starting', () => {
    writeFileSync(`${path}.claim`, '');
    expect(() => takeLock(path)).toThrow(/a process that is starting/);
    // Starting takes no minute: whoever wrote this died before it could write its name.
    utimesSync(`${path}.claim`, new Date(), new Date(Date.now() - 60_000));
    takeLock(path).release();
  });
});
