/**
 * Records of `__consumer_offsets` as `kafka-console-consumer` prints them: one JSON object after the
 * other, without a line end between them, as Kafka's tool does. Records of other kinds are passed over.
 */
import type { MessageFormatter } from '#cli/console-consumer/message-formatter.ts';
import {
  type GroupRecordJson,
  groupRecordJson,
  UnknownGroupRecord,
  UnreadableGroupRecord,
} from '#cli/group-record-json.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';

/** Shows records whose keys are of these kinds. */
export function groupRecordFormatter(kinds: readonly number[]): MessageFormatter {
  return (record) => {
    const shown = read(record);
    if (shown === undefined || !kinds.includes(shown.kind)) return [];
    const { kind, key, value } = shown;
    const valueText = value ? `{"version":${value.version},"data":${value.json}}` : 'null';
    return [`{"key":{"type":${kind},"data":${key}},"value":${valueText}}`];
  };
}

function read({ key, value, offset }: ConsumedRecord): GroupRecordJson | undefined {
  if (key === null) return undefined;
  try {
    return groupRecordJson(key, value, { looksIntoMembers: false });
  } catch (error) {
    if (error instanceof UnknownGroupRecord) return undefined;
    if (!(error instanceof UnreadableGroupRecord)) throw error;
    throw new ToolFailure(`Could not read record at offset ${offset} due to: ${error.message}`);
  }
}
