/** A TCP proxy that can delay, stall and cut what goes through it: a bad network, on one machine. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Proxy {
  port: number;
  /** Milliseconds one way; a round trip takes twice that. */
  delayMs: number;
  /** Connections that were accepted since the start. */
  connections: number;
  /** Bytes that went through since the start, towards the client. */
  received: number;
  /** Resets every connection. */
  cut(): void;
  /** Nothing goes through any more and nobody is told: a cable pulled out. */
  stall(): void;
  heal(): void;
  close(): Promise<void>;
}

export async function startProxy(target: { host: string; port: number }, delayMs = 0): Promise<Proxy> {
  const open = new Set<Socket>();
  let stalled = false;
  const proxy: Proxy = {
    port: 0,
    delayMs,
    connections: 0,
    received: 0,
    cut() {
      for (const socket of open) socket.resetAndDestroy();
    },
    stall() {
      stalled = true;
    },
    heal() {
      stalled = false;
      // What was swallowed is missing in these streams: they cannot go on.
      proxy.cut();
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer({ noDelay: true }, (client) => {
    proxy.connections += 1;
    const upstream = connect({ ...target, noDelay: true });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        open.delete(socket);
        (socket === client ? upstream : client).destroy();
      });
    }
    forward(client, upstream, proxy, () => stalled);
    forward(
      upstream,
      client,
      proxy,
      () => stalled,
      (bytes) => (proxy.received += bytes),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.port = (server.address() as AddressInfo).port; // a TCP server's address is never a string
  return proxy;
}

function forward(from: Socket, to: Socket, proxy: Proxy, stalled: () => boolean, count: (bytes: number) => void = () => {}): void {
  from.on('data', (chunk: Buffer) => {
    if (stalled()) return;
    count(chunk.length);
    const send = (): void => {
      if (to.destroyed || to.write(chunk)) return;
      from.pause();
      to.once('drain', () => from.resume());
    };
    if (proxy.delayMs === 0) send();
    else setTimeout(send, proxy.delayMs);
  });
  from.on('end', () => setTimeout(() => to.end(), proxy.delayMs));
}
