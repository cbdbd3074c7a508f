/** Every message that is declared, with a version: what the generic tests go over. */
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

/** Calls back for every version of every message. */
export function forEachVersion(visit: (message: Message, version: number) => void): void {
  for (const message of declaredMessages) {
    for (let version = message.versions.min; version <= message.versions.max; version++) {
      visit(message, version);
    }
  }
}
