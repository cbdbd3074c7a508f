/** All that solution/ declares, in one list, whatever its kind. */
import type { Message } from '#protocol/message.ts';
import * as messages from '#protocol/messages/all.ts';
import * as records from '#protocol/records/all.ts';
import { RequestHeader } from '#protocol/request-header.ts';
import { ResponseHeader } from '#protocol/response-header.ts';

const lists = [...Object.values(messages), ...Object.values(records)];

export const declaredMessages: readonly Message[] = [
  RequestHeader,
  ResponseHeader,
  ...(lists.flat() as unknown as Message[]),
];
