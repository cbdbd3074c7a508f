/**
 * Records to fill in, and how they are sent.
 */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { PartProps } from './inspector-page.tsx';
import {
  ACKS,
  CODECS,
  emptyRecord,
  type FormRecord,
  formFrom,
  MOST_RECORDS,
  MOST_TIMES,
  type ProduceForm,
  usualForm,
  VERSIONS,
} from './produce-form.ts';

export function RecordsForm({ inspector, view }: PartProps): JSX.Element {
  const { source } = view.state;
  const form = source.kind === 'produced' ? source.form : usualForm;
  const change = (part: Partial<ProduceForm>) => {
    const next = formFrom({ ...form, ...part });
    if (next.ok) void inspector.produce(next.form);
  };
  const put = (at: number, record: FormRecord) =>
    change({ records: form.records.with(at, record) });
  return (
    <div class="bi-form">
      <div class="bi-how-sent">
        <Choice
          label="Produce version"
          values={VERSIONS}
          value={form.version}
          choose={(version) => change({ version })}
        />
        <Choice
          label="codec"
          values={CODECS}
          value={form.codec}
          choose={(codec) => change({ codec })}
        />
        <Choice label="acks" values={ACKS} value={form.acks} choose={(acks) => change({ acks })} />
        <Choice
          label="sent so often"
          values={Array.from({ length: MOST_TIMES }, (_, at) => at + 1)}
          value={form.times}
          choose={(times) => change({ times })}
        />
        <Text label="topic" value={form.topic} write={(topic) => change({ topic: topic ?? '' })} />
      </div>
      <ol class="bi-records">
        {form.records.map((record, at) => (
          <li>
            <RecordFields record={record} write={(next) => put(at, next)} />
            <button
              type="button"
              disabled={form.records.length === 1}
              onClick={() => change({ records: form.records.toSpliced(at, 1) })}
            >
              Remove<span class="bi-hidden"> record {at}</span>
            </button>
          </li>
        ))}
      </ol>
      <button
        type="button"
        disabled={form.records.length === MOST_RECORDS}
        onClick={() => change({ records: [...form.records, nextRecord(form.records)] })}
      >
        Add a record
      </button>
    </div>
  );
}

function nextRecord(records: readonly FormRecord[]): FormRecord {
  const afterMs = Math.min(3_600_000, (records.at(-1)?.afterMs ?? 0) + 100);
  return { ...emptyRecord, key: 'mug', value: 'one more', afterMs };
}

interface RecordProps {
  readonly record: FormRecord;
  readonly write: (record: FormRecord) => void;
}

function RecordFields({ record, write }: RecordProps): JSX.Element {
  const [header] = record.headers;
  const setHeader = (text: string | null) => write({ ...record, headers: headersFrom(text) });
  const shown = header === undefined ? '' : record.headers.map(headerText).join(', ');
  return (
    <>
      <Text label="key" value={record.key} nullable write={(key) => write({ ...record, key })} />
      <Text
        label="value"
        value={record.value}
        nullable
        write={(value) => write({ ...record, value })}
      />
      <Text label="headers" hint="name=value, …" value={shown} write={setHeader} />
      <Text
        label="ms after the first"
        value={String(record.afterMs)}
        narrow
        write={(text) => write({ ...record, afterMs: Number(text) })}
      />
    </>
  );
}

function headerText({ key, value }: FormRecord['headers'][number]): string {
  return value === null ? key : `${key}=${value}`;
}

/** A name without `=` has null for a value. */
function headersFrom(text: string | null): FormRecord['headers'] {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const [key = '', ...value] = part.split('=');
      return { key, value: value.length === 0 ? null : value.join('=') };
    });
}

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly values: readonly T[];
  readonly value: T;
  readonly choose: (value: T) => void;
}

function Choice<T extends string | number>({ label, values, value, choose }: ChoiceProps<T>) {
  const id = useId();
  return (
    <span class="gs-field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={String(value)}
        onChange={({ currentTarget }) => {
          const found = values.find((one) => String(one) === currentTarget.value);
          if (found !== undefined) choose(found);
        }}
      >
        {values.map((one) => (
          <option value={String(one)}>{one}</option>
        ))}
      </select>
    </span>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string | null;
  readonly nullable?: boolean;
  readonly narrow?: boolean;
  readonly hint?: string;
  readonly write: (value: string | null) => void;
}

/** What is typed counts when it is done; where the form refuses it, the old text comes back. */
function Text({ label, value, nullable = false, narrow = false, hint = '', write }: TextProps) {
  const id = useId();
  return (
    <span class="gs-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        class={narrow ? 'bi-narrow' : undefined}
        size={narrow ? 6 : 12}
        placeholder={value === null ? 'null' : hint}
        disabled={value === null}
        value={value ?? ''}
        autocomplete="off"
        onChange={({ currentTarget }) => {
          write(currentTarget.value);
          currentTarget.value = value ?? '';
        }}
      />
      {nullable ? (
        <label class="bi-null">
          <input
            type="checkbox"
            checked={value === null}
            onChange={({ currentTarget }) => write(currentTarget.checked ? null : '')}
          />
          null
        </label>
      ) : null}
    </span>
  );
}
