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
async function ways(error: unknown, requests: number): Promise<{ ways: string[]; outcomes: unknown[] }> {
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
    client('managed', () => null),
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

test('a request that met a certificate Node does not know is made by Electron, and so are those after it', async () => {
  const told = await ways(new TransportError('SELF_SIGNED_CERT_IN_CHAIN'), 2);
  expect(told).toEqual({ ways: ['direct', 'managed', 'managed'], outcomes: [201, 201] });
});

test.each(['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT'])('after %s the next request goes by Electron', async (code) => {
  const error = new TransportError(code);
  expect(await ways(error, 2)).toEqual({ ways: ['direct', 'managed'], outcomes: [error, 201] });
});

test.each([new TransportError('ECONNRESET'), 'pause'])('%s changes nothing about the way', async (error) => {
  expect(await ways(error, 2)).toEqual({ ways: ['direct', 'direct'], outcomes: [error, 201] });
});
