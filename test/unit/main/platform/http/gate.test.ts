import { expect, test } from 'vitest';
import { createGate } from '../../../../../main/platform/http/gate.ts';

const never = new AbortController().signal;

function deferred() {
  let finish: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { promise, finish };
}

test('so many are inside at a time, and the next enters when one leaves, in turn', async () => {
  const gate = createGate(2);
  const started: number[] = [];
  const works = [deferred(), deferred(), deferred(), deferred()];
  const passes = works.map(({ promise }, index) =>
    gate.pass(never, () => {
      started.push(index);
      return promise;
    }),
  );
  await Promise.resolve();
  expect(started).toEqual([0, 1]);
  works[1]?.finish();
  await passes[1];
  await Promise.resolve();
  expect(started).toEqual([0, 1, 2]);
  for (const { finish } of works) finish();
  await Promise.all(passes);
  expect(started).toEqual([0, 1, 2, 3]);
});

test('one that is stopped in the queue leaves it and takes no place', async () => {
  const gate = createGate(1);
  const first = deferred();
  const inside = gate.pass(never, () => first.promise);
  const abort = new AbortController();
  const waiting = gate.pass(abort.signal, () => Promise.resolve('never'));
  abort.abort('pause');
  await expect(waiting).rejects.toBe('pause');
  first.finish();
  await inside;
  expect(await gate.pass(never, () => Promise.resolve('next'))).toBe('next');
});

test('work that fails gives its place back', async () => {
  const gate = createGate(1);
  await expect(gate.pass(never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await gate.pass(never, () => Promise.resolve('next'))).toBe('next');
});
