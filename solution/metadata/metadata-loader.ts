/**
 * From the log to the image: decodes committed batches, groups transactions, publishes images.
 *
 * Most batches change the image by themselves. Records between a `BeginTransactionRecord` and its
 * `EndTransactionRecord` (KIP-868) may span many batches, and become visible together at the end;
 * an `AbortTransactionRecord` throws them away. A log that ends inside of a transaction shows
 * nothing of it, and the next leader aborts it.
 *
 *     visible   | batch | batch |                            | all of it | batch |
 *     log       | batch | batch | Begin | batch | batch | End            | batch |
 */

import { MetadataDelta } from '#metadata/metadata-delta.ts';
import { EMPTY_IMAGE, type MetadataImage } from '#metadata/metadata-image.ts';
import type { CommittedBatch, SnapshotContent } from '#metadata/metadata-log.ts';
import { decodeMetadataRecord, type MetadataRecord } from '#metadata/metadata-record.ts';

interface Position {
  readonly offset: number;
  readonly epoch: number;
  readonly timestampMs: number;
}

export class MetadataLoader {
  #image: MetadataImage = EMPTY_IMAGE;
  /** Records of the transaction that is open, or undefined outside of one. */
  #transaction: MetadataRecord[] | undefined;

  /** As of the last record outside of an open transaction. */
  get image(): MetadataImage {
    return this.#image;
  }

  /** True after a `BeginTransactionRecord` without its end. */
  get inTransaction(): boolean {
    return this.#transaction !== undefined;
  }

  /** Starts over from a snapshot. */
  loadSnapshot({ id, timestampMs, values }: SnapshotContent): MetadataImage {
    const delta = new MetadataDelta(EMPTY_IMAGE);
    for (const value of values) delta.replay(decodeMetadataRecord(value));
    this.#transaction = undefined;
    this.#image = delta.finish({ offset: id.endOffset - 1, epoch: id.epoch, timestampMs });
    return this.#image;
  }

  /** Replays a batch; gives the image after it, which is the old one inside of a transaction. */
  replay({ baseOffset, lastOffset, epoch, timestampMs, values }: CommittedBatch): MetadataImage {
    let pending: MetadataRecord[] = [];
    for (const [index, value] of values.entries()) {
      const record = decodeMetadataRecord(value);
      const at = { offset: baseOffset + index, epoch, timestampMs };
      if (record.name === 'BeginTransactionRecord') {
        this.#publish(pending, at);
        pending = [];
        this.#begin(at.offset);
      } else if (record.name === 'EndTransactionRecord') {
        this.#publish(this.#end(record.name, at.offset), at);
      } else if (record.name === 'AbortTransactionRecord') {
        this.#end(record.name, at.offset);
      } else {
        (this.#transaction ?? pending).push(record);
      }
    }
    if (this.#transaction === undefined) {
      this.#publish(pending, { offset: lastOffset, epoch, timestampMs });
    }
    return this.#image;
  }

  #publish(records: readonly MetadataRecord[], last: Position): void {
    const delta = new MetadataDelta(this.#image);
    for (const record of records) delta.replay(record);
    this.#image = delta.finish(last);
  }

  #begin(offset: number): void {
    if (this.#transaction !== undefined) {
      throw new Error(`The metadata log begins a transaction inside another at offset ${offset}.`);
    }
    this.#transaction = [];
  }

  #end(recordName: string, offset: number): readonly MetadataRecord[] {
    const records = this.#transaction;
    if (records === undefined) {
      throw new Error(`The metadata log has a ${recordName} outside of one at offset ${offset}.`);
    }
    this.#transaction = undefined;
    return records;
  }
}
