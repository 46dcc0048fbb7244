import { expect, test } from 'vitest';
import { createTenantClient } from '../../../../../main/import/sandbox/client.ts';

const TENANT = { endpoint: 'http://127.0.0.1:1', token: 'the-token' };
const never = new AbortController().signal;

type Sent = {
  readonly url: string;
  readonly method: string | undefined;
  readonly body: unknown;
  readonly headers: unknown;
};

function createFetch(status: number, text: string) {
  const sent: Sent[] = [];
  const fetchFn: typeof fetch = async (url, options) => {
    const { method, body, headers } = options ?? {};
    sent.push({ url: String(url), method, body: body ? JSON.parse(String(body)) : null, headers });
    return new Response(text, { status });
  };
  return { sent, fetchFn };
}

test('a call carries the token and its body', async () => {
  const { sent, fetchFn } = createFetch(200, '{"blobUri":"u","sasToken":"s"}');
  const client = createTenantClient(TENANT, fetchFn);
  expect(await client.sasFor('a.pst', 'uploadWithRead', never)).toEqual({ blobUri: 'u', sasToken: 's' });
  expect(sent).toEqual([
    {
      url: 'http://127.0.0.1:1/v1/sas',
      method: 'POST',
      body: { blobName: 'a.pst', rights: 'uploadWithRead' },
      headers: { authorization: 'Bearer the-token', 'content-type': 'application/json' },
    },
  ]);
});

test('each command goes to its own address', async () => {
  const { sent, fetchFn } = createFetch(200, '{}');
  const client = createTenantClient(TENANT, fetchFn);
  await client.suspend('r/1', never);
  await client.resume('r', never);
  await client.remove('r', never);
  await client.renew('r', { sasToken: 's' }, never);
  expect(sent.at(-1)?.body).toEqual({ sasToken: 's' });
  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST http://127.0.0.1:1/v1/requests/r%2F1/suspend',
    'POST http://127.0.0.1:1/v1/requests/r/resume',
    'DELETE http://127.0.0.1:1/v1/requests/r',
    'POST http://127.0.0.1:1/v1/requests/r/source',
  ]);
});

test.each([
  [
    403,
    '{"code":"importForbidden","params":{"status":403}}',
    { code: 'importForbidden', params: { status: 403 }, isRetryable: false },
  ],
  [503, '{"code":"tenantUnavailable","params":{}}', { code: 'tenantUnavailable', isRetryable: true }],
  [502, '<html>', { code: 'tenantUnavailable', isRetryable: true }],
  [404, '{"code":"noCodeOfOurs"}', { code: 'tenantUnavailable', isRetryable: true }],
  [200, '{"requestId":', { code: 'tenantUnavailable', isRetryable: true }],
  [200, '{}', { code: 'tenantUnavailable', isRetryable: true }],
])('the answer %i %s becomes an error of ours', async (status, text, error) => {
  const client = createTenantClient(TENANT, createFetch(status, text).fetchFn);
  await expect(client.tenant(never)).rejects.toMatchObject(error);
});

test('a service that cannot be reached may be tried again', async () => {
  const client = createTenantClient(TENANT, () => Promise.reject(new TypeError('fetch failed')));
  await expect(client.tenant(never)).rejects.toMatchObject({ code: 'tenantUnavailable', isRetryable: true });
});

test('an aborted call ends with the reason', async () => {
  const stop = new AbortController();
  const client = createTenantClient(TENANT, (_, options) => {
    stop.abort('shutdown');
    return Promise.reject(options?.signal?.reason);
  });
  await expect(client.tenant(stop.signal)).rejects.toBe('shutdown');
  await expect(client.tenant(stop.signal)).rejects.toBe('shutdown');
});

test('a mailbox is asked for by its address', async () => {
  const mailbox = { address: 'a b@c', alias: 'a b', exchangeGuid: 'g', hasArchive: true, quotaBytes: 2, usedBytes: 1 };
  const { sent, fetchFn } = createFetch(200, JSON.stringify(mailbox));
  expect(await createTenantClient(TENANT, fetchFn).mailbox('a b@c', never)).toEqual(mailbox);
  expect(sent[0]?.url).toBe('http://127.0.0.1:1/v1/mailboxes/a%20b%40c');
});

test('the list of requests is checked', async () => {
  const good = createFetch(200, '{"requests":[]}');
  expect(await createTenantClient(TENANT, good.fetchFn).list(never)).toEqual([]);
  const bad = createFetch(200, '{"requests":[{"requestId":1}]}');
  await expect(createTenantClient(TENANT, bad.fetchFn).list(never)).rejects.toMatchObject({
    code: 'tenantUnavailable',
  });
});
