/**
 * How a simulation comes into a page: what each one's `page.tsx` exports as `mount`.
 */
import type { DeclaredSimulation } from '../../../course/lesson/simulations.ts';

export interface Place {
  readonly declared: DeclaredSimulation;
  /** The scenario that the lesson asks for. */
  readonly scenario: string | undefined;
  /** What the page's own address says after `#`; undefined inside a lesson, whose anchors those are. */
  readonly fragment: string | undefined;
  /** The address that shows what a fragment names. */
  link(fragment: string): string;
  /** Puts the fragment into the page's address; undefined inside a lesson. */
  readonly show: ((fragment: string) => void) | undefined;
}

/** Fills the element; resolves to what takes the simulation out of it again. */
export type Mount = (element: Element, place: Place) => Promise<() => void>;
