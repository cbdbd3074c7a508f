/**
 * The timeline of every simulation that runs in steps: play, pause, step, rewind, and where one is.
 */
import type { JSX } from 'preact';
import { IconButton } from './icon-button.tsx';
import type { Player, PlayerView } from './player.ts';
import { timeInWords } from './times.ts';

interface Props<State> {
  readonly player: Player<State>;
  readonly view: PlayerView<State>;
}

export function Timeline<State>({ player, view }: Props<State>): JSX.Element {
  const { frame, known, ends, playing } = view;
  const step = frame?.step ?? 0;
  const atEnd = frame?.last === true;
  return (
    <div class="gs-timeline">
      <fieldset class="gs-buttons" aria-label="Timeline">
        <IconButton
          icon="start"
          label="To the beginning"
          off={step === 0}
          press={() => player.toStart()}
        />
        <IconButton
          icon="back"
          label="A step back"
          off={step === 0}
          press={() => player.stepBy(-1)}
        />
        {playing ? (
          <IconButton icon="pause" label="Pause" main press={() => player.pause()} />
        ) : (
          <IconButton
            icon="play"
            label={atEnd ? 'Play again' : 'Play'}
            main
            press={() => player.play()}
          />
        )}
        <IconButton icon="on" label="A step on" off={atEnd} press={() => player.stepBy(1)} />
        <IconButton icon="end" label="To the end" off={atEnd} press={() => player.toEnd()} />
      </fieldset>
      <input
        class="gs-position"
        type="range"
        min={0}
        max={Math.max(known, 1)}
        value={step}
        aria-label="Step"
        aria-valuetext={`Step ${step}, after ${timeInWords(frame?.atMs ?? 0)}`}
        onInput={(event) => player.stepBy(Number(event.currentTarget.value) - step)}
      />
      <output class="gs-now">
        <b>step {step}</b>
        {ends === undefined ? null : ` of ${ends}`} · {timeInWords(frame?.atMs ?? 0)}
        {atEnd ? ' · the end' : ''}
      </output>
    </div>
  );
}
