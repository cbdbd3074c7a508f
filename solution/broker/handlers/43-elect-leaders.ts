/**
 * ElectLeaders (key 43, versions 0-2): moves leadership to the preferred replica or, from version 1
 * on, to any replica where no in-sync one is left (KIP-460).
 */
import { handler } from '#broker/handler.ts';
import { ElectLeadersRequest, ElectLeadersResponse } from '#protocol/messages/elect-leaders.ts';

export const electLeadersHandler = handler(
  ElectLeadersRequest,
  ElectLeadersResponse,
  (request, _context, broker) => broker.controller.electLeaders(request),
);
