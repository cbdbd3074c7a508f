/**
 * The browser's own storage, or undefined where asking for it is forbidden.
 */
import type { Shelf } from './quiz-store.ts';

export function browserShelf(): Shelf | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
