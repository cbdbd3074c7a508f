/**
 * The frame around every simulation that runs in steps: scenario, timeline, what just happened, picture,
 * what can be done, events, words. The timeline stands above the picture: that grows and shrinks, and a
 * button that is pressed again and again must not move.
 *
 *     export const mount = runPage(declaration, View);       // site/simulations/NAME/page.tsx
 *
 * It knows a simulation by its declaration alone: the code that runs is the worker's.
 */
import { type ComponentType, type JSX, render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DeclaredSimulation } from '../../../course/lesson/simulations.ts';
import type { Fields, Value } from '../core/field.ts';
import { firstScenario, readIdentity, writeIdentity } from '../core/identity.ts';
import { openRun } from '../core/open-run.ts';
import type { Act, Declaration, Frame } from '../core/simulation.ts';
import { Caption } from './caption.tsx';
import { EventList } from './event-list.tsx';
import { FieldControl } from './field-control.tsx';
import { handleKey } from './keys.ts';
import type { Mount, Place } from './mount.ts';
import { Offers } from './offers.tsx';
import { Player, type PlayerView } from './player.ts';
import { RunChoices } from './run-choices.tsx';
import styles from './simulation.css?inline';
import { Timeline } from './timeline.tsx';
import { timeInWords } from './times.ts';
import { usePlayer } from './use-player.ts';
import { wearStyles } from './wear-styles.ts';

wearStyles(styles);

export interface ViewProps<State> {
  readonly frame: Frame<State>;
  /** The frame before, to show what is new. */
  readonly before: Frame<State> | undefined;
  readonly act: (act: Act) => void;
}

export type RunView<State> = ComponentType<ViewProps<State>>;

export function runPage<State, Options extends Fields>(
  declaration: Declaration<State, Options>,
  View: RunView<State>,
): Mount {
  const simulation = declaration as unknown as Declaration<State>;
  return async (element, place) => {
    const { identity, complaints } = identityAt(simulation, place);
    const run = await openRun(simulation.name);
    const after = (delayMs: number, then: () => void) => {
      const timer = setTimeout(then, delayMs);
      return () => clearTimeout(timer);
    };
    const player = new Player(simulation, identity, run, after);
    render(
      <SimulationPage simulation={simulation} player={player} place={place} View={View} />,
      element,
    );
    await player.open(identity, complaints);
    const leaveAddress = followAddress(place, (fragment) => {
      const said = identityAt(simulation, { ...place, fragment });
      void player.open(said.identity, said.complaints);
    });
    return () => {
      leaveAddress();
      player.close();
      render(null, element);
    };
  };
}

function identityAt<State>(simulation: Declaration<State>, { fragment, scenario }: Place) {
  const known = scenario !== undefined && Object.hasOwn(simulation.scenarios, scenario);
  return readIdentity(simulation, fragment ?? '', known ? scenario : firstScenario(simulation));
}

/**
 * A link to another run that is opened on this very page changes what is after `#`, and loads nothing. An
 * anchor of the page is no run.
 */
function followAddress({ show }: Place, open: (fragment: string) => void): () => void {
  if (show === undefined) return () => {};
  const follow = () => {
    const fragment = location.hash.slice(1);
    if (fragment.includes('=')) open(fragment);
  };
  addEventListener('hashchange', follow);
  return () => removeEventListener('hashchange', follow);
}

interface Props<State> {
  readonly simulation: Declaration<State>;
  readonly player: Player<State>;
  readonly place: Place;
  readonly View: RunView<State>;
}

function SimulationPage<State>({ simulation, player, place, View }: Props<State>): JSX.Element {
  const view = usePlayer(player);
  const { frame, past } = view;
  const fragment = writeIdentity(simulation, view.identity);
  const isShown = frame !== undefined;
  useEffect(() => {
    if (isShown) place.show?.(fragment);
  }, [fragment, isShown, place]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys work anywhere inside it.
    <div
      class="gs"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (handleKey(event, player)) event.preventDefault();
      }}
    >
      <ScenarioChoice declared={place.declared} player={player} view={view} />
      <Complaints view={view} />
      <Timeline player={player} view={view} />
      <Caption frame={frame} quiet={simulation.quiet} />
      <div class="gs-picture">
        {frame === undefined ? <p class="gs-wait">The run begins…</p> : null}
        {frame === undefined ? null : (
          <View frame={frame} before={past.at(-2)} act={(act) => void player.act(act)} />
        )}
      </div>
      <Offers offers={frame?.offers ?? []} act={(act) => void player.act(act)} />
      <RunChoices player={player} view={view} link={() => place.link(fragment)}>
        <OptionChoices simulation={simulation} player={player} view={view} />
      </RunChoices>
      <Announcement view={view} />
      <div class="gs-texts">
        <EventList past={past} />
        <section class="gs-words">
          <p class="gs-title">The state in words</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
          <ul tabIndex={0} aria-label="The state in words" data-own-keys>
            {(frame === undefined ? [] : simulation.inWords(frame.state)).map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

interface ChoiceProps<State> {
  readonly declared: DeclaredSimulation;
  readonly player: Player<State>;
  readonly view: PlayerView<State>;
}

function ScenarioChoice<State>({ declared, player, view }: ChoiceProps<State>): JSX.Element {
  const { scenario } = view.identity.setup;
  return (
    <div class="gs-scenario">
      <label>
        What to try
        <select
          value={scenario}
          onChange={(event) => void player.chooseScenario(event.currentTarget.value)}
        >
          {Object.entries(declared.scenarios).map(([name, { title }]) => (
            <option value={name}>{title}</option>
          ))}
        </select>
      </label>
      <p>{declared.scenarios[scenario]?.tries}</p>
    </div>
  );
}

function Complaints<State>({ view }: { view: PlayerView<State> }): JSX.Element | null {
  const { complaints, failure, identity } = view;
  if (complaints.length === 0 && failure === undefined) return null;
  return (
    <div class="gs-complaints" role="alert">
      {complaints.map((complaint) => (
        <p>{complaint}</p>
      ))}
      {failure === undefined ? null : (
        <p>
          This run broke off, with seed {identity.setup.seed}: {failure}
        </p>
      )}
    </div>
  );
}

interface OptionProps<State> {
  readonly simulation: Declaration<State>;
  readonly player: Player<State>;
  readonly view: PlayerView<State>;
}

function OptionChoices<State>({
  simulation,
  player,
  view,
}: OptionProps<State>): JSX.Element | null {
  const fields = Object.entries(simulation.options);
  if (fields.length === 0) return null;
  return (
    <details class="gs-options">
      <summary>Change the run</summary>
      <div>
        {fields.map(([name, field]) => (
          <FieldControl
            field={field}
            value={view.identity.setup.options[name] as Value}
            choose={(value) => void player.chooseOption(name, value)}
          />
        ))}
      </div>
    </details>
  );
}

/** What a screen reader says after a step; while it plays, nothing, or it would never stop talking. */
function Announcement<State>({ view }: { view: PlayerView<State> }): JSX.Element {
  const said = useRef('');
  const { frame, playing } = view;
  if (!playing && frame !== undefined) {
    const words = frame.happened.map(({ where, words }) => `${where}: ${words}`).join(' ');
    said.current = `Step ${frame.step}, ${timeInWords(frame.atMs)}. ${words}`;
  }
  return (
    <p class="gs-said" aria-live="polite">
      {said.current}
    </p>
  );
}
