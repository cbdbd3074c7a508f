/**
 * Answers a request for a page of the built site, or for a part of one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { beingBuiltPage } from '../site/being-built-page.ts';
import type { BuiltSite } from '../site/built-site.ts';
import { answerPage, answerRefused } from './answer.ts';
import { encodingFor, SiteFiles } from './site-files.ts';

export class SiteServer {
  readonly #site: BuiltSite;
  readonly #token: string;
  #files: SiteFiles | undefined;
  #build = 0;

  constructor(site: BuiltSite, token: string) {
    this.#site = site;
    this.#token = token;
  }

  /** @param path as it was asked for, still encoded. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): void {
    const { news } = this.#site;
    const decoded = decode(path);
    if (news.build === 0) {
      answerPage(response, 503, beingBuiltPage(news, this.#token));
      this.#site.lookAgain();
    } else if (decoded === undefined) answerRefused(response, 400, 'That is no path.');
    else this.#answerFile(request, response, decoded);
  }

  #answerFile(request: IncomingMessage, response: ServerResponse, decoded: string): void {
    const found = this.#current().find(decoded, encodingFor(request.headers['accept-encoding']));
    if (found.file === undefined) {
      response.writeHead(301, { location: found.location }).end();
      return;
    }
    const { status, body, headers } = found.file;
    const isKnown = status === 200 && request.headers['if-none-match'] === headers.etag;
    if (isKnown) response.writeHead(304, { etag: headers.etag ?? '' }).end();
    else response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
    if (headers['content-type']?.startsWith('text/html')) this.#site.lookAgain();
  }

  /** The files of the build that is there now. */
  #current(): SiteFiles {
    const { build } = this.#site.news;
    if (this.#files === undefined || build !== this.#build) {
      this.#files = new SiteFiles(this.#site.directory, this.#token);
      this.#build = build;
    }
    return this.#files;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
