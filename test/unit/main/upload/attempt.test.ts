import { describe, expect, test } from 'vitest';
import { attempt, type Line } from '../../../../main/upload/attempt.ts';
import { createConcurrency } from '../../../../main/upload/concurrency.ts';
import { createGate } from '../../../../main/upload/gate.ts';
import type { CallOptions } from '../../../../main/upload/ports.ts';
import { createRenewal } from '../../../../main/upload/renewal.ts';
import { createSteering } from '../../../../main/upload/steering.ts';
import { createWatch } from '../../../../main/upload/watch.ts';
import { AppError, type ErrorParams } from '../../../../preload/contract/index.ts';
import { createFakeAccess, expired } from '../../../support/upload/fake-access.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';

const waiting = (params: ErrorParams) => new AppError('uploadRejected', params, { isRetryable: true });
const busy = (more: ErrorParams = {}) => waiting({ status: 503, waitFor: 'busy', ...more });
const until = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

function makeLine(random = 1) {
  const clock = createFakeClock();
  const abort = new AbortController();
  const deps = { clock, random: () => random, signal: abort.signal };
  const steering = createSteering({ limitBytesPerSecond: null, holdFor: null }, clock);
  const access = createFakeAccess();
  const renewal = createRenewal(access, deps, () => gate.update());
  const gate = createGate({
    ...deps,
    steering,
    concurrency: createConcurrency({ first: 4, most: 4 }),
    renewing: () => renewal.waiting,
    onChange: () => undefined,
    onRecovered: () => undefined,
  });
  const rates: number[] = [];
  const watch = createWatch({
    clock,
    pausedMs: () => steering.pacer.longestTurnMs(),
    limit: () => 4,
    onRate: (rate) => rates.push(rate),
    onSlept: () => gate.reset(),
  });
  const corrupted: boolean[] = [];
  const line: Line = { ...deps, gate, watch, renewal, onCorrupted: (is) => corrupted.push(is) };
  const run = <T>(call: (options: CallOptions) => Promise<T>, bodyBytes = 0, isBlock = false) =>
    attempt(line, { call, bodyBytes, isBlock }, abort.signal);
  return { abort, clock, access, gate, run, corrupted, rates };
}

/** A call that fails with these in turn and then gives its tries. */
function failing(...errors: readonly unknown[]) {
  let tries = 0;
  return () => {
    const error = errors[tries];
    tries += 1;
    return error === undefined ? Promise.resolve(tries) : Promise.reject(error);
  };
}

test('the pauses between tries double', async () => {
  const { clock, run } = makeLine();
  expect(await run(failing(busy(), busy(), busy()))).toBe(4);
  expect(clock.sleeps).toEqual([1_000, 2_000, 4_000]);
});

test('what the service asks for is waited, by all, and even when another got through', async () => {
  const { clock, run } = makeLine(0);
  const at: number[] = [];
  const first = run(failing(busy({ retryAfterMs: 12_000 }))).then(() => at.push(clock.now()));
  const second = run(() => Promise.resolve());
  await second;
  const third = run(() => Promise.resolve()).then(() => at.push(clock.now()));
  await Promise.all([first, third]);
  expect(at).toEqual([12_000, 12_000]);
});

test('failures that were under way together count as one', async () => {
  const { clock, run } = makeLine();
  await Promise.all([1, 2, 3, 4].map(() => run(failing(busy()))));
  expect(clock.sleeps).toEqual([1_000]);
});

test.each([
  ['a refusal', new AppError('uploadForbidden', { status: 403 })],
  ['a bug', new TypeError('x is not a function')],
])('%s is thrown at once, and the lane is free again', async (_name, error) => {
  const { clock, run } = makeLine();
  for (let round = 0; round < 5; round++) await expect(run(() => Promise.reject(error))).rejects.toBe(error);
  expect(await run(() => Promise.resolve('next'))).toBe('next');
  expect(clock.sleeps).toEqual([]);
});

describe('a stop', () => {
  test('during the pause between two tries ends it', async () => {
    const { abort, clock, run, gate } = makeLine();
    const value = run(() => {
      setImmediate(() => abort.abort('cancel'));
      return Promise.reject(busy());
    });
    await expect(value).rejects.toBe('cancel');
    gate.close();
    await Promise.resolve();
    expect(clock.sleeperCount).toBe(0);
  });

  test('is told as the stop, not as the error it caused', async () => {
    const { abort, run } = makeLine();
    const call = () => {
      abort.abort('pause');
      return Promise.reject(new Error('socket closed'));
    };
    await expect(run(call)).rejects.toBe('pause');
  });

  test('before the start makes no call', async () => {
    const { abort, run } = makeLine();
    abort.abort('shutdown');
    const calls: string[] = [];
    await expect(run(async () => void calls.push('made'))).rejects.toBe('shutdown');
    expect(calls).toEqual([]);
  });
});

describe('silence', () => {
  test('of a minute is given up, and the request made again', async () => {
    const { clock, run, gate } = makeLine(0);
    let tries = 0;
    const value = await run(({ signal }) => (tries++ === 0 ? until(signal) : Promise.resolve('there')));
    expect([value, clock.now()]).toEqual(['there', 60_000]);
    expect(gate.waiting).toBeNull();
  });

  test('is counted anew whenever bytes move', async () => {
    const { clock, run } = makeLine();
    const value = await run(
      async ({ signal, onSent }) => {
        for (let sent = 0; sent <= 1_000; sent += 100) {
          onSent?.(sent);
          await clock.sleep(59_000, signal);
        }
        return 'there';
      },
      1_000,
      true,
    );
    expect([value, clock.now()]).toEqual(['there', 11 * 59_000]);
  });

  test('that began at different times within one look ends together', async () => {
    const { clock, run, abort } = makeLine(0);
    let stuck = 0;
    const call = ({ signal }: CallOptions) => {
      if (clock.now() >= 60_000) return Promise.resolve();
      stuck += 1;
      return until(signal);
    };
    const first = run(call);
    await clock.sleep(3_000, abort.signal);
    await Promise.all([first, run(call)]);
    expect([stuck, clock.now()]).toEqual([2, 60_000]);
  });

  test('leaves no timer behind when there was none', async () => {
    const { clock, run } = makeLine();
    expect(await run(() => Promise.resolve(7))).toBe(7);
    expect(clock.sleeperCount).toBe(0);
  });
});

test('the rate of the line is that of all bodies together, while there are some', async () => {
  const { clock, run, rates } = makeLine();
  const send = () =>
    run(
      async ({ signal, onSent }) => {
        for (let sent = 0; sent <= 30_000; sent += 1_000) {
          onSent?.(sent);
          await clock.sleep(1_000, signal);
        }
      },
      30_000,
      true,
    );
  await Promise.all([send(), send()]);
  expect(rates.length).toBeGreaterThan(3);
  for (const rate of rates) expect(Math.abs(rate - 2_000)).toBeLessThanOrEqual(400);
});

test('a permission that was refused is renewed, and the request made again at once', async () => {
  const { access, clock, run } = makeLine();
  expect(await run(failing(expired()))).toBe(2);
  expect([access.asked, clock.sleeps]).toEqual([1, []]);
});

test('bytes that arrive changed again and again are said, until they arrive as they were', async () => {
  const { run, corrupted } = makeLine(0);
  const changed = waiting({ status: 400, reason: 'Md5Mismatch', waitFor: 'corrupted' });
  expect(await run(failing(changed))).toBe(2);
  expect(corrupted).toEqual([false]);
  expect(await run(failing(changed, changed, changed))).toBe(4);
  expect(corrupted).toEqual([false, true, true, false]);
});
