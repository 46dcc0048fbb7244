import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSaver } from '../../../../main/sandbox/saver.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('requests that come together are saved once, soon', async () => {
  let saves = 0;
  const saver = createSaver(async () => {
    saves += 1;
  }, 250);
  for (let i = 0; i < 5; i += 1) saver.request();
  await vi.advanceTimersByTimeAsync(249);
  expect(saves).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(saves).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saves).toBe(1);
});

test('what changes while saving is saved afterwards, never at the same time', async () => {
  const finish: (() => void)[] = [];
  const saver = createSaver(() => new Promise((resolve) => finish.push(resolve)), 250);
  saver.request();
  await vi.advanceTimersByTimeAsync(250);
  saver.request();
  await vi.advanceTimersByTimeAsync(1000);
  expect(finish).toHaveLength(1);
  finish[0]?.();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(finish).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(finish).toHaveLength(2);
});

test('a failed save does not stop the next one, closing waits and ends it all', async () => {
  let saves = 0;
  const saver = createSaver(async () => {
    saves += 1;
    throw new Error('disk full');
  }, 250);
  saver.request();
  await vi.advanceTimersByTimeAsync(250);
  saver.request();
  await vi.advanceTimersByTimeAsync(250);
  expect(saves).toBe(2);
  saver.request();
  await saver.close();
  saver.request();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saves).toBe(2);
});
