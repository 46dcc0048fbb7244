import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError, type ErrorCode, toWireError } from '../../preload/contract/index.ts';

/** Answers one request; what it returns is sent as JSON. @throws AppError, sent as `{ code, params }` */
export type Route = (request: RouteRequest) => Promise<unknown>;

export type RouteRequest = {
  /** The parts of the path the route's pattern captured. */
  readonly captures: readonly string[];
  readonly query: URLSearchParams;
  /** The JSON body; null when there was none. */
  readonly body: unknown;
  /** Aborted when the client has gone away or the server closes. */
  readonly signal: AbortSignal;
};

/** A method, a pattern the whole path must match, and the answer. */
export type RouteEntry = { readonly method: string; readonly pattern: RegExp; readonly route: Route };

/** A listening server; `endpoint` is `http://127.0.0.1:PORT`. */
export type JsonServer = { readonly endpoint: string; close(): Promise<void> };

const HOST = '127.0.0.1';
/** Largest request body, bytes. Import orders are a few hundred. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  senderRefused: 401,
  importForbidden: 403,
  importBlobMissing: 404,
  importMailboxMissing: 404,
  importArchiveMissing: 404,
  importRemoved: 404,
  requestInvalid: 400,
  tenantUnavailable: 503,
};

/** Serves JSON over loopback on a free port, to those who show the token and to no browser. */
export async function startJsonServer(token: string, routes: readonly RouteEntry[]): Promise<JsonServer> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    void answer(request, response, { token, routes, closing: closing.signal });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, HOST, resolve));
  return {
    endpoint: `http://${HOST}:${portOf(server)}`,
    close: async () => {
      closing.abort('shutdown');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

type Context = { readonly token: string; readonly routes: readonly RouteEntry[]; readonly closing: AbortSignal };

async function answer(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    refuseStrangers(request, context.token);
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const found = findRoute(context.routes, request.method, url.pathname);
    const body = await readBody(request);
    const signal = AbortSignal.any([gone.signal, context.closing]);
    send(response, 200, await found.route({ captures: found.captures, query: url.searchParams, body, signal }));
  } catch (error) {
    const wire = toWireError(error);
    send(response, STATUS[wire.code] ?? 500, { code: wire.code, params: wire.params });
  }
}

/** A page in a browser can reach loopback, under a name of its choice; neither its host nor its origin is ours. */
function refuseStrangers(request: IncomingMessage, token: string): void {
  const { host, origin, authorization = '' } = request.headers;
  const isOurHost = host === `${HOST}:${request.socket.localPort}`;
  if (!isOurHost || origin !== undefined || !isSame(authorization, `Bearer ${token}`))
    throw new AppError('senderRefused');
}

/** Compares in a time that tells nothing about where the texts differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function findRoute(routes: readonly RouteEntry[], method: string | undefined, path: string) {
  for (const entry of routes) {
    const match = entry.method === method ? entry.pattern.exec(path) : null;
    if (match) return { route: entry.route, captures: match.slice(1) };
  }
  throw new AppError('requestInvalid', { field: 'path' });
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new AppError('requestInvalid', { field: 'body', maxBytes: MAX_BODY_BYTES });
    chunks.push(chunk);
  }
  if (sizeBytes === 0) return null;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new AppError('requestInvalid', { field: 'body' });
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  if (response.destroyed || response.headersSent) return;
  // Answers to refused requests close the connection: what is left of their body is not read.
  const connection = status === 200 ? {} : { connection: 'close' };
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...connection });
  response.end(JSON.stringify(value));
}
