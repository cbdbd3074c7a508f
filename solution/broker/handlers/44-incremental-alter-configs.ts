/**
 * IncrementalAlterConfigs (key 44, versions 0-1): sets, deletes, appends to and subtracts from single
 * keys of topics and brokers, and leaves the others alone (KIP-339). It is in force when the answer
 * comes, without a restart.
 */
import { alterConfigs } from '#broker/config-alteration.ts';
import { handler } from '#broker/handler.ts';
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from '#protocol/messages/incremental-alter-configs.ts';

export const incrementalAlterConfigsHandler = handler(
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
  (request, _context, broker) =>
    alterConfigs(request.resources, broker.nodeId, (resources) =>
      broker.controller.incrementalAlterConfigs({ ...request, resources }),
    ),
);
