/**
 * DeleteTopics (key 20, versions 1-6): deletes topics by name or, in version 6, by id (KIP-516). The
 * answer comes when the deletion is durable; the files go file.delete.delay.ms later.
 */
import { handler } from '#broker/handler.ts';
import { DeleteTopicsRequest, DeleteTopicsResponse } from '#protocol/messages/delete-topics.ts';

export const deleteTopicsHandler = handler(
  DeleteTopicsRequest,
  DeleteTopicsResponse,
  (request, { apiVersion }, broker) => broker.controller.deleteTopics(request, apiVersion),
);
