/**
 * The signs on the timeline's buttons; what they mean is their button's label.
 */
import type { JSX } from 'preact';

const paths = {
  play: 'M6 4l9 6-9 6z',
  pause: 'M5 4h3.5v12H5zM11.5 4H15v12h-3.5z',
  on: 'M5 4l7 6-7 6zM13 4h2.5v12H13z',
  back: 'M15 4l-7 6 7 6zM4.5 4H7v12H4.5z',
  start: 'M17 4l-6.5 6L17 16zM10.5 4L4 10l6.500 6zM2 4h2v12H2z',
  end: 'M3 4l6.500 6L3 16zM9.500 4l6.500 6-6.500 6zM16 4h2v12h-2z',
} as const;

export function Icon({ name }: { name: keyof typeof paths }): JSX.Element {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={paths[name]} fill="currentColor" />
    </svg>
  );
}
