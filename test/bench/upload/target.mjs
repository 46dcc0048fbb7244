import { AnonymousCredential, BlockBlobClient } from '@azure/storage-blob';

/** Block size of every client, bytes: the one ours cuts a file of this size into. */
export const BLOCK_BYTES = 8 * 2 ** 20;
/** Requests at once of every client. */
export const CONCURRENCY = 4;

/**
 * The SDK's client for the blob the bench wants written.
 * @returns {BlockBlobClient}
 */
export function createTargetClient() {
  const { BENCH_BLOB_URI, BENCH_SAS_TOKEN } = process.env;
  return new BlockBlobClient(`${BENCH_BLOB_URI}?${BENCH_SAS_TOKEN}`, new AnonymousCredential());
}
