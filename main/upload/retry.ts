import { AppError, WAIT_REASONS, type WaitReason } from '../../preload/contract/index.ts';

/** First upper bound of the random delay; it doubles with each attempt. A rule of ours. */
export const BASE_DELAY_MS = 1_000;

/** Longest delay of our own choosing where a service is busy. A rule of ours. */
export const MAX_BUSY_DELAY_MS = 30_000;

/** The same where nothing answers: an upload is to be back within 15 s of an outage, however long. A rule of ours. */
export const MAX_OFFLINE_DELAY_MS = 14_000;

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
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function nextDelay(error: unknown, attempt: number, random: number): number | 'stop' {
  if (!(error instanceof AppError) || !error.isRetryable) return 'stop';
  const reason = waitReasonOf(error);
  if (reason === 'corrupted' && attempt >= MAX_CORRUPTED_TRIES) return 'stop';
  const most = reason === 'busy' || reason === 'access' ? MAX_BUSY_DELAY_MS : MAX_OFFLINE_DELAY_MS;
  // 2 ** 30 is far above the cap; without a bound the power of a long outage would become Infinity.
  const bound = Math.min(most, BASE_DELAY_MS * 2 ** Math.min(attempt - 1, 30));
  return Math.round(random * bound);
}

/** The wait the service asked for with its error, milliseconds, as far as we believe it; 0 when it asked for none. */
export function retryAfterMs(error: unknown): number {
  const value = error instanceof AppError ? error.params.retryAfterMs : undefined;
  return typeof value === 'number' && value > 0 ? Math.min(value, MAX_RETRY_AFTER_MS) : 0;
}

/** Why a retryable error makes us wait; an error that does not say is the store's when it was an answer, else the line's. */
export function waitReasonOf(error: AppError): WaitReason {
  const said = WAIT_REASONS.find((reason) => reason === error.params.waitFor);
  if (said) return said;
  if (error.params.reason === 'Md5Mismatch') return 'corrupted';
  return typeof error.params.status === 'number' ? 'busy' : 'offline';
}

/** The service's or system's word for an error; empty when there is none. */
export function wordOf(error: AppError): string {
  return typeof error.params.reason === 'string' ? error.params.reason : '';
}
