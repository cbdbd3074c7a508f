/**
 * What `kafka-console-consumer` prints of a record: the formatters of Kafka's that there are, by their
 * class names.
 *
 *     DefaultMessageFormatter         what its properties say; by default the value and a line end
 *     LoggingMessageFormatter         the same, and a line for whoever reads the log
 *     NoOpMessageFormatter            nothing: for measuring
 *     OffsetsMessageFormatter         of `__consumer_offsets` the committed offsets, as JSON
 *     GroupMetadataMessageFormatter   of `__consumer_offsets` the classic groups, as JSON
 */

import type { Properties } from '#cli/client-properties.ts';
import { UsageError } from '#cli/command-line.ts';
import { defaultFormatter } from '#cli/console-consumer/default-formatter.ts';
import { groupRecordFormatter } from '#cli/console-consumer/group-record-formatter.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import { GroupMetadataKey } from '#protocol/records/group-metadata-key.ts';
import { LegacyOffsetCommitKey } from '#protocol/records/legacy-offset-commit-key.ts';
import { OffsetCommitKey } from '#protocol/records/offset-commit-key.ts';

/** Text, or bytes that are printed as they are. */
export type Piece = string | Uint8Array;

/** The pieces of a record, line end and all. @throws ToolFailure where it can't be shown. */
export type MessageFormatter = (record: ConsumedRecord) => readonly Piece[];

const PACKAGE = 'org.apache.kafka.tools.consumer.';
const OFFSET_KINDS = [LegacyOffsetCommitKey.apiKey, OffsetCommitKey.apiKey];

const utf8 = new TextDecoder();

/** Told one line of the log. */
type Tell = (line: string) => void;

type Make = (properties: Properties, tell: Tell) => MessageFormatter;

const FORMATTERS: Readonly<Record<string, Make>> = {
  DefaultMessageFormatter: defaultFormatter,
  LoggingMessageFormatter: loggingFormatter,
  NoOpMessageFormatter: () => () => [],
  OffsetsMessageFormatter: () => groupRecordFormatter(OFFSET_KINDS),
  GroupMetadataMessageFormatter: () => groupRecordFormatter([GroupMetadataKey.apiKey]),
};

/** The formatter of a class name, with or without its package. @throws UsageError, ToolFailure */
export function messageFormatter(
  className: string | undefined,
  properties: Properties,
  tell: Tell,
): MessageFormatter {
  const name = className?.replace(PACKAGE, '') ?? 'DefaultMessageFormatter';
  const make = FORMATTERS[name];
  if (make !== undefined) return make(properties, tell);
  const known = Object.keys(FORMATTERS).join(', ');
  throw new UsageError(`There is no formatter ${className}. There are: ${known}.`);
}

function loggingFormatter(properties: Properties, tell: Tell): MessageFormatter {
  const format = defaultFormatter(properties);
  return (record) => {
    const { timestampType, timestamp, key, value } = record;
    const keyText = key === null ? 'null ' : `${utf8.decode(key)}, `;
    const valueText = value === null ? 'null' : utf8.decode(value);
    tell(`${timestampType}:${timestamp}, key:${keyText}value:${valueText}`);
    return format(record);
  };
}
