/**
 * A diagram as part of a page: its colours are the page's, its names its own, its words read aloud.
 *
 *     id="indexes-title"   ──► id="indexes-svg-title" …   unique on the page, references with it
 *     fill="#0f8b8d"       ──► fill="var(--gr-accent)"    follows light and dark
 *     <title>, <desc>      ──► aria-label, <desc>         no tooltip over the whole picture
 */
import { palette } from '../../course/lesson/check-diagram.ts';
import { escapeHtml } from './html.ts';

const TOKENS: Readonly<Record<string, string>> = {
  [palette.accent]: 'var(--gr-accent)',
  [palette.lost]: 'var(--gr-fail)',
  [palette.kept]: 'var(--gr-ok)',
  [palette.other]: 'var(--gr-warn)',
};

export interface InlineDiagram {
  readonly svg: string;
  /** The width for which it was drawn. */
  readonly width: number;
}

/** `name` is the prefix of its ids; `alt` describes it where the file has no `<desc>`. */
export function inlineDiagram(text: string, name: string, alt: string): InlineDiagram {
  const title = /<title[^>]*>([^<]*)<\/title>/.exec(text)?.[1] ?? '';
  const desc = /<desc[^>]*>([^<]*)<\/desc>/.exec(text)?.[1] ?? escapeHtml(alt);
  const [, width = '760'] = /viewBox="0 0 (\d+) \d+"/.exec(text) ?? [];
  const head = `<svg viewBox="${viewBoxOf(text)}" role="img" aria-label="${title}" aria-describedby="${name}-desc">`;
  const body = text
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/\s*<(title|desc)[^>]*>[^<]*<\/\1>/g, '')
    .replace(/\bid="([^"]+)"/g, `id="${name}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${name}-$1)`)
    .replace(/#[0-9a-f]{6}\b/g, (colour) => TOKENS[colour] ?? colour)
    .replace(/>\s+</g, '><')
    .trim();
  return { svg: `${head}<desc id="${name}-desc">${desc}</desc>${body}`, width: Number(width) };
}

function viewBoxOf(text: string): string {
  return /viewBox="([^"]+)"/.exec(text)?.[1] ?? '0 0 760 400';
}
