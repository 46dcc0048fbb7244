import { Buffer } from 'node:buffer';
import type { HttpHeaders, HttpOperationResponse, IHttpClient, WebResource } from '@azure/storage-blob';
import type { CallOptions } from '../../upload/ports.ts';
import type { HttpClient, HttpRequest } from './http-client.ts';

/** One call of the SDK: what it is to be given as its signal. `close` lets go of the caller's. */
export type SdkCall = { readonly signal: AbortSignal; close(): void };

/** An `HttpClient` as the pipeline of Azure's SDK wants it. Each call is to be opened first. */
export type SdkClient = IHttpClient & { open(options: CallOptions): SdkCall };

/**
 * The SDK passes a signal on untouched to the client below it, but tells the progress of some kinds of request only; so
 * who listens to a call is found by its signal.
 */
export function toSdkClient(http: HttpClient): SdkClient {
  const calls = new WeakMap<object, CallOptions>();
  return {
    open: (options) => {
      const abort = new AbortController();
      const stop = () => abort.abort(options.signal.reason);
      if (options.signal.aborted) stop();
      options.signal.addEventListener('abort', stop, { once: true });
      calls.set(abort.signal, { ...options, signal: abort.signal });
      return { signal: abort.signal, close: () => options.signal.removeEventListener('abort', stop) };
    },
    sendRequest: async (resource): Promise<HttpOperationResponse> => {
      const call = calls.get(resource.abortSignal ?? resource);
      if (call === undefined) throw new TypeError('a call that was not opened');
      const { status, headers, text } = await http.send(toRequest(resource, call));
      return { request: resource, status, headers: toSdkHeaders(resource.headers, headers), bodyAsText: text };
    },
  };
}

function toRequest({ method, url, headers, body }: WebResource, call: CallOptions): HttpRequest {
  const lowered = Object.entries(headers.rawHeaders()).map(([name, value]) => [name.toLowerCase(), value]);
  return { method, url, headers: Object.fromEntries(lowered), body: toBytes(body), ...call };
}

function toBytes(body: unknown): Uint8Array | null {
  if (body === undefined || body === null) return null;
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body);
  throw new TypeError('a body that is neither bytes nor text');
}

/** Headers of an answer in the SDK's own class, which it does not export; without where a redirect points to, as it follows. */
function toSdkHeaders(pattern: HttpHeaders, headers: Readonly<Record<string, string>>): HttpHeaders {
  const copy = pattern.clone();
  for (const name of copy.headerNames()) copy.remove(name);
  for (const [name, value] of Object.entries(headers)) if (name !== 'location') copy.set(name, value);
  return copy;
}
