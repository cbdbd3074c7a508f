/**
 * Opens files in the learner's editor, and pages in their browser.
 */
import { PlainError } from '../../plain-error.ts';
import { argumentsFor, editorCommand } from './editor-command.ts';
import { pathOf, startAside } from './start-aside.ts';

/** Opens a file at a line; @throws PlainError where there is no editor to do it. */
export async function openInEditor(path: string, line: number): Promise<void> {
  const has = (name: string) => pathOf(name) !== undefined;
  const found = editorCommand({ variables: process.env, has });
  if (typeof found === 'string') throw new PlainError(found);
  const program = pathOf(found.program) ?? found.program;
  const trouble = await startAside(program, argumentsFor(found, path, line));
  if (trouble === undefined) return;
  throw new PlainError(`${found.program} could not be started: ${trouble}.`);
}

/** Opens an address in the browser; whether one could be started. */
export async function openInBrowser(url: string): Promise<boolean> {
  const [name = '', ...args] = browserCommand(process.platform, process.env.BROWSER);
  const program = pathOf(name);
  return program !== undefined && (await startAside(program, [...args, url])) === undefined;
}

function browserCommand(platform: NodeJS.Platform, named = ''): string[] {
  if (named !== '') return [named];
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
