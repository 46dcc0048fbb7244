import { describe, expect, it } from 'vitest';
import type { FromWorker, ToWorker } from '../../../../main/workers/messages.ts';
import type { Parent } from '../../../../main/workers/parent.ts';
import { serveWorker, type Work } from '../../../../main/workers/serve.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { deferred, untilAborted } from '../../../support/migration/fake-ports.ts';

/** The process that started a worker, played by the test. */
class FakeParent implements Parent {
  readonly exits: number[] = [];
  readonly #heard: FromWorker[] = [];
  readonly #waiting: ((message: FromWorker) => void)[] = [];
  #listener: (message: unknown) => void = () => undefined;
  #onGone: () => void = () => undefined;

  send(message: unknown): void {
    const heard = structuredClone(message) as FromWorker;
    const next = this.#waiting.shift();
    if (next) next(heard);
    else this.#heard.push(heard);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }

  onGone(listener: () => void): void {
    this.#onGone = listener;
  }

  exit(code: number): never {
    this.exits.push(code);
    return undefined as never;
  }

  tell(message: ToWorker): void {
    this.#listener(message);
  }

  disappear(): void {
    this.#onGone();
  }

  /** The next message of the worker, in the order they were said. */
  hear(): Promise<FromWorker> {
    const heard = this.#heard.shift();
    return heard ? Promise.resolve(heard) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** True when the worker has said nothing that was not heard. */
  get isQuiet(): boolean {
    return this.#heard.length === 0;
  }
}

async function serve(work: Work, input: unknown = null): Promise<FakeParent> {
  const parent = new FakeParent();
  serveWorker(work, parent);
  expect(await parent.hear()).toEqual({ kind: 'ready' });
  parent.tell({ kind: 'start', input });
  return parent;
}

function ask(parent: FakeParent): Promise<FromWorker> {
  parent.tell({ kind: 'next' });
  return parent.hear();
}

describe('a worker', () => {
  it('gives what its work gives, for the input it was started with', async () => {
    const parent = await serve(
      async function* (input) {
        yield* input as number[];
      },
      [1, 2],
    );
    expect([await ask(parent), await ask(parent), await ask(parent)]).toEqual([
      { kind: 'value', value: 1 },
      { kind: 'value', value: 2 },
      { kind: 'ended' },
    ]);
    expect(parent.exits).toEqual([]);
  });

  it('does nothing that it was not asked for', async () => {
    const steps: string[] = [];
    const parent = await serve(async function* () {
      steps.push('first');
      yield 1;
      steps.push('second');
      yield 2;
    });
    expect([steps, parent.isQuiet]).toEqual([[], true]);
    await ask(parent);
    expect([steps, parent.isQuiet]).toEqual([['first'], true]);
  });

  it('gives nothing before it was started', async () => {
    const parent = new FakeParent();
    serveWorker(async function* () {
      yield 1;
    }, parent);
    expect(await parent.hear()).toEqual({ kind: 'ready' });
    parent.tell({ kind: 'next' });
    parent.tell({ kind: 'start', input: null });
    expect(parent.isQuiet).toBe(true);
    expect(await ask(parent)).toEqual({ kind: 'value', value: 1 });
    expect(parent.isQuiet).toBe(true);
  });

  it('passes a stop on to its work, with the reason, and lets it finish what it does', async () => {
    const reasons: unknown[] = [];
    const parent = await serve(async function* (_input, { signal }) {
      yield await untilAborted(signal).catch((reason: unknown) => {
        reasons.push(reason);
        return 'put away';
      });
      signal.throwIfAborted();
    });
    parent.tell({ kind: 'next' });
    parent.tell({ kind: 'stop', reason: 'pause' });
    expect(await parent.hear()).toEqual({ kind: 'value', value: 'put away' });
    expect(await ask(parent)).toMatchObject({ kind: 'failed' });
    expect([reasons, parent.exits]).toEqual([['pause'], []]);
  });

  it('that was stopped before it started starts with a signal that says so', async () => {
    const parent = new FakeParent();
    serveWorker(async function* (_input, { signal }) {
      yield signal.reason;
    }, parent);
    await parent.hear();
    parent.tell({ kind: 'stop', reason: 'shutdown' });
    parent.tell({ kind: 'start', input: null });
    expect(await ask(parent)).toEqual({ kind: 'value', value: 'shutdown' });
  });

  it('ends at once when whoever started it is gone', async () => {
    const held = deferred();
    const parent = await serve(async function* () {
      yield await held.promise;
    });
    parent.tell({ kind: 'next' });
    parent.disappear();
    expect(parent.exits).toEqual([1]);
    held.resolve();
  });
});

describe('a failure of the work', () => {
  const failWith = async (thrown: unknown) => {
    // biome-ignore lint/correctness/useYield: the work fails before its first value.
    const parent = await serve(async function* () {
      throw thrown;
    });
    return ask(parent);
  };

  it.each([true, false])('that is expected says what it is, isRetryable %s', async (isRetryable) => {
    const cause = new Error('with a SAS in it');
    expect(await failWith(new AppError('sourceMissing', { isDriveGone: true }, { cause, isRetryable }))).toEqual({
      kind: 'failed',
      error: { code: 'sourceMissing', params: { isDriveGone: true } },
      isRetryable,
      bug: null,
    });
  });

  it('that is a bug is internal, with its trace', async () => {
    const bug = new TypeError('x is not a function');
    expect(await failWith(bug)).toEqual({
      kind: 'failed',
      error: { code: 'internal', params: {} },
      isRetryable: false,
      bug: bug.stack,
    });
  });

  it('that is not even an error is a bug too', async () => {
    expect(await failWith('oops')).toMatchObject({ kind: 'failed', error: { code: 'internal' }, bug: 'oops' });
  });

  it('is what a value is that cannot be sent', async () => {
    const parent = await serve(async function* () {
      yield () => undefined;
    });
    expect(await ask(parent)).toMatchObject({ kind: 'failed', bug: expect.stringMatching(/could not be cloned/) });
  });
});

describe('a question of the work', () => {
  const asking: Work = async function* (input, { ask }) {
    yield await Promise.all((input as unknown[]).map((question) => ask(question).catch((error: unknown) => error)));
  };

  it('gets the answer of its number, in whatever order they come', async () => {
    const parent = await serve(asking, ['a', 'b']);
    parent.tell({ kind: 'next' });
    expect([await parent.hear(), await parent.hear()]).toEqual([
      { kind: 'ask', number: 1, question: 'a' },
      { kind: 'ask', number: 2, question: 'b' },
    ]);
    parent.tell({ kind: 'answer', number: 2, value: 'to b' });
    parent.tell({ kind: 'answer', number: 1, value: 'to a' });
    expect(await parent.hear()).toEqual({ kind: 'value', value: ['to a', 'to b'] });
  });

  it.each([true, false])('that is refused throws the error, isRetryable %s', async (isRetryable) => {
    let thrown: unknown;
    const parent = await serve(async function* (_input, { ask }) {
      yield await ask('renew').catch((error: unknown) => {
        thrown = error;
      });
    });
    parent.tell({ kind: 'next' });
    await parent.hear();
    const error = { code: 'tenantUnavailable', params: { reason: 'away' } } as const;
    parent.tell({ kind: 'refusal', number: 1, error, isRetryable });
    await parent.hear();
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: 'tenantUnavailable', params: { reason: 'away' }, isRetryable });
  });

  it('that nobody answers ends with a stop; an answer after that is for nobody', async () => {
    const reasons: unknown[] = [];
    const parent = await serve(async function* (_input, { ask }) {
      for (const question of ['open', 'late']) await ask(question).catch((reason: unknown) => reasons.push(reason));
      yield reasons;
    });
    parent.tell({ kind: 'next' });
    expect(await parent.hear()).toMatchObject({ kind: 'ask', number: 1 });
    parent.tell({ kind: 'stop', reason: 'pause' });
    expect(await parent.hear()).toEqual({ kind: 'value', value: ['pause', 'pause'] });
    parent.tell({ kind: 'answer', number: 1, value: 'late' });
    expect(parent.isQuiet).toBe(true);
  });
});

describe('news', () => {
  it('reach the work in order, those told before it listened too', async () => {
    const heard: unknown[] = [];
    const parent = await serve(async function* (_input, { onNews }) {
      onNews((news) => heard.push(news));
      yield 'listening';
      yield 'done';
    });
    parent.tell({ kind: 'tell', news: 'early' });
    parent.tell({ kind: 'tell', news: 'too' });
    expect(await ask(parent)).toEqual({ kind: 'value', value: 'listening' });
    parent.tell({ kind: 'tell', news: 'later' });
    expect(heard).toEqual(['early', 'too', 'later']);
    expect(await ask(parent)).toEqual({ kind: 'value', value: 'done' });
  });
});
