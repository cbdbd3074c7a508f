/**
 * What an input needs whose text counts when it is done: with Enter, or when the reader goes elsewhere.
 *
 *     <input type="number" {...useTyped(String(seed), (typed) => choose(Number(typed)))} />
 *
 * Invariant: until then it stays as the reader has left it, though the page around it is drawn anew with each
 * step of a run that plays.
 */
import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';

type InputEvent = TargetedEvent<HTMLInputElement>;

/** @param take gets what was typed; where it makes nothing of it, `value` stands there again. */
export function useTyped(value: string, take: (typed: string) => void) {
  const [draft, setDraft] = useState<string>();
  return {
    value: draft ?? value,
    onInput: ({ currentTarget }: InputEvent) => setDraft(currentTarget.value),
    onChange: ({ currentTarget }: InputEvent) => {
      take(currentTarget.value);
      setDraft(undefined);
    },
    // What was typed and taken back is no change.
    onBlur: () => setDraft(undefined),
  };
}
