/**
 * What an empty metadata log begins with: the records in bootstrap.checkpoint, or, where a
 * directory has none, those of a cluster formatted today.
 */
import type { Env } from '#env/env.ts';
import { BOOTSTRAP_FILE, bootstrapRecords } from '#metadata/format-storage.ts';
import {
  decodeMetadataRecord,
  encodeMetadataRecord,
  type MetadataRecord,
} from '#metadata/metadata-record.ts';
import { readBatchFile } from '#metadata/snapshot-file.ts';
import { joinPath } from '#storage/log-files.ts';

/** Throws `CorruptSnapshot` or `UnreadableMetadata` where the file is damaged. */
export function readBootstrapRecords(env: Env, logDirectory: string): MetadataRecord[] {
  const path = joinPath(logDirectory, BOOTSTRAP_FILE);
  const values =
    env.disk.stat(path) === undefined
      ? bootstrapRecords().map(encodeMetadataRecord)
      : readBatchFile(env, path).values;
  return values.map(decodeMetadataRecord);
}
