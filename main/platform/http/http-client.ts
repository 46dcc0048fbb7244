import { machineCertificates } from './certificate.ts';
import { createDirectFirst } from './direct-first.ts';
import { createElectronHttp } from './electron-http.ts';
import { createNodeHttp } from './node-http.ts';

/** One request. `url` is a secret when it carries a signature. A body has its length told beforehand, never chunks. */
export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
  /**
   * Hears how many bytes of the body the network has taken: 0 when the request starts, and again whenever it has got
   * further in waiting for its turn.
   */
  readonly onSent?: (sentBytes: number) => void;
};

/** What came back, whoever sent it. Names of headers are in lower case; a redirect is an answer like any other. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/**
 * Makes requests, each a single try on a connection that is kept for the next one.
 * @throws the signal's reason when it is aborted; TransportError when there is no answer, or a proxy asks for a sign-in.
 */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

/** What holds back bytes: `take` resolves when so many may go. `sliceBytes` is how many to ask for at a time. */
export type Pace = {
  take(sizeBytes: number, signal: AbortSignal): Promise<void>;
  sliceBytes(): number;
};

/** For requests that carry next to nothing. */
export const UNBOUND: Pace = { take: () => Promise.resolve(), sliceBytes: () => Number.MAX_SAFE_INTEGER };

/** An `HttpClient` that holds connections until it is closed. */
export type ClosableHttpClient = HttpClient & { close(): void };

/** `isDirect`: the PC's settings name no proxy for the host that requests will go to. */
export type HttpClientOptions = { readonly isDirect?: boolean };

/**
 * The way to the network of this process. In a process of Electron it is Electron's network service, which knows
 * the proxies and certificates of the PC and signs in to proxies with the person's account; where there is no proxy,
 * Node's own stack comes first, with the PC's certificates: it takes a tenth of the time. Elsewhere it is Node's.
 */
export function createHttpClient(pace: Pace, { isDirect = false }: HttpClientOptions = {}): ClosableHttpClient {
  if (process.versions.electron === undefined) return createNodeHttp(pace);
  const managed = createElectronHttp(pace);
  return isDirect ? createDirectFirst(createNodeHttp(pace, machineCertificates()), managed) : managed;
}
