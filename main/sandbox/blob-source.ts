import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../preload/contract/index.ts';

/** A blob and the secret that opens it. */
export type BlobSource = { readonly blobUri: string; readonly sasToken: string };

/** Fetches the blobs requests name, with the rights they were given and no others. */
export interface BlobReader {
  /** @throws AppError importForbidden, importBlobMissing, tenantUnavailable */
  check(source: BlobSource): Promise<void>;
  /**
   * Writes the whole blob to `path`; the file appears when it is complete.
   * @throws AppError as `check`, importFailed when the disk refuses; the signal's reason when it was aborted.
   */
  download(source: BlobSource, path: string, signal: AbortSignal): Promise<void>;
}

/** Longest silence of the blob store, milliseconds. */
const SILENCE_LIMIT_MS = 60_000;

/** Reads blobs over HTTP. */
export function createBlobReader(fetchFn: typeof fetch = fetch): BlobReader {
  return {
    check: async (source) => {
      await send(fetchFn, source, { method: 'HEAD', signal: AbortSignal.timeout(SILENCE_LIMIT_MS) });
    },
    download: async (source, path, signal) => {
      const silence = createSilenceGuard(signal);
      try {
        const response = await send(fetchFn, source, { method: 'GET', signal: silence.signal });
        await store(response, path, silence);
      } catch (error) {
        throw signal.aborted ? signal.reason : asAppError(error);
      } finally {
        silence.end();
      }
    },
  };
}

type SilenceGuard = { readonly signal: AbortSignal; heard(): void; end(): void };

function createSilenceGuard(outer: AbortSignal): SilenceGuard {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(new Error('silence')), SILENCE_LIMIT_MS);
  return {
    signal: AbortSignal.any([outer, silent.signal]),
    heard: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}

async function send(fetchFn: typeof fetch, source: BlobSource, options: RequestInit): Promise<Response> {
  const url = `${source.blobUri}?${source.sasToken.replace(/^\?/, '')}`;
  const response = await fetchFn(url, { ...options, redirect: 'error' }).catch((cause: unknown) => {
    throw unavailable(cause);
  });
  if (response.ok) return response;
  await response.body?.cancel();
  const { status } = response;
  if (status === 404) throw new AppError('importBlobMissing', { status });
  if (status === 401 || status === 403) throw new AppError('importForbidden', { status });
  throw unavailable(undefined, status);
}

async function store(response: Response, path: string, silence: SilenceGuard): Promise<void> {
  const expected = response.headers.get('content-length');
  const temporary = `${path}.part`;
  let received = 0;
  const body = async function* () {
    for await (const chunk of response.body ?? []) {
      silence.heard();
      received += chunk.byteLength;
      yield chunk;
    }
  };
  await pipeline(body, createWriteStream(temporary), { signal: silence.signal });
  if (expected !== null && Number(expected) !== received) throw unavailable(undefined);
  await rename(temporary, path);
}

/** What a file system says when it cannot take more; a failed write names no path. */
const DISK_CODES: readonly string[] = [
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'EACCES',
  'EPERM',
  'ENOENT',
  'EISDIR',
  'ENOTDIR',
];

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  const isDisk = code !== null && DISK_CODES.includes(code);
  return isDisk ? new AppError('importFailed', { reason: 'writeFailed', code }, { cause: error }) : unavailable(error);
}

/** The cause is what the network said; it holds neither the query nor the token. */
function unavailable(cause: unknown, status?: number): AppError {
  const params = { reason: 'sourceUnavailable', ...(status !== undefined && { status }) };
  return new AppError('tenantUnavailable', params, { cause, isRetryable: true });
}
