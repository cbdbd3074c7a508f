/**
 * A Player's view in a component: drawn again whenever it changes.
 */
import { useEffect, useState } from 'preact/hooks';
import type { Player, PlayerView } from './player.ts';

export function usePlayer<State>(player: Player<State>): PlayerView<State> {
  const [view, setView] = useState(player.view());
  useEffect(() => {
    setView(player.view());
    return player.subscribe(() => setView(player.view()));
  }, [player]);
  return view;
}
