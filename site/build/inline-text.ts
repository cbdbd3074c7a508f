/**
 * Sentences of manifests and quizzes as HTML. They are plain but for `code` in backticks; an apostrophe is
 * set as it is in the lessons' own text.
 */
import { escapeHtml } from './html.ts';

/** The sentence with its code marked; everything else is shown as it is. */
export function inlineHtml(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : prose(part)))
    .join('');
}

function prose(words: string): string {
  return escapeHtml(words.replace(/(?<=\p{L})'(?=\p{L})/gu, '’'));
}
