import { expect, test } from 'vitest';
import { createLanes } from '../../../../main/upload/lanes.ts';

const turn = () => new Promise(setImmediate);

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

test('a lane is taken until its result was taken, not until its task ends', async () => {
  let ends = 0;
  const lanes = createLanes<string>(new AbortController().signal, () => (ends += 1));
  lanes.start(() => Promise.resolve('done'));
  await turn();
  expect({ taken: lanes.takenCount, ends }).toEqual({ taken: 1, ends: 1 });
  expect(lanes.take()).toEqual(['done']);
  expect({ taken: lanes.takenCount, left: lanes.take() }).toEqual({ taken: 0, left: [] });
  await lanes.stop();
});

test('results that came together are taken together, in their order', async () => {
  const lanes = createLanes<number>(new AbortController().signal, () => undefined);
  for (const value of [1, 2, 3]) lanes.start(() => Promise.resolve(value));
  await turn();
  expect(lanes.take()).toEqual([1, 2, 3]);
});

test('a failure is told in its turn, and stopping ends the other tasks', async () => {
  const lanes = createLanes<string>(new AbortController().signal, () => undefined);
  let hasEnded = false;
  lanes.start(() => Promise.resolve('first'));
  await turn();
  lanes.start(() => Promise.reject(new Error('broken')));
  lanes.start((signal) => untilAborted(signal).finally(() => (hasEnded = true)));
  await turn();
  expect(lanes.take()).toEqual(['first']);
  expect(() => lanes.take()).toThrow('broken');
  expect(hasEnded).toBe(false);
  await lanes.stop();
  expect(hasEnded).toBe(true);
});

test('the outer signal reaches the tasks with its reason', async () => {
  const outer = new AbortController();
  const lanes = createLanes<string>(outer.signal, () => undefined);
  lanes.start(untilAborted);
  outer.abort('pause');
  await turn();
  expect(() => lanes.take()).toThrow('pause');
  await lanes.stop();
});
