/**
 * How `kafka-dump-log` shows what a record holds: as text, as numbers, as metadata, or as what groups
 * have noted.
 */
import {
  groupRecordJson,
  UnknownGroupRecord,
  UnreadableGroupRecord,
} from '#cli/group-record-json.ts';
import { messageJson } from '#cli/message-json.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import {
  decodeMetadataRecord,
  METADATA_RECORDS,
  UnreadableMetadata,
} from '#metadata/metadata-record.ts';
import type { Record as StoredRecord } from '#storage/record.ts';

/** The texts of a record's key and value; undefined where there is none. */
export interface ShownRecord {
  readonly key: string | undefined;
  readonly value: string | undefined;
}

export type RecordDecoder = (record: StoredRecord) => ShownRecord;

type Decode = (bytes: Uint8Array) => string;

const utf8 = new TextDecoder();

/** Kafka's decoder classes, by the part of their names before `Decoder`. */
const DECODERS: Readonly<Record<string, Decode>> = {
  String: (bytes) => utf8.decode(bytes),
  Integer: (bytes) => String(viewOf(bytes).getInt32(0)),
  Long: (bytes) => String(viewOf(bytes).getBigInt64(0)),
  Double: (bytes) => String(viewOf(bytes).getFloat64(0)),
};
const CLASS_NAME = /^(?:org\.apache\.kafka\.tools\.api\.)?(\w+)Decoder$/;

/** Keys and values by Kafka's decoder classes; text where none is named. */
export function plainDecoder(
  keyClass: string | undefined,
  valueClass: string | undefined,
): RecordDecoder {
  const [key, value] = [decoderOf(keyClass), decoderOf(valueClass)];
  return (record) => ({
    key: record.key === null ? undefined : key(record.key),
    value: record.value === null ? undefined : value(record.value),
  });
}

/** Values as records of the metadata log; they have no keys. */
export function metadataDecoder(record: StoredRecord): ShownRecord {
  try {
    const { name, version, data } = decodeMetadataRecord(record.value ?? new Uint8Array(0));
    const json = messageJson(METADATA_RECORDS[name], version, data);
    const value = `{"type":"${constantCase(name)}","version":${version},"data":${json}}`;
    return { key: undefined, value };
  } catch (error) {
    if (!(error instanceof UnreadableMetadata)) throw error;
    return { key: undefined, value: `Error at ${record.offset}, skipping. ${error.message}` };
  }
}

/** Keys and values as records of `__consumer_offsets`. What can't be read is told in the key's place. */
export function offsetsDecoder({ key, value, offset }: StoredRecord): ShownRecord {
  if (key === null) {
    throw new ToolFailure(
      `Failed to decode message at offset ${offset} using the specified decoder (message had a ` +
        'missing key)',
    );
  }
  try {
    const shown = groupRecordJson(key, value, { looksIntoMembers: true });
    return {
      key: `{"type":"${shown.kind}","data":${shown.key}}`,
      value: shown.value
        ? `{"version":"${shown.value.version}","data":${shown.value.json}}`
        : '<DELETE>',
    };
  } catch (error) {
    return { key: whyNot(error, offset), value: undefined };
  }
}

function whyNot(error: unknown, offset: number): string {
  if (error instanceof UnknownGroupRecord) {
    return `Unknown record type ${error.kind} at offset ${offset}, skipping.`;
  }
  if (!(error instanceof UnreadableGroupRecord)) throw error;
  return `Error at offset ${offset}, skipping. ${error.message}`;
}

function decoderOf(className: string | undefined): Decode {
  if (className === undefined) return (bytes) => utf8.decode(bytes);
  const decode = DECODERS[CLASS_NAME.exec(className)?.[1] ?? ''];
  if (decode !== undefined) return decode;
  const known = Object.keys(DECODERS).map((name) => `org.apache.kafka.tools.api.${name}Decoder`);
  throw new ToolFailure(`There is no decoder ${className}. There are: ${known.join(', ')}.`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** `FeatureLevelRecord` to `FEATURE_LEVEL_RECORD`. */
function constantCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
