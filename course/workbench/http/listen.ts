/**
 * A port on the loopback for a server: the usual one, the next that is free, or the one that was named.
 */
import type { Server } from 'node:http';
import { PlainError } from '../../plain-error.ts';

export const USUAL_PORT = 4321;
/** So many are tried before the system chooses. */
const TRIES = 20;

/**
 * Listens, and says where. @param named the only port that will do; 0 is any.
 *
 * @throws PlainError where the named port is taken, or not to be had.
 */
export async function listen(server: Server, named?: number): Promise<number> {
  if (named !== undefined) {
    const trouble = await tryPort(server, named);
    if (trouble === undefined) return portOf(server);
    throw new PlainError(sentenceFor(named, trouble));
  }
  for (let port = USUAL_PORT; port < USUAL_PORT + TRIES; port++) {
    if ((await tryPort(server, port)) === undefined) return port;
  }
  const trouble = await tryPort(server, 0);
  if (trouble !== undefined) throw trouble;
  return portOf(server);
}

function sentenceFor(port: number, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') {
    return (
      `Port ${port} is taken by another program. Name another one, as in npm start -- --port ` +
      `${port + 1}, or none: then a free one is found.`
    );
  }
  if (code === 'EACCES') return `Port ${port} is not yours to open: take one above 1023.`;
  return `Port ${port} can't be opened: ${message}.`;
}

/** Undefined where it listens now, else what stands against it. */
function tryPort(server: Server, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const fail = (error: Error) => {
      server.off('listening', succeed);
      resolve(error);
    };
    const succeed = () => {
      server.off('error', fail);
      resolve(undefined);
    };
    server.once('error', fail);
    server.once('listening', succeed);
    server.listen(port, '127.0.0.1');
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
