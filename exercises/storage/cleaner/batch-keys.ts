/**
 * What a batch adds to the map of dirty keys.
 *
 *      batch 40-43    A  B  -  A       noted:  A -> 43, B -> 41
 *                           ^ no key
 *
 * Source: Kafka's Cleaner.buildOffsetMapForSegment.
 */
import type { Codecs } from '#env/codecs.ts';
import { NotImplemented } from '#env/not-implemented.ts';
import type { BatchHeader } from '#storage/batch-header.ts';

/** Where keys are noted: `OffsetMap` is one. */
export interface KeyNotes {
  /** Notes the offset of a key, in place of an earlier one. False, and nothing noted, when full. */
  put(key: Uint8Array, offset: number): boolean;
}

/**
 * Notes the keys of one batch, in order, each with its record's offset: a later `put` of a key takes
 * the place of an earlier one, so the newest stays.
 *
 * Left out are records below `from` (the batch began in the part that is clean already), records
 * without a key, and all of a control batch: its keys say what kind of marker it is, and are no
 * keys of the topic. Whether the batch was aborted is the caller's to know.
 *
 * False as soon as the map is full: the batch then has to wait for the next round. What it has noted
 * before that may stay in the map, for a newer record is a newer record.
 */
export function noteKeys(
  bytes: Uint8Array,
  batch: BatchHeader,
  from: number,
  codecs: Codecs,
  notes: KeyNotes,
): boolean {
  throw new NotImplemented('1.10', 'noteKeys');
}
