/**
 * Programs that are started and left alone: an editor, a browser.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program lies, as a shell would find it. */
export function pathOf(program: string): string | undefined {
  if (/[\\/]/.test(program)) return isRunnable(program) ? program : undefined;
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((directory) => endings.map((ending) => join(directory, program + ending)))
    .find(isRunnable);
}

/** Starts a program that outlives this one; why it could not be started, if it could not. */
export function startAside(program: string, args: readonly string[]): Promise<string | undefined> {
  // Windows runs these by cmd.exe alone, which has characters of its own.
  const isScript = /\.(cmd|bat)$/i.test(program);
  if (isScript && args.some((one) => /["%!^&|<>]/.test(one))) {
    return Promise.resolve('its path has a character that cmd.exe takes for its own');
  }
  const child = spawn(
    isScript ? `"${program}"` : program,
    isScript ? args.map((one) => `"${one}"`) : args,
    { stdio: 'ignore', detached: true, shell: isScript, windowsHide: true },
  );
  child.unref();
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('spawn', () => resolve(undefined));
  });
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
