import { Buffer } from 'node:buffer';
import { AnonymousCredential, BlockBlobClient, newPipeline } from '@azure/storage-blob';
import { AppError, type ErrorParams } from '../../preload/contract/index.ts';
import type { BlobFacts, BlockStore, StoredBlock } from '../upload/ports.ts';

/** Where the blob is and what allows writing it. `sasToken` is a secret; with or without its leading `?`. */
export type BlobAddress = { readonly blobUri: string; readonly sasToken: string };

/** Content type of Outlook's files. @see https://www.iana.org/assignments/media-types/application/vnd.ms-outlook */
export const PST_CONTENT_TYPE = 'application/vnd.ms-outlook';

/** Statuses below 500 that pass by themselves. @see https://learn.microsoft.com/azure/architecture/best-practices/retry-service-specific */
const TEMPORARY_4XX: readonly number[] = [408, 429];

/** What a request of the SDK failed with, without the SDK's error. `status` null: there was no answer. */
type Failure = { readonly status: number | null; readonly reason: string; readonly retryAfterMs: number | null };

/**
 * One blob of Azure Storage, or of an emulator of it, as a `BlockStore`. Every call is one request. Nothing of the SDK's
 * errors gets out: they hold the request's address and with it the signature.
 * @throws AppError uploadRejected when the address is none.
 */
export function createAzureBlockStore(address: BlobAddress): BlockStore {
  const client = createClient(address);
  return {
    name: `${client.containerName}/${client.name}`,
    listStagedBlocks: (signal) => translate(() => listStagedBlocks(client, signal), signal),
    stageBlock: (id, bytes, md5, signal) =>
      translate(async () => {
        const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const options = { abortSignal: signal, transactionalContentMD5: md5 };
        expectService(await client.stageBlock(id, body, body.byteLength, options));
      }, signal),
    commit: (ids, facts, signal) =>
      translate(
        async () => {
          const answer = await client.commitBlockList([...ids], {
            abortSignal: signal,
            conditions: { ifNoneMatch: '*' },
            blobHTTPHeaders: { blobContentType: PST_CONTENT_TYPE },
            metadata: { sha256: facts.sha256, jobid: facts.jobId },
          });
          expectService(answer);
        },
        signal,
        true,
      ),
    getFacts: (signal) => translate(() => getFacts(client, signal), signal),
  };
}

function createClient({ blobUri, sasToken }: BlobAddress): BlockBlobClient {
  // Tested first: the error of a malformed address quotes all of it, signature included.
  if (!URL.canParse(blobUri) || blobUri.includes('?')) throw new AppError('uploadRejected', { reason: 'InvalidUri' });
  const pipeline = newPipeline(new AnonymousCredential(), {
    retryOptions: { maxTries: 1 },
    keepAliveOptions: { enable: true },
  });
  return new BlockBlobClient(`${blobUri}?${sasToken.replace(/^\?/, '')}`, pipeline);
}

function listStagedBlocks(client: BlockBlobClient, signal: AbortSignal): Promise<readonly StoredBlock[] | null> {
  const list = async (): Promise<readonly StoredBlock[]> => {
    const answer = await client.getBlockList('uncommitted', { abortSignal: signal });
    expectService(answer);
    return (answer.uncommittedBlocks ?? []).map((block) => ({ id: block.name, sizeBytes: block.size }));
  };
  return ifAllowed(list, []);
}

function getFacts(client: BlockBlobClient, signal: AbortSignal): Promise<BlobFacts | null> {
  const get = async (): Promise<BlobFacts> => {
    const answer = await client.getProperties({ abortSignal: signal });
    expectService(answer);
    const { sha256 = null, jobid: jobId = null } = answer.metadata ?? {};
    return { sizeBytes: answer.contentLength ?? 0, sha256, jobId };
  };
  return ifAllowed<BlobFacts | null>(get, null);
}

/** The answer; `whenAbsent` when there is no such blob; null when the SAS does not let us look. */
async function ifAllowed<T>(call: () => Promise<T>, whenAbsent: T): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    const { status, reason } = readFailure(error);
    if (status === 404 && reason !== 'ContainerNotFound') return whenAbsent;
    // A signature that is wrong or out of date opens nothing at all; that must not pass for a missing right.
    if (status === 403 && reason !== 'AuthenticationFailed') return null;
    throw error;
  }
}

/** Refuses a good answer from someone else: a captive portal says yes to everything. */
function expectService(answer: { readonly requestId?: string }): void {
  if (!answer.requestId) throw new AppError('uploadRejected', { reason: 'NotTheService' }, { isRetryable: true });
}

async function translate<T>(call: () => Promise<T>, signal: AbortSignal, isCommit = false): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // A stop carries its own reason; how exactly it broke the request does not matter.
    signal.throwIfAborted();
    throw toStoreError(error, isCommit);
  }
}

/**
 * The error of the contract for whatever a request threw, without a cause: the SDK's errors carry the request. Params:
 * `status` when there was an answer, `reason` (the service's code or the system's), `retryAfterMs` when asked for.
 */
export function toStoreError(error: unknown, isCommit: boolean): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof Error) || error.name !== 'RestError') {
    return new AppError('internal', { reason: error instanceof Error ? error.name : typeof error });
  }
  const { status, reason, retryAfterMs } = readFailure(error);
  const params: ErrorParams = status === null ? { reason } : { status, reason };
  if (status === 401 || status === 403) return new AppError('uploadForbidden', params);
  if (reason === 'ContainerNotFound') return new AppError('uploadContainerMissing', params);
  if (isCommit && (status === 409 || status === 412)) return new AppError('uploadConflict', params);
  if (!isTemporary(status, reason)) return new AppError('uploadRejected', params);
  const waiting = retryAfterMs === null ? params : { ...params, retryAfterMs };
  return new AppError('uploadRejected', waiting, { isRetryable: true });
}

/** The `Retry-After` header as milliseconds from `nowMs` (since 1970); null when there is none or it makes no sense. */
export function parseRetryAfter(text: string | null, nowMs: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/**
 * No answer; an answer that is none of the service's errors (a portal's page, a redirect); a busy or broken service; bytes
 * that arrived changed.
 */
function isTemporary(status: number | null, reason: string): boolean {
  if (status === null || status < 400 || status >= 500) return true;
  return TEMPORARY_4XX.includes(status) || reason === 'Md5Mismatch';
}

function readFailure(error: unknown): Failure {
  const status = fieldOf(error, 'statusCode');
  const code = headerOf(error, 'x-ms-error-code') ?? fieldOf(error, 'code');
  // Only a plain word: whatever else a stranger answers with has no place in logs and sentences.
  const isWord = typeof code === 'string' && /^\w{1,64}$/.test(code);
  return {
    status: typeof status === 'number' ? status : null,
    reason: isWord ? code : 'Unknown',
    retryAfterMs: parseRetryAfter(headerOf(error, 'retry-after'), Date.now()),
  };
}

function headerOf(error: unknown, name: string): string | null {
  const headers = fieldOf(fieldOf(error, 'response'), 'headers');
  const get = fieldOf(headers, 'get');
  const value: unknown = typeof get === 'function' ? get.call(headers, name) : null;
  return typeof value === 'string' ? value : null;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
