/**
 * The trace viewer's page: opens what its link holds, what the workbench keeps, what is pasted, or where
 * nobody has a trace, for a look, a run of the consumer group.
 */
import { type JSX, render } from 'preact';
import { useState } from 'preact/hooks';
import type { Mount } from '../ui/mount.ts';
import styles from '../ui/simulation.css?inline';
import { wearStyles } from '../ui/wear-styles.ts';
import { exampleTrace } from './example.ts';
import { keptTrace } from './kept-trace.ts';
import { NoTrace, readTrace, type Trace, writeTrace } from './trace.ts';
import { TraceView } from './view.tsx';

wearStyles(styles);

export const mount: Mount = async (element, place) => {
  const show = (trace: Trace) => place.show?.(writeTrace(trace));
  const open = async (fragment: string) => {
    if (fragment === '') render(<Waiting />, element);
    const found = await opened(fragment);
    render(<TracePage key={fragment} {...found} show={show} />, element);
  };
  const changed = () => void open(location.hash.slice(1));
  await open(place.fragment ?? '');
  if (place.fragment !== undefined) addEventListener('hashchange', changed);
  return () => {
    removeEventListener('hashchange', changed);
    render(null, element);
  };
};

interface Opened {
  readonly trace?: Trace;
  /** Why there is none, where a link asked for one. */
  readonly complaint?: string;
}

async function opened(fragment: string): Promise<Opened> {
  const [, name, value = ''] = /^(z|of)=(.*)$/s.exec(fragment) ?? [];
  try {
    if (name === 'z') return { trace: readTrace(value) };
    if (name === 'of') return { trace: await keptTrace(value) };
  } catch (error) {
    if (error instanceof NoTrace) return { complaint: error.message };
    throw error;
  }
  if (fragment !== '') return { complaint: 'This link names no trace.' };
  // Without it there is still the form.
  return exampleTrace().then(
    (trace) => ({ trace }),
    () => ({}),
  );
}

function Waiting(): JSX.Element {
  return (
    <div class="gs">
      <p>A consumer group runs, to have a trace to look at…</p>
    </div>
  );
}

interface PageProps extends Opened {
  readonly show: (trace: Trace) => void;
}

function TracePage({ trace, complaint, show }: PageProps): JSX.Element {
  const [chosen, choose] = useState<Trace | undefined>(trace);
  const open = (one: Trace) => {
    choose(one);
    show(one);
  };
  return (
    <div class="gs">
      {complaint === undefined || chosen !== undefined ? null : (
        <p class="gs-complaints" role="alert">
          {complaint}
        </p>
      )}
      {chosen === undefined ? null : <TraceView key={chosen.title} trace={chosen} />}
      <Another open={open} isFirst={chosen === undefined} />
    </div>
  );
}

interface AnotherProps {
  readonly open: (trace: Trace) => void;
  readonly isFirst: boolean;
}

function Another({ open, isFirst }: AnotherProps): JSX.Element {
  const [text, setText] = useState('');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (
    <details class="tv-another" open={isFirst}>
      <summary>Open another trace</summary>
      <label>
        Lines of a trace, from a report or from <code>npm run sim</code>
        <textarea rows={6} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <p>
        <button
          type="button"
          disabled={lines.length === 0}
          onClick={() => open({ title: 'A pasted trace', lines })}
        >
          Show these lines
        </button>{' '}
        <button type="button" onClick={() => void exampleTrace().then(open)}>
          Show a run of the consumer group
        </button>
      </p>
    </details>
  );
}
