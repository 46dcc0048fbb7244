import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../../../../main/platform/http/http-client.ts';
import { TransportError } from '../../../../main/platform/http/transport-error.ts';
import { createTinyUpload } from '../../../../main/platform/tiny-upload.ts';
import { ADDRESS, SIGNATURE_FORMS, sasToken } from '../../../support/upload/sas-text.ts';

const ACCESS = { blobUri: ADDRESS, sasToken: `?${sasToken()}` };
const { signal } = new AbortController();

const answer = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers: { 'x-ms-request-id': '1', ...headers },
  text: 'what is there',
});

/** A network that gives this answer to everything; keeps the requests and how many ways were closed. */
function network(give: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>, limitMs?: number) {
  const requests: HttpRequest[] = [];
  const state = { closed: 0 };
  const tiny = createTinyUpload({
    open: () => ({
      send: async (request) => {
        requests.push(request);
        return give(request);
      },
      close: () => {
        state.closed += 1;
      },
    }),
    now: () => 0,
    ...(limitMs === undefined ? {} : { limitMs }),
  });
  return { tiny, requests, state };
}

describe('a blob of a few bytes', () => {
  it('is put where nothing is yet', async () => {
    const { tiny, requests, state } = network(() => answer(201));
    await tiny.put(ACCESS, 'hello', signal);
    expect(requests.map(({ method, url, headers, body }) => [method, url, headers, String(body)])).toEqual([
      [
        'PUT',
        `${ADDRESS}?${sasToken()}`,
        {
          'x-ms-version': '2021-12-02',
          'content-type': 'text/plain; charset=utf-8',
          'x-ms-blob-type': 'BlockBlob',
          'if-none-match': '*',
        },
        String(new TextEncoder().encode('hello')),
      ],
    ]);
    expect(state.closed).toBe(1);
  });

  it('is read and removed', async () => {
    const { tiny, requests } = network(({ method }) => answer(method === 'GET' ? 200 : 202));
    expect(await tiny.read(ACCESS, signal)).toBe('what is there');
    await tiny.remove(ACCESS, signal);
    expect(requests.map(({ method, body }) => [method, body])).toEqual([
      ['GET', null],
      ['DELETE', null],
    ]);
  });
});

describe('what goes wrong is told as for every upload, without the signature', () => {
  it.each([
    [answer(403, { 'x-ms-error-code': 'AuthorizationPermissionMismatch' }), 'uploadForbidden'],
    [answer(403, { 'x-ms-error-code': 'AuthenticationFailed' }), 'uploadExpired'],
    [answer(404, { 'x-ms-error-code': 'ContainerNotFound' }), 'uploadContainerMissing'],
    [{ status: 201, headers: {}, text: 'Welcome to our hotel' }, 'uploadRejected'],
    [new TransportError('ECONNREFUSED'), 'uploadRejected'],
    [new TransportError('ProxyAuthenticationRequired'), 'proxyRefused'],
    [new TransportError('CERT_HAS_EXPIRED'), 'certificateUntrusted'],
  ])('%#: %j', async (given, code) => {
    const { tiny, state } = network(() => {
      if (given instanceof Error) throw given;
      return given;
    });
    const error = await tiny.put(ACCESS, 'hello', signal).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ name: 'AppError', code });
    expect(SIGNATURE_FORMS.filter((form) => JSON.stringify(error).includes(form))).toEqual([]);
    expect(state.closed).toBe(1);
  });

  it('an address that is none is not quoted', async () => {
    const { tiny, requests } = network(() => answer(201));
    await expect(tiny.put({ ...ACCESS, blobUri: 'nowhere' }, 'hello', signal)).rejects.toMatchObject({
      code: 'uploadRejected',
      params: { reason: 'InvalidUri' },
    });
    expect(requests).toEqual([]);
  });

  /** Never answers; ends as clients do when they are stopped. */
  const silence = (request: HttpRequest) =>
    new Promise<HttpAnswer>((_resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true });
    });

  it('silence is not waited for', async () => {
    await expect(network(silence, 1).tiny.put(ACCESS, 'hello', signal)).rejects.toMatchObject({
      code: 'uploadRejected',
      params: { reason: 'Timeout', waitFor: 'silent' },
    });
  });

  it('a stop is told by its own reason', async () => {
    const stop = new AbortController();
    const put = network(silence).tiny.put(ACCESS, 'hello', stop.signal);
    stop.abort('cancel');
    await expect(put).rejects.toBe('cancel');
  });
});
