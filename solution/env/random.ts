/**
 * Chance for placement, jitter and tests. Not for secrets: those come from `Crypto.randomBytes`.
 */
export interface Random {
  /** A whole number from 0 up to and without `bound` (1 to 2^32). */
  nextInt(bound: number): number;

  /** A number from 0 up to and without 1. */
  nextFloat(): number;
}
