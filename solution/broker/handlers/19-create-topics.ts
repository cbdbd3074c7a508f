/**
 * CreateTopics (key 19, versions 2-7): makes topics, or only says whether they could be made. From
 * version 5 on the answer describes each new topic with its configuration (KIP-525), from 7 on it
 * has its id (KIP-516). The controller decides; the answer comes when the topics are durable.
 */
import { handler } from '#broker/handler.ts';
import { CreateTopicsRequest, CreateTopicsResponse } from '#protocol/messages/create-topics.ts';

export const createTopicsHandler = handler(
  CreateTopicsRequest,
  CreateTopicsResponse,
  (request, _context, broker) => broker.controller.createTopics(request),
);
