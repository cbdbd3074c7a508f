/**
 * A button of a timeline: a sign, whose name is its label. The main one of a row shows the name, too.
 */
import type { JSX } from 'preact';
import { Icon } from './icon.tsx';

interface Props {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly label: string;
  readonly main?: boolean;
  readonly off?: boolean;
  readonly press: () => unknown;
}

/** Stays in the order of focus when it has nothing to do: a button that vanishes loses its reader. */
export function IconButton({ icon, label, main = false, off = false, press }: Props): JSX.Element {
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
      {main ? <span class="gs-main-word">{label}</span> : null}
    </button>
  );
}
