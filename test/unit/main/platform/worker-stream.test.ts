import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { streamFromWorker } from '../../../../main/platform/worker-stream.ts';
import { AppError, type StopReason } from '../../../../preload/contract/index.ts';
import { createFakeSpawn, type FakeWorker, kindOf } from '../../../support/platform/fake-worker.ts';

const STOP_GRACE_MS = 5_000;
const SILENCE_MS = 20_000;

/** What this worker answers to each `next`, in this order; after the last it is silent. */
function createStream(answers: readonly unknown[], silenceMs: number | null = null, graceMs?: number) {
  const left = [...answers];
  const { spawn, workers } = createFakeSpawn((worker) => {
    worker.answer((message) => {
      if (kindOf(message) === 'next' && left.length > 0) worker.say(left.shift());
    });
    queueMicrotask(() => worker.say({ kind: 'ready' }));
  });
  const stop = new AbortController();
  const stream = streamFromWorker<number>(
    { spawn, name: 'worker-scan', input: { roots: ['/'] } },
    {
      signal: stop.signal,
      silenceMs,
      onSilence: () => new AppError('contentsTimeout'),
      onCrash: (exitCode) => new AppError('internal', { exitCode }),
      ...(graceMs === undefined ? {} : { graceMs }),
    },
  );
  return { stream, workers, abort: (reason: StopReason) => stop.abort(reason) };
}

const value = (number: number) => ({ kind: 'value', value: number });
const ended = { kind: 'ended' };
const failed = (bug: string | null, isRetryable = false) => ({
  kind: 'failed',
  error: { code: 'sourceMissing', params: { isDriveGone: true } },
  isRetryable,
  bug,
});

async function collect(stream: AsyncIterable<number>): Promise<number[]> {
  const values: number[] = [];
  for await (const each of stream) values.push(each);
  return values;
}

/** The only worker of a stream; it must be dead by now, killed by us once. */
function expectKilled(workers: readonly FakeWorker[]): void {
  expect(workers.map(({ kills }) => kills)).toEqual([1]);
}

const kindsTold = (workers: readonly FakeWorker[]) => workers.flatMap(({ received }) => received.map(kindOf));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('values', () => {
  it('come in order, and the worker is ended after the last', async () => {
    const { stream, workers } = createStream([value(1), value(2), ended]);
    expect(await collect(stream)).toEqual([1, 2]);
    expect(workers[0]?.name).toBe('worker-scan');
    expect(workers[0]?.received[0]).toEqual({ kind: 'start', input: { roots: ['/'] } });
    expect(kindsTold(workers)).toEqual(['start', 'next', 'next', 'next']);
    expectKilled(workers);
  });

  it('are asked for one at a time, the next when the one before has been dealt with', async () => {
    const { stream, workers } = createStream([value(1), value(2), ended]);
    const asked = () => kindsTold(workers).filter((kind) => kind === 'next').length;
    expect(workers).toEqual([]);
    await stream.next();
    expect(asked()).toBe(1);
    await Promise.resolve();
    expect(asked()).toBe(1);
    await stream.next();
    expect(asked()).toBe(2);
    await stream.next();
    expectKilled(workers);
  });

  it('are not asked for before the worker is ready', async () => {
    const { spawn, workers } = createFakeSpawn();
    const onCrash = () => new AppError('internal');
    const start = { spawn, name: 'worker-scan', input: null } as const;
    const { signal } = new AbortController();
    const stream = streamFromWorker(start, { signal, silenceMs: null, onSilence: onCrash, onCrash });
    const first = stream.next();
    expect(workers[0]?.received).toEqual([]);
    workers[0]?.answer((message) => kindOf(message) === 'next' && workers[0]?.say(ended));
    workers[0]?.say({ kind: 'ready' });
    expect((await first).done).toBe(true);
    expectKilled(workers);
  });

  it('that nobody wants any more end the worker', async () => {
    const { stream, workers } = createStream([value(1), value(2)]);
    for await (const first of stream) {
      expect(first).toBe(1);
      break;
    }
    expectKilled(workers);
  });

  it('whose receiver fails end the worker', async () => {
    const { stream, workers } = createStream([value(1), value(2)]);
    const receive = async () => {
      for await (const first of stream) throw new Error(`cannot take ${first}`);
    };
    await expect(receive()).rejects.toThrow('cannot take 1');
    expectKilled(workers);
  });
});

describe('a stop', () => {
  it('before the start starts no worker at all', async () => {
    const { stream, workers, abort } = createStream([value(1)]);
    abort('shutdown');
    await expect(stream.next()).rejects.toBe('shutdown');
    expect(workers).toEqual([]);
  });

  it('while a value is awaited is passed on, and the worker may still give what it had in hand', async () => {
    const { stream, workers, abort } = createStream([]);
    const first = stream.next();
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.answer((message) => kindOf(message) === 'next' && workers[0]?.say(failed(null)));
    abort('pause');
    expect(workers[0]?.received.at(-1)).toEqual({ kind: 'stop', reason: 'pause' });
    workers[0]?.say(value(7));
    expect(await first).toEqual({ done: false, value: 7 });
    await expect(stream.next()).rejects.toBe('pause');
    expectKilled(workers);
  });

  it.each(['pause', 'cancel', 'shutdown'] as const)(
    'for a %s ends with just that, whatever the worker says',
    async (reason) => {
      for (const last of [failed(null), failed('Error: a bug on the way out')]) {
        const { stream, workers, abort } = createStream([value(1)]);
        await stream.next();
        workers[0]?.answer((message) => kindOf(message) === 'stop' && queueMicrotask(() => workers[0]?.say(last)));
        abort(reason);
        await expect(stream.next()).rejects.toBe(reason);
        expectKilled(workers);
      }
    },
  );

  it('while a value is dealt with ends the worker in the grace time, even if it never answers', async () => {
    const { stream, workers, abort } = createStream([value(1)]);
    await stream.next();
    abort('cancel');
    const next = expect(stream.next()).rejects.toBe('cancel');
    await vi.advanceTimersByTimeAsync(STOP_GRACE_MS - 1);
    expect(workers[0]?.kills).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await next;
    expectKilled(workers);
  });

  it.each([0, 100])('kills in another grace time, of %i ms, where one is set', async (graceMs) => {
    const { stream, workers, abort } = createStream([], null, graceMs);
    const next = expect(stream.next()).rejects.toBe('cancel');
    await vi.advanceTimersByTimeAsync(0);
    abort('cancel');
    expect(workers[0]?.kills).toBe(0);
    await vi.advanceTimersByTimeAsync(graceMs);
    await next;
    expectKilled(workers);
  });

  it('holds against a worker that goes on as if nothing had been said', async () => {
    const { stream, workers, abort } = createStream([value(1), value(2)]);
    await stream.next();
    abort('cancel');
    expect((await stream.next()).value).toBe(2);
    const next = expect(stream.next()).rejects.toBe('cancel');
    await vi.advanceTimersByTimeAsync(STOP_GRACE_MS);
    await next;
    expectKilled(workers);
  });

  it('that kills the worker at once is a stop, not a crash', async () => {
    const { stream, workers, abort } = createStream([]);
    const first = stream.next();
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.answer((message) => kindOf(message) === 'stop' && workers[0]?.exit(1));
    abort('shutdown');
    await expect(first).rejects.toBe('shutdown');
    expect(workers[0]?.hasEnded).toBe(true);
  });

  it('after the end does nothing', async () => {
    const { stream, workers, abort } = createStream([ended]);
    expect(await collect(stream)).toEqual([]);
    abort('cancel');
    expect(kindsTold(workers)).toEqual(['start', 'next']);
    expectKilled(workers);
  });

  it('by a signal of someone else is told to the worker as a cancel', async () => {
    const { spawn, workers } = createFakeSpawn();
    const other = new AbortController();
    const never = () => new AppError('internal');
    const start = { spawn, name: 'worker-scan', input: null } as const;
    const stream = streamFromWorker(start, { signal: other.signal, silenceMs: null, onSilence: never, onCrash: never });
    const first = expect(stream.next()).rejects.toMatchObject({ name: 'AbortError' });
    other.abort();
    expect(workers[0]?.received).toEqual([{ kind: 'stop', reason: 'cancel' }]);
    workers[0]?.exit(0);
    await first;
  });
});

describe('silence', () => {
  it('beyond the limit is what the caller calls it, and the worker is killed', async () => {
    const { stream, workers } = createStream([value(1)], SILENCE_MS);
    await stream.next();
    const next = expect(stream.next()).rejects.toMatchObject({ code: 'contentsTimeout' });
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    expect(workers[0]?.kills).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await next;
    expectKilled(workers);
  });

  it('is counted for a worker that never gets ready', async () => {
    const { spawn, workers } = createFakeSpawn();
    const onSilence = () => new AppError('contentsTimeout');
    const { signal } = new AbortController();
    const start = { spawn, name: 'worker-pst-reader', input: null } as const;
    const stream = streamFromWorker(start, { signal, silenceMs: SILENCE_MS, onSilence, onCrash: onSilence });
    const first = expect(stream.next()).rejects.toMatchObject({ code: 'contentsTimeout' });
    await vi.advanceTimersByTimeAsync(SILENCE_MS);
    await first;
    expectKilled(workers);
  });

  it('is not counted while the receiver takes its time', async () => {
    const { stream, workers } = createStream([value(1), ended], SILENCE_MS);
    await stream.next();
    await vi.advanceTimersByTimeAsync(10 * SILENCE_MS);
    expect(workers[0]?.kills).toBe(0);
    expect((await stream.next()).done).toBe(true);
    expectKilled(workers);
  });

  it('starts anew with each value', async () => {
    const { stream, workers } = createStream([], SILENCE_MS);
    for (const number of [1, 2, 3]) {
      const next = stream.next();
      await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
      workers[0]?.say(value(number));
      expect((await next).value).toBe(number);
    }
    await stream.return(undefined);
    expectKilled(workers);
  });

  it('has no limit where none is set', async () => {
    const { stream, workers } = createStream([]);
    const first = stream.next();
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    workers[0]?.say(ended);
    expect((await first).done).toBe(true);
  });
});

describe('a worker that ends by itself', () => {
  it.each([1, null])('with %s while a value is awaited is what the caller calls it', async (exitCode) => {
    const { stream, workers } = createStream([value(1)]);
    await stream.next();
    const next = expect(stream.next()).rejects.toMatchObject({ code: 'internal', params: { exitCode } });
    workers[0]?.exit(exitCode);
    await next;
  });

  it('while a value is dealt with is told with the next one', async () => {
    const { stream, workers } = createStream([value(1)]);
    await stream.next();
    workers[0]?.exit(9);
    await expect(stream.next()).rejects.toMatchObject({ code: 'internal', params: { exitCode: 9 } });
  });

  it('before it is ready is told as well', async () => {
    const { spawn } = createFakeSpawn((worker) => worker.exit(127));
    const { signal } = new AbortController();
    const onCrash = (exitCode: number | null) => new AppError('internal', { exitCode });
    const options = { signal, silenceMs: null, onSilence: () => new AppError('contentsTimeout'), onCrash };
    const stream = streamFromWorker({ spawn, name: 'worker-scan', input: null }, options);
    await expect(stream.next()).rejects.toMatchObject({ params: { exitCode: 127 } });
  });

  it('loses nothing of what it had said before', async () => {
    const { stream, workers } = createStream([]);
    const first = stream.next();
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.say(value(1));
    workers[0]?.say(ended);
    workers[0]?.exit(0);
    expect((await first).value).toBe(1);
    expect((await stream.next()).done).toBe(true);
  });
});

describe('a failure in the worker', () => {
  it.each([true, false])('is the same failure here, with isRetryable %s', async (isRetryable) => {
    const { stream, workers } = createStream([value(1), failed(null, isRetryable)]);
    await stream.next();
    const error = await stream.next().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'sourceMissing', params: { isDriveGone: true }, isRetryable });
    expectKilled(workers);
  });

  it('that is a bug is a bug here, with its trace', async () => {
    const { stream, workers } = createStream([failed('TypeError: x is not a function\n    at scan')]);
    const error = await stream.next().catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(AppError);
    expect(error).toMatchObject({ message: 'worker: TypeError: x is not a function\n    at scan' });
    expectKilled(workers);
  });
});

describe('beside the values', () => {
  type Extra = Pick<Parameters<typeof streamFromWorker>[1], 'answer' | 'connect'>;

  /** A stream whose worker does only what the test says. */
  function createOpenStream(extra: Extra, silenceMs: number | null = null) {
    const { spawn, workers } = createFakeSpawn((worker) => queueMicrotask(() => worker.say({ kind: 'ready' })));
    const stop = new AbortController();
    const stream = streamFromWorker<number>(
      { spawn, name: 'worker-transfer', input: null },
      {
        signal: stop.signal,
        silenceMs,
        onSilence: () => new AppError('contentsTimeout'),
        onCrash: (exitCode) => new AppError('internal', { exitCode }),
        ...extra,
      },
    );
    const replies = () => workers[0]?.received.filter((message) => ['answer', 'refusal'].includes(kindOf(message)));
    return { stream, workers, replies, abort: (reason: StopReason) => stop.abort(reason) };
  }

  it('a question is answered while a value is awaited, and is not taken for one', async () => {
    const { stream, workers, replies } = createOpenStream({ answer: async (question) => ({ to: question }) });
    const first = stream.next();
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.say({ kind: 'ask', number: 7, question: 'renew' });
    await vi.advanceTimersByTimeAsync(0);
    expect(replies()).toEqual([{ kind: 'answer', number: 7, value: { to: 'renew' } }]);
    workers[0]?.say(value(1));
    expect(await first).toEqual({ done: false, value: 1 });
    workers[0]?.say({ kind: 'ask', number: 8, question: 'again' });
    await vi.advanceTimersByTimeAsync(0);
    expect(replies()).toHaveLength(2);
    await stream.return(undefined);
    expectKilled(workers);
  });

  it.each([true, false])('a refusal goes to the worker, isRetryable %s', async (isRetryable) => {
    const refusal = new AppError('tenantUnavailable', { reason: 'away' }, { isRetryable });
    const { stream, workers, replies } = createOpenStream({ answer: () => Promise.reject(refusal) });
    const first = stream.next();
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.say({ kind: 'ask', number: 1, question: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(replies()).toEqual([
      { kind: 'refusal', number: 1, error: { code: 'tenantUnavailable', params: { reason: 'away' } }, isRetryable },
    ]);
    workers[0]?.say(ended);
    await first;
  });

  it.each([
    ['a bug in the answer', { answer: () => Promise.reject(new TypeError('x is undefined')) }, 'x is undefined'],
    ['a question nobody answers', {}, 'nobody answers'],
  ])('%s ends the stream with it', async (_name, extra, message) => {
    const { stream, workers } = createOpenStream(extra);
    const first = stream.next();
    const outcome = expect(first).rejects.toThrow(message);
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.say({ kind: 'ask', number: 1, question: null });
    await outcome;
    expectKilled(workers);
  });

  it('an answer that is under way ends with the stop and is sent to nobody', async () => {
    const reasons: unknown[] = [];
    const { stream, workers, replies, abort } = createOpenStream({
      answer: (_question, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            reject(new Error('aborted'));
          }),
        ),
    });
    const first = stream.next();
    const outcome = expect(first).rejects.toBe('pause');
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.say({ kind: 'ask', number: 1, question: null });
    abort('pause');
    workers[0]?.say(failed(null));
    await outcome;
    expect([reasons, replies()]).toEqual([['pause'], []]);
  });

  it('a question is no end of silence', async () => {
    const { stream, workers } = createOpenStream({ answer: () => Promise.resolve(null) }, SILENCE_MS);
    const outcome = expect(stream.next()).rejects.toMatchObject({ code: 'contentsTimeout' });
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    workers[0]?.say({ kind: 'ask', number: 1, question: null });
    await vi.advanceTimersByTimeAsync(1);
    await outcome;
  });

  it('news are told from when the worker is ready until it has ended', async () => {
    let tell: (news: unknown) => void = () => undefined;
    let ends = 0;
    const { stream, workers } = createOpenStream({
      connect: (how) => {
        tell = how;
        return () => (ends += 1);
      },
    });
    const first = stream.next();
    await vi.advanceTimersByTimeAsync(0);
    tell({ kind: 'woke' });
    expect(workers[0]?.received.at(-1)).toEqual({ kind: 'tell', news: { kind: 'woke' } });
    expect(ends).toBe(0);
    workers[0]?.say(ended);
    await first;
    expect(ends).toBe(1);
    expectKilled(workers);
  });

  it('nothing is connected when the worker never gets ready', async () => {
    let connects = 0;
    const { spawn } = createFakeSpawn((worker) => worker.exit(1));
    const onCrash = () => new AppError('internal');
    const stream = streamFromWorker(
      { spawn, name: 'worker-transfer', input: null },
      {
        signal: new AbortController().signal,
        silenceMs: null,
        onSilence: onCrash,
        onCrash,
        connect: () => {
          connects += 1;
          return () => undefined;
        },
      },
    );
    await expect(stream.next()).rejects.toMatchObject({ code: 'internal' });
    expect(connects).toBe(0);
  });
});
