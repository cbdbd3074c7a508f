/**
 * A control record in words: a transaction's end, or what the Raft quorum notes for itself.
 */
import { messageJson } from '#cli/message-json.ts';
import type { Message } from '#protocol/message.ts';
import { KRaftVersionRecord } from '#protocol/records/kraft-version-record.ts';
import { LeaderChangeMessage } from '#protocol/records/leader-change-message.ts';
import { SnapshotFooterRecord } from '#protocol/records/snapshot-footer-record.ts';
import { SnapshotHeaderRecord } from '#protocol/records/snapshot-header-record.ts';
import { VotersRecord } from '#protocol/records/voters-record.ts';
import { readInt16, readInt32 } from '#storage/big-endian.ts';
import { ControlType, controlTypeOf } from '#storage/control-record.ts';
import type { Record } from '#storage/record.ts';

/** The types whose value is a declared message, and what Kafka's tool calls each. */
const MESSAGES: ReadonlyMap<number, readonly [string, Message]> = new Map([
  [ControlType.LEADER_CHANGE, ['LeaderChange:', LeaderChangeMessage as unknown as Message]],
  [ControlType.SNAPSHOT_HEADER, ['SnapshotHeader', SnapshotHeaderRecord as unknown as Message]],
  [ControlType.SNAPSHOT_FOOTER, ['SnapshotFooter', SnapshotFooterRecord as unknown as Message]],
  [ControlType.KRAFT_VERSION, ['KRaftVersion', KRaftVersionRecord as unknown as Message]],
  [ControlType.KRAFT_VOTERS, ['KRaftVoters', VotersRecord as unknown as Message]],
]);

export function controlRecordText({ key, value }: Record): string {
  const type = controlTypeOf(key);
  const bytes = value ?? new Uint8Array(0);
  if (type === ControlType.ABORT || type === ControlType.COMMIT) {
    const end = type === ControlType.ABORT ? 'ABORT' : 'COMMIT';
    return `endTxnMarker: ${end} coordinatorEpoch: ${readInt32(bytes, 2)}`;
  }
  const known = MESSAGES.get(type);
  if (known === undefined) return `controlType: UNKNOWN(${type})`;
  const [name, message] = known;
  // Every one of them begins with its version, which is how a reader knows it.
  const version = readInt16(bytes, 0);
  return `${name} ${messageJson(message, version, message.decode(version, bytes))}`;
}
