import { Buffer } from 'node:buffer';
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { flattenHeaders, readText } from './answer.ts';
import { WatchingAgent } from './certificate.ts';
import type { ClosableHttpClient, HttpAnswer, HttpRequest, Pace } from './http-client.ts';
import { createSlices, type Slices } from './slices.ts';
import { codeOf, PROXY_SIGN_IN, TransportError, type TransportFacts } from './transport-error.ts';

/**
 * Largest slices, bytes. TLS keeps an encrypted copy of a slice, and on the slowest line that counts as working one must go
 * well within the minute after which silence is given up. Without TLS, where PCs talk to themselves, a whole block at once
 * is the cheapest.
 */
const LARGEST_SECURE = 256 * 1024;
const LARGEST_PLAIN = 16 * 1024 * 1024;

/** How long a connection may take to stand, with TLS to be trusted, milliseconds. A rule of ours. */
const CONNECT_LIMIT_MS = 20_000;

/** What a test sets in place of the product's own. */
export type NodeHttpOptions = { readonly connectLimitMs?: number };

type Way<A> = { readonly agent: A; readonly slices: Slices };
type Rate = { readonly pace: Pace; readonly slices: Slices };
type Stack = {
  readonly plain: Way<HttpAgent>;
  readonly secure: Way<WatchingAgent>;
  readonly pace: Pace;
  readonly connectLimitMs: number;
};

/**
 * An `HttpClient` over Node's own stack: no proxies; `certificates` are those it trusts, by default those Node brings
 * along. A body is written slice by slice, each when the connection has taken the one before: whole blocks double the
 * memory over TLS, and their progress is not seen.
 */
export function createNodeHttp(
  pace: Pace,
  certificates: readonly string[] | null = null,
  { connectLimitMs = CONNECT_LIMIT_MS }: NodeHttpOptions = {},
): ClosableHttpClient {
  const trust = certificates === null ? {} : { ca: [...certificates] };
  const stack = {
    plain: { agent: new HttpAgent({ keepAlive: true }), slices: createSlices(LARGEST_PLAIN) },
    secure: { agent: new WatchingAgent({ keepAlive: true, ...trust }), slices: createSlices(LARGEST_SECURE) },
    pace,
    connectLimitMs,
  };
  return {
    send: (request) => send(request, stack),
    close: () => {
      stack.plain.agent.destroy();
      stack.secure.agent.destroy();
    },
  };
}

async function send(request: HttpRequest, stack: Stack): Promise<HttpAnswer> {
  request.signal.throwIfAborted();
  const url = new URL(request.url);
  const way = url.protocol === 'https:' ? stack.secure : stack.plain;
  const outgoing = openRequest(request, url, stack);
  const connection = watchConnection(outgoing, stack.connectLimitMs);
  const stop = () => outgoing.destroy();
  request.signal.addEventListener('abort', stop, { once: true });
  try {
    const body = createBody(outgoing, connection);
    const arrival = awaitAnswer(outgoing, body);
    // The body may end in an error that the answer explains, or the other way round: the answer decides.
    const [answer] = await Promise.all([arrival, sendBody(request, body, { pace: stack.pace, slices: way.slices })]);
    return answer;
  } catch (error) {
    const issuer = stack.secure.agent.issuerOf(outgoing.socket);
    // Whatever still comes is not for us; it would come for as long as the other end likes.
    outgoing.destroy();
    request.signal.throwIfAborted();
    const facts: TransportFacts = issuer === null ? { host: url.hostname } : { host: url.hostname, issuer };
    throw new TransportError(codeOf(error), facts, connection.hasStood());
  } finally {
    connection.close();
    request.signal.removeEventListener('abort', stop);
    dropUnfinished(outgoing);
  }
}

function openRequest({ method, headers, body }: HttpRequest, url: URL, stack: Stack): ClientRequest {
  const length = body === null ? {} : { 'content-length': String(body.byteLength) };
  const options = { method, headers: { ...headers, ...length } };
  if (url.protocol === 'https:') return httpsRequest(url, { ...options, agent: stack.secure.agent });
  return httpRequest(url, { ...options, agent: stack.plain.agent });
}

/** The connection of a request; `hasStood` from when bytes of the request may have gone. */
type Connection = { hasStood(): boolean; close(): void };

/** Ends a request that gets no connection in time. */
function watchConnection(outgoing: ClientRequest, limitMs: number): Connection {
  let hasStood = false;
  const timer = setTimeout(() => outgoing.destroy(new TransportError('ETIMEDOUT')), limitMs);
  const stand = () => {
    hasStood = true;
    clearTimeout(timer);
  };
  outgoing.once('socket', (socket) => {
    if (outgoing.reusedSocket || !socket.connecting) stand();
    // With TLS this comes when the certificates are found good.
    else socket.once(outgoing.protocol === 'https:' ? 'secureConnect' : 'connect', stand);
  });
  return { hasStood: () => hasStood, close: () => clearTimeout(timer) };
}

/** The body of a request on its way: written as long as someone reads it. */
type Body = {
  readonly isOver: () => boolean;
  /** True when a connection that stood ended before there was an answer. */
  readonly isLost: () => boolean;
  /** Resolves when the connection has taken the bytes or will take none any more; `isLast` ends the body with them. */
  write(bytes: Uint8Array, isLast: boolean): Promise<void>;
  giveUp(): void;
};

function createBody(outgoing: ClientRequest, connection: Connection): Body {
  let isOver = false;
  let isLost = false;
  let release: () => void = () => undefined;
  const giveUp = () => {
    isOver = true;
    release();
  };
  outgoing.once('close', () => {
    isLost ||= !isOver;
    giveUp();
  });
  return {
    isOver: () => isOver || outgoing.destroyed,
    isLost: () => connection.hasStood() && (isLost || (!isOver && outgoing.destroyed)),
    write: (bytes, isLast) =>
      new Promise((resolve) => {
        release = resolve;
        const taken = (error?: Error | null) => {
          if (error) isLost ||= !isOver;
          if (error) giveUp();
          else resolve();
        };
        if (isLast) outgoing.end(bytes, taken);
        else outgoing.write(bytes, taken);
      }),
    giveUp,
  };
}

async function sendBody(request: HttpRequest, body: Body, { pace, slices }: Rate): Promise<void> {
  const bytes = request.body ?? Buffer.alloc(0);
  let sentBytes = 0;
  request.onSent?.(0);
  if (bytes.byteLength === 0) return body.write(bytes, true);
  while (sentBytes < bytes.byteLength) {
    const size = Math.min(slices.sizeBytes(), pace.sliceBytes(), bytes.byteLength - sentBytes);
    await pace.take(size, request.signal);
    if (body.isOver()) return;
    const startedMs = performance.now();
    await body.write(bytes.subarray(sentBytes, sentBytes + size), sentBytes + size === bytes.byteLength);
    if (body.isLost()) slices.lost();
    if (body.isOver()) return;
    slices.took(size, performance.now() - startedMs);
    sentBytes += size;
    request.onSent?.(sentBytes);
  }
}

/** How long the end of a body may take after the answer to it, milliseconds. */
const FLUSH_LIMIT_MS = 1_000;

/** Ends a connection whose body was not sent to its end: it cannot carry another request. */
function dropUnfinished(outgoing: ClientRequest): void {
  if (!outgoing.writableEnded) return void outgoing.destroy();
  if (outgoing.writableFinished) return;
  // The service may answer a moment before Node learns that the last bytes have gone.
  const timer = setTimeout(() => outgoing.destroy(), FLUSH_LIMIT_MS);
  outgoing.once('close', () => clearTimeout(timer));
}

async function awaitAnswer(outgoing: ClientRequest, body: Body): Promise<HttpAnswer> {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    // Stays after the answer: what breaks then, breaks a body nobody wants any more.
    outgoing.on('error', reject);
    outgoing.once('close', () => reject(new TransportError('ECONNRESET')));
  });
  // An answer before the end of the body is a refusal; what is left of the body need not go.
  body.giveUp();
  const status = incoming.statusCode ?? 0;
  if (status === 407) throw new TransportError(PROXY_SIGN_IN);
  return { status, headers: flattenHeaders(incoming.headers), text: await readText(incoming) };
}
