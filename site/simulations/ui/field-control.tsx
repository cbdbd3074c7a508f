/**
 * The control of a declared field.
 */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import {
  type ChoiceField,
  type Field,
  type Value,
  valueFrom,
  writtenValue,
} from '../core/field.ts';
import { useTyped } from './use-typed.ts';

interface Props<One extends Field = Field> {
  readonly id: string;
  readonly field: One;
  readonly value: Value;
  readonly choose: (value: Value) => void;
}

export function FieldControl({ field, value, choose }: Omit<Props, 'id'>): JSX.Element {
  const id = useId();
  return (
    <span class="gs-field">
      <label for={id}>{field.label}</label>
      {field.kind === 'choice' ? (
        <ChoiceControl id={id} field={field} value={value} choose={choose} />
      ) : field.kind === 'flag' ? (
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={(event) => choose(event.currentTarget.checked)}
        />
      ) : (
        <TypedControl id={id} field={field} value={value} choose={choose} />
      )}
    </span>
  );
}

function ChoiceControl({ id, field, value, choose }: Props<ChoiceField>): JSX.Element {
  return (
    <select id={id} value={String(value)} onChange={(event) => choose(event.currentTarget.value)}>
      {field.values.map((one) => (
        <option value={one}>{one}</option>
      ))}
    </select>
  );
}

/** What is typed in counts when it is done, and only where the field takes it. */
function TypedControl({ id, field, value, choose }: Props): JSX.Element {
  const typing = useTyped(writtenValue(value), (typed) => {
    const chosen = valueFrom(field, typed);
    if (chosen !== undefined) choose(chosen);
  });
  const inputMode = field.kind === 'whole' ? 'numeric' : 'text';
  return <input id={id} type="text" inputMode={inputMode} {...typing} />;
}
