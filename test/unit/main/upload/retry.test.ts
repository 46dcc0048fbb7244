import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BASE_DELAY_MS,
  MAX_CORRUPTED_TRIES,
  MAX_DELAY_MS,
  MAX_RETRY_AFTER_MS,
  nextDelay,
  retryAfterMs,
} from '../../../../main/upload/retry.ts';
import { AppError } from '../../../../preload/contract/index.ts';

const busy = new AppError('uploadRejected', { status: 503 }, { isRetryable: true });

test('the bound of the delay doubles from one second to thirty', () => {
  const bounds = [1, 2, 3, 4, 5, 6, 7, 100, 1_000_000].map((attempt) => nextDelay(busy, attempt, 1));
  expect(bounds).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000]);
});

test('the delay lies anywhere between nothing and its bound and never means stop', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const bound = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(attempt - 1, 30));
      expect(nextDelay(busy, attempt, random)).toBe(Math.round(random * bound));
    }),
  );
});

test('nothing is tried before the service wants it', () => {
  expect(nextDelay(busy, 1, 0.5, 45_000)).toBe(45_000);
  expect(nextDelay(busy, 6, 0.5, 2_000)).toBe(15_000);
});

test('a wait beyond belief is cut', () => {
  expect(nextDelay(busy, 1, 0, 10 ** 12)).toBe(MAX_RETRY_AFTER_MS);
});

test.each([
  ['a refusal', new AppError('uploadForbidden', { status: 403 })],
  ['a bug', new TypeError('x is not a function')],
  ['a stop', 'pause'],
])('%s ends the tries', (_name, error) => {
  expect(nextDelay(error, 1, 0.5)).toBe('stop');
});

test('a block that arrives changed every time is given up', () => {
  const corrupted = new AppError('uploadRejected', { status: 400, reason: 'Md5Mismatch' }, { isRetryable: true });
  expect(nextDelay(corrupted, MAX_CORRUPTED_TRIES - 1, 0)).toBe(0);
  expect(nextDelay(corrupted, MAX_CORRUPTED_TRIES, 0)).toBe('stop');
});

test('the wait the service asked for is read from the error', () => {
  const asked = new AppError('uploadRejected', { status: 429, retryAfterMs: 7_000 }, { isRetryable: true });
  expect([asked, busy, new Error('x'), null].map(retryAfterMs)).toEqual([7_000, 0, 0, 0]);
});
