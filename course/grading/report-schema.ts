/**
 * The report as data: what `npm test chapter-01 -- --json FILE` writes. Other formats (JUnit, the
 * imports of learning systems) are made from it, so it is versioned: a field may be added within a
 * version, and none changes its meaning or goes.
 */
import { z } from 'zod';

const Hex = z.string().regex(/^([0-9a-f]{2}( [0-9a-f]{2})*)?$/);

const Place = z.object({
  /** In the learner's tree: `storage/crc32c.ts`. */
  file: z.string(),
  /** From 1. */
  line: z.int(),
  column: z.int().optional(),
});

const Failure = z.object({
  /** `ExpectationFailed`, `EndlessLoop`, `NotImplemented`, or the name of what was thrown. */
  name: z.string(),
  message: z.string(),
  stack: z.string(),
  /** What was looked at, in words. */
  what: z.string().optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  differences: z
    .array(z.object({ path: z.string(), expected: z.string(), actual: z.string() }))
    .optional(),
  /** How many fields of such a structure are equal. */
  equalFields: z.int().optional(),
  bytes: z.object({ expected: Hex, actual: Hex, layout: z.string().optional() }).optional(),
  /** What happened before, in words, oldest first. */
  trace: z.array(z.string()).optional(),
  seed: z.number().optional(),
  place: Place.optional(),
  /** The symbol that was looked at, where the grader tells: `Reader.int32`. */
  about: z.string().optional(),
  /** The unwritten bodies that were met. */
  unwritten: z.array(z.object({ task: z.string(), symbol: z.string() })).optional(),
});

const Behaviour = z.object({
  id: z.string(),
  says: z.string(),
  state: z.enum(['passed', 'failed', 'hung', 'not started', 'waits', 'not run']),
  /** The earlier task that has to be right first. */
  waitsFor: z.string().optional(),
  /** The earlier task that the failure may come from: nobody could tell. */
  mayComeFrom: z.string().optional(),
  points: z.int(),
  ofPoints: z.int(),
  hint: z.string(),
  /** Where to look: `exercises/storage/crc32c.ts:31 (crc32c)`; absent where it passed. */
  lookAt: z.string().optional(),
  failure: Failure.optional(),
  /** What the code printed meanwhile. */
  output: z.object({ lines: z.array(z.string()), more: z.int() }).optional(),
});

const Task = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['passed', 'failed', 'begun', 'not started', 'waits', 'not run']),
  waitsFor: z.string().optional(),
  points: z.int(),
  ofPoints: z.int(),
  /** The files that it asks for. */
  files: z.array(z.string()),
  /** As in `chapters/01-storage/lesson.mdx#crc32c`. */
  lesson: z.string(),
  behaviours: z.array(Behaviour),
});

const ChapterReport = z.object({
  /** The folder: `01-storage`. */
  chapter: z.string(),
  title: z.string(),
  view: z.object({
    name: z.enum(['solution', 'chapter', 'integrated']),
    learnerTree: z.string(),
    /** The files that are the learner's own work. */
    touched: z.array(z.string()),
  }),
  points: z.int(),
  ofPoints: z.int(),
  /** The behaviours that were asked for, where not all were: the points are then not the score. */
  only: z.array(z.string()).optional(),
  tasks: z.array(Task),
  /** What the type check says about the learner's files; it costs no points. */
  typeErrors: z.array(z.string()),
  /** Of the chapter's last behaviours, over all of the learner's chapters; unscored. */
  together: z.object({ passed: z.int(), ran: z.int() }).optional(),
});

export const GradingReportSchema = z.object({
  schema: z.literal('gregor/report/v1'),
  /** When grading ended, ISO 8601. */
  gradedAt: z.iso.datetime(),
  tookMs: z.number(),
  /** Why grading itself broke down, not the code under test; null otherwise. */
  broken: z.string().nullable(),
  chapters: z.array(ChapterReport),
});

export type GradingReport = z.infer<typeof GradingReportSchema>;
export type ChapterReport = z.infer<typeof ChapterReport>;
