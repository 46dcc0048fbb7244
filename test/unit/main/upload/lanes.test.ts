import { expect, test } from 'vitest';
import { createLanes } from '../../../../main/upload/lanes.ts';

const turn = () => new Promise(setImmediate);

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

test('a result counts until it was freed, not until its task ends or it was taken', async () => {
  let ends = 0;
  const lanes = createLanes<string>(new AbortController().signal, () => (ends += 1));
  lanes.start(() => Promise.resolve('done'));
  await turn();
  expect({ unfreed: lanes.unfreedCount, ends }).toEqual({ unfreed: 1, ends: 1 });
  expect(lanes.take()).toEqual(['done']);
  expect({ unfreed: lanes.unfreedCount, left: lanes.take() }).toEqual({ unfreed: 1, left: [] });
  lanes.free(1);
  expect(lanes.unfreedCount).toBe(0);
  await lanes.stop();
});

test('there is room by both bounds, told again when a task ends, results are freed, or the work stops', async () => {
  const lanes = createLanes<number>(new AbortController().signal, () => undefined);
  const bounds = { running: 1, unfreed: 2 };
  const asks: string[] = [];
  const ask = (name: string) =>
    lanes
      .room(() => bounds)
      .then(
        () => asks.push(name),
        (reason: unknown) => asks.push(`${name} ${String(reason)}`),
      );
  await ask('empty');
  let end: () => void = () => undefined;
  lanes.start(
    () =>
      new Promise((resolve) => {
        end = () => resolve(1);
      }),
  );
  const second = ask('one has ended');
  await turn();
  expect(asks).toEqual(['empty']);
  end();
  await second;
  lanes.start(() => Promise.resolve(2));
  const third = ask('two were freed');
  await turn();
  expect(asks).toEqual(['empty', 'one has ended']);
  lanes.free(lanes.take().length);
  await third;
  bounds.unfreed = 0;
  const fourth = ask('stop:');
  await lanes.stop();
  await fourth;
  expect(asks.slice(2)).toEqual(['two were freed', 'stop: stopped']);
});

test('results that came together are taken together, in their order', async () => {
  const lanes = createLanes<number>(new AbortController().signal, () => undefined);
  for (const value of [1, 2, 3]) lanes.start(() => Promise.resolve(value));
  await turn();
  expect(lanes.take()).toEqual([1, 2, 3]);
});

test('a failure is told in its turn, and stopping ends the other tasks', async () => {
  let ends = 0;
  const lanes = createLanes<string>(new AbortController().signal, () => (ends += 1));
  let hasEnded = false;
  lanes.start(() => Promise.resolve('first'));
  await turn();
  lanes.start(() => Promise.reject(new Error('broken')));
  lanes.start((signal) => untilAborted(signal).finally(() => (hasEnded = true)));
  await turn();
  expect(ends).toBe(2);
  expect(lanes.take()).toEqual(['first']);
  // Two ends may have been heard as one.
  expect(ends).toBe(3);
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
