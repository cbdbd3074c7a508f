/**
 * Who an idempotent producer is, and where its numbering of batches stands (KIP-98).
 *
 *     producer id 4000, epoch 0     orders-0: next sequence 17     orders-1: next sequence 3
 *
 * A broker drops a batch whose numbers it has seen and refuses one that leaves a gap; so a batch
 * keeps its number through all retries, and one that was given up on may leave a gap. After that
 * the producer asks for another identity and counts from 0 again.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { throwIfError } from '#clients/kafka-error.ts';
import {
  InitProducerIdRequest,
  InitProducerIdResponse,
} from '#protocol/messages/init-producer-id.ts';
import { incrementSequence } from '#storage/batch-header.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** No limit: only a transactional producer has one. */
const NO_TRANSACTION_TIMEOUT_MS = 0x7fff_ffff;

export interface ProducerId {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export class ProducerIdentity {
  readonly #cluster: ClusterClient;
  #id: Promise<ProducerId> | undefined;
  readonly #nextSequences = new Map<string, number>();

  constructor(cluster: ClusterClient) {
    this.#cluster = cluster;
  }

  /** The id, asked for at first use. */
  id(): Promise<ProducerId> {
    this.#id ??= this.#askForId().catch((error) => {
      this.#id = undefined;
      throw error;
    });
    return this.#id;
  }

  /** Numbers `count` records of a partition; returns the first number. */
  takeSequence(partition: TopicPartition, count: number): number {
    const name = partitionName(partition);
    const first = this.#nextSequences.get(name) ?? 0;
    this.#nextSequences.set(name, incrementSequence(first, count));
    return first;
  }

  /** Begins anew under another id: a batch was given up on. */
  renew(): void {
    this.#id = undefined;
    this.#nextSequences.clear();
  }

  async #askForId(): Promise<ProducerId> {
    const response = await this.#cluster.ask('any', InitProducerIdRequest, InitProducerIdResponse, {
      transactionalId: null,
      transactionTimeoutMs: NO_TRANSACTION_TIMEOUT_MS,
    });
    throwIfError(response.errorCode);
    return { producerId: response.producerId, producerEpoch: response.producerEpoch };
  }
}
