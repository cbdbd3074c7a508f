/**
 * The field of the chosen byte, or of the one under the pointer: what it is called, what it says and how
 * that comes out of its bytes. And a place to write over the byte.
 */
import type { JSX } from 'preact';
import { type ByteNode, pathToByte } from '../../../course/bytes/byte-node.ts';
import { howRead } from './how-read.ts';
import type { PartProps } from './inspector-page.tsx';
import { hexByte, rangeText, valueText } from './value-text.ts';

interface Props extends PartProps {
  readonly hovered: number | undefined;
}

export function FieldPanel({ inspector, view, hovered }: Props): JSX.Element | null {
  const { shown, path, state } = view;
  if (shown === undefined || shown.bytes.length === 0) return null;
  const isHovered = hovered !== undefined && hovered < shown.bytes.length;
  const way = isHovered ? pathToByte(shown.root, hovered) : path;
  const node = way.at(-1);
  if (node === undefined) return null;
  return (
    <section class="bi-field" aria-label="The field">
      <p class="bi-way">
        {way.map(({ name, kind }, depth) => (
          <>
            {depth === 0 ? null : <span aria-hidden="true"> › </span>}
            <button
              type="button"
              aria-current={depth === way.length - 1 ? 'true' : undefined}
              onClick={() => inspector.choose(isHovered ? hovered : state.at, depth)}
            >
              {depth === 0 ? kind : name}
            </button>
          </>
        ))}
      </p>
      <Says node={node} bytes={shown.bytes} />
      {node.inside !== undefined && !isHovered ? (
        <p>
          <button type="button" onClick={() => inspector.open()}>
            Look inside: the records, decompressed
          </button>
        </p>
      ) : null}
      {shown.isInside ? null : <Edit inspector={inspector} view={view} />}
    </section>
  );
}

function Says({ node, bytes }: { readonly node: ByteNode; readonly bytes: Uint8Array }) {
  const value = valueText(node, 200);
  const how = howRead(node, bytes);
  return (
    <>
      <p class="bi-says">
        {value === '' ? null : <b>{value}</b>} <span>{node.kind}</span>{' '}
        <span>{rangeText(node.at, node.end)}</span>
      </p>
      {node.about === '' ? null : <p>{node.about}</p>}
      {how === undefined ? null : <p class="bi-how">{how}</p>}
      {node.trouble === undefined ? null : <p class="bi-wrong">{node.trouble}</p>}
    </>
  );
}

function Edit({ inspector, view }: PartProps): JSX.Element {
  const { state, shown } = view;
  const byte = shown?.bytes[state.at] ?? 0;
  const write = (input: HTMLInputElement) => {
    const typed = /^\s*([\da-f]{1,2})\s*$/i.exec(input.value)?.[1];
    if (typed === undefined) input.value = hexByte(byte);
    else inspector.edit(state.at, Number.parseInt(typed, 16));
  };
  return (
    <p class="bi-edit">
      <label>
        Byte {state.at}{' '}
        <input
          type="text"
          size={3}
          maxLength={2}
          autocomplete="off"
          spellcheck={false}
          value={hexByte(byte)}
          onChange={(event) => write(event.currentTarget)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.value = hexByte(byte);
            if (event.key === 'Enter' || event.key === 'Escape')
              toBytes(event.currentTarget, write);
          }}
        />
      </label>{' '}
      <button type="button" disabled={shown?.edited.size === 0} onClick={() => inspector.undo()}>
        Undo
      </button>
    </p>
  );
}

/** What was typed counts, and the arrows move again. */
function toBytes(input: HTMLInputElement, write: (input: HTMLInputElement) => void): void {
  write(input);
  input.closest('.bi-bytes')?.querySelector<HTMLElement>('[role=grid]')?.focus();
}
