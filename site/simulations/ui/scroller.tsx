/**
 * What may be wider than the page, and then scrolls by itself: by touch, by wheel, and by arrow keys when
 * it has the focus.
 */
import type { ComponentChildren, JSX } from 'preact';

interface Props {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** It takes the arrow keys only while there is something to scroll; else they go to the timeline. */
export function Scroller({ label, children }: Props): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section class="gs-scroller" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
