import { watchLoop } from './watch-loop.mjs';

/** Block size of every client, bytes: the one ours cuts a file of up to 390 GiB into. */
export const BLOCK_BYTES = 8 * 2 ** 20;
/** Requests at once of every client that can be told and is not told otherwise. */
export const CONCURRENCY = 8;

/** Where the bench wants the blob written, with its permission. */
export function targetUrl() {
  const { BENCH_BLOB_URI, BENCH_SAS_TOKEN } = process.env;
  return new URL(`${BENCH_BLOB_URI}?${BENCH_SAS_TOKEN}`);
}

/**
 * Runs an upload and prints, as JSON, how long it took, how long it held up this thread at most, and what it gives.
 * @param {() => Promise<object | undefined>} send
 */
export async function reportUpload(send) {
  const longestStallMs = watchLoop();
  const startedMs = performance.now();
  const facts = await send();
  const insideSeconds = (performance.now() - startedMs) / 1000;
  process.stdout.write(JSON.stringify({ longestStallMs: longestStallMs(), insideSeconds, ...facts }));
}
