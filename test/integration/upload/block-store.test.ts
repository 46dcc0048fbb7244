import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BlobAddress, createAzureBlockStore, PST_CONTENT_TYPE } from '../../../main/platform/azure-block-store.ts';
import { createNodeHttp } from '../../../main/platform/http/node-http.ts';
import type { BlockStore } from '../../../main/upload/ports.ts';
import { UNBOUND } from '../../support/http/unbound.ts';
import { type Azurite, startAzurite } from '../../support/upload/azurite.ts';
import { testBlockStore } from '../../support/upload/block-store-suite.ts';
import { createFakeBlockStore } from '../../support/upload/fake-block-store.ts';

const http = createNodeHttp(UNBOUND);
let azurite: Azurite;

function open(address: BlobAddress): BlockStore {
  return createAzureBlockStore({ address: () => address, http });
}

beforeAll(async () => {
  azurite = await startAzurite();
});

afterAll(async () => {
  http.close();
  await azurite.stop();
});

testBlockStore('fake', () => {
  const store = createFakeBlockStore();
  const readBlob = () => Promise.resolve(store.blob?.bytes ?? new Uint8Array());
  return Promise.resolve({ readable: store, writeOnly: store.writeOnly(), corruptedReason: 'Md5Mismatch', readBlob });
});

testBlockStore('emulator', () => {
  const blobName = `${randomUUID()}.pst`;
  return Promise.resolve({
    readable: open(azurite.address(blobName, 'rcw')),
    writeOnly: open(azurite.address(blobName, 'cw')),
    corruptedReason: 'InvalidOperation',
    readBlob: () => azurite.download(blobName),
  });
});

const signal = new AbortController().signal;
const FACTS = { sha256: 'ab'.repeat(32), jobId: 'job-1', replaces: null };
const ID = 'UEYBAAABAgCAAAAAAQIDBAUGBwgJCgsMDQ4P';

const REFUSALS: readonly [string, () => { blobUri: string; sasToken: string }, string][] = [
  ['a SAS without a write right', () => azurite.address('a.pst', 'r'), 'uploadForbidden'],
  ['a SAS that has expired', () => azurite.address('a.pst', 'rcw', new Date(Date.now() - 3_600_000)), 'uploadExpired'],
  [
    'a SAS of another blob',
    () => ({ ...azurite.address('a.pst', 'rcw'), blobUri: azurite.address('b.pst', 'r').blobUri }),
    'uploadExpired',
  ],
];

test.each(REFUSALS)('%s is refused for good and does not show up in the error', async (_name, makeAddress, code) => {
  const address = makeAddress();
  const signature = new URLSearchParams(address.sasToken).get('sig') ?? '';
  const store = open(address);
  const outcomes: unknown[] = await Promise.all([
    store
      .stageBlock({ id: ID, bytes: new Uint8Array(8 * 1024 * 1024), md5: new Uint8Array(16) }, { signal })
      .catch((error: unknown) => error),
    store.commit([ID], FACTS, { signal }).catch((error: unknown) => error),
  ]);
  for (const error of outcomes) {
    expect(error).toMatchObject({ code, params: { status: 403 }, isRetryable: false });
    const text = inspect(error, { depth: 10, showHidden: true, customInspect: false });
    expect(signature.length).toBeGreaterThan(20);
    expect(text).not.toContain(signature);
    expect(text).not.toContain(encodeURIComponent(signature));
  }
});

test('a committed blob has the content type of a PST', async () => {
  const store = open(azurite.address('typed.pst', 'cw'));
  await store.commit([], FACTS, { signal });
  expect(await azurite.contentType('typed.pst')).toBe(PST_CONTENT_TYPE);
});
