import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTinyUpload } from '../../../main/platform/tiny-upload.ts';
import { type Azurite, startAzurite } from '../../support/upload/azurite.ts';

const tiny = createTinyUpload();
const { signal } = new AbortController();
let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});

afterAll(() => azurite.stop());

test('a few bytes are put, read and removed, each with a permission for that alone', async () => {
  const name = `pst-ferry-test-${randomUUID()}.txt`;
  await tiny.put(azurite.address(name, 'cw'), 'Grüße\n', signal);
  expect(await tiny.read(azurite.address(name, 'r'), signal)).toBe('Grüße\n');
  expect(String(await azurite.download(name))).toBe('Grüße\n');
  expect(await azurite.contentType(name)).toBe('text/plain; charset=utf-8');
  await tiny.remove(azurite.address(name, 'd'), signal);
  await expect(tiny.read(azurite.address(name, 'r'), signal)).rejects.toMatchObject({
    code: 'uploadRejected',
    params: { status: 404, reason: 'BlobNotFound' },
  });
});

test('what is there is not replaced', async () => {
  const name = `${randomUUID()}.txt`;
  await tiny.put(azurite.address(name, 'cw'), 'one', signal);
  await expect(tiny.put(azurite.address(name, 'cw'), 'two', signal)).rejects.toMatchObject({
    params: { status: 409, reason: 'BlobAlreadyExists' },
  });
  expect(String(await azurite.download(name))).toBe('one');
});

test('a permission that is not for that is told, without its signature', async () => {
  const name = `${randomUUID()}.txt`;
  const readOnly = azurite.address(name, 'r');
  const expired = azurite.address(name, 'cw', new Date(Date.now() - 3_600_000));
  const signatures = [readOnly, expired].map(({ sasToken }) => new URLSearchParams(sasToken).get('sig') ?? '');
  const errors = await Promise.all(
    [readOnly, expired].map((address) => tiny.put(address, 'x', signal).catch((error: unknown) => error)),
  );
  expect(errors).toMatchObject([{ code: 'uploadForbidden' }, { code: 'uploadExpired' }]);
  expect(signatures.filter((signature) => signature === '' || JSON.stringify(errors).includes(signature))).toEqual([]);
});
