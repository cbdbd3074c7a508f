/**
 * Which requests are answered at all. The workbench writes files and starts programs, and any page
 * in the learner's browser can send requests to 127.0.0.1, so each has to show where it comes from:
 *
 *     Host             127.0.0.1 or localhost with our port, and nothing else: a foreign name that was
 *                      pointed at 127.0.0.1 (DNS rebinding) is a foreign name still
 *     Sec-Fetch-Site   browsers say by it who asks. Another site may link to a page of ours, and take
 *                      no part of it into its own. Another port of localhost is another site to us
 *     Origin           where it is there, ours: browsers send it with every POST
 *     the token        a secret that only pages have that we served; nobody else may read those,
 *                      for nothing here ever allows another origin (there is no CORS)
 *     Content-Type     application/json, which no form can send
 *
 * The last three are asked of everything under /workbench/, which is all that does or tells anything
 * of the learner's. Pure: the tests that try to get past it need no socket.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Where all lives that is not a page or a part of one. */
export const PRIVATE = '/workbench/';

export const TOKEN_HEADER = 'gregor-token';

export interface Asked {
  readonly method: string;
  /** The path as it was sent, without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Refusal {
  readonly status: number;
  /** `older-page`: the token is of another workbench, so the page has to be loaded again. */
  readonly error: 'refused' | 'older-page';
  readonly says: string;
}

export interface Ours {
  readonly port: number;
  readonly token: string;
}

/** Why a request is refused; undefined for one that may be answered. */
export function refusal(asked: Asked, ours: Ours): Refusal | undefined {
  const { headers, path } = asked;
  const hosts = [`127.0.0.1:${ours.port}`, `localhost:${ours.port}`];
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase())) {
    return refused(421, 'This server is 127.0.0.1 and localhost, and answers to no other name.');
  }
  if (path.startsWith(PRIVATE)) return refusalOfPrivate(asked, ours);
  if (asked.method !== 'GET' && asked.method !== 'HEAD') {
    return refused(405, 'A page can only be read.');
  }
  const isVisit = headers['sec-fetch-mode'] === 'navigate' && !isFramed(headers);
  if (isForeign(headers) && !isVisit) {
    return refused(403, 'Another site may link to a page, and take no part of it.');
  }
  return undefined;
}

function refusalOfPrivate({ method, headers }: Asked, { token }: Ours): Refusal | undefined {
  const { origin, host } = headers;
  if (isForeign(headers) || (origin !== undefined && origin !== `http://${host}`)) {
    return refused(403, 'Only the workbench’s own pages may ask for this.');
  }
  if (!isSame(headers[TOKEN_HEADER], token)) {
    const says = 'This page was served by an earlier workbench. Load it again.';
    return { status: 401, error: 'older-page', says };
  }
  if (method === 'GET') return undefined;
  if (method !== 'POST') return refused(405, 'What the workbench does, it is asked for by POST.');
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return refused(415, 'What is asked for is JSON, and says so: Content-Type: application/json.');
  }
  return undefined;
}

/** Whether a browser says that another site asks; what is typed into the address bar is `none`. */
function isForeign(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function isFramed(headers: IncomingHttpHeaders): boolean {
  const destination = headers['sec-fetch-dest'];
  return destination !== undefined && destination !== 'document';
}

/** Compares without telling by its time how much of it is right. */
function isSame(given: string | string[] | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(token));
}

function refused(status: number, says: string): Refusal {
  return { status, error: 'refused', says };
}
