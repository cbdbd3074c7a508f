/**
 * Commits of one consumer, each sent when the one before is answered, at as little cost to the machine as
 * can be: the broker shall be what is measured.
 *
 * A request is encoded once. After that only two numbers in it change, its correlation id and the
 * offset, and an answer is right if it is the first one's bytes but for the correlation id.
 *
 *     request   size | key, version | correlation id | …group, member, topic… | offset | …
 *     answer    size | correlation id | …the same each time…
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const CORRELATION_AT = 8;
const ANSWER_CORRELATION_AT = 4;
const ANSWER_BODY_AT = 8;

export class CommitLoop {
  readonly #socket: Socket;
  readonly #request: Buffer;
  readonly #offsetAt: number;
  readonly #isRight: (answer: Buffer) => boolean;
  #firstAnswer: Buffer | undefined;
  #received: Buffer = Buffer.alloc(0);
  #commits = 0;
  #endsAt = 0;
  #ended: ((error?: Error) => void) | undefined;

  private constructor(
    socket: Socket,
    encode: (offset: number) => Uint8Array,
    isRight: (answer: Buffer) => boolean,
  ) {
    this.#socket = socket;
    this.#request = Buffer.from(encode(0));
    this.#offsetAt = whereTheyDiffer(this.#request, encode(0x0101_0101));
    this.#isRight = isRight;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.#ended?.(error));
  }

  /**
   * @param encode a request, with its size, that commits an offset; all are of one length.
   * @param isRight whether the first answer, with its size, says that the offset is committed.
   */
  static async connect(
    address: { readonly host: string; readonly port: number },
    encode: (offset: number) => Uint8Array,
    isRight: (answer: Buffer) => boolean,
  ): Promise<CommitLoop> {
    const socket = connect(address);
    await once(socket, 'connect');
    return new CommitLoop(socket, encode, isRight);
  }

  /** Commits until the time is over; gives how often. */
  run(endsAt: number): Promise<number> {
    const before = this.#commits;
    this.#endsAt = endsAt;
    return new Promise((resolve, reject) => {
      this.#ended = (error) => {
        if (error === undefined) resolve(this.#commits - before);
        else reject(error);
      };
      this.#send();
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(): void {
    this.#request.writeInt32BE(this.#commits, CORRELATION_AT);
    this.#request.writeInt32BE(this.#commits, this.#offsetAt);
    // The socket may keep what it can't send at once; but then nothing changes until it has.
    this.#socket.write(this.#request);
  }

  #receive(chunk: Buffer): void {
    const received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) {
      this.#received = received;
      return;
    }
    this.#received = Buffer.alloc(0);
    if (!this.#isExpected(received)) {
      this.#ended?.(
        new Error(`the answer to commit ${this.#commits} is ${received.toString('hex')}`),
      );
      return;
    }
    this.#commits++;
    if (performance.now() < this.#endsAt) this.#send();
    else this.#ended?.();
  }

  #isExpected(answer: Buffer): boolean {
    if (answer.readInt32BE(ANSWER_CORRELATION_AT) !== this.#commits) return false;
    if (this.#firstAnswer === undefined) {
      this.#firstAnswer = Buffer.from(answer);
      return this.#isRight(answer);
    }
    const { length } = answer;
    return this.#firstAnswer.compare(answer, ANSWER_BODY_AT, length, ANSWER_BODY_AT) === 0;
  }
}

/** Where the low half of the offset is: the only four bytes in which the two requests differ. */
function whereTheyDiffer(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  if (at < 0 || one.length !== other.length) throw new Error('the offset cannot be found');
  return at;
}
