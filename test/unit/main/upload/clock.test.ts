import { expect, test } from 'vitest';
import { systemClock } from '../../../../main/upload/clock.ts';

test('a sleep that is stopped throws the reason of the stop', async () => {
  const abort = new AbortController();
  const sleeping = systemClock.sleep(60_000, abort.signal);
  abort.abort('pause');
  await expect(sleeping).rejects.toBe('pause');
  await expect(systemClock.sleep(60_000, abort.signal)).rejects.toBe('pause');
});

test('time passes while sleeping', async () => {
  const beforeMs = systemClock.now();
  await systemClock.sleep(5, new AbortController().signal);
  expect(systemClock.now()).toBeGreaterThanOrEqual(beforeMs + 4);
});
