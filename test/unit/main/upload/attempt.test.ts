import { expect, test } from 'vitest';
import { attempt, patienceMs, withinPatience } from '../../../../main/upload/attempt.ts';
import type { UploadEvent } from '../../../../main/upload/upload-event.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';

const busy = () => new AppError('uploadRejected', { status: 503 }, { isRetryable: true });

function makeDeps(random = 1) {
  const abort = new AbortController();
  const clock = createFakeClock();
  return { abort, clock, deps: { clock, random: () => random, signal: abort.signal } };
}

async function drain<T>(steps: AsyncGenerator<UploadEvent, T>): Promise<{ events: UploadEvent[]; value: T }> {
  const events: UploadEvent[] = [];
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) events.push(step.value);
  return { events, value: step.value };
}

test('an outage of nine hours is waited out', async () => {
  const { clock, deps } = makeDeps();
  const outageMs = 9 * 3_600_000;
  const call = () => (clock.now() < outageMs ? Promise.reject(busy()) : Promise.resolve('there'));
  const { events, value } = await drain(attempt(call, deps));
  expect(value).toBe('there');
  expect(events.slice(0, 2)).toEqual([
    { kind: 'waiting', code: 'uploadRejected', delayMs: 1_000 },
    { kind: 'waiting', code: 'uploadRejected', delayMs: 2_000 },
  ]);
  expect(clock.now() - outageMs).toBeLessThanOrEqual(30_000);
});

test('what the service asks for is slept', async () => {
  const { clock, deps } = makeDeps(0);
  const errors = [new AppError('uploadRejected', { status: 429, retryAfterMs: 12_000 }, { isRetryable: true })];
  await drain(attempt(() => (errors.length > 0 ? Promise.reject(errors.pop()) : Promise.resolve()), deps));
  expect(clock.sleeps).toEqual([12_000]);
});

test('a refusal is thrown at once', async () => {
  const { clock, deps } = makeDeps();
  const refusal = new AppError('uploadForbidden', { status: 403 });
  await expect(drain(attempt(() => Promise.reject(refusal), deps))).rejects.toBe(refusal);
  expect(clock.sleeps).toEqual([]);
});

test('a stop during the pause between two tries ends it', async () => {
  const { abort, clock, deps } = makeDeps();
  const steps = attempt(() => Promise.reject(busy()), deps);
  await steps.next();
  const next = steps.next();
  abort.abort('cancel');
  await expect(next).rejects.toBe('cancel');
  expect(clock.sleeperCount).toBe(0);
});

test('an error that the stop itself caused is told as the stop', async () => {
  const { abort, deps } = makeDeps();
  const call = () => {
    abort.abort('pause');
    return Promise.reject(new Error('socket closed'));
  };
  await expect(drain(attempt(call, deps))).rejects.toBe('pause');
});

test('a request that is never answered is given up after its patience and may be tried again', async () => {
  const { clock, deps } = makeDeps();
  const call = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const error: unknown = await withinPatience(call, 60_000, deps).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'uploadRejected', params: { reason: 'NoAnswer' }, isRetryable: true });
  expect(clock.now()).toBe(60_000);
});

test('an answered request leaves no timer behind', async () => {
  const { clock, deps } = makeDeps();
  expect(await withinPatience(() => Promise.resolve(7), 60_000, deps)).toBe(7);
  expect(clock.sleeperCount).toBe(0);
});

test('patience is a minute, or what the slowest line needs', () => {
  expect([0, 8 * 1024, 8 * 1024 * 1024].map(patienceMs)).toEqual([60_000, 60_000, 1_024_000]);
});
