/**
 * What holds for the whole run: speed, seed, its link, its options, and what the keys do.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LARGEST_SEED } from '../core/identity.ts';
import { type Player, type PlayerView, SPEEDS } from './player.ts';
import { useTyped } from './use-typed.ts';

interface Props<State> {
  readonly player: Player<State>;
  readonly view: PlayerView<State>;
  /** The address that shows exactly this. */
  readonly link: () => string;
  readonly children: ComponentChildren;
}

export function RunChoices<State>({ player, view, link, children }: Props<State>): JSX.Element {
  return (
    <div class="gs-run">
      <div class="gs-choices">
        <SpeedChoice player={player} speed={view.speed} />
        <SeedChoice player={player} seed={view.identity.setup.seed} />
        <CopyLink link={link} />
      </div>
      {children}
      <Keys />
    </div>
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
  const typing = useTyped(String(seed), (typed) => {
    const chosen = typed === '' ? Number.NaN : Number(typed);
    if (Number.isInteger(chosen) && chosen >= 0 && chosen <= LARGEST_SEED) {
      void player.chooseSeed(chosen);
    }
  });
  return (
    <label>
      Seed
      <input type="number" min={0} max={LARGEST_SEED} {...typing} />
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
