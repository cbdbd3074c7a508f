/**
 * Bold words on their way through the layout of a page.
 *
 * Escape codes would count as characters when lines are wrapped and padded. So a bold character
 * travels as one character of Unicode's private use area, as wide as itself, and only whole lines
 * are painted.
 *
 *     'a bit'  ->  U+E061 ' ' U+E062 U+E069 U+E074  ->  ESC[1m a bit ESC[0m, or just: a bit
 */
const PRIVATE = 0xe000;
const BOLD_RUN = /[\ue000-\uf8ff]+(?: +[\ue000-\uf8ff]+)*/g;
const BOLD_CHARACTER = /[\ue000-\uf8ff]/g;

/** Marks a text as bold, but for its spaces: lines may end there. */
export function markBold(text: string): string {
  return text.replaceAll(/\S/g, (one) => {
    const code = PRIVATE + one.charCodeAt(0);
    return code <= 0xf8ff ? String.fromCharCode(code) : one;
  });
}

/** A line with its marks painted. */
export function paintBold(line: string, paint: (text: string) => string): string {
  return line.replaceAll(BOLD_RUN, (run) => paint(run.replaceAll(BOLD_CHARACTER, unmarked)));
}

function unmarked(one: string): string {
  return String.fromCharCode(one.charCodeAt(0) - PRIVATE);
}
