/**
 * What the page and the worker of a run say to each other (`ask-worker.ts` carries it).
 *
 *     page ── open ──► worker      one run a worker; another `open` ends the one before
 *          ── frames ─►            answered by `frames`
 *          ── act ───►             answered by `acts`
 */
import type { Identity } from './identity.ts';
import type { Act, Frame, PlannedAct } from './simulation.ts';

export type ToWorker =
  | { readonly kind: 'open'; readonly name: string; readonly identity: Identity }
  | { readonly kind: 'frames'; readonly from: number; readonly to: number }
  | { readonly kind: 'act'; readonly step: number; readonly act: Act };

export type FromWorker =
  | { readonly kind: 'opened' }
  | { readonly kind: 'frames'; readonly frames: readonly Frame[] }
  | { readonly kind: 'acts'; readonly acts: readonly PlannedAct[] };

/** A run as the page uses it, wherever it takes place. */
export interface RunHandle {
  open(identity: Identity): Promise<void>;
  frames(from: number, to: number): Promise<readonly Frame[]>;
  /** Does something after `step`; resolves to all that was done in the run. */
  act(step: number, act: Act): Promise<readonly PlannedAct[]>;
  close(): void;
}
