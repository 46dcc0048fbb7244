import { createServer, type RequestListener, type Server } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createAzureBlockStore } from '../../../main/platform/azure-block-store.ts';
import { createNodeHttp } from '../../../main/platform/http/node-http.ts';
import { UNBOUND } from '../../support/http/unbound.ts';

const SECRET = 'c2VjcmV0LXNpZ25hdHVyZQ';
const ID = 'UEYBAAABAgCAAAAAAQIDBAUGBwgJCgsMDQ4P';

let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

/** A server that answers everything in one way, and what a `stageBlock` over it ends with. */
async function stageAgainst(listener: RequestListener, stop?: AbortSignal) {
  let requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    request.resume();
    listener(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const blobUri = `http://127.0.0.1:${port}/account/pst/a.pst`;
  const http = createNodeHttp(UNBOUND);
  const store = createAzureBlockStore({ address: () => ({ blobUri, sasToken: `sp=cw&sig=${SECRET}` }), http });
  const signal = stop ?? new AbortController().signal;
  const outcome: unknown = await store
    .stageBlock({ id: ID, bytes: new Uint8Array(64 * 1024), md5: new Uint8Array(16) }, { signal })
    .catch((error: unknown) => error);
  http.close();
  expect(inspect(outcome, { depth: 10, showHidden: true, customInspect: false })).not.toContain(SECRET);
  return { outcome, requests };
}

function answer(status: number, headers: Record<string, string> = {}, body = ''): RequestListener {
  return (request, response) => request.on('end', () => response.writeHead(status, headers).end(body));
}

test.each([408, 429, 500, 502, 503, 504])('%i is one request and may be tried again', async (status) => {
  const { outcome, requests } = await stageAgainst(answer(status, { 'retry-after': '3' }));
  expect(outcome).toMatchObject({
    code: 'uploadRejected',
    params: { status, waitFor: 'busy', retryAfterMs: 3_000 },
    isRetryable: true,
  });
  expect(requests).toBe(1);
});

test('a broken line is one request and may be tried again', async () => {
  const { outcome, requests } = await stageAgainst((request) => request.socket.destroy());
  expect(outcome).toMatchObject({ code: 'uploadRejected', params: { waitFor: 'offline' }, isRetryable: true });
  expect(requests).toBe(1);
});

const STRANGERS: readonly [string, RequestListener][] = [
  ['a page', answer(200, { 'content-type': 'text/html' }, '<html>Please sign in</html>')],
  ['a good answer without the mark of the service', answer(201)],
  ['an empty answer', answer(204)],
  ['a redirect', answer(302, { location: 'http://127.0.0.1:1/login' })],
];

test.each(STRANGERS)('%s is no success', async (_name, listener) => {
  const { outcome } = await stageAgainst(listener);
  expect(outcome).toMatchObject({ code: 'uploadRejected', params: { waitFor: 'stranger' }, isRetryable: true });
});

test('the answer of the service is a success', async () => {
  const { outcome } = await stageAgainst(answer(201, { 'x-ms-request-id': 'abc' }));
  expect(outcome).toBeUndefined();
});

test('a stop breaks a request that is never answered', async () => {
  const abort = new AbortController();
  const { outcome } = await stageAgainst(() => abort.abort('shutdown'), abort.signal);
  expect(outcome).toBe('shutdown');
});
