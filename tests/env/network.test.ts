import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Connection,
  type Listener,
  type Network,
  NetworkError,
  type NetworkErrorKind,
} from '#env/network.ts';
import { type TestWorld, worlds } from './worlds.ts';

const ANY_PORT = { host: '127.0.0.1', port: 0 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Collects what a connection hears. */
function listenTo(connection: Connection) {
  const heard = { text: '', size: 0, drains: 0, closes: 0, error: undefined as unknown };
  const closed = new Promise<void>((resolve) => {
    connection.start({
      data(chunk) {
        expect(heard.closes).toBe(0);
        if (heard.size < 1000) heard.text += new TextDecoder().decode(chunk);
        heard.size += chunk.length;
        // It belongs to the receiver: whatever is done to it, the sender's bytes stay.
        chunk.fill(0);
        watchers.splice(0).forEach((check) => {
          check();
        });
      },
      drain() {
        heard.drains += 1;
        watchers.splice(0).forEach((check) => {
          check();
        });
      },
      close(error) {
        heard.closes += 1;
        heard.error = error;
        resolve();
      },
    });
  });
  const watchers: (() => void)[] = [];
  /** Resolves once `condition` holds; it is looked at whenever something is heard. */
  const when = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = () => {
        if (condition()) resolve();
        else watchers.push(check);
      };
      check();
    });
  return { heard, closed, when };
}

describe.each(worlds)('the network of %s', (_name, make) => {
  let world: TestWorld;
  let network: Network;
  let listeners: Listener[];

  beforeEach(() => {
    world = make();
    network = world.env.network;
    listeners = [];
  });
  afterEach(async () => {
    for (const listener of listeners) await world.until(listener.close());
    world.close();
  });

  async function listen(accept: (connection: Connection) => void): Promise<Listener> {
    const listener = await world.until(network.listen(ANY_PORT, accept));
    listeners.push(listener);
    return listener;
  }

  /** A client and a server end, both started by `listenTo`. */
  async function connected() {
    let accepted: (ends: ReturnType<typeof withEnd>) => void;
    const server = new Promise<ReturnType<typeof withEnd>>((resolve) => {
      accepted = resolve;
    });
    const listener = await listen((connection) => accepted(withEnd(connection)));
    const client = network.connect(listener.address).then(withEnd);
    return { client: await world.until(client), server: await world.until(server) };
  }

  function withEnd(connection: Connection) {
    return { connection, ...listenTo(connection) };
  }

  async function kindOf(work: Promise<unknown>): Promise<NetworkErrorKind | 'no error'> {
    try {
      await world.until(work);
      return 'no error';
    } catch (failure) {
      if (failure instanceof NetworkError) return failure.kind;
      throw failure;
    }
  }

  test('gives a free port, and tells it', async () => {
    const listener = await listen(() => {});
    expect(listener.address.host).toBe('127.0.0.1');
    expect(listener.address.port).toBeGreaterThan(0);
  });

  test('carries bytes in order, both ways', async () => {
    const { client, server } = await connected();
    client.connection.write([bytes('one '), bytes(''), bytes('two')]);
    client.connection.write([bytes(' three')]);
    await world.until(server.when(() => server.heard.size === 13));
    server.connection.write([bytes('four')]);
    await world.until(client.when(() => client.heard.size === 4));
    expect(server.heard.text).toBe('one two three');
    expect(client.heard.text).toBe('four');
    client.connection.destroy();
    await world.until(client.closed);
  });

  test('names both ends alike from both sides', async () => {
    const { client, server } = await connected();
    expect(client.connection.remote).toEqual(server.connection.local);
    expect(client.connection.local).toEqual(server.connection.remote);
    client.connection.end();
    await world.until(Promise.all([client.closed, server.closed]));
  });

  test('delivers all that was written before the end, then closes both sides once', async () => {
    const { client, server } = await connected();
    client.connection.write([new Uint8Array(300_000)]);
    client.connection.end();
    client.connection.write([bytes('ignored')]);
    await world.until(Promise.all([client.closed, server.closed]));
    expect(server.heard.size).toBe(300_000);
    expect([server.heard.closes, client.heard.closes]).toEqual([1, 1]);
    expect([server.heard.error, client.heard.error]).toEqual([undefined, undefined]);
  });

  test('closes at once when destroyed, and the peer hears of it', async () => {
    const { client, server } = await connected();
    client.connection.destroy();
    client.connection.destroy();
    expect(client.connection.write([bytes('ignored')])).toBe(true);
    await world.until(Promise.all([client.closed, server.closed]));
    expect([server.heard.closes, client.heard.closes]).toEqual([1, 1]);
  });

  test('holds the writer back while the reader pauses, and loses nothing', async () => {
    const { client, server } = await connected();
    server.connection.pause();
    let written = 0;
    // A full connection says so before 64 MiB: no system buffers that much.
    while (written < 64 * 2 ** 20) {
      written += 2 ** 20;
      if (!client.connection.write([new Uint8Array(2 ** 20)])) break;
    }
    expect(client.connection.bufferedBytes).toBeGreaterThan(0);
    server.connection.resume();
    await world.until(server.when(() => server.heard.size === written));
    await world.until(client.when(() => client.heard.drains > 0));
    expect(client.connection.bufferedBytes).toBe(0);
    client.connection.destroy();
    await world.until(server.closed);
  });

  test('refuses a connection when nobody listens', async () => {
    const listener = await listen(() => {});
    await world.until(listener.close());
    expect(await kindOf(network.connect(listener.address))).toBe('refused');
  });

  test('refuses to listen twice on one port, and names it', async () => {
    const listener = await listen(() => {});
    expect(await kindOf(network.listen(listener.address, () => {}))).toBe('in-use');
    await expect(world.until(network.listen(listener.address, () => {}))).rejects.toThrow(
      `${listener.address.port}`,
    );
  });

  test('keeps open connections when the listener closes', async () => {
    let server: Connection | undefined;
    const listener = await listen((connection) => {
      server = connection;
      connection.start({ data: (chunk) => void connection.write([chunk]), close() {} });
    });
    const client = listenTo(await world.until(network.connect(listener.address)).then(keep));
    await world.until(listener.close());
    connection?.write([bytes('echo')]);
    await world.until(client.when(() => client.heard.text === 'echo'));
    connection?.destroy();
    await world.until(client.closed);
    expect(server).toBeDefined();
  });

  let connection: Connection | undefined;
  function keep(made: Connection): Connection {
    connection = made;
    return made;
  }

  test('leaves the sender its bytes, whatever the receiver does to the chunk', async () => {
    const { client, server } = await connected();
    const sent = bytes('mine');
    const changed = new Promise<void>((resolve) => {
      void server.when(() => server.heard.size === 4).then(resolve);
    });
    client.connection.write([sent]);
    await world.until(changed);
    expect(new TextDecoder().decode(sent)).toBe('mine');
    client.connection.destroy();
    await world.until(server.closed);
  });
});
