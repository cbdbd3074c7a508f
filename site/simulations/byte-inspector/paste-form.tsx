/**
 * Hexadecimal to paste, and what it is taken for.
 */
import type { JSX } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import { declaredResponses } from '../../../course/bytes/declared-messages.ts';
import type { Layout } from '../../../course/bytes/layout.ts';
import type { PartProps } from './inspector-page.tsx';
import { knownLayout } from './link.ts';
import { readHex } from './read-hex.ts';
import { recognise } from './recognise.ts';

const KINDS: readonly (readonly [Layout, string])[] = [
  ['request-frames', 'requests, with their sizes'],
  ['request', 'a request without its size'],
  ['record-batch', 'record batches: a .log file'],
  ['records', 'records without the header of a batch'],
  ['offset-index', 'an .index file'],
  ['time-index', 'a .timeindex file'],
  ['transaction-index', 'a .txnindex file'],
  ['producer-snapshot', 'a .snapshot file'],
];

export function PasteForm({ inspector, view }: PartProps): JSX.Element {
  const { source } = view.state;
  const id = useId();
  const [text, setText] = useState('');
  const [told, setTold] = useState<readonly string[]>([]);
  const bytes = source.kind === 'pasted' ? source.bytes : undefined;
  const candidates = useMemo(() => (bytes === undefined ? [] : recognise(bytes)), [bytes]);

  const take = () => {
    const reading = readHex(text);
    if ('complaint' in reading) return setTold([reading.complaint]);
    const [likeliest] = recognise(reading.bytes);
    const why =
      likeliest?.why ??
      'These bytes look like nothing that is known here. Say below what they are.';
    setTold([...reading.notes, why]);
    void inspector.paste(reading.bytes, likeliest?.layout ?? 'record-batch');
  };

  return (
    <div class="bi-form">
      <label for={id}>Hexadecimal, as a report, xxd, hexdump, tcpdump or Wireshark print it</label>
      <textarea
        id={id}
        rows={4}
        spellcheck={false}
        value={text}
        placeholder="00 00 00 1a 00 12 00 03 …"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p>
        <button type="button" onClick={take}>
          Look at these bytes
        </button>
      </p>
      <div role="status">
        {told.map((words) => (
          <p>{words}</p>
        ))}
      </div>
      {source.kind === 'pasted' ? (
        <LayoutChoice
          layout={source.layout}
          likely={candidates.map(({ layout }) => layout)}
          choose={(layout) => void inspector.paste(source.bytes, layout)}
        />
      ) : null}
    </div>
  );
}

interface ChoiceProps {
  readonly layout: Layout;
  readonly likely: readonly Layout[];
  readonly choose: (layout: Layout) => void;
}

function LayoutChoice({ layout, likely, choose }: ChoiceProps): JSX.Element {
  const id = useId();
  const known = new Set<string>([...likely, ...KINDS.map(([name]) => name)]);
  return (
    <p class="gs-field">
      <label for={id}>Read as</label>
      <select
        id={id}
        value={layout}
        onChange={({ currentTarget }) => {
          const chosen = knownLayout(currentTarget.value);
          if (chosen !== undefined) choose(chosen);
        }}
      >
        {known.has(layout) ? null : <option value={layout}>{layoutName(layout)}</option>}
        <optgroup label="It fits">
          {likely.map((one) => (
            <option value={one}>{layoutName(one)}</option>
          ))}
        </optgroup>
        <optgroup label="Anything else">
          {KINDS.filter(([name]) => !likely.includes(name)).map(([name, words]) => (
            <option value={name}>{words}</option>
          ))}
        </optgroup>
        <optgroup label="A response, with its size">
          {declaredResponses.flatMap(({ name, versions }) =>
            Array.from({ length: versions.max - versions.min + 1 }, (_, at) => {
              const one: Layout = `response-frames:${name}:${versions.max - at}`;
              return likely.includes(one) ? null : <option value={one}>{layoutName(one)}</option>;
            }),
          )}
        </optgroup>
      </select>
    </p>
  );
}

function layoutName(layout: Layout): string {
  const words = KINDS.find(([name]) => name === layout)?.[1];
  const [part, name, version] = layout.split(':');
  if (name === undefined) return words ?? layout;
  return `${name} v${version}${part === 'response-frames' ? ', with its size' : ''}`;
}
