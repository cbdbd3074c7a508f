/** One request and its answer over a connection of its own; frames without their size field. */
import { connect } from 'node:net';

export function exchangeOnce(host: string, port: number, request: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const size = Buffer.alloc(4);
    size.writeInt32BE(request.length);
    let answer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the broker closed the connection')));
    socket.on('connect', () => socket.write(Buffer.concat([size, request])));
    socket.on('data', (piece: Buffer) => {
      answer = Buffer.concat([answer, piece]);
      if (answer.length < 4 || answer.length < 4 + answer.readInt32BE(0)) return;
      resolve(answer.subarray(4, 4 + answer.readInt32BE(0)));
      socket.destroy();
    });
  });
}
