/**
 * Which program opens a file at a line, and how it is told: the learner's own wish first, then the
 * terminal that `npm start` was typed in, $VISUAL and $EDITOR, then what is installed.
 *
 *     GREGOR_EDITOR='code -g {file}:{line}'     anything, said exactly; without {file} it comes last
 *
 * An editor that runs in a terminal (vim, nano) can't be opened from here: this process has the
 * terminal. Then the page shows the place, and the learner opens it.
 */
import { basename } from 'node:path';

export interface EditorSurroundings {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether a program of that name can be run. */
  readonly has: (program: string) => boolean;
}

export interface EditorCommand {
  readonly program: string;
  /** With `{file}` and `{line}` where they go. */
  readonly args: readonly string[];
}

const AT_COLON = ['{file}:{line}'];
const GO_TO = ['--goto', '{file}:{line}'];
const BY_OPTION = ['--line', '{line}', '{file}'];
const BY_PLUS = ['+{line}', '{file}'];

/** The editors with a window of their own, the likeliest first. */
const EDITORS: ReadonlyMap<string, readonly string[]> = new Map([
  ['code', GO_TO],
  ['code-insiders', GO_TO],
  ['codium', GO_TO],
  ['cursor', GO_TO],
  ['windsurf', GO_TO],
  ['zed', AT_COLON],
  ['subl', AT_COLON],
  ['webstorm', BY_OPTION],
  ['idea', BY_OPTION],
  ['gvim', BY_PLUS],
  ['kate', BY_OPTION],
  ['gedit', BY_PLUS],
  ['gnome-text-editor', BY_PLUS],
]);

const IN_TERMINAL = /^(n?vim?|nvi|nano|emacs|hx|helix|micro|kak|joe|ne|ed|pico|jed)$/;

/** The editor, or a sentence that says why there is none. */
export function editorCommand({ variables, has }: EditorSurroundings): EditorCommand | string {
  const { GREGOR_EDITOR, VISUAL, EDITOR, TERM_PROGRAM, TERMINAL_EMULATOR } = variables;
  const own = said(GREGOR_EDITOR);
  if (own !== undefined) return own;
  if (TERM_PROGRAM === 'vscode' && has('code')) return known('code');
  if (TERMINAL_EMULATOR?.includes('JetBrains') && has('idea')) return known('idea');
  const usual = [VISUAL, EDITOR].flatMap((one) => said(one) ?? []);
  const windowed = usual.find(({ program }) => !IN_TERMINAL.test(basename(program)));
  if (windowed !== undefined) return windowed;
  const installed = [...EDITORS.keys()].find(has);
  if (installed !== undefined) return known(installed);
  const [terminal] = usual;
  const why =
    terminal === undefined
      ? 'No editor was found.'
      : `${terminal.program} runs in a terminal, and can’t be opened from here.`;
  return `${why} GREGOR_EDITOR names one: GREGOR_EDITOR='code -g {file}:{line}' npm start`;
}

/** The arguments for a file and a line of it. */
export function argumentsFor({ args }: EditorCommand, file: string, line: number): string[] {
  return args.map((one) => one.replaceAll('{line}', String(line)).replaceAll('{file}', () => file));
}

function known(program: string): EditorCommand {
  return { program, args: EDITORS.get(program) ?? ['{file}'] };
}

/** A command as people write it into a variable: words, some in quotes. */
function said(text: string | undefined): EditorCommand | undefined {
  const words = [...(text ?? '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)];
  const [program, ...args] = words.map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
  if (program === undefined) return undefined;
  if (args.some((one) => one.includes('{file}'))) return { program, args };
  const name = basename(program).replace(/\.(exe|cmd|bat)$/i, '');
  return { program, args: [...args.filter((one) => one !== '-g'), ...known(name).args] };
}
