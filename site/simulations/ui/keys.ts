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

/** Whatever is gone through in steps. */
interface Stepped {
  stepBy(count: number): unknown;
  toStart(): unknown;
  toEnd(): unknown;
}

/** Does what the key asks for; true when it asked for something. */
export function handleKey<State>(event: KeyboardEvent, player: Player<State>): boolean {
  if (event.key !== ' ') return handleStepKey(event, player);
  if (isMeantOtherwise(event)) return false;
  if ((event.target as Element).closest(PRESSED_BY_SPACE) !== null) return false;
  if (player.view().playing) player.pause();
  else player.play();
  return true;
}

/** The same for what does not play. */
export function handleStepKey(event: KeyboardEvent, steps: Stepped): boolean {
  if (isMeantOtherwise(event)) return false;
  const many = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case 'ArrowRight':
      void steps.stepBy(many);
      return true;
    case 'ArrowLeft':
      void steps.stepBy(-many);
      return true;
    case 'Home':
      void steps.toStart();
      return true;
    case 'End':
      void steps.toEnd();
      return true;
    default:
      return false;
  }
}

function isMeantOtherwise({ target, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  const isIn = (selector: string) => (target as Element).closest(selector) !== null;
  return altKey || ctrlKey || metaKey || isIn(TEXT_CONTROLS) || isIn(OWN_ARROWS);
}
