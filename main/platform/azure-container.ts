import {
  AnonymousCredential,
  type BlobItem,
  ContainerClient,
  type ContainerListBlobFlatSegmentResponse,
  newPipeline,
  type Pipeline,
} from '@azure/storage-blob';
import { AppError } from '../../preload/contract/index.ts';
import type { CleanupStore, Removal, StoredBlob } from '../cleanup/ports.ts';
import { notTheService, refusalOf, toStoreError } from './azure-failure.ts';
import type { HttpClient } from './http/http-client.ts';
import { toSdkClient } from './http/sdk-client.ts';

/** Where the container is, without a SAS, and what allows listing and deleting. `sasToken` is a secret; with or without its leading `?`. */
export type ContainerAddress = { readonly containerUrl: string; readonly sasToken: string };

/** `address` is asked anew for each request; `now` is the time of this PC since 1970, milliseconds. */
export type AzureContainerOptions = {
  readonly address: () => ContainerAddress;
  readonly http: HttpClient;
  readonly now?: () => number;
};

/**
 * Blobs asked for at a time: with metadata of the longest kind, 8 KiB each, still a quarter of the longest answer that is
 * read. @see https://learn.microsoft.com/rest/api/storageservices/list-blobs
 */
const PAGE_BLOBS = 1_000;

/**
 * One container of Azure Storage, or of an emulator of it, as a `CleanupStore`. Nothing of the SDK's errors gets out:
 * they hold the request's address and with it the signature.
 * @throws AppError uploadRejected when the address is none; sasInvalid when the SAS says that it lacks what a call needs
 */
export function createAzureContainer({ address, http, now = Date.now }: AzureContainerOptions): CleanupStore {
  const httpClient = toSdkClient(http);
  const pipeline = newPipeline(new AnonymousCredential(), { httpClient, retryOptions: { maxTries: 1 } });
  const host = new URL(createClient(address(), pipeline).url).hostname;

  /** One request, which needs that right. */
  async function call<T>(right: 'l' | 'd', signal: AbortSignal, work: Work<T>): Promise<T> {
    const current = address();
    expectRight(current, right);
    const opened = httpClient.open({ signal });
    try {
      signal.throwIfAborted();
      return await work(createClient(current, pipeline), opened.signal);
    } catch (error) {
      // A stop carries its own reason; how exactly it broke the request does not matter.
      signal.throwIfAborted();
      throw toStoreError(error, { operation: 'list', nowMs: now(), host });
    } finally {
      opened.close();
    }
  }

  return {
    async *list(signal) {
      let next: string | null = null;
      do {
        const page: Page = await call('l', signal, (client, abort) => listPage(client, next, abort));
        yield* page.blobs;
        next = page.next;
      } while (next !== null);
    },
    async remove(name, etag, signal) {
      // Without a tag, or with one that means any, whatever is there now would go.
      if (!etag.includes('"')) return 'changed';
      const removal = await call('d', signal, (client, abort) => remove(client, { name, etag, abort }));
      if (removal !== 'changed') return removal;
      // A blob that is gone does not have that tag either, and not every server tells the two apart.
      const isThere = await call('l', signal, (client, abort) => isListed(client, name, abort));
      return isThere ? 'changed' : 'removed';
    },
  };
}

type Work<T> = (client: ContainerClient, abort: AbortSignal) => Promise<T>;

function createClient({ containerUrl, sasToken }: ContainerAddress, pipeline: Pipeline): ContainerClient {
  // Tested first: the error of a malformed address quotes all of it, signature included.
  if (!URL.canParse(containerUrl) || containerUrl.includes('?')) {
    throw new AppError('uploadRejected', { reason: 'InvalidUri' });
  }
  return new ContainerClient(`${containerUrl}?${sasToken.replace(/^\?/, '')}`, pipeline);
}

/** The service only says that it refused; which right is missing stands in the SAS, unless a stored policy holds them. */
function expectRight({ sasToken }: ContainerAddress, right: string): void {
  const rights = new URLSearchParams(sasToken).get('sp');
  if (rights !== null && !rights.includes(right)) throw new AppError('sasInvalid', { reason: 'rightMissing', right });
}

/** `next` is where to go on; null after the last page. */
type Page = { readonly blobs: readonly StoredBlob[]; readonly next: string | null };

async function listPage(client: ContainerClient, next: string | null, abortSignal: AbortSignal): Promise<Page> {
  const paging = { maxPageSize: PAGE_BLOBS, ...(next === null ? {} : { continuationToken: next }) };
  return toPage(await client.listBlobsFlat({ includeMetadata: true, abortSignal }).byPage(paging).next());
}

/** Names come in order, and nothing that begins with a name comes before it. */
async function isListed(client: ContainerClient, prefix: string, abortSignal: AbortSignal): Promise<boolean> {
  const { blobs } = toPage(await client.listBlobsFlat({ prefix, abortSignal }).byPage({ maxPageSize: 1 }).next());
  return blobs[0]?.name === prefix;
}

function toPage({ value, done }: IteratorResult<ContainerListBlobFlatSegmentResponse>): Page {
  if (done || !value.requestId) throw notTheService();
  return { blobs: value.segment.blobItems.map(toStoredBlob), next: value.continuationToken || null };
}

function toStoredBlob({ name, properties, metadata = {} }: BlobItem): StoredBlob {
  const { contentLength = 0, lastModified, etag, leaseState } = properties;
  return {
    name,
    sizeBytes: contentLength,
    modifiedAt: lastModified.toISOString(),
    etag: quoted(etag),
    metadata: Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key.toLowerCase(), value])),
    isLeased: leaseState === 'leased' || leaseState === 'breaking',
  };
}

/** Listings of the service leave out the quotes that conditions are to have. */
function quoted(etag: string): string {
  return etag === '' || etag.includes('"') ? etag : `"${etag}"`;
}

type Removing = { readonly name: string; readonly etag: string; readonly abort: AbortSignal };

/** Delete Blob. @see https://learn.microsoft.com/rest/api/storageservices/delete-blob */
async function remove(client: ContainerClient, { name, etag, abort }: Removing): Promise<Removal> {
  try {
    const answer = await client.getBlobClient(name).delete({ abortSignal: abort, conditions: { ifMatch: etag } });
    if (!answer.requestId) throw notTheService();
    return 'removed';
  } catch (error) {
    const removal = removalOf(refusalOf(error));
    if (removal !== null) return removal;
    throw error;
  }
}

/** What a refusal says of the blob; null when it says something else. */
function removalOf(refusal: ReturnType<typeof refusalOf>): Removal | null {
  if (refusal === null) return null;
  const { status, reason } = refusal;
  if (status === 404 && !reason.startsWith('Container')) return 'removed';
  if ((status === 412 || status === 409) && reason.startsWith('Lease')) return 'leased';
  return status === 412 ? 'changed' : null;
}
