/**
 * `quorum-state`: the epoch a node is in, whom it voted for, and who leads, on one line of JSON.
 *
 *     {"leaderId":1,"leaderEpoch":4,"votedId":-1,"votedDirectoryId":"AAAA…","data_version":1}
 *
 * It is durable before the node acts on it. A node that forgot its vote could vote twice in one
 * epoch, and a leader that forgot its epoch could lead in it again, over another history (KIP-595).
 * Version 0 (a static quorum, before KIP-853) names the voters as well.
 */
import type { Disk } from '#env/disk.ts';
import { ZERO_UUID } from '#metadata/topics-image.ts';
import { readText, replaceFileDurably, utf8 } from '#storage/durable-file.ts';
import { joinPath } from '#storage/log-files.ts';

export const QUORUM_STATE_FILE = 'quorum-state';

export interface QuorumState {
  /** -1 while no leader is known. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  /** The candidate that got this node's vote in this epoch, or -1. */
  readonly votedId: number;
  readonly votedDirectoryId: string;
  /** The voters of a static quorum; undefined where the log has them (version 1). */
  readonly staticVoters?: readonly number[] | undefined;
}

/** The quorum-state file can't be used. */
export class CorruptQuorumState extends Error {
  override readonly name = 'CorruptQuorumState';
}

/** Undefined where there is no file: the node has never been in a quorum. */
export function readQuorumState(disk: Disk, directory: string): QuorumState | undefined {
  const path = joinPath(directory, QUORUM_STATE_FILE);
  const text = readText(disk, path);
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CorruptQuorumState(
      `${path} can't be used: ${reason}. It holds the epoch and the vote of this node. Where the ` +
        'node is the only voter, remove the file: the epoch is then taken from the log. Where ' +
        'there are other voters, restore it, or remove the node from the quorum and format it.',
      { cause },
    );
  }
}

/** Resolves when the state is durable. */
export function writeQuorumState(disk: Disk, directory: string, state: QuorumState): Promise<void> {
  const path = joinPath(directory, QUORUM_STATE_FILE);
  return replaceFileDurably(disk, path, utf8(format(state)));
}

function format(state: QuorumState): string {
  const { leaderId, leaderEpoch, votedId, votedDirectoryId, staticVoters } = state;
  if (staticVoters === undefined) {
    return JSON.stringify({ leaderId, leaderEpoch, votedId, votedDirectoryId, data_version: 1 });
  }
  return JSON.stringify({
    clusterId: '',
    leaderId,
    leaderEpoch,
    votedId,
    appliedOffset: 0,
    currentVoters: staticVoters.map((voterId) => ({ voterId })),
    data_version: 0,
  });
}

function parse(text: string): QuorumState {
  if (text.trim() === '') throw new Error('it is empty');
  const json: unknown = JSON.parse(text.split('\n')[0] ?? '');
  if (typeof json !== 'object' || json === null) throw new Error('it is not a JSON object');
  const fields = json as Record<string, unknown>;
  const version = wholeNumber(fields, 'data_version');
  if (version > 1) throw new Error(`its data_version is ${version}; 0 and 1 are known`);
  const leaderEpoch = wholeNumber(fields, 'leaderEpoch');
  if (leaderEpoch < 0) throw new Error(`its leaderEpoch is ${leaderEpoch}`);
  return {
    leaderId: wholeNumber(fields, 'leaderId', -1),
    leaderEpoch,
    votedId: wholeNumber(fields, 'votedId', -1),
    votedDirectoryId:
      typeof fields.votedDirectoryId === 'string' ? fields.votedDirectoryId : ZERO_UUID,
    staticVoters: version === 0 ? votersOf(fields.currentVoters) : undefined,
  };
}

function wholeNumber(fields: Record<string, unknown>, name: string, missing?: number): number {
  const value = fields[name] ?? missing;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new Error(`its ${name} is ${JSON.stringify(value) ?? 'missing'}, not a whole number`);
}

function votersOf(voters: unknown): number[] {
  if (!Array.isArray(voters)) throw new Error('it names no voters');
  return voters.map((voter: unknown) => wholeNumber(voter as Record<string, unknown>, 'voterId'));
}
