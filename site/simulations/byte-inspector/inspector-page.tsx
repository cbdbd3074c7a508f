/**
 * The inspector as a whole: where the bytes come from, the bytes, their fields, and what a broker says.
 */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Place } from '../ui/mount.ts';
import frameStyles from '../ui/simulation.css?inline';
import { wearStyles } from '../ui/wear-styles.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { FieldPanel } from './field-panel.tsx';
import { FieldTree } from './field-tree.tsx';
import { HexView } from './hex-view.tsx';
import styles from './inspector.css?inline';
import type { Inspector, InspectorView } from './inspector.ts';
import { writeFragment } from './link.ts';
import { scenarioState } from './scenarios.ts';
import { SourcePanel } from './source-panel.tsx';
import type { State } from './state.ts';
import { VIEW_NAMES, VIEW_NOTES } from './view-notes.ts';
import { chosenInWords, inWords } from './words.ts';

wearStyles(frameStyles);
wearStyles(styles);

export interface PartProps {
  readonly inspector: Inspector;
  readonly view: InspectorView;
}

interface Props {
  readonly inspector: Inspector;
  readonly place: Place;
}

export function InspectorPage({ inspector, place }: Props): JSX.Element {
  const view = useInspector(inspector);
  const fragment = writeFragment(view.state);
  const [hovered, hover] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (fragment !== undefined) place.show?.(fragment);
  }, [fragment, place]);
  return (
    <div class="gs bi">
      {view.complaints.length > 0 ? (
        <div class="gs-complaints" role="alert">
          {view.complaints.map((complaint) => (
            <p>{complaint}</p>
          ))}
        </div>
      ) : null}
      <Scenarios
        place={place}
        state={view.state}
        choose={(state) => void inspector.restart({ state, complaints: [] })}
      />
      <details class="bi-fold" open={place.show !== undefined}>
        <summary>Where the bytes come from</summary>
        <SourcePanel inspector={inspector} view={view} />
      </details>
      <Views inspector={inspector} view={view} />
      <div class="bi-panes">
        <div class="bi-bytes">
          <HexView inspector={inspector} view={view} hovered={hovered} hover={hover} />
          <FieldPanel inspector={inspector} view={view} hovered={hovered} />
        </div>
        <FieldTree inspector={inspector} view={view} />
      </div>
      <AnswerPanel inspector={inspector} view={view} />
      <p class="gs-said" aria-live="polite">
        {chosenInWords(view)}
      </p>
      <Footer view={view} link={fragment === undefined ? undefined : place.link(fragment)} />
    </div>
  );
}

interface ScenarioProps {
  readonly place: Place;
  readonly state: State;
  readonly choose: (state: State) => void;
}

/** What there is to try; choosing it fills the inspector. */
function Scenarios({ place, state, choose }: ScenarioProps): JSX.Element {
  const { scenarios } = place.declared;
  const { scenario: name = '', source } = state;
  return (
    <div class="gs-scenario">
      <label>
        What to try{' '}
        <select
          value={name}
          onChange={({ currentTarget }) => {
            const begins = scenarioState(currentTarget.value);
            if (begins !== undefined) choose(begins);
          }}
        >
          {name === '' ? (
            <option value="">{source.kind === 'pasted' ? 'My own bytes' : 'My own records'}</option>
          ) : null}
          {Object.entries(scenarios).map(([one, { title }]) => (
            <option value={one}>{title}</option>
          ))}
        </select>
      </label>
      <p>{scenarios[name]?.tries}</p>
    </div>
  );
}

function useInspector(inspector: Inspector): InspectorView {
  const [view, setView] = useState(inspector.view());
  useEffect(() => {
    setView(inspector.view());
    return inspector.subscribe(() => setView(inspector.view()));
  }, [inspector]);
  return view;
}

/** Which of the bytes are looked at, where there are several. */
function Views({ inspector, view }: PartProps): JSX.Element | null {
  const { state, shown, views } = view;
  if (shown?.isInside === true) {
    return (
      <p class="bi-inside">
        <button type="button" onClick={() => inspector.close()}>
          ← Back to the compressed bytes
        </button>{' '}
        These {shown.bytes.length} bytes come out of the compressed records; none of them can be
        written over.
      </p>
    );
  }
  if (views.length < 2) return null;
  return (
    <div class="bi-source">
      <fieldset class="bi-views" aria-label="Which bytes to look at">
        {views.map((name) => (
          <button
            type="button"
            aria-pressed={name === state.view}
            onClick={() => inspector.look(name)}
          >
            {VIEW_NAMES[name]}
          </button>
        ))}
      </fieldset>
      <p class="bi-note">{VIEW_NOTES[state.view]}</p>
    </div>
  );
}

function Footer({
  view,
  link,
}: {
  readonly view: InspectorView;
  readonly link: string | undefined;
}): JSX.Element {
  return (
    <div class="bi-footer">
      <details>
        <summary>The state in words</summary>
        <ul>
          {inWords(view).map((words) => (
            <li>{words}</li>
          ))}
        </ul>
      </details>
      <details>
        <summary>Keys</summary>
        <ul>
          <li>
            In the bytes: <kbd>←</kbd> <kbd>→</kbd> a byte, <kbd>↑</kbd> <kbd>↓</kbd> a row,{' '}
            <kbd>Page Up</kbd> <kbd>Page Down</kbd> ten rows, <kbd>Home</kbd> <kbd>End</kbd> the
            ends of the row, with <kbd>Ctrl</kbd> of all bytes.
          </li>
          <li>
            <kbd>0</kbd> to <kbd>9</kbd>, <kbd>a</kbd> to <kbd>f</kbd> write over the byte;{' '}
            <kbd>Enter</kbd> goes to the field where it can be typed; <kbd>Backspace</kbd> or{' '}
            <kbd>Ctrl</kbd> <kbd>z</kbd> takes the last change back.
          </li>
          <li>
            In the tree: <kbd>↑</kbd> <kbd>↓</kbd> a field, <kbd>←</kbd> <kbd>→</kbd> close and
            open, <kbd>Enter</kbd> goes to its bytes.
          </li>
        </ul>
      </details>
      <CopyLink link={link} />
    </div>
  );
}

function CopyLink({ link }: { readonly link: string | undefined }): JSX.Element {
  const [done, setDone] = useState('');
  if (link === undefined) return <p>These are too many bytes for a link.</p>;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setDone('Copied.');
    } catch {
      setDone('The browser forbids it: the address of the page is the link.');
    }
  };
  return (
    <p>
      <button type="button" onClick={() => void copy()}>
        Copy a link to this
      </button>{' '}
      <span role="status">{done}</span>
    </p>
  );
}
