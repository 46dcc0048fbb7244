import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { type BlobAddress, createAzureBlockStore } from '../../../../main/platform/azure-block-store.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../../../main/platform/http/http-client.ts';

const SECRET = 'c2VjcmV0LXNpZ25hdHVyZQ';
const ADDRESS = { blobUri: 'https://account.blob.core.windows.net/pst/a.pst', sasToken: `?sp=cw&sig=${SECRET}` };
const MARK = { 'x-ms-request-id': 'abc' };
const signal = new AbortController().signal;

/** A client that keeps what it was asked and answers it all in one way. */
function scripted(answer: Partial<HttpAnswer>) {
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    send: (request) => {
      requests.push(request);
      return Promise.resolve({ status: 201, headers: MARK, text: '', ...answer });
    },
  };
  return { http, requests };
}

function open(answer: Partial<HttpAnswer>, address: () => BlobAddress = () => ADDRESS) {
  const { http, requests } = scripted(answer);
  return { store: createAzureBlockStore({ address, http }), requests };
}

test('a block is one request that carries its bytes as they are, its MD5 and its id', async () => {
  const { store, requests } = open({});
  const bytes = new Uint8Array([1, 2, 3]);
  const onSent = () => undefined;
  await store.stageBlock({ id: 'AB+/', bytes, md5: new Uint8Array(16) }, { signal, onSent });
  expect(requests).toEqual([
    {
      method: 'PUT',
      url: `https://account.blob.core.windows.net/pst/a.pst?sp=cw&sig=${SECRET}&comp=block&blockid=AB%2B%2F`,
      headers: {
        'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==',
        'content-type': 'application/octet-stream',
        'x-ms-version': '2021-12-02',
      },
      body: bytes,
      signal,
      onSent,
    },
  ]);
  expect(requests[0]?.body).toBe(bytes);
});

test('each request asks for the permission anew', async () => {
  let count = 0;
  const { store, requests } = open({}, () => {
    count += 1;
    return { ...ADDRESS, sasToken: `sig=${count}` };
  });
  const block = { id: 'AAAA', bytes: new Uint8Array(1), md5: new Uint8Array(16) };
  await store.stageBlock(block, { signal });
  await store.commit(['AAAA'], { sha256: 'ab', jobId: 'j', replaces: null }, { signal });
  await store.stageBlock(block, { signal });
  expect(requests.map(({ url }) => new URL(url).searchParams.get('sig'))).toEqual(['2', '3', '4']);
});

test.each([
  [null, { 'if-none-match': '*' }],
  ['"0x8D"', { 'if-match': '"0x8D"' }],
])('a commit in place of %s says so', async (replaces, condition) => {
  const { store, requests } = open({});
  await store.commit(['AAAA'], { sha256: 'ab', jobId: 'j', replaces }, { signal });
  const { 'if-match': match, 'if-none-match': none } = requests[0]?.headers ?? {};
  expect({ ...(match && { 'if-match': match }), ...(none && { 'if-none-match': none }) }).toEqual(condition);
});

test('the progress of a commit is told as that of a block is', async () => {
  const { store, requests } = open({});
  const told: number[] = [];
  const onSent = (sentBytes: number) => told.push(sentBytes);
  await store.commit(['AAAA'], { sha256: 'ab', jobId: 'j', replaces: null }, { signal, onSent });
  requests[0]?.onSent?.(7);
  expect(told).toEqual([7]);
});

test('the SDK follows no redirect, tries nothing twice and is no success without the mark of the service', async () => {
  for (const [status, headers] of [
    [307, { location: '/x' }],
    [503, MARK],
    [201, {}],
  ] as const) {
    const { store, requests } = open({ status, headers });
    const failed = await store
      .commit([], { sha256: 'ab', jobId: 'j', replaces: null }, { signal })
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'uploadRejected', isRetryable: true });
    expect(requests).toHaveLength(1);
  }
});

test('the lists tell blocks of the blob from blocks staged since, and the tag of the blob', async () => {
  const block = (id: string, size: number) => `<Block><Name>${id}</Name><Size>${size}</Size></Block>`;
  const text = `<?xml version="1.0" encoding="utf-8"?><BlockList><CommittedBlocks>${block('AAAA', 3)}</CommittedBlocks><UncommittedBlocks>${block('BBBB', 4)}${block('CCCC', 5)}</UncommittedBlocks></BlockList>`;
  const headers = { ...MARK, etag: '"0x8D"', 'content-type': 'application/xml' };
  const { store } = open({ status: 200, headers, text });
  expect(await store.listBlocks({ signal })).toEqual({
    committed: [{ id: 'AAAA', sizeBytes: 3 }],
    staged: [
      { id: 'BBBB', sizeBytes: 4 },
      { id: 'CCCC', sizeBytes: 5 },
    ],
    etag: '"0x8D"',
  });
});

test('a store that may not be read says null, one that refuses all says why', async () => {
  const refuse = (code: string) => open({ status: 403, headers: { ...MARK, 'x-ms-error-code': code } }).store;
  expect(await refuse('AuthorizationPermissionMismatch').listBlocks({ signal })).toBeNull();
  expect(await refuse('AuthorizationPermissionMismatch').getFacts({ signal })).toBeNull();
  await expect(refuse('AuthenticationFailed').listBlocks({ signal })).rejects.toMatchObject({ code: 'uploadExpired' });
  await expect(refuse('AuthenticationFailed').getFacts({ signal })).rejects.toMatchObject({ code: 'uploadExpired' });
});

test('a malformed address is refused without quoting it', () => {
  const make = () => open({}, () => ({ blobUri: `not a uri ${SECRET}`, sasToken: `sig=${SECRET}` }));
  const error: unknown = (() => {
    try {
      return make();
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toMatchObject({ code: 'uploadRejected', params: { reason: 'InvalidUri' } });
  expect(inspect(error, { depth: 10, showHidden: true, customInspect: false })).not.toContain(SECRET);
});

test.each([
  ['https://account.blob.core.windows.net/ingestion/a1b2.pst', 'ingestion/a1b2.pst'],
  ['http://127.0.0.1:10000/account/pst/a1b2.pst', 'pst/a1b2.pst'],
  ['https://files.example.com/pst/folder/a%20b.pst', 'pst/folder/a b.pst'],
])('%s is named by container and blob', (blobUri, name) => {
  expect(open({}, () => ({ ...ADDRESS, blobUri })).store.name).toBe(name);
});
