import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../main/platform/clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('sleep', () => {
  it('ends with the reason of a signal, whether that came before or comes meanwhile', async () => {
    await expect(systemClock.sleep(60_000, AbortSignal.abort('pause'))).rejects.toBe('pause');
    const stop = new AbortController();
    const sleeping = systemClock.sleep(60_000, stop.signal);
    stop.abort('shutdown');
    await expect(sleeping).rejects.toBe('shutdown');
  });

  it('ends by itself when it has lasted', async () => {
    const startMs = systemClock.monotonicMs();
    await systemClock.sleep(5, new AbortController().signal);
    expect(systemClock.monotonicMs() - startMs).toBeGreaterThanOrEqual(4);
  });
});

it('tells the time of the day, and a time that setting the clock does not move', () => {
  const beforeMs = systemClock.monotonicMs();
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2000-01-01T00:00:00Z') });
  expect(systemClock.now().toISOString()).toBe('2000-01-01T00:00:00.000Z');
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(beforeMs);
});
