/**
 * The body of a request, as JSON: no larger than what is ever sent here, and not waited for longer
 * than the server waits for any request.
 */
import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 16 * 1024;

/** A request that can't be carried out, and what its sender is told. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly status: number;
  readonly error: 'refused' | 'spoils';

  constructor(status: number, message: string, error: 'refused' | 'spoils' = 'refused') {
    super(message);
    this.status = status;
    this.error = error;
  }
}

/** Rejects with a BadRequest where it is too large, breaks off, or is no JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readAll(request)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest(400, 'The body is no JSON.');
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = new BadRequest(413, `The body is larger than ${MOST_BYTES} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > MOST_BYTES) throw tooLarge;
      parts.push(part);
    }
  } catch (error) {
    throw error === tooLarge ? error : new BadRequest(400, 'The body broke off.');
  }
  return Buffer.concat(parts);
}
