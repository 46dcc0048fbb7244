import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BASE_DELAY_MS,
  MAX_BUSY_DELAY_MS,
  MAX_CORRUPTED_TRIES,
  MAX_OFFLINE_DELAY_MS,
  MAX_RETRY_AFTER_MS,
  nextDelay,
  retryAfterMs,
  waitReasonOf,
  wordOf,
} from '../../../../main/upload/retry.ts';
import { AppError, type ErrorParams } from '../../../../preload/contract/index.ts';

const waiting = (params: ErrorParams) => new AppError('uploadRejected', params, { isRetryable: true });
const busy = waiting({ status: 503, waitFor: 'busy' });
const offline = waiting({ reason: 'ECONNREFUSED', waitFor: 'offline' });

test('the bound of the delay doubles from one second to thirty, where nothing answers to fourteen', () => {
  const tries = [1, 2, 3, 4, 5, 6, 100, 1_000_000];
  expect(tries.map((attempt) => nextDelay(busy, attempt, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
  expect(tries.map((attempt) => nextDelay(offline, attempt, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 14_000, 14_000, 14_000, 14_000,
  ]);
});

test('the delay lies anywhere between nothing and its bound and never means stop', () => {
  const errors = fc.constantFrom(
    { error: busy, most: MAX_BUSY_DELAY_MS },
    { error: offline, most: MAX_OFFLINE_DELAY_MS },
  );
  const randoms = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(errors, fc.integer({ min: 1, max: 100_000 }), randoms, ({ error, most }, attempt, random) => {
      const bound = Math.min(most, BASE_DELAY_MS * 2 ** Math.min(attempt - 1, 30));
      expect(nextDelay(error, attempt, random)).toBe(Math.round(random * bound));
    }),
  );
});

test.each([
  ['a refusal', new AppError('uploadForbidden', { status: 403 })],
  ['a bug', new TypeError('x is not a function')],
  ['a stop', 'pause'],
])('%s ends the tries', (_name, error) => {
  expect(nextDelay(error, 1, 0.5)).toBe('stop');
});

test('a block that arrives changed every time is given up', () => {
  const corrupted = waiting({ status: 400, reason: 'Md5Mismatch' });
  expect(nextDelay(corrupted, MAX_CORRUPTED_TRIES - 1, 0)).toBe(0);
  expect(nextDelay(corrupted, MAX_CORRUPTED_TRIES, 0)).toBe('stop');
});

test('the wait the service asked for is read from the error, and one beyond belief is cut', () => {
  const asked = (ms: number) => waiting({ status: 429, retryAfterMs: ms });
  expect([asked(7_000), asked(10 ** 12), busy, new Error('x'), null].map(retryAfterMs)).toEqual([
    7_000,
    MAX_RETRY_AFTER_MS,
    0,
    0,
    0,
  ]);
});

test('an error says why one waits, or is taken for what it looks like', () => {
  const errors = [
    waiting({ waitFor: 'stranger', status: 200 }),
    waiting({ status: 400, reason: 'Md5Mismatch' }),
    waiting({ status: 500 }),
    waiting({ reason: 'ECONNRESET' }),
    waiting({ waitFor: 'nonsense' }),
  ];
  expect(errors.map(waitReasonOf)).toEqual(['stranger', 'corrupted', 'busy', 'offline', 'offline']);
  expect([waiting({ reason: 'ECONNRESET' }), waiting({})].map(wordOf)).toEqual(['ECONNRESET', '']);
});
