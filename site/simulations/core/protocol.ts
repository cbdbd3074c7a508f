/**
 * What the page and the worker say to each other.
 *
 *     page ── open ──► worker      one run a worker; another `open` ends the one before
 *          ── frames ─►            answered by `frames`
 *          ── act ───►             answered by `acts`
 */
import type { Identity } from './identity.ts';
import type { Act, Frame, PlannedAct } from './simulation.ts';

export type ToWorker =
  | {
      readonly kind: 'open';
      readonly id: number;
      readonly name: string;
      readonly identity: Identity;
    }
  | { readonly kind: 'frames'; readonly id: number; readonly from: number; readonly to: number }
  | { readonly kind: 'act'; readonly id: number; readonly step: number; readonly act: Act };

/** Answers bear the id of the question. */
export type FromWorker =
  | { readonly kind: 'opened'; readonly id: number }
  | { readonly kind: 'frames'; readonly id: number; readonly frames: readonly Frame[] }
  | { readonly kind: 'acts'; readonly id: number; readonly acts: readonly PlannedAct[] }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

/** A run as the page uses it, wherever it takes place. */
export interface RunHandle {
  open(identity: Identity): Promise<void>;
  frames(from: number, to: number): Promise<readonly Frame[]>;
  /** Does something after `step`; resolves to all that was done in the run. */
  act(step: number, act: Act): Promise<readonly PlannedAct[]>;
  close(): void;
}
