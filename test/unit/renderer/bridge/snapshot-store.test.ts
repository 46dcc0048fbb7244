import { expect, it } from 'vitest';
import { AppError } from '../../../../preload/contract/app-error.ts';
import type { Snapshot } from '../../../../preload/contract/index.ts';
import { createSnapshotStore } from '../../../../renderer/bridge/snapshot-store.ts';
import { sampleSnapshot } from '../../../support/renderer/samples.ts';

/** A source driven by hand: answers are given one by one, events are sent at will. */
function createSource() {
  const waiting: PromiseWithResolvers<Snapshot>[] = [];
  const listeners = new Set<(event: unknown) => void>();
  let asked = 0;
  return {
    getSnapshot: () => {
      const answer = withResolvers<Snapshot>();
      waiting.push(answer);
      asked += 1;
      return answer.promise;
    },
    subscribe: (listener: (event: unknown) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    asked: () => asked,
    listeners: () => listeners.size,
    answer: async (seq: number) => {
      waiting.shift()?.resolve(sampleSnapshot({ seq }));
      await settled();
    },
    refuse: async (error: Error) => {
      waiting.shift()?.reject(error);
      await settled();
    },
    scan: (seq: number, folders: number) => {
      const scan = { ...sampleSnapshot().scan, folders };
      for (const listener of listeners) listener({ seq, change: { kind: 'scanChanged', scan } });
    },
    send: (event: unknown) => {
      for (const listener of listeners) listener(event);
    },
  };
}

/** Node 20 has no `Promise.withResolvers` yet. */
type PromiseWithResolvers<T> = {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
};

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

/** Lets every promise that can go on do so. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function started() {
  const source = createSource();
  const store = createSnapshotStore(source);
  const seen: string[] = [];
  store.subscribe(() => seen.push(summary(store.get())));
  store.start();
  return { source, store, seen };
}

function summary(state: ReturnType<ReturnType<typeof createSnapshotStore>['get']>): string {
  switch (state.kind) {
    case 'loading':
      return 'loading';
    case 'failed':
      return `failed ${state.problem.code}`;
    case 'ready':
      return `${state.snapshot.seq}: ${state.snapshot.scan.folders}`;
  }
}

it('does nothing before it is started', () => {
  const source = createSource();
  const store = createSnapshotStore(source);
  expect([source.asked(), source.listeners(), store.get().kind]).toEqual([0, 0, 'loading']);
});

it('shows the snapshot, then every event in turn', async () => {
  const { source, seen } = started();
  await source.answer(3);
  source.scan(4, 10);
  source.scan(5, 20);
  expect(seen).toEqual(['3: 0', '4: 10', '5: 20']);
});

it('applies events that overtook the snapshot and drops those it already holds', async () => {
  const { source, seen } = started();
  source.scan(3, 1);
  source.scan(4, 10);
  await source.answer(3);
  expect(seen).toEqual(['4: 10']);
});

it('asks again after a gap and shows nothing wrong meanwhile', async () => {
  const { source, store, seen } = started();
  await source.answer(3);
  source.scan(6, 60);
  expect(summary(store.get())).toBe('3: 0');
  await source.answer(6);
  expect([source.asked(), seen]).toEqual([2, ['3: 0', '6: 0']]);
});

it('asks once more when the snapshot is older than the gap', async () => {
  const { source, seen } = started();
  await source.answer(3);
  source.scan(6, 60);
  await source.answer(4);
  await source.answer(5);
  expect(seen).toEqual(['3: 0', '6: 60']);
});

it('takes an event it does not understand for a missing one', async () => {
  const { source } = started();
  await source.answer(3);
  source.send({ seq: 4, change: { kind: 'somethingNew' } });
  expect(source.asked()).toBe(2);
});

it('says why there is no snapshot, and tries again when told to', async () => {
  const { source, store, seen } = started();
  await source.refuse(new AppError('senderRefused'));
  source.scan(4, 10);
  store.retry();
  await source.answer(4);
  expect(seen).toEqual(['failed senderRefused', '4: 0']);
});

it('lets go of the source when stopped', () => {
  const { source, store } = started();
  store.stop();
  expect(source.listeners()).toBe(0);
});
