/**
 * Elements of the page, made in one expression. Strings become text, never markup.
 */
type Child = Node | string | undefined | false;

export interface Attributes {
  readonly [name: string]: string | boolean | undefined | ((event: Event) => void);
}

/** `element('button', { type: 'button', onclick: run }, 'Run')`. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (typeof value === 'string') made.setAttribute(key, value);
  }
  made.append(...children.filter((one) => one !== undefined && one !== false));
  return made;
}

export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLElement {
  return element('button', { type: 'button', ...attributes, onclick: press }, label);
}

/** A sentence of the course, in which `code` stands between backticks. */
export function sentence(text: string): Node[] {
  return text
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 === 1 ? element('code', {}, part) : document.createTextNode(part)));
}
