/**
 * A question, or an answer that is too long for its place, above the page. The browser keeps the
 * focus in it, closes it on Escape, and puts the focus back.
 */
import { button, element } from './element.ts';

export interface DialogButton {
  readonly label: string;
  /** What it does; nothing, for one that only closes. */
  readonly press?: () => void;
}

export function showDialog(
  title: string,
  content: readonly (Node | string)[],
  buttons: readonly DialogButton[],
): void {
  const heading = element('h2', { id: 'gr-dialog-title' }, title);
  const made = element('dialog', { class: 'gr-dialog', 'aria-labelledby': 'gr-dialog-title' });
  const foot = buttons.map(({ label, press }) =>
    button(label, () => {
      made.close();
      press?.();
    }),
  );
  made.append(heading, ...content, element('div', { class: 'gr-buttons' }, ...foot));
  made.addEventListener('close', () => made.remove());
  document.body.append(made);
  made.showModal();
}

/** Lines of a terminal, as they are. */
export function linesView(lines: readonly string[]): HTMLElement {
  return element('pre', { tabindex: '0' }, lines.join('\n'));
}
