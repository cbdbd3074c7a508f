/**
 * What a behaviour sets going ends with it. A simulated world in which a wrong solution is busy for
 * ever, at one and the same moment, would otherwise go on behind all behaviours that follow, and
 * take the processor from them.
 */
const ends = new Set<() => void>();

/** Has `end` called once the behaviour that runs now is over, however it ends. */
export function endAfterwards(end: () => void): void {
  ends.add(end);
}

/** The behaviour is over. */
export function endAll(): void {
  for (const end of ends) end();
  ends.clear();
}
