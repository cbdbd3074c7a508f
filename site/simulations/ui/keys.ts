/**
 * The keys of a simulation. They work wherever the focus is inside it, but never take a key from a
 * control that means something else by it.
 *
 *     Space       play, pause          Home   to the beginning
 *     ← →         a step back, on      End    to the end
 *     Shift ← →   ten steps
 */
import type { Player } from './player.ts';

const TEXT_CONTROLS = 'input:not([type=range]), select, textarea, [contenteditable]';
/** Space presses these; the rest of the keys mean nothing to them. */
const PRESSED_BY_SPACE = 'button, summary, a, [role=button]';
/** Whatever moves about by arrows itself. */
const OWN_ARROWS = '[data-own-keys]';

/** Does what the key asks for; true when it asked for something. */
export function handleKey<State>(event: KeyboardEvent, player: Player<State>): boolean {
  const target = event.target as Element;
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  if (target.closest(TEXT_CONTROLS) !== null || target.closest(OWN_ARROWS) !== null) return false;
  const steps = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case ' ':
      if (target.closest(PRESSED_BY_SPACE) !== null) return false;
      if (player.view().playing) player.pause();
      else player.play();
      return true;
    case 'ArrowRight':
      void player.stepBy(steps);
      return true;
    case 'ArrowLeft':
      void player.stepBy(-steps);
      return true;
    case 'Home':
      void player.toStart();
      return true;
    case 'End':
      void player.toEnd();
      return true;
    default:
      return false;
  }
}
