/**
 * What `--help` prints: the tool's flags in two columns, as Kafka's tools do.
 *
 *     Option                        Description
 *     ------                        -----------
 *     --topic <topic>               The topic to create, alter, describe or
 *                                     delete.
 */
import type { CommandSpec, FlagSpec } from '#cli/command-line.ts';

const WIDTH = 80;
const GAP = 2;
/** The left column takes at most half of the line. */
const WIDEST_FLAG = 38;
const HANGING_INDENT = 2;

/** The flags in alphabetical order, the text ending with a line end. */
export function usageText({ flags }: CommandSpec): string {
  const rows = Object.entries(flags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([flag, spec]) => [flagForm(flag, spec), spec.about] as const);
  const widest = Math.max(...rows.map(([form]) => form.length));
  const left = Math.min(widest, WIDEST_FLAG);
  const lines = [['Option', 'Description'] as const, ['------', '-----------'] as const, ...rows];
  return lines.map(([form, about]) => row(form, about, left)).join('');
}

function flagForm(flag: string, { value, implied, short }: FlagSpec): string {
  const names = short === undefined ? `--${flag}` : `-${short}, --${flag}`;
  if (value === undefined) return names;
  return implied === undefined ? `${names} <${value}>` : `${names} [${value}]`;
}

function row(form: string, about: string, left: number): string {
  const forms = wrap(form, left);
  const abouts = wrap(about, WIDTH - left - GAP);
  let text = '';
  for (let n = 0; n < Math.max(forms.length, abouts.length); n++) {
    text += `${(forms[n] ?? '').padEnd(left + GAP)}${abouts[n] ?? ''}`.trimEnd();
    text += '\n';
  }
  return text;
}

/** Words in lines of at most `width`; lines after the first are indented. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(HANGING_INDENT) + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
