/**
 * Answers as they go out: every one with the headers that keep other pages away from it.
 */
import type { ServerResponse } from 'node:http';
import { BOOT_HEADER } from '../instance.ts';
import type { Refused } from '../messages.ts';

/** No page of another may frame ours or take a part of it; nothing is guessed, nothing is told. */
export function guardHeaders(response: ServerResponse, boot: string): void {
  response.setHeader(BOOT_HEADER, boot);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('content-security-policy', "frame-ancestors 'none'");
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(bytes.length),
    'cache-control': 'no-store',
  });
  response.end(bytes);
}

export function answerRefused(
  response: ServerResponse,
  status: number,
  says: string,
  error: Refused['error'] = 'refused',
): void {
  answerJson(response, status, { error, says } satisfies Refused);
}

export function answerPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(html);
}
