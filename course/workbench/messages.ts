/**
 * What the workbench and its pages say to each other. Types alone: the client in the page imports them,
 * and none of the server's code with them.
 *
 *     GET  /workbench/events    a Snapshot, then a Change for all that happens
 *     POST /workbench/hint      { task }                     → Told
 *          /workbench/reset     { task }                     → Told
 *          /workbench/diff      { task, spoil }              → Compared, or 409 where it would spoil
 *          /workbench/open      { task } or { file, line }   → Told
 *          /workbench/run       { task } or { chapter }      → Told
 *          /workbench/broker    { do: 'start' or 'stop' }    → Told
 *
 * A request that can't be carried out is answered by { error, says }, with a status that is no 200.
 */

/** A state as `npm test` knows it; `not graded` before the first grading. */
export type TaskState =
  | 'passed'
  | 'failed'
  | 'begun'
  | 'waits'
  | 'not started'
  | 'not run'
  | 'not graded';

export type BehaviourState = 'passed' | 'failed' | 'hung' | 'not started' | 'waits' | 'not run';

/** A part of a line, and what it means: the colour in which a terminal shows it. */
export interface Piece {
  readonly text: string;
  readonly tone?: 'red' | 'green' | 'yellow' | 'dim' | 'bold';
}

export type Line = readonly Piece[];

/** A place that an editor can open. */
export interface LookAt {
  /** As the terminal shows it: `exercises/storage/crc32c.ts:31 (crc32c)`. */
  readonly text: string;
  /** In the learner's tree: `storage/crc32c.ts`. Absent where it is a name alone. */
  readonly file?: string;
  readonly line?: number;
}

/** A failure as the terminal's report has it. */
export interface Explanation {
  /** What was looked at, and what came instead of what: values, differences, or bytes decoded. */
  readonly came: readonly Line[];
  /** What happened before, oldest first. */
  readonly trace: readonly string[];
  readonly lookAt: LookAt;
  /** The lines around that place, where they say more. */
  readonly code: readonly string[];
  /** Empty where it would lead astray: of a file that can't be loaded. */
  readonly hint: string;
  readonly seed?: number;
  /** The command that grades it again. */
  readonly again: string;
  /** The bytes that came, where bytes were compared: for the byte inspector. */
  readonly bytes?: { readonly actual: string; readonly layout?: string };
}

export interface BehaviourNews {
  readonly id: string;
  readonly state: BehaviourState;
  /** A word on the state: `waits for 1.2`, `never came to an end`. */
  readonly note?: string;
  readonly explanation?: Explanation;
}

export interface TaskNews {
  readonly id: string;
  readonly title: string;
  readonly chapter: string;
  readonly state: TaskState;
  readonly waitsFor?: string;
  readonly points: number;
  readonly ofPoints: number;
  /** When it first had full points. */
  readonly passedAt?: string;
  /** The files to write: `storage/crc32c.ts`. */
  readonly files: readonly string[];
  /** Empty before it was graded in this workbench. */
  readonly behaviours: readonly BehaviourNews[];
  /** The hints that were shown so far. */
  readonly hints: readonly string[];
  readonly ofHints: number;
  /** What its code printed. */
  readonly output?: { readonly lines: readonly string[]; readonly more: number };
}

/** What TypeScript says of a file; it costs no points. */
export interface TypeComplaint {
  /** In the learner's tree: `storage/crc32c.ts`. */
  readonly file: string;
  readonly line: number;
  /** As the terminal shows it, file and line first. */
  readonly text: string;
}

export interface ChapterNews {
  readonly folder: string;
  readonly title: string;
  readonly points: number;
  readonly ofPoints: number;
}

/** Graders at work, or what they did last. */
export interface RunNews {
  readonly state: 'running' | 'ended' | 'broken';
  /** The tasks, as `1.4`; none for a whole chapter. */
  readonly tasks: readonly string[];
  readonly chapter: string;
  /** The saves that it answers. */
  readonly files: readonly string[];
  readonly tookMs?: number;
  /** One line: what came of it. */
  readonly says?: string;
}

export type BrokerState = 'stopped' | 'starting' | 'running' | 'stopping' | 'failed';

export interface BrokerNews {
  readonly state: BrokerState;
  /** `127.0.0.1:9092`. */
  readonly address: string;
  /** What stands in its way, where it failed. */
  readonly says?: string;
  /** Which parts are the learner's, in lines. */
  readonly parts: readonly string[];
  /** Files that were saved after it had started: it does not know of them. */
  readonly savedSince: readonly string[];
  /** What to try with it. */
  readonly commands: readonly { readonly does: string; readonly command: string }[];
}

export interface SiteNews {
  readonly state: 'building' | 'ready' | 'failed';
  /** Counts the builds of this workbench: a page of an earlier one may be loaded again. */
  readonly build: number;
  readonly says?: string;
}

/** All there is to know. */
export interface Snapshot {
  /** The workbench's own id: a page that was served by another one is told so. */
  readonly boot: string;
  readonly site: SiteNews;
  readonly tree: { readonly path: string; readonly isGone: boolean };
  readonly tasks: readonly TaskNews[];
  readonly chapters: readonly ChapterNews[];
  /** Of all that the learner has written, as it was saved last. */
  readonly types: readonly TypeComplaint[];
  /** The task to go on with. */
  readonly next?: string;
  readonly run?: RunNews;
  readonly broker: BrokerNews;
  readonly brokerLog: readonly string[];
}

/** What has become of some of it; what a change does not name is as it was. */
export type Change = Partial<Omit<Snapshot, 'boot' | 'brokerLog'>> & {
  /** Lines to be added to the broker's log; `null` begins it anew. */
  readonly brokerLog?: readonly string[] | null;
};

/** An answer in words. */
export interface Told {
  readonly lines: readonly string[];
}

export interface Compared {
  readonly lines: readonly {
    readonly kind: 'heading' | 'text' | 'mine' | 'reference';
    readonly line: string;
  }[];
}

/** Why something was not done. */
export interface Refused {
  /** `spoils`: it is done where it is asked for once more, knowing that. */
  readonly error: 'refused' | 'older-page' | 'spoils';
  readonly says: string;
}
