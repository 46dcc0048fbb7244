import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type JsonServer, startJsonServer } from '../../../../main/sandbox/http-server.ts';
import { AppError } from '../../../../preload/contract/index.ts';

const TOKEN = 'a-token-of-some-length';

let server: JsonServer;
let waiting: Promise<AbortSignal>;
beforeEach(async () => {
  let announce: (signal: AbortSignal) => void = () => undefined;
  waiting = new Promise((resolve) => {
    announce = resolve;
  });
  server = await startJsonServer(TOKEN, [
    { method: 'POST', pattern: /^\/echo\/(\w+)$/, route: async ({ body, captures }) => ({ body, captures }) },
    {
      method: 'GET',
      pattern: /^\/wait$/,
      route: ({ signal }) => {
        announce(signal);
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ over: true })));
      },
    },
    {
      method: 'GET',
      pattern: /^\/expected$/,
      route: () => Promise.reject(new AppError('importForbidden', { status: 403 })),
    },
    { method: 'GET', pattern: /^\/bug$/, route: () => Promise.reject(new Error('secret inner life')) },
  ]);
});
afterEach(() => server.close());

type Answer = { readonly status: number | undefined; readonly body: unknown };

function call(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise<Answer>((resolve, reject) => {
    const all = { authorization: `Bearer ${TOKEN}`, ...headers };
    const sent = request(`${server.endpoint}${path}`, { method, headers: all, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

test('a request finds its route with its body', async () => {
  const answer = await call('/echo/abc', { method: 'POST', body: '{"a":[1]}' });
  expect(answer).toEqual({ status: 200, body: { captures: ['abc'], body: { a: [1] } } });
});

test.each([
  ['without a token', { authorization: '' }],
  ['with another token', { authorization: `Bearer ${TOKEN}x` }],
  ['under another host name', { host: 'rebound.example' }],
  ['from a page in a browser', { origin: 'http://127.0.0.1' }],
])('a request %s is refused', async (_, headers) => {
  const answer = await call('/echo/abc', { method: 'POST', headers });
  expect(answer).toEqual({ status: 401, body: { code: 'senderRefused', params: {} } });
});

test.each([
  ['an unknown path', '/nothing', {}, { field: 'path' }],
  ['another method', '/echo/abc', {}, { field: 'path' }],
  ['a body that is not JSON', '/echo/abc', { method: 'POST', body: '{' }, { field: 'body' }],
  [
    'too large a body',
    '/echo/abc',
    { method: 'POST', body: `"${'x'.repeat(4 * 1024 * 1024)}"` },
    { field: 'body', maxBytes: 4_194_304 },
  ],
])('%s is refused', async (_, path, options, params) => {
  expect(await call(path, options)).toEqual({ status: 400, body: { code: 'requestInvalid', params } });
});

test('an expected failure tells its code, a bug nothing', async () => {
  expect(await call('/expected')).toEqual({ status: 403, body: { code: 'importForbidden', params: { status: 403 } } });
  expect(await call('/bug')).toEqual({ status: 500, body: { code: 'internal', params: {} } });
});

test('closing lets waiting clients go', async () => {
  const answer = call('/wait');
  await waiting;
  await server.close();
  expect(await answer).toEqual({ status: 200, body: { over: true } });
  server = await startJsonServer(TOKEN, []);
});

test('a client that leaves is noticed', async () => {
  const sent = request(`${server.endpoint}/wait`, { headers: { authorization: `Bearer ${TOKEN}` }, agent: false });
  sent.on('error', () => undefined).end();
  const signal = await waiting;
  const left = new Promise((resolve) => signal.addEventListener('abort', resolve));
  sent.destroy();
  await left;
  expect(signal.aborted).toBe(true);
});
