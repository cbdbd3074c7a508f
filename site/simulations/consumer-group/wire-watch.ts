/**
 * What one member and the broker say to each other, as happenings: each request and each answer that
 * has to do with the group, decoded.
 *
 * Fetches are left out, but for what they do to the log and the position, which is told elsewhere:
 * there are too many of them.
 */
import { readInt32 } from '#storage/big-endian.ts';
import type { KnownMembers } from './known-members.ts';
import type { Frames } from './tapped-network.ts';
import { hasToDoWithGroups, readAnswer, readRequest, type Said } from './wire-words.ts';

export interface WireMessage extends Said {
  readonly way: 'request' | 'answer';
  readonly correlationId: number;
}

interface Asked {
  readonly apiKey: number;
  readonly version: number;
}

export class WireWatch implements Frames {
  readonly #names: KnownMembers;
  readonly #own: string;
  readonly #tell: (message: WireMessage) => void;
  /** By connection, what waits for its answer by its number. */
  readonly #asked = new WeakMap<object, Map<number, Asked>>();

  /** @param own the name under which the member shall be known. */
  constructor(own: string, names: KnownMembers, tell: (message: WireMessage) => void) {
    this.#own = own;
    this.#names = names;
    this.#tell = tell;
  }

  request(frame: Uint8Array, connection: object): void {
    // Fetches are most of what there is: they are not even read.
    if (!hasToDoWithGroups(frame)) return;
    const { header, said } = readRequest(frame, this.#own, this.#names);
    const { requestApiKey: apiKey, requestApiVersion: version, correlationId } = header;
    const asked = this.#asked.get(connection) ?? new Map<number, Asked>();
    asked.set(correlationId, { apiKey, version });
    this.#asked.set(connection, asked);
    this.#tell({ way: 'request', correlationId, ...said });
  }

  answer(frame: Uint8Array, connection: object): void {
    const correlationId = readInt32(frame, 0);
    const asked = this.#asked.get(connection);
    const one = asked?.get(correlationId);
    if (one === undefined) return;
    asked?.delete(correlationId);
    const said = readAnswer(frame, one, this.#own, this.#names);
    this.#tell({ way: 'answer', correlationId, ...said });
  }
}
