import { expect, test } from 'vitest';
import { createDirectFirst } from '../../../../../main/platform/http/direct-first.ts';
import type { ClosableHttpClient, HttpRequest } from '../../../../../main/platform/http/http-client.ts';
import { TransportError } from '../../../../../main/platform/http/transport-error.ts';

const REQUEST: HttpRequest = {
  method: 'PUT',
  url: 'https://storage.test/',
  headers: {},
  body: null,
  signal: new AbortController().signal,
};

/** Which way each of the requests went, when the direct way fails with `code` for the first of them. */
async function ways(
  error: unknown,
  requests: number,
  managedError: unknown = null,
): Promise<{ ways: string[]; outcomes: unknown[] }> {
  const taken: string[] = [];
  const client = (name: string, fail: () => unknown): ClosableHttpClient => ({
    send: async () => {
      taken.push(name);
      const failure = fail();
      if (failure) throw failure;
      return { status: 201, headers: {}, text: '' };
    },
    close: () => undefined,
  });
  let left = 1;
  const http = createDirectFirst(
    client('direct', () => (left-- > 0 ? error : null)),
    client('managed', () => managedError),
  );
  const outcomes: unknown[] = [];
  for (let count = 0; count < requests; count += 1) {
    outcomes.push(
      await http.send(REQUEST).then(
        ({ status }) => status,
        (thrown: unknown) => thrown,
      ),
    );
  }
  return { ways: taken, outcomes };
}

test('requests go straight as long as that works', async () => {
  expect((await ways(null, 3)).ways).toEqual(['direct', 'direct', 'direct']);
});

const UNSENT = ['SELF_SIGNED_CERT_IN_CHAIN', 'ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT'];

test.each(UNSENT)('a request that met %s is made by Electron, and so are those after it', async (code) => {
  const told = await ways(new TransportError(code), 2);
  expect(told).toEqual({ ways: ['direct', 'managed', 'managed'], outcomes: [201, 201] });
});

test.each(UNSENT)('a request that met %s and does not get through by Electron either changes nothing', async (code) => {
  const offline = new TransportError('ERR_INTERNET_DISCONNECTED');
  const told = await ways(new TransportError(code), 2, offline);
  expect(told).toEqual({ ways: ['direct', 'managed', 'direct'], outcomes: [offline, 201] });
});

test.each([new TransportError('ECONNRESET'), 'pause'])('%s changes nothing about the way', async (error) => {
  expect(await ways(error, 2)).toEqual({ ways: ['direct', 'direct'], outcomes: [error, 201] });
});
