import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../preload/contract/app-error.ts';
import type { ProbeStep } from '../../../../preload/contract/index.ts';
import { createProbeStore } from '../../../../renderer/bridge/probe-store.ts';

const REQUEST = { mailbox: null, isArchive: false } as const;

function step(name: ProbeStep['step'], outcome: ProbeStep['outcome'] = 'ok'): ProbeStep {
  return { step: name, outcome, detail: '', error: null };
}

/** A store whose test ends when the returned functions are called. */
function open() {
  const calls: string[] = [];
  let resolve: (steps: readonly ProbeStep[]) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const store = createProbeStore({
    test: (request) => {
      calls.push(`test ${JSON.stringify(request)}`);
      return new Promise((yes, no) => {
        resolve = yes;
        reject = no;
      });
    },
    cancel: () => {
      calls.push('cancel');
      return Promise.resolve(null);
    },
  });
  const settle = () => new Promise((done) => setImmediate(done));
  return {
    store,
    calls,
    end: (steps: readonly ProbeStep[]) => {
      resolve(steps);
      return settle();
    },
    fail: (error: unknown) => {
      reject(error);
      return settle();
    },
  };
}

describe('a test', () => {
  it('shows its steps as they arrive, each once, and all of them at the end', async () => {
    const { store, end } = open();
    store.start(REQUEST);
    store.takeStep(step('powerShell'));
    store.takeStep(step('module', 'skipped'));
    store.takeStep(step('module'));
    const running = store.get();
    await end([step('powerShell'), step('module'), step('signIn')]);
    expect([running, store.get()]).toEqual([
      { kind: 'running', steps: [step('powerShell'), step('module')], wasCancelled: false, problem: null },
      {
        kind: 'ended',
        steps: [step('powerShell'), step('module'), step('signIn')],
        wasCancelled: false,
        problem: null,
      },
    ]);
  });

  it('is begun once while it runs, and forgets the one before', async () => {
    const { store, calls, end } = open();
    store.start(REQUEST);
    store.start(REQUEST);
    await end([step('powerShell')]);
    store.start({ mailbox: 'alex', isArchive: true });
    expect([calls.length, store.get().steps]).toEqual([2, []]);
  });

  it('keeps what it found when it fails as a whole', async () => {
    const { store, fail } = open();
    store.start(REQUEST);
    store.takeStep(step('powerShell'));
    await fail(new AppError('tenantUnavailable'));
    expect(store.get()).toMatchObject({
      kind: 'ended',
      steps: [step('powerShell')],
      problem: { code: 'tenantUnavailable' },
    });
  });

  it('that was called off has no problem, and is called off once', async () => {
    const { store, calls, fail } = open();
    store.start(REQUEST);
    store.cancel();
    store.cancel();
    await fail(new AppError('internal'));
    expect([calls.slice(1), store.get()]).toEqual([
      ['cancel'],
      { kind: 'ended', steps: [], wasCancelled: true, problem: null },
    ]);
  });

  it('takes no steps of a test it did not begin', () => {
    const { store } = open();
    store.takeStep(step('powerShell'));
    expect(store.get().steps).toEqual([]);
  });
});

it('tells of a question of the sign-in once, and that it was answered', () => {
  const { store } = open();
  const told: (string | null)[] = [];
  store.subscribe(() => told.push(store.getAsk()));
  store.takeAsk('code ABC');
  store.takeAsk('code ABC');
  store.takeAsk(null);
  expect(told).toEqual(['code ABC', null]);
});
