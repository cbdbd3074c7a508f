/**
 * What the reader may do now, as buttons.
 *
 * What was pressed may be gone afterwards: who kills a broker finds nothing to kill. The focus then goes to
 * the whole simulation, or the keys would work no more.
 */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Act, Offer } from '../core/simulation.ts';

interface Props {
  readonly offers: readonly Offer[];
  readonly act: (act: Act) => void;
}

export function Offers({ offers, act }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const pressed = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (pressed.current === null || pressed.current.isConnected) return;
    pressed.current = null;
    keepFocusIn(place.current?.closest<HTMLElement>('.gs'));
  }, [offers]);
  const groups = Map.groupBy(offers, ({ group = 'You can' }) => group);
  return (
    <div class="gs-offers" ref={place}>
      {[...groups].map(([group, members]) => (
        <fieldset key={group} aria-label={group}>
          <span aria-hidden="true">{group}</span>
          {members.map((offer) => (
            <button
              // A button stays itself, or its focus would go over to what takes its place.
              key={keyOf(offer)}
              type="button"
              onClick={({ currentTarget }) => {
                pressed.current = currentTarget;
                act(offer.act);
              }}
            >
              {offer.label}
            </button>
          ))}
        </fieldset>
      ))}
    </div>
  );
}

/** A browser takes the focus off what was removed when it next draws: so after that, too. */
function keepFocusIn(element: HTMLElement | null | undefined): void {
  const focus = (): void => {
    if (document.activeElement === document.body) element?.focus({ preventScroll: true });
  };
  focus();
  requestAnimationFrame(() => requestAnimationFrame(focus));
}

function keyOf({ act, label }: Offer): string {
  return `${act.name} ${JSON.stringify(act.args)} ${label}`;
}
