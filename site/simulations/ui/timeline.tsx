/**
 * The timeline below every simulation that runs in steps: play, step, rewind, speed, seed, link.
 */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LARGEST_SEED } from '../core/identity.ts';
import { Icon } from './icon.tsx';
import { type Player, type PlayerView, SPEEDS } from './player.ts';
import { timeInWords } from './times.ts';

interface Props<State> {
  readonly player: Player<State>;
  readonly view: PlayerView<State>;
  /** The address that shows exactly this. */
  readonly link: () => string;
}

export function Timeline<State>({ player, view, link }: Props<State>): JSX.Element {
  const { frame, known, playing } = view;
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
          <IconButton icon="play" label="Play" main off={atEnd} press={() => player.play()} />
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
        <b>step {step}</b> {timeInWords(frame?.atMs ?? 0)}
        {atEnd ? ' · the end' : ''}
      </output>
      <div class="gs-choices">
        <SpeedChoice player={player} speed={view.speed} />
        <SeedChoice player={player} seed={view.identity.setup.seed} />
        <CopyLink link={link} />
      </div>
      <Keys />
    </div>
  );
}

interface ButtonProps {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly label: string;
  readonly main?: boolean;
  readonly off?: boolean;
  readonly press: () => unknown;
}

/** Stays in the order of focus when it has nothing to do: a button that vanishes loses its reader. */
function IconButton({ icon, label, main = false, off = false, press }: ButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={main ? 'gs-main' : undefined}
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => off || press()}
    >
      <Icon name={icon} />
    </button>
  );
}

function SpeedChoice<State>({ player, speed }: { player: Player<State>; speed: number }) {
  return (
    <label>
      Speed
      <select
        value={speed}
        onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}
      >
        {SPEEDS.map((one) => (
          <option value={one}>{one === 1 ? '1 step a second' : `${one} steps a second`}</option>
        ))}
      </select>
    </label>
  );
}

function SeedChoice<State>({ player, seed }: { player: Player<State>; seed: number }) {
  return (
    <label>
      Seed
      <input
        type="number"
        min={0}
        max={LARGEST_SEED}
        value={seed}
        onChange={(event) => {
          const chosen = event.currentTarget.valueAsNumber;
          if (Number.isInteger(chosen) && chosen >= 0 && chosen <= LARGEST_SEED) {
            void player.chooseSeed(chosen);
          } else event.currentTarget.value = String(seed);
        }}
      />
    </label>
  );
}

function CopyLink({ link }: { link: () => string }): JSX.Element {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link());
      setSaid('Copied.');
    } catch {
      setSaid(link());
    }
  };
  return (
    <span class="gs-link">
      <button type="button" onClick={copy}>
        Copy link to this step
      </button>
      <span class="gs-link-said" role="status">
        {said}
      </span>
    </span>
  );
}

function Keys(): JSX.Element {
  return (
    <details class="gs-keys">
      <summary>Keys</summary>
      <dl>
        <Key name="Space" does="play, pause" />
        <Key name="← →" does="a step back, a step on" />
        <Key name="Shift ← →" does="ten steps" />
        <Key name="Home End" does="to the beginning, to the end" />
        <Key name="Tab" does="to what can be done" />
      </dl>
    </details>
  );
}

function Key({ name, does }: { name: string; does: string }): JSX.Element {
  return (
    <div>
      <dt>
        {name.split(' ').map((one) => (
          <kbd>{one}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
