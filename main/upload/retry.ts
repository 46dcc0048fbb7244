import { AppError } from '../../preload/contract/index.ts';

/** First upper bound of the random delay; it doubles with each attempt. A rule of ours. */
export const BASE_DELAY_MS = 1_000;

/** Longest delay of our own choosing, so that an upload is back soon after an outage of hours. A rule of ours. */
export const MAX_DELAY_MS = 30_000;

/** Longest `Retry-After` we believe; a proxy that answers for the service may say anything. A rule of ours. */
export const MAX_RETRY_AFTER_MS = 60 * 60 * 1_000;

/**
 * Tries of one block whose bytes arrive changed. Chance makes that rare and short; a middlebox that rewrites bodies
 * does it every time, and waiting for that to pass would be waiting for ever.
 */
export const MAX_CORRUPTED_TRIES = 10;

/**
 * How long to wait before the next try, milliseconds, or `stop`. Full jitter under a doubling bound; never gives up on
 * an error that is retryable by its own data, so that outages of any length are waited out.
 * @param attempt how many tries have failed, from 1.
 * @param random a number from 0 up to, not including, 1.
 * @param retryAfterMs what the service asked for; nothing is tried before.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function nextDelay(error: unknown, attempt: number, random: number, retryAfterMs = 0): number | 'stop' {
  if (!(error instanceof AppError) || !error.isRetryable) return 'stop';
  if (error.params.reason === 'Md5Mismatch' && attempt >= MAX_CORRUPTED_TRIES) return 'stop';
  // 2 ** 30 is far above the cap; without a bound the power of a long outage would become Infinity.
  const bound = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(attempt - 1, 30));
  return Math.max(Math.round(random * bound), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
}

/** The wait the service asked for with its error, milliseconds; 0 when it asked for none. */
export function retryAfterMs(error: unknown): number {
  const value = error instanceof AppError ? error.params.retryAfterMs : undefined;
  return typeof value === 'number' && value > 0 ? value : 0;
}
