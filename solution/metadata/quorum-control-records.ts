/**
 * The quorum's own records: control batches between the batches of metadata.
 *
 *     LeaderChange    the first record of each epoch: commits all that came before (KIP-595)
 *     KRaftVersion    how the quorum keeps its voters (KIP-853)
 *     Voters          who votes, and where they listen
 *     SnapshotHeader  first in a snapshot       SnapshotFooter  last in one (KIP-630)
 *
 * They never reach a listener: they say nothing about topics or brokers.
 */
import type { Codecs } from '#env/codecs.ts';
import type { Voter } from '#metadata/metadata-log.ts';
import { KRaftVersionRecord } from '#protocol/records/kraft-version-record.ts';
import { LeaderChangeMessage } from '#protocol/records/leader-change-message.ts';
import { SnapshotFooterRecord } from '#protocol/records/snapshot-footer-record.ts';
import { SnapshotHeaderRecord } from '#protocol/records/snapshot-header-record.ts';
import { VotersRecord } from '#protocol/records/voters-record.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { recordsOf } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { ControlType, controlKey, controlTypeOf } from '#storage/control-record.ts';

/** Their values' version: the only one. */
const VERSION = 0;

export interface ControlRecord {
  readonly type: number;
  readonly value: Uint8Array;
}

/** What a control batch says that a reader of the log has to remember. */
export interface QuorumFacts {
  kraftVersion?: number;
  voters?: readonly Voter[];
  /** From a snapshot's header. */
  lastContainedTimestampMs?: number;
  /** A snapshot's footer was there: it is complete. */
  complete?: boolean;
}

export function leaderChange(leaderId: number, voterIds: readonly number[]): ControlRecord {
  const voters = voterIds.map((voterId) => ({ voterId }));
  const message = { version: VERSION, leaderId, voters, grantingVoters: voters };
  return {
    type: ControlType.LEADER_CHANGE,
    value: LeaderChangeMessage.encode(VERSION, message),
  };
}

export function kraftVersionRecord(kRaftVersion: number): ControlRecord {
  return {
    type: ControlType.KRAFT_VERSION,
    value: KRaftVersionRecord.encode(VERSION, { version: VERSION, kRaftVersion }),
  };
}

export function votersRecord(voters: readonly Voter[]): ControlRecord {
  const value = VotersRecord.encode(VERSION, {
    version: VERSION,
    voters: voters.map(({ id, directoryId, endpoints, kraftVersions }) => ({
      voterId: id,
      voterDirectoryId: directoryId,
      endpoints,
      kRaftVersionFeature: {
        minSupportedVersion: kraftVersions.min,
        maxSupportedVersion: kraftVersions.max,
      },
    })),
  });
  return { type: ControlType.KRAFT_VOTERS, value };
}

export function snapshotHeader(lastContainedLogTimestamp: number): ControlRecord {
  return {
    type: ControlType.SNAPSHOT_HEADER,
    value: SnapshotHeaderRecord.encode(VERSION, { version: VERSION, lastContainedLogTimestamp }),
  };
}

export function snapshotFooter(): ControlRecord {
  return {
    type: ControlType.SNAPSHOT_FOOTER,
    value: SnapshotFooterRecord.encode(VERSION, { version: VERSION }),
  };
}

export interface BatchPlace {
  readonly baseOffset: number;
  readonly epoch: number;
  readonly timestampMs: number;
}

/** A control batch of these records. */
export function encodeControlBatch(
  records: readonly ControlRecord[],
  { baseOffset, epoch, timestampMs }: BatchPlace,
): Uint8Array {
  return encodeBatch({
    baseOffset,
    partitionLeaderEpoch: epoch,
    isControl: true,
    records: records.map(({ type, value }) => ({
      timestamp: timestampMs,
      key: controlKey(type),
      value,
    })),
  });
}

/** A batch of metadata values. */
export function encodeValueBatch(
  values: readonly Uint8Array[],
  { baseOffset, epoch, timestampMs }: BatchPlace,
): Uint8Array {
  return encodeBatch({
    baseOffset,
    partitionLeaderEpoch: epoch,
    records: values.map((value) => ({ timestamp: timestampMs, value })),
  });
}

/** The facts in a control batch; record types of the future say nothing here. */
export function readControlBatch(
  bytes: Uint8Array,
  batch: BatchHeader,
  codecs: Codecs,
): QuorumFacts {
  const facts: QuorumFacts = {};
  for (const { key, value } of recordsOf(bytes, batch, codecs)) {
    if (value !== null) addFact(facts, controlTypeOf(key), value);
  }
  return facts;
}

function addFact(facts: QuorumFacts, type: number, value: Uint8Array): void {
  switch (type) {
    case ControlType.KRAFT_VERSION:
      facts.kraftVersion = KRaftVersionRecord.decode(VERSION, value).kRaftVersion;
      return;
    case ControlType.KRAFT_VOTERS:
      facts.voters = votersOf(VotersRecord.decode(VERSION, value));
      return;
    case ControlType.SNAPSHOT_HEADER: {
      const header = SnapshotHeaderRecord.decode(VERSION, value);
      facts.lastContainedTimestampMs = header.lastContainedLogTimestamp;
      return;
    }
    case ControlType.SNAPSHOT_FOOTER:
      facts.complete = true;
      return;
  }
}

function votersOf({ voters }: VotersRecord): Voter[] {
  return voters.map(({ voterId, voterDirectoryId, endpoints, kRaftVersionFeature }) => ({
    id: voterId,
    directoryId: voterDirectoryId,
    endpoints,
    kraftVersions: {
      min: kRaftVersionFeature.minSupportedVersion,
      max: kRaftVersionFeature.maxSupportedVersion,
    },
  }));
}
