import { AppError } from '../../preload/contract/index.ts';
import type { ImportSource } from '../import/engine.ts';
import type { TinyUpload } from '../migration/storage-test.ts';
import { fromAnswer, notTheService, type Operation, toStoreError } from './azure-failure.ts';
import { type ClosableHttpClient, createHttpClient, type HttpAnswer, UNBOUND } from './http/http-client.ts';

/** Version of the service that is asked. */
const SERVICE_VERSION = '2021-12-02';

/** A few bytes that are not answered in this time, milliseconds: nobody wants to wait longer for a test. */
const LIMIT_MS = 30_000;

type Options = {
  /** The way to the network, opened for each call; the best one of this process unless given. */
  readonly open?: () => ClosableHttpClient;
  readonly now?: () => number;
  readonly limitMs?: number;
};

type Ask = {
  readonly method: 'PUT' | 'GET' | 'DELETE';
  readonly operation: Operation;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The status of a success. */
  readonly status: number;
};

/**
 * Blobs of a few bytes in Azure Storage or an emulator of it, each call one request. The errors are those of a `BlockStore`
 * and hold neither address nor signature.
 * @see learn.microsoft.com/rest/api/storageservices/put-blob, get-blob, delete-blob
 */
export function createTinyUpload({
  open = () => createHttpClient(UNBOUND),
  now = Date.now,
  limitMs = LIMIT_MS,
}: Options = {}): TinyUpload {
  async function call(address: ImportSource, ask: Ask, signal: AbortSignal): Promise<HttpAnswer> {
    signal.throwIfAborted();
    const limit = AbortSignal.timeout(limitMs);
    const url = toUrl(address);
    const context = { operation: ask.operation, nowMs: now(), host: new URL(url).hostname };
    const http = open();
    try {
      const answer = await http.send({
        method: ask.method,
        url,
        headers: { 'x-ms-version': SERVICE_VERSION, ...ask.headers },
        body: ask.body ?? null,
        signal: AbortSignal.any([signal, limit]),
      });
      if (answer.status !== ask.status) throw fromAnswer(answer, context);
      if (answer.headers['x-ms-request-id'] === undefined) throw notTheService();
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (limit.aborted) throw silent();
      throw toStoreError(error, context);
    } finally {
      http.close();
    }
  }

  return {
    put: async (address, text, signal) => {
      const headers = {
        'content-type': 'text/plain; charset=utf-8',
        'x-ms-blob-type': 'BlockBlob',
        // Never in the place of anything.
        'if-none-match': '*',
      };
      const body = new TextEncoder().encode(text);
      await call(address, { method: 'PUT', operation: 'stage', headers, body, status: 201 }, signal);
    },
    read: async (address, signal) =>
      (await call(address, { method: 'GET', operation: 'facts', status: 200 }, signal)).text,
    remove: async (address, signal) => {
      await call(address, { method: 'DELETE', operation: 'facts', status: 202 }, signal);
    },
  };
}

function silent(): AppError {
  return new AppError('uploadRejected', { reason: 'Timeout', waitFor: 'silent' }, { isRetryable: true });
}

/** The blob's address with the permission: a secret. */
function toUrl({ blobUri, sasToken }: ImportSource): string {
  // Tested first: the error of a malformed address quotes all of it, signature included.
  if (!URL.canParse(blobUri) || blobUri.includes('?')) throw new AppError('uploadRejected', { reason: 'InvalidUri' });
  return `${blobUri}?${sasToken.replace(/^\?/, '')}`;
}
