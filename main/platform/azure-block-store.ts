import { Buffer } from 'node:buffer';
import { AnonymousCredential, BlockBlobClient, newPipeline, type Pipeline } from '@azure/storage-blob';
import { AppError } from '../../preload/contract/index.ts';
import type {
  BlobFacts,
  BlockLists,
  BlockStore,
  CallOptions,
  CommitFacts,
  OutgoingBlock,
  StoredBlock,
} from '../upload/ports.ts';
import { fromAnswer, notTheService, type Operation, refusalOf, toStoreError } from './azure-failure.ts';
import type { HttpClient, HttpRequest } from './http/http-client.ts';
import { toSdkClient } from './http/sdk-client.ts';

/** Where the blob is and what allows writing it. `sasToken` is a secret; with or without its leading `?`. */
export type BlobAddress = { readonly blobUri: string; readonly sasToken: string };

/** `address` is asked anew for each request; `now` is the time of this PC since 1970, milliseconds. */
export type AzureBlockStoreOptions = {
  readonly address: () => BlobAddress;
  readonly http: HttpClient;
  readonly now?: () => number;
};

/** Content type of Outlook's files. @see https://www.iana.org/assignments/media-types/application/vnd.ms-outlook */
export const PST_CONTENT_TYPE = 'application/vnd.ms-outlook';

/** Version of the service that Put Block is asked of; blocks over 100 MiB came with 2019-12-12. */
const SERVICE_VERSION = '2021-12-02';

/**
 * One blob of Azure Storage, or of an emulator of it, as a `BlockStore`. Every call is one request, `share` two. Nothing
 * of the SDK's errors gets out: they hold the request's address and with it the signature.
 * @throws AppError uploadRejected when the address is none.
 */
export function createAzureBlockStore({ address, http, now = Date.now }: AzureBlockStoreOptions): BlockStore {
  const httpClient = toSdkClient(http);
  const pipeline = newPipeline(new AnonymousCredential(), { httpClient, retryOptions: { maxTries: 1 } });
  const first = createClient(address(), pipeline);
  const host = new URL(first.url).hostname;

  async function call<T>(
    operation: Operation,
    options: CallOptions,
    work: (client: BlockBlobClient, abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const opened = httpClient.open(options);
    try {
      return await guard(operation, options, () => work(createClient(address(), pipeline), opened.signal));
    } finally {
      opened.close();
    }
  }

  async function guard<T>(operation: Operation, { signal }: CallOptions, work: () => Promise<T>): Promise<T> {
    try {
      signal.throwIfAborted();
      return await work();
    } catch (error) {
      // A stop carries its own reason; how exactly it broke the request does not matter.
      signal.throwIfAborted();
      throw toStoreError(error, { operation, nowMs: now(), host });
    }
  }

  return {
    name: `${first.containerName}/${first.name}`,
    listBlocks: (options) => call('list', options, listBlocks),
    stageBlock: (block, options) =>
      guard('stage', options, async () => {
        const answer = await http.send(toBlockRequest(address(), block, options));
        const isStaged = answer.status === 201 && answer.headers['x-ms-request-id'] !== undefined;
        if (!isStaged) throw fromAnswer(answer, { operation: 'stage', nowMs: now(), host });
      }),
    commit: (ids, facts, options) =>
      call('commit', options, (client, signal) => commit(client, { ids, facts, signal })),
    getFacts: (options) => call('facts', options, getFacts),
    share: (etag, options) => call('share', options, (client, signal) => share(client, etag, signal)),
  };
}

function createClient(address: BlobAddress, pipeline: Pipeline): BlockBlobClient {
  return new BlockBlobClient(toUrl(address), pipeline);
}

/** The blob's address with the permission: a secret. */
function toUrl({ blobUri, sasToken }: BlobAddress): string {
  // Tested first: the error of a malformed address quotes all of it, signature included.
  if (!URL.canParse(blobUri) || blobUri.includes('?')) throw new AppError('uploadRejected', { reason: 'InvalidUri' });
  return `${blobUri}?${sasToken.replace(/^\?/, '')}`;
}

/**
 * Put Block, without the SDK: its pipeline takes a millisecond of processor time a request, more than half of what
 * sending a block of 8 MiB takes. @see https://learn.microsoft.com/rest/api/storageservices/put-block
 */
function toBlockRequest(address: BlobAddress, { id, bytes, md5 }: OutgoingBlock, options: CallOptions): HttpRequest {
  return {
    method: 'PUT',
    url: `${toUrl(address)}&comp=block&blockid=${encodeURIComponent(id)}`,
    headers: {
      'content-md5': Buffer.from(md5.buffer, md5.byteOffset, md5.byteLength).toString('base64'),
      'content-type': 'application/octet-stream',
      'x-ms-version': SERVICE_VERSION,
    },
    body: bytes,
    ...options,
  };
}

function listBlocks(client: BlockBlobClient, abortSignal: AbortSignal): Promise<BlockLists | null> {
  const list = async (): Promise<BlockLists> => {
    const answer = await client.getBlockList('all', { abortSignal });
    expectService(answer);
    const committed = toStoredBlocks(answer.committedBlocks);
    // Emulators give a tag to blocks that were staged and never committed; a blob that was put whole has no blocks.
    const isThere = committed.length > 0 || (answer.blobContentLength ?? 0) > 0;
    const etag = isThere ? (answer.etag ?? null) : null;
    return { committed, staged: toStoredBlocks(answer.uncommittedBlocks), etag };
  };
  return ifAllowed<BlockLists>(list, { committed: [], staged: [], etag: null });
}

function toStoredBlocks(blocks: readonly { name: string; size: number }[] | undefined): StoredBlock[] {
  return (blocks ?? []).map((block) => ({ id: block.name, sizeBytes: block.size }));
}

type Commit = { readonly ids: readonly string[]; readonly facts: CommitFacts; readonly signal: AbortSignal };

async function commit(client: BlockBlobClient, { ids, facts, signal }: Commit): Promise<void> {
  const answer = await client.commitBlockList([...ids], {
    abortSignal: signal,
    conditions: facts.replaces === null ? { ifNoneMatch: '*' } : { ifMatch: facts.replaces },
    blobHTTPHeaders: { blobContentType: PST_CONTENT_TYPE },
    metadata: { sha256: facts.sha256, jobid: facts.jobId },
  });
  expectService(answer);
}

function getFacts(client: BlockBlobClient, abortSignal: AbortSignal): Promise<BlobFacts | null> {
  const get = async (): Promise<BlobFacts> => {
    const answer = await client.getProperties({ abortSignal });
    expectService(answer);
    const { sha256 = null, jobid: jobId = null, shared } = answer.metadata ?? {};
    const { contentLength: sizeBytes = 0, etag = '' } = answer;
    return { sizeBytes, sha256, jobId, isShared: shared !== undefined, etag };
  };
  return ifAllowed<BlobFacts | null>(get, null);
}

/** Adds the mark to what the blob says of itself: the service knows no way to set one word of it alone. */
async function share(client: BlockBlobClient, etag: string, abortSignal: AbortSignal): Promise<void> {
  const conditions = { ifMatch: etag };
  const found = await client.getProperties({ abortSignal, conditions });
  expectService(found);
  const metadata = { ...found.metadata, shared: '1' };
  expectService(await client.setMetadata(metadata, { abortSignal, conditions }));
}

/** The answer; `whenAbsent` when there is no such blob; null when the SAS does not let us look. */
async function ifAllowed<T>(call: () => Promise<T>, whenAbsent: T): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.status === 404 && refusal.reason !== 'ContainerNotFound') return whenAbsent;
    // A signature that is wrong or out of date opens nothing at all; that must not pass for a missing right.
    if (refusal?.reason === 'AuthorizationPermissionMismatch') return null;
    throw error;
  }
}

/** Refuses a good answer from someone else. */
function expectService(answer: { readonly requestId?: string }): void {
  if (!answer.requestId) throw notTheService();
}
