import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBlobReader } from '../../../../main/sandbox/blob-source.ts';
import { createFolder } from '../../../support/sandbox/start.ts';

const SOURCE = { blobUri: 'http://127.0.0.1:1/a/pst/b.pst', sasToken: '?sig=secret' };
const never = new AbortController().signal;

let folder: Awaited<ReturnType<typeof createFolder>>;
beforeEach(async () => {
  folder = await createFolder();
});
afterEach(() => {
  vi.useRealTimers();
  return folder.remove();
});

const respond = (status: number, body: BodyInit | null, headers: Record<string, string> = {}): typeof fetch => {
  return async () => new Response(body, { status, headers });
};

test('a blob is fetched with its SAS and appears whole', async () => {
  const urls: string[] = [];
  const reader = createBlobReader(async (url, options) => {
    urls.push(`${options?.method} ${url}`);
    return new Response(options?.method === 'HEAD' ? null : 'bytes', { headers: { 'content-length': '5' } });
  });
  await reader.check(SOURCE);
  await reader.download(SOURCE, join(folder.path, 'x.pst'), never);
  expect(urls).toEqual([`HEAD ${SOURCE.blobUri}?sig=secret`, `GET ${SOURCE.blobUri}?sig=secret`]);
  expect(await readFile(join(folder.path, 'x.pst'), 'utf8')).toBe('bytes');
});

test.each([
  [403, { code: 'importForbidden', params: { status: 403 } }],
  [401, { code: 'importForbidden', params: { status: 401 } }],
  [404, { code: 'importBlobMissing', params: { status: 404 } }],
  [500, { code: 'tenantUnavailable', params: { status: 500 }, isRetryable: true }],
])('the status %i is told as what it means', async (status, error) => {
  await expect(createBlobReader(respond(status, 'x')).check(SOURCE)).rejects.toMatchObject(error);
});

test('a blob that breaks off is not taken for a whole one', async () => {
  const reader = createBlobReader(respond(200, 'byt', { 'content-length': '5' }));
  const path = join(folder.path, 'x.pst');
  await expect(reader.download(SOURCE, path, never)).rejects.toMatchObject({ code: 'tenantUnavailable' });
  expect(await readdir(folder.path)).not.toContain('x.pst');
});

test('a disk that refuses is not taken for a blob store that does', async () => {
  const download = createBlobReader(respond(200, 'bytes')).download(SOURCE, join(folder.path, 'no', 'x.pst'), never);
  await expect(download).rejects.toMatchObject({
    code: 'importFailed',
    params: { reason: 'writeFailed', code: 'ENOENT' },
  });
});

/** A store that answers and then says nothing more. As `fetch` does it, an abort makes the body fail. */
const fallSilent = (onAsked: () => void): typeof fetch => {
  return async (_, options) => {
    const { signal } = options ?? {};
    const start = (body: ReadableStreamDefaultController) =>
      signal?.addEventListener('abort', () => body.error(signal.reason));
    return new Response(new ReadableStream({ start, pull: onAsked }));
  };
};

test('an aborted download ends with the reason', async () => {
  const stop = new AbortController();
  const reader = createBlobReader(fallSilent(() => queueMicrotask(() => stop.abort('pause'))));
  await expect(reader.download(SOURCE, join(folder.path, 'x.pst'), stop.signal)).rejects.toBe('pause');
});

test('a store that falls silent is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const download = createBlobReader(fallSilent(() => ask())).download(SOURCE, join(folder.path, 'x.pst'), never);
  const refused = expect(download).rejects.toMatchObject({ code: 'tenantUnavailable', isRetryable: true });
  await asked;
  await vi.advanceTimersByTimeAsync(60_000);
  await refused;
});
