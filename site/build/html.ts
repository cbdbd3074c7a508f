/**
 * HTML by hand, for pages that are stamped and not rendered by Astro.
 *
 *     html`<td>${name}</td>`        a text is escaped
 *     html`<tr>${cells}</tr>`       HTML goes in as it is, a list of it joined, undefined as nothing
 */

/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type Content = Html | string | number | undefined | readonly Content[];

export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text += textOf(value) + (parts[index + 1] ?? '');
  });
  return new Html(text);
}

/** The pieces one after the other, with something between them. */
export function joined(pieces: readonly Content[], between: Content = ''): Html {
  return new Html(pieces.map(textOf).join(textOf(between)));
}

const MEANT: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => MEANT[sign] ?? sign);
}

function textOf(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(textOf).join('');
  return escapeHtml(String(value));
}
