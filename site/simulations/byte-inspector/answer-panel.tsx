/**
 * What the broker says to the bytes as they are now.
 */
import type { JSX } from 'preact';
import type { PartProps } from './inspector-page.tsx';

export function AnswerPanel({ inspector, view }: PartProps): JSX.Element | null {
  const { answer, waits, state, shown } = view;
  if (shown === undefined && !waits && answer === undefined) return null;
  const isPasted = state.source.kind === 'pasted';
  const received = isPasted ? answer?.received : undefined;
  return (
    <section class="bi-answer" aria-label="What the broker answers">
      <p class="bi-title">
        What the broker answers {waits ? <small>(it is being asked…)</small> : null}
      </p>
      {isPasted ? (
        <p>
          <button type="button" disabled={waits} onClick={() => void inspector.ask()}>
            Send these bytes to a broker
          </button>{' '}
          It has just been started, and has one topic.
        </p>
      ) : null}
      <ul aria-busy={waits}>
        {(answer?.sentences ?? []).map(({ words, isError }) => (
          <li class={isError ? 'bi-refused' : 'bi-accepted'}>{words}</li>
        ))}
      </ul>
      {received === undefined ? null : (
        <p>
          <button
            type="button"
            onClick={() => void inspector.paste(received.bytes, received.layout)}
          >
            Look at the answer’s bytes
          </button>
        </p>
      )}
    </section>
  );
}
