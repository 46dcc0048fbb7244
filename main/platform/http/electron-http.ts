import { Buffer } from 'node:buffer';
import type { ClientRequest, IncomingMessage, Net } from 'electron';
import { flattenHeaders, readText } from './answer.ts';
import { presentedIssuer } from './certificate.ts';
import { createGate } from './gate.ts';
import type { ClosableHttpClient, HttpAnswer, HttpRequest, Pace } from './http-client.ts';
import { PROXY_SIGN_IN, TransportError } from './transport-error.ts';

/**
 * Connections Chromium opens to one host over HTTP/1.1; further requests wait inside it, where nobody sees them wait.
 * @see https://source.chromium.org/chromium/chromium/src/+/main:net/socket/client_socket_pool_manager.cc
 */
const MOST_CONNECTIONS = 6;

/** How often Chromium is asked how much of a body has gone, milliseconds. */
const PROGRESS_EVERY_MS = 250;

/** Headers that Chromium writes itself, and refuses from others. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['accept-encoding', 'connection', 'content-length', 'host']);

/** Loads Electron, in time of use: outside of it there is no such module. */
type LoadNet = () => Promise<{ readonly net: Pick<Net, 'request'> }>;

/**
 * An `HttpClient` over Chromium's network service, which all of Electron shares: the PC's proxies, automatic ones too, a
 * sign-in to them with the person's account, the certificates the PC trusts. A body is handed over as a whole, so a
 * bandwidth limit holds back the start of a request and not its course. Who signed a certificate that is not trusted is
 * found out by a connection of its own, which a proxy may prevent.
 */
export function createElectronHttp(pace: Pace, load: LoadNet = () => import('electron')): ClosableHttpClient {
  const gate = createGate(MOST_CONNECTIONS);
  const loading = load();
  loading.catch(() => undefined);
  return {
    send: async (request) => {
      const { net } = await loading;
      request.signal.throwIfAborted();
      return gate.pass(request.signal, async () => {
        await awaitTurn(request, pace);
        return exchange(request, net);
      });
    },
    close: () => undefined,
  };
}

/** Takes the whole body out of the bandwidth limit, a slice at a time as others do, so that turns stay fair. */
async function awaitTurn({ body, signal, onSent }: HttpRequest, pace: Pace): Promise<void> {
  for (let left = body?.byteLength ?? 0; left > 0; ) {
    const size = Math.min(pace.sliceBytes(), left);
    await pace.take(size, signal);
    left -= size;
    onSent?.(0);
  }
}

async function exchange(request: HttpRequest, net: Pick<Net, 'request'>): Promise<HttpAnswer> {
  const url = new URL(request.url);
  // Its turn may have come long after the stop.
  request.signal.throwIfAborted();
  const outgoing = openRequest(request, net);
  const stop = () => outgoing.abort();
  request.signal.addEventListener('abort', stop, { once: true });
  const endProgress = tellProgress(outgoing, request);
  try {
    const answered = awaitAnswer(outgoing, url.hostname);
    if (request.body === null) outgoing.end();
    else outgoing.end(toBuffer(request.body));
    const answer = await answered;
    request.signal.throwIfAborted();
    request.onSent?.(request.body?.byteLength ?? 0);
    return answer;
  } catch (error) {
    // Whatever still comes is not for us; it would come for as long as the other end likes.
    outgoing.abort();
    request.signal.throwIfAborted();
    throw await withIssuer(error, url, request.signal);
  } finally {
    endProgress();
    request.signal.removeEventListener('abort', stop);
  }
}

function openRequest({ method, url, headers }: HttpRequest, net: Pick<Net, 'request'>): ClientRequest {
  const outgoing = net.request({ method, url, redirect: 'manual', cache: 'no-store', ...ownSession() });
  for (const [name, value] of Object.entries(headers)) {
    if (!OWN_HEADERS.has(name.toLowerCase())) outgoing.setHeader(name, value);
  }
  return outgoing;
}

/** In the main process the default session is the window's, which reaches no network; other processes have no sessions. */
function ownSession(): { readonly partition?: string } {
  return Reflect.get(process, 'type') === 'browser' ? { partition: 'storage' } : {};
}

/** The bytes as Electron takes them; it copies them, memory that is shared between threads included. */
function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tellProgress(outgoing: ClientRequest, { onSent, body }: HttpRequest): () => void {
  if (onSent === undefined || body === null) return () => undefined;
  let lastBytes = 0;
  onSent(0);
  const timer = setInterval(() => {
    const { started, current } = outgoing.getUploadProgress();
    if (!started || current <= lastBytes) return;
    lastBytes = Math.min(current, body.byteLength);
    onSent(lastBytes);
  }, PROGRESS_EVERY_MS);
  return () => clearInterval(timer);
}

async function awaitAnswer(outgoing: ClientRequest, host: string): Promise<HttpAnswer> {
  let proxyHost = host;
  // Comes only when the main process does not answer for us, and when neither account nor earlier sign-in was enough.
  outgoing.on('login', (asked, answer) => {
    if (asked.isProxy) proxyHost = asked.host;
    answer();
  });
  const told = await new Promise<IncomingMessage | HttpAnswer>((resolve, reject) => {
    outgoing.on('response', resolve);
    // Unless it is followed at once, the request ends here.
    outgoing.on('redirect', (status, _method, _address, headers) =>
      resolve({ status, headers: flattenHeaders(headers), text: '' }),
    );
    outgoing.on('error', (error) => reject(toTransportError(error)));
    outgoing.on('abort', () => reject(new TransportError('ERR_ABORTED')));
  });
  if (!('statusCode' in told)) return told;
  if (told.statusCode === 407) throw new TransportError(PROXY_SIGN_IN, { host: proxyHost });
  const text = await readText(told);
  return { status: told.statusCode, headers: flattenHeaders(told.headers), text };
}

/** Chromium has codes, but Electron gives them as text alone: `net::ERR_CONNECTION_RESET`. */
function toTransportError(error: Error): TransportError {
  return new TransportError(/^net::(ERR_\w{1,60})$/.exec(error.message)?.[1] ?? 'Unknown');
}

async function withIssuer(error: unknown, url: URL, signal: AbortSignal): Promise<unknown> {
  if (!(error instanceof TransportError) || !error.code.startsWith('ERR_CERT_')) return error;
  const issuer = await presentedIssuer({ host: url.hostname, port: Number(url.port || 443) }, signal);
  return new TransportError(error.code, issuer === null ? { host: url.hostname } : { host: url.hostname, issuer });
}
