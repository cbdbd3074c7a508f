/**
 * Where the bytes come from: records that one fills in, or hexadecimal that one has.
 */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PartProps } from './inspector-page.tsx';
import { PasteForm } from './paste-form.tsx';
import { RecordsForm } from './records-form.tsx';

type Tab = 'produced' | 'pasted';

const TABS: readonly (readonly [Tab, string])[] = [
  ['produced', 'Make records'],
  ['pasted', 'Paste bytes'],
];

export function SourcePanel({ inspector, view }: PartProps): JSX.Element {
  const { kind } = view.state.source;
  const [tab, setTab] = useState<Tab>(kind);
  useEffect(() => setTab(kind), [kind]);
  return (
    <section class="bi-source" aria-label="Where the bytes come from">
      <fieldset class="bi-views" aria-label="Where the bytes come from">
        {TABS.map(([name, label]) => (
          <button type="button" aria-pressed={name === tab} onClick={() => setTab(name)}>
            {label}
          </button>
        ))}
      </fieldset>
      {tab === 'produced' ? (
        <RecordsForm inspector={inspector} view={view} />
      ) : (
        <PasteForm inspector={inspector} view={view} />
      )}
    </section>
  );
}
