import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A line between a client and a server of this PC that can be disturbed at any time. */
export type FaultProxy = {
  readonly port: number;
  /** Bytes a second to the server, of all connections together; null for no bound. */
  bytesPerSecond: number | null;
  /** A number from 0 to 1 for each piece: below `stallShare` it waits `stallMs` more, as after a loss. */
  stallShare: number;
  stallMs: number;
  random: () => number;
  /** Changes what goes to the server; called for each piece with its offset in its connection. */
  alter: (piece: Buffer, offset: number) => void;
  readonly counts: { connections: number; toServerBytes: number };
  /** Ends all connections and takes no new ones. */
  cut(): Promise<void>;
  /** Takes connections again, at the same port. */
  mend(): Promise<void>;
  /** Nothing moves any more, in either direction; new connections are taken and hear nothing. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
};

type Line = {
  isFrozen: boolean;
  readonly pairs: Set<readonly [Socket, Socket]>;
  freeAtMs: number;
  readonly delayMs: number;
};

/** Pieces of a slow line, so that it does not come in gulps. */
const PIECE_BYTES = 8 * 1024;

/** Starts a proxy in front of a port of this PC. What a client sends takes `delayMs` to get through. */
export async function startFaultProxy(targetPort: number, delayMs = 0): Promise<FaultProxy> {
  const line: Line = { isFrozen: false, pairs: new Set(), freeAtMs: 0, delayMs };
  let server = createListener(() => proxy, line, targetPort);
  const port = await listen(server, 0);
  const endAll = () => {
    for (const [client, upstream] of line.pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  };
  const cut = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    endAll();
    await closed;
  };
  const proxy: FaultProxy = {
    port,
    bytesPerSecond: null,
    stallShare: 0,
    stallMs: 0,
    random: Math.random,
    alter: () => undefined,
    counts: { connections: 0, toServerBytes: 0 },
    cut,
    async mend() {
      server = createListener(() => proxy, line, targetPort);
      await listen(server, port);
    },
    freeze() {
      line.isFrozen = true;
      for (const pair of line.pairs) for (const socket of pair) socket.pause();
    },
    thaw() {
      line.isFrozen = false;
      for (const pair of line.pairs) for (const socket of pair) socket.resume();
    },
    close: () => (server.listening ? cut() : Promise.resolve(endAll())),
  };
  return proxy;
}

function createListener(getProxy: () => FaultProxy, line: Line, targetPort: number): Server {
  return createServer({ noDelay: true }, (client) => {
    const proxy = getProxy();
    proxy.counts.connections += 1;
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    const pair = [client, upstream] as const;
    line.pairs.add(pair);
    const end = () => {
      line.pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    if (line.isFrozen) client.pause();
    void carry(client, upstream, proxy, line).catch(end);
    upstream.on('data', (piece: Buffer) => client.write(piece));
    upstream.on('end', () => client.end());
  });
}

/** Piece after piece to the server; the client is read no faster than the line is. */
async function carry(client: Socket, upstream: Socket, proxy: FaultProxy, line: Line): Promise<void> {
  let offset = 0;
  for await (const chunk of client as AsyncIterable<Buffer>) {
    for (let from = 0; from < chunk.byteLength; from += PIECE_BYTES) {
      const piece = chunk.subarray(from, from + PIECE_BYTES);
      proxy.alter(piece, offset);
      offset += piece.byteLength;
      proxy.counts.toServerBytes += piece.byteLength;
      await pass(piece.byteLength, proxy, line);
      if (upstream.destroyed) return;
      // Timers of one length fire in the order they were set.
      if (line.delayMs > 0) setTimeout(() => upstream.write(piece), line.delayMs);
      else if (!upstream.write(piece)) await drained(upstream);
    }
  }
  setTimeout(() => upstream.end(), line.delayMs);
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

async function pass(sizeBytes: number, proxy: FaultProxy, line: Line): Promise<void> {
  const { bytesPerSecond } = proxy;
  const isStalled = proxy.stallShare > 0 && proxy.random() < proxy.stallShare;
  const now = performance.now();
  const from = Math.max(now, line.freeAtMs);
  if (bytesPerSecond !== null) line.freeAtMs = from + (sizeBytes / bytesPerSecond) * 1_000;
  const waitMs = (bytesPerSecond === null ? 0 : line.freeAtMs - now) + (isStalled ? proxy.stallMs : 0);
  // A timer cannot wait less than a millisecond; the debt is kept in `freeAtMs`.
  if (waitMs >= 1) await delay(waitMs);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
