import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { StoredBlob } from '../../../../main/cleanup/ports.ts';
import { createAzureContainer } from '../../../../main/platform/azure-container.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../../../main/platform/http/http-client.ts';
import { TransportError } from '../../../../main/platform/http/transport-error.ts';

const SECRET = 'c2VjcmV0LXNpZ25hdHVyZQ';
const CONTAINER_URL = 'https://account.blob.core.windows.net/pst';
const MARK = { 'x-ms-request-id': 'abc' };
const signal = new AbortController().signal;

/** A client that keeps what it was asked and gives these answers, the last one for ever. */
function open(answers: readonly (Partial<HttpAnswer> | Error)[], sasToken = `?sp=dl&sig=${SECRET}`) {
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    send: async (request) => {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: MARK, text: '', ...answer };
    },
  };
  return {
    store: createAzureContainer({ address: () => ({ containerUrl: CONTAINER_URL, sasToken }), http }),
    requests,
  };
}

async function listOf(blobs: AsyncIterable<StoredBlob>): Promise<StoredBlob[]> {
  const all: StoredBlob[] = [];
  for await (const blob of blobs) all.push(blob);
  return all;
}

/** As the service answers: the tag without quotes. @see learn.microsoft.com/rest/api/storageservices/list-blobs (sample response) */
const blobXml = (
  name: string,
  metadata = '<Metadata><jobid>job-1</jobid><Sha256>ab</Sha256></Metadata>',
  lease = 'available',
) =>
  `<Blob><Name>${name}</Name><Properties><Creation-Time>Mon, 02 Mar 2026 08:00:00 GMT</Creation-Time><Last-Modified>Mon, 02 Mar 2026 09:00:00 GMT</Last-Modified><Etag>0x8CBFF45D8A29A19</Etag><Content-Length>271360</Content-Length><Content-Type>application/vnd.ms-outlook</Content-Type><BlobType>BlockBlob</BlobType><LeaseStatus>unlocked</LeaseStatus><LeaseState>${lease}</LeaseState></Properties>${metadata}</Blob>`;
const page = (blobs: string, next = ''): Partial<HttpAnswer> => ({
  headers: { ...MARK, 'content-type': 'application/xml' },
  text: `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="https://account.blob.core.windows.net/" ContainerName="pst"><Blobs>${blobs}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`,
});
const refusal = (status: number, code: string): Partial<HttpAnswer> => ({
  status,
  headers: { ...MARK, 'x-ms-error-code': code, 'content-type': 'application/xml' },
  text: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>sig=${SECRET}</Message></Error>`,
});

describe('a listing', () => {
  it('has every blob of every page, with its tag as conditions want it', async () => {
    const { store, requests } = open([page(blobXml('a.pst'), 'more'), page(blobXml('b &amp; c.txt', '', 'leased'))]);
    expect(await listOf(store.list(signal))).toEqual([
      {
        name: 'a.pst',
        sizeBytes: 271_360,
        modifiedAt: '2026-03-02T09:00:00.000Z',
        etag: '"0x8CBFF45D8A29A19"',
        metadata: { jobid: 'job-1', sha256: 'ab' },
        isLeased: false,
      },
      {
        name: 'b & c.txt',
        sizeBytes: 271_360,
        modifiedAt: '2026-03-02T09:00:00.000Z',
        etag: '"0x8CBFF45D8A29A19"',
        metadata: {},
        isLeased: true,
      },
    ]);
    const queries = requests.map(({ url }) => Object.fromEntries(new URL(url).searchParams));
    const asked = {
      restype: 'container',
      comp: 'list',
      include: 'metadata',
      maxresults: '1000',
      sp: 'dl',
      sig: SECRET,
    };
    expect(queries).toEqual([asked, { ...asked, marker: 'more' }]);
    expect(requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('of nothing is empty', async () => {
    expect(await listOf(open([page('')]).store.list(signal))).toEqual([]);
  });

  it.each([
    ['a permission without the right', [refusal(403, 'AuthorizationPermissionMismatch')], 'uploadForbidden', false],
    ['a permission that is over', [refusal(403, 'AuthenticationFailed')], 'uploadExpired', false],
    ['no container', [refusal(404, 'ContainerNotFound')], 'uploadContainerMissing', false],
    ['a busy service', [refusal(503, 'ServerBusy')], 'uploadRejected', true],
    ['a line that breaks', [new TransportError('ECONNRESET')], 'uploadRejected', true],
    ['a page of someone else', [{ headers: {}, text: '<html></html>' }], 'uploadRejected', true],
    ['someone else who says it is empty', [{ ...page(''), headers: {} }], 'uploadRejected', true],
    [
      'a second page that breaks',
      [page(blobXml('a.pst'), 'more'), new TransportError('ECONNRESET')],
      'uploadRejected',
      true,
    ],
  ])('with %s is an error, never short, and without the secret', async (_, answers, code, isRetryable) => {
    const error: unknown = await listOf(open(answers).store.list(signal)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'AppError', code, isRetryable });
    expect(inspect(error, { depth: 10 })).not.toContain(SECRET);
  });

  it('that is stopped throws the reason', async () => {
    const stop = new AbortController();
    stop.abort('cancel');
    const { store, requests } = open([page('')]);
    await expect(listOf(store.list(stop.signal))).rejects.toBe('cancel');
    expect(requests).toEqual([]);
  });
});

describe('a removal', () => {
  it('is one request for the blob of that tag, with its snapshots left to speak for it', async () => {
    const { store, requests } = open([{ status: 202 }]);
    expect(await store.remove('a b/c.pst', '"0x1"', signal)).toBe('removed');
    expect(requests.map(({ method, url }) => [method, url.split('?')[0]])).toEqual([
      ['DELETE', `${CONTAINER_URL}/a%20b/c.pst`],
    ]);
    expect(requests[0]?.headers).toMatchObject({ 'if-match': '"0x1"' });
    expect(requests[0]?.headers).not.toHaveProperty('x-ms-delete-snapshots');
  });

  it.each([
    [404, 'BlobNotFound', 'removed'],
    [412, 'LeaseIdMissing', 'leased'],
    [409, 'LeaseIsBreakingAndCannotBeAcquired', 'leased'],
  ])('answered with %i %s is %s', async (status, code, expected) => {
    expect(await open([refusal(status, code)]).store.remove('a.pst', '"0x1"', signal)).toBe(expected);
  });

  it.each([
    ['changed', 'is there', page(blobXml('a.pst'))],
    ['removed', 'is gone', page('')],
    ['removed', 'is gone while another begins like it', page(blobXml('a.pst.txt'))],
  ])('whose tag is not met is told as %s when the blob %s', async (expected, _, listed) => {
    const { store, requests } = open([refusal(412, 'ConditionNotMet'), listed]);
    expect(await store.remove('a.pst', '"0x1"', signal)).toBe(expected);
    expect(requests.map(({ method, url }) => [method, new URL(url).searchParams.get('prefix')])).toEqual([
      ['DELETE', null],
      ['GET', 'a.pst'],
    ]);
  });

  it.each([
    ['the right is missing', refusal(403, 'AuthorizationPermissionMismatch'), 'uploadForbidden', false],
    ['the permission is over', refusal(403, 'AuthenticationFailed'), 'uploadExpired', false],
    ['a policy keeps it', refusal(409, 'BlobImmutableDueToPolicy'), 'uploadForbidden', false],
    ['it has snapshots', refusal(409, 'SnapshotsPresent'), 'uploadRejected', false],
    ['there is no container', refusal(404, 'ContainerNotFound'), 'uploadContainerMissing', false],
    ['the service is busy', refusal(500, 'InternalError'), 'uploadRejected', true],
    ['someone else says yes', { status: 202, headers: {} }, 'uploadRejected', true],
    ['someone else says it is gone', { status: 404, headers: {} }, 'uploadRejected', true],
  ])('is an error when %s, without the secret', async (_, answer, code, isRetryable) => {
    const error: unknown = await open([answer])
      .store.remove('a.pst', '"0x1"', signal)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'AppError', code, isRetryable });
    expect(inspect(error, { depth: 10 })).not.toContain(SECRET);
  });

  it.each(['', '*'])('without a tag (%j) is not sent', async (etag) => {
    const { store, requests } = open([{ status: 202 }]);
    expect(await store.remove('a.pst', etag, signal)).toBe('changed');
    expect(requests).toEqual([]);
  });
});

describe('a permission', () => {
  it.each([
    ['sp=d', 'l'],
    ['sp=l', 'd'],
    ['?sp=rcw', 'l'],
  ])('%s lacks a right: that is told before anything is sent', async (sasToken, right) => {
    const { store, requests } = open([page('')], sasToken);
    const work = right === 'l' ? listOf(store.list(signal)) : store.remove('a.pst', '"0x1"', signal);
    await expect(work).rejects.toMatchObject({ code: 'sasInvalid', params: { reason: 'rightMissing', right } });
    expect(requests).toEqual([]);
  });

  it('of a stored policy is tried', async () => {
    expect(await listOf(open([page('')], 'si=policy&sig=x').store.list(signal))).toEqual([]);
  });

  it.each(['no address', 'https://a.example/pst?sig=x'])('is not sent to what is no address: %s', (containerUrl) => {
    const { http } = { http: { send: () => Promise.reject(new Error('sent')) } };
    const create = () => createAzureContainer({ address: () => ({ containerUrl, sasToken: SECRET }), http });
    expect(create).toThrow(expect.objectContaining({ code: 'uploadRejected', params: { reason: 'InvalidUri' } }));
  });
});
