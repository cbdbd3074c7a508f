/**
 * A failure as the terminal shows it: what came instead of what, bytes beside their fields, what had
 * happened before, and where to look.
 */
import type { Explanation, Line } from '../../../course/workbench/messages.ts';
import { button, element, sentence } from './element.ts';

export interface FailureHooks {
  /** Of whom it is the failure: by its name the trace is kept. */
  readonly behaviour: string;

  openFile(file: string, line: number | undefined): void;
}

export function failureView(explanation: Explanation, hooks: FailureHooks): HTMLElement {
  const { came, trace, lookAt, code, hint, seed, again, bytes } = explanation;
  const { file } = lookAt;
  const place = element('code', {}, lookAt.text);
  const open = file !== undefined && button('Open', () => hooks.openFile(file, lookAt.line));
  return element(
    'div',
    { class: 'gr-failure' },
    element('pre', { class: 'gr-came', tabindex: '0' }, ...came.flatMap(lineNodes)),
    bytes !== undefined && inspectorButton(bytes),
    trace.length > 0 && traceView(trace),
    trace.length > 0 && sequenceButton(hooks.behaviour),
    row('Look at', place, open),
    code.length > 0 && element('pre', { tabindex: '0' }, code.join('\n')),
    hint !== '' && row('Hint', ...sentence(hint)),
    seed !== undefined && row('Seed', element('code', {}, String(seed))),
    row('Again', element('code', {}, again)),
  );
}

function lineNodes(line: Line): Node[] {
  const pieces = line.map(({ text, tone }) =>
    tone === undefined
      ? document.createTextNode(text)
      : element('span', { class: `gr-tone-${tone}` }, text),
  );
  return [...pieces, document.createTextNode('\n')];
}

function row(label: string, ...content: readonly (Node | false)[]): HTMLElement {
  return element(
    'p',
    { class: 'gr-row' },
    element('b', {}, label),
    element('span', {}, ...content.flatMap((one) => (one === false ? [] : [one, ' ']))),
  );
}

function traceView(trace: readonly string[]): HTMLElement {
  const lines = trace.map((line) => element('li', {}, line));
  const title = `What happened before, in ${trace.length} ${trace.length === 1 ? 'step' : 'steps'}`;
  const details = element(
    'details',
    { class: 'gr-trace', open: trace.length <= 12 },
    element('summary', {}, title),
    element('ol', { tabindex: '0' }, ...lines),
  );
  return details;
}

/** Leads to the byte inspector with the bytes in the link; its code is loaded when it is wanted. */
function inspectorButton({ actual, layout }: NonNullable<Explanation['bytes']>): HTMLElement {
  const open = async () => {
    const { inspectorLink } = await import('../../simulations/byte-inspector/link.ts');
    const bytes = Uint8Array.from(actual.split(' ').filter(Boolean), (one) => parseInt(one, 16));
    const link = inspectorLink(bytes, layout as Parameters<typeof inspectorLink>[1]);
    if (link !== undefined) window.open(`${import.meta.env.BASE_URL}${link}`, '_blank');
  };
  return button('Open what came in the byte inspector', () => void open(), { class: 'gr-link' });
}

/** Leads to the trace viewer, which asks the workbench for all of it: a link has no room for that. */
function sequenceButton(behaviour: string): HTMLElement {
  const open = async () => {
    const { keptTraceLink } = await import('../../simulations/trace/link.ts');
    window.open(`${import.meta.env.BASE_URL}${keptTraceLink(behaviour)}`, '_blank');
  };
  return button('Open it as a sequence diagram', () => void open(), { class: 'gr-link' });
}
