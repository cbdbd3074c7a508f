/**
 * AlterConfigs (key 33, versions 0-2): replaces all dynamic configuration of a resource; what the
 * request does not name falls back to its default. IncrementalAlterConfigs has taken its place,
 * since two clients that alter different keys this way undo each other (KIP-339).
 */
import { alterConfigs } from '#broker/config-alteration.ts';
import { handler } from '#broker/handler.ts';
import { AlterConfigsRequest, AlterConfigsResponse } from '#protocol/messages/alter-configs.ts';

export const alterConfigsHandler = handler(
  AlterConfigsRequest,
  AlterConfigsResponse,
  (request, _context, broker) =>
    alterConfigs(request.resources, broker.nodeId, (resources) =>
      broker.controller.alterConfigs({ ...request, resources }),
    ),
);
