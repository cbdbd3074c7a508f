/**
 * ListPartitionReassignments (key 46, version 0): the partitions that are on their way to other
 * replicas (KIP-455); null for the topics asks for all. kafka-topics --describe asks for it too.
 */
import { handler } from '#broker/handler.ts';
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from '#protocol/messages/list-partition-reassignments.ts';

export const listPartitionReassignmentsHandler = handler(
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
  (request, _context, broker) => broker.controller.listPartitionReassignments(request),
);
