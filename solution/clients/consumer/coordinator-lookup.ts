/**
 * The broker that coordinates this consumer's group: looked up at first use, asked from then on,
 * and looked up again when it turns out to be another or can't be reached.
 *
 * It is spoken to on a connection of its own: a join may wait for minutes and a fetch for half a
 * second, and a broker answers one request of a connection after the other.
 *
 * Invariant: at most one lookup is under way; everybody who needs the coordinator waits for it.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { findCoordinator } from '#clients/find-coordinator.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { Fields } from '#protocol/field.ts';
import type { ApiMessage } from '#protocol/message.ts';
import type { Decoded, Input } from '#protocol/message-types.ts';

/** What the coordinator is asked on its connection. */
export interface CoordinatorCall {
  readonly timeoutMs?: number | undefined;
  /** The newest version that the caller can fill in; left out, the newest that both sides know. */
  readonly newest?: number;
  /** The connection; left out, the group's own. */
  readonly channel?: string;
}

export class CoordinatorLookup {
  readonly #cluster: ClusterClient;
  readonly #groupId: string;
  #coordinator: Promise<number> | undefined;

  constructor(cluster: ClusterClient, groupId: string) {
    this.#cluster = cluster;
    this.#groupId = groupId;
  }

  /**
   * Sends one request to the coordinator. When nothing comes back, it is looked up again next time.
   *
   * @throws KafkaError when there is no coordinator; NetworkError, RequestTimeout, UnsupportedApi
   */
  ask<F extends Fields, V extends string, G extends Fields, W extends string>(
    request: ApiMessage<F, V>,
    response: ApiMessage<G, W>,
    body: Input<F, V>,
    call?: CoordinatorCall,
  ): Promise<Decoded<G>> {
    return this.askIn(request, response, () => body, call);
  }

  /** The same, where what is said depends on the version in which it is said. */
  async askIn<F extends Fields, V extends string, G extends Fields, W extends string>(
    request: ApiMessage<F, V>,
    response: ApiMessage<G, W>,
    bodyOf: (version: number) => Input<F, V>,
    { timeoutMs, newest = request.versions.max, channel = 'group' }: CoordinatorCall = {},
  ): Promise<Decoded<G>> {
    const nodeId = await this.#find();
    try {
      const connection = await this.#cluster.connect({ nodeId, channel });
      const version = Math.min(newest, connection.versions.of(request));
      return await connection.sendAs(version, request, response, bodyOf(version), timeoutMs);
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** It is not the coordinator any more, or not one that answers. */
  forget(): void {
    this.#coordinator = undefined;
  }

  /** Forgets the coordinator if that is what the code says. */
  heed(errorCode: number): void {
    if (isNotCoordinator(errorCode)) this.forget();
  }

  #find(): Promise<number> {
    if (this.#coordinator === undefined) {
      const looking = this.#lookUp();
      this.#coordinator = looking;
      looking.catch(() => {
        if (this.#coordinator === looking) this.#coordinator = undefined;
      });
    }
    return this.#coordinator;
  }

  async #lookUp(): Promise<number> {
    try {
      return (await findCoordinator(this.#cluster, this.#groupId)).nodeId;
    } catch (error) {
      const isForbidden =
        error instanceof KafkaError && error.code === ErrorCode.GROUP_AUTHORIZATION_FAILED;
      throw isForbidden ? groupForbidden(this.#groupId) : error;
    }
  }
}

export function isNotCoordinator(errorCode: number): boolean {
  return (
    errorCode === ErrorCode.NOT_COORDINATOR || errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE
  );
}

export function groupForbidden(groupId: string): KafkaError {
  return new KafkaError(
    ErrorCode.GROUP_AUTHORIZATION_FAILED,
    `Not authorized to access group: ${groupId}`,
  );
}
