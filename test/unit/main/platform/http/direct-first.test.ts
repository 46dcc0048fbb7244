import { expect, test } from 'vitest';
import { createDirectFirst, DIRECT_AGAIN_MS } from '../../../../../main/platform/http/direct-first.ts';
import type { ClosableHttpClient, HttpRequest } from '../../../../../main/platform/http/http-client.ts';
import { TransportError } from '../../../../../main/platform/http/transport-error.ts';

const REQUEST: HttpRequest = {
  method: 'PUT',
  url: 'https://storage.test/',
  headers: {},
  body: null,
  signal: new AbortController().signal,
};

type Ways = { taken: string[]; direct: unknown; managed: unknown; nowMs: number; send: () => Promise<unknown> };

/** Two ways that fail with what is set for them; null for none. */
function createWays(): Ways {
  const client = (name: 'direct' | 'managed'): ClosableHttpClient => ({
    send: async () => {
      ways.taken.push(name);
      if (ways[name] !== null) throw ways[name];
      return { status: 201, headers: {}, text: '' };
    },
    close: () => undefined,
  });
  const http = createDirectFirst(client('direct'), client('managed'), () => ways.nowMs);
  const ways: Ways = {
    taken: [],
    direct: null,
    managed: null,
    nowMs: 0,
    send: () =>
      http.send(REQUEST).then(
        ({ status }) => status,
        (error: unknown) => error,
      ),
  };
  return ways;
}

const unsent = (code: string) => new TransportError(code, {}, false);

test('requests go straight as long as that works', async () => {
  const ways = createWays();
  for (let count = 0; count < 3; count += 1) expect(await ways.send()).toBe(201);
  expect(ways.taken).toEqual(['direct', 'direct', 'direct']);
});

const CODES = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'ENOTFOUND',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ECONNRESET',
  'EPROTO',
  'Unknown',
];

test.each(CODES)(
  'a request that met %s before it was sent is made by Electron, and so are those after it',
  async (code) => {
    const ways = createWays();
    ways.direct = unsent(code);
    expect([await ways.send(), await ways.send()]).toEqual([201, 201]);
    expect(ways.taken).toEqual(['direct', 'managed', 'managed']);
  },
);

test.each(CODES)('a request that met %s and does not get through by Electron either changes nothing', async (code) => {
  const ways = createWays();
  const offline = new TransportError('ERR_INTERNET_DISCONNECTED');
  ways.direct = unsent(code);
  ways.managed = offline;
  expect(await ways.send()).toBe(offline);
  ways.direct = null;
  expect(await ways.send()).toBe(201);
  expect(ways.taken).toEqual(['direct', 'managed', 'direct']);
});

test.each([...CODES.map((code) => new TransportError(code)), 'pause'])(
  '%s of a request that may have been sent is told, and it is not made again',
  async (error) => {
    const ways = createWays();
    ways.direct = error;
    expect(await ways.send()).toBe(error);
    ways.direct = null;
    expect(await ways.send()).toBe(201);
    expect(ways.taken).toEqual(['direct', 'direct']);
  },
);

test('the direct way is tried again after ten minutes, by one request alone, and taken when it works', async () => {
  const ways = createWays();
  ways.direct = unsent('ECONNREFUSED');
  await ways.send();
  ways.taken = [];
  ways.nowMs = DIRECT_AGAIN_MS - 1;
  await ways.send();
  ways.nowMs = DIRECT_AGAIN_MS;
  // Still blocked: one tries, the others stay.
  await Promise.all([ways.send(), ways.send(), ways.send()]);
  expect(ways.taken.toSorted()).toEqual(['direct', 'managed', 'managed', 'managed', 'managed']);
  ways.taken = [];
  ways.direct = null;
  ways.nowMs = 2 * DIRECT_AGAIN_MS;
  await ways.send();
  await ways.send();
  expect(ways.taken).toEqual(['direct', 'direct']);
});
