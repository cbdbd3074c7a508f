/**
 * CreatePartitions (key 37, versions 0-3): gives topics more partitions. A topic never gets fewer:
 * keys are spread over partitions by their hash, and order is kept within a partition, so even more
 * of them is a change that producers notice (KIP-195).
 */
import { handler } from '#broker/handler.ts';
import {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
} from '#protocol/messages/create-partitions.ts';

export const createPartitionsHandler = handler(
  CreatePartitionsRequest,
  CreatePartitionsResponse,
  (request, _context, broker) => broker.controller.createPartitions(request),
);
