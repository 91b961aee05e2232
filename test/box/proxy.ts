/** A TCP proxy that can delay, throttle, stall and cut what goes through it, also at a given byte: a bad network, on one machine. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Direction = 'client' | 'server';

/** Happens once, when so many bytes went that way since the start, over all connections. */
export interface LinkFault {
  towards: Direction;
  atByte: number;
  /** `stall`: this connection swallows everything from here on, and nobody is told. */
  kind: 'cut' | 'stall';
}

export interface Proxy {
  port: number;
  /** Milliseconds one way; a round trip takes twice that. */
  delayMs: number;
  /** In each direction of each connection; null: no limit. */
  bytesPerSecond: number | null;
  /** Connections that were accepted since the start. */
  connections: number;
  /** Bytes that went through since the start, towards the client. */
  received: number;
  /** Bytes that went through since the start, towards the server. */
  sent: number;
  /** Those that have not happened yet. */
  faults: LinkFault[];
  /** Resets every connection. */
  cut(): void;
  /** Nothing goes through any more and nobody is told: a cable pulled out. */
  stall(): void;
  heal(): void;
  close(): Promise<void>;
}

export async function startProxy(target: { host: string; port: number }, delayMs = 0): Promise<Proxy> {
  const open = new Set<Socket>();
  const line: Line = { stalled: false };
  const proxy: Proxy = {
    port: 0,
    delayMs,
    bytesPerSecond: null,
    connections: 0,
    received: 0,
    sent: 0,
    faults: [],
    cut() {
      for (const socket of open) socket.resetAndDestroy();
    },
    stall() {
      line.stalled = true;
    },
    heal() {
      line.stalled = false;
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
    const own: Line = { stalled: false };
    forward({ from: client, to: upstream, towards: 'server', proxy, lines: [line, own] });
    forward({ from: upstream, to: client, towards: 'client', proxy, lines: [line, own] });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.port = (server.address() as AddressInfo).port; // a TCP server's address is never a string
  return proxy;
}

interface Line {
  stalled: boolean;
}

interface Way {
  from: Socket;
  to: Socket;
  towards: Direction;
  proxy: Proxy;
  /** The whole network's, and the connection's own. */
  lines: readonly [Line, Line];
}

function forward({ from, to, towards, proxy, lines }: Way): void {
  const counter = towards === 'client' ? 'received' : 'sent';
  const send = (bytes: Buffer, sent?: () => void): void => {
    if (to.destroyed || to.write(bytes, () => sent?.())) return;
    from.pause();
    to.once('drain', () => from.resume());
  };
  const slowDown = (bytes: number): void => {
    if (proxy.bytesPerSecond === null) return;
    from.pause();
    setTimeout(() => from.resume(), (bytes * 1000) / proxy.bytesPerSecond);
  };
  from.on('data', (chunk: Buffer) => {
    if (lines.some(({ stalled }) => stalled)) return;
    const fault = proxy.faults.filter((one) => one.towards === towards).toSorted((a, b) => a.atByte - b.atByte)[0];
    const happens = fault !== undefined && fault.atByte <= proxy[counter] + chunk.length;
    const bytes = happens ? chunk.subarray(0, Math.max(0, fault.atByte - proxy[counter])) : chunk;
    proxy[counter] += bytes.length;
    if (happens) {
      proxy.faults = proxy.faults.filter((one) => one !== fault);
      lines[1].stalled = true;
    }
    const cut = (): void => {
      if (happens && fault.kind === 'cut') for (const socket of [to, from]) socket.resetAndDestroy();
    };
    if (proxy.delayMs === 0) send(bytes, cut);
    else setTimeout(() => send(bytes, cut), proxy.delayMs);
    slowDown(bytes.length);
  });
  from.on('end', () => setTimeout(() => to.end(), proxy.delayMs));
}
