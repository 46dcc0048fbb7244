import { expect, it } from 'vitest';
import { AppError } from '../../../../preload/contract/app-error.ts';
import type { ConnectionView } from '../../../../preload/contract/index.ts';
import { createConnectionStore } from '../../../../renderer/bridge/connection-store.ts';
import { sampleConnectionView } from '../../../support/renderer/sample-connections.ts';

const settle = () => new Promise((done) => setImmediate(done));
const first = sampleConnectionView();
const second = sampleConnectionView({ isManaged: true });

it('keeps what it has while it asks again', async () => {
  const answers: ConnectionView[] = [first, second];
  const store = createConnectionStore(async () => answers.shift() ?? second);
  store.load();
  const before = store.get().kind;
  await settle();
  store.load();
  const meanwhile = store.get();
  await settle();
  expect([before, meanwhile, store.get()]).toEqual([
    'loading',
    { kind: 'ready', view: first },
    { kind: 'ready', view: second },
  ]);
});

it('does not let an older answer take the place of what a command said', async () => {
  let answer: (view: ConnectionView) => void = () => {};
  const store = createConnectionStore(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  store.load();
  store.take(second);
  answer(first);
  await settle();
  expect(store.get()).toEqual({ kind: 'ready', view: second });
});

it('tells why it does not know, until it is asked again', async () => {
  let isBroken = true;
  const store = createConnectionStore(async () => {
    if (isBroken) throw new AppError('stateDamaged');
    return first;
  });
  store.load();
  await settle();
  const failed = store.get();
  isBroken = false;
  store.load();
  const again = store.get().kind;
  await settle();
  expect([failed, again, store.get().kind]).toEqual([
    { kind: 'failed', problem: expect.objectContaining({ code: 'stateDamaged' }) },
    'loading',
    'ready',
  ]);
});
