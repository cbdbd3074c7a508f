/**
 * Which editor opens a file, and how it is told the line.
 */
import { expect, test } from 'vitest';
import { argumentsFor, editorCommand } from '../../course/workbench/editor/editor-command.ts';

/** The whole command for line 31 of a file, or the sentence. */
function command(variables: Record<string, string>, ...installed: string[]): string {
  const found = editorCommand({ variables, has: (name) => installed.includes(name) });
  if (typeof found === 'string') return found;
  return [found.program, ...argumentsFor(found, '/x/a b.ts', 31)].join(' | ');
}

test.each([
  [{ GREGOR_EDITOR: 'code' }, 'code | --goto | /x/a b.ts:31'],
  [{ GREGOR_EDITOR: 'ed -x {file} +{line}' }, 'ed | -x | /x/a b.ts | +31'],
  [
    { GREGOR_EDITOR: '"/Applications/My Editor/bin/ed" -w' },
    '/Applications/My Editor/bin/ed | -w | /x/a b.ts',
  ],
  [{ VISUAL: 'code --wait' }, 'code | --wait | --goto | /x/a b.ts:31'],
  [{ EDITOR: '/usr/bin/subl' }, '/usr/bin/subl | /x/a b.ts:31'],
  [{ EDITOR: 'code -g' }, 'code | --goto | /x/a b.ts:31'],
  [{ VISUAL: 'vim', EDITOR: 'idea' }, 'idea | --line | 31 | /x/a b.ts'],
])('%j is taken at its word', (variables, expected) => {
  expect(command(variables)).toBe(expected);
});

test('the terminal that npm start was typed in says which editor is open', () => {
  expect(command({ TERM_PROGRAM: 'vscode', EDITOR: 'subl' }, 'code')).toMatch(/^code \|/);
  expect(command({ TERMINAL_EMULATOR: 'JetBrains-JediTerm' }, 'idea', 'code')).toMatch(/^idea \|/);
});

test('without a wish it is what is installed', () => {
  expect(command({}, 'zed')).toBe('zed | /x/a b.ts:31');
  expect(command({ EDITOR: 'nvim' }, 'gedit')).toBe('gedit | +31 | /x/a b.ts');
});

test('where there is none, or only one for a terminal, a sentence says what to do', () => {
  expect(command({})).toMatch(/No editor was found\. GREGOR_EDITOR names one/);
  expect(command({ EDITOR: 'vim' })).toMatch(/vim runs in a terminal, .* GREGOR_EDITOR/);
});

test('a path is put in as it is, whatever it holds', () => {
  const found = { program: 'code', args: ['{file}:{line}'] };
  expect(argumentsFor(found, '/x/$& {line}.ts', 7)).toEqual(['/x/$& {line}.ts:7']);
});
