import { expect, test } from 'vitest';
import { inSlices, SLICE_MS } from '../../../../main/pst/in-slices.ts';

const going = new AbortController().signal;

/** A clock that goes on by so much whenever something was worked on. */
function createClock(stepMs: number) {
  let ms = 0;
  return {
    nowMs: () => ms,
    *work(steps: number) {
      for (let step = 1; step <= steps; step += 1) {
        ms += stepMs;
        yield step;
      }
    },
  };
}

async function told(events: AsyncIterable<{ folders: number }>): Promise<number[]> {
  const folders: number[] = [];
  for await (const event of events) folders.push(event.folders);
  return folders;
}

test('tells how far it is once a slice, and nothing when it is done before', async () => {
  const { work, nowMs } = createClock(SLICE_MS / 2);
  expect(await told(inSlices(work(5), going, nowMs))).toEqual([2, 4]);
  expect(await told(inSlices(work(1), going, nowMs))).toEqual([]);
});

test('a slow step is a slice of its own', async () => {
  const { work, nowMs } = createClock(SLICE_MS * 3);
  expect(await told(inSlices(work(2), going, nowMs))).toEqual([1, 2]);
});

test('ends between two slices when it is called off', async () => {
  const { work, nowMs } = createClock(SLICE_MS);
  const stop = new AbortController();
  const events = inSlices(work(10), stop.signal, nowMs);
  expect(await events.next()).toMatchObject({ value: { folders: 1 } });
  stop.abort('cancel');
  await expect(events.next()).rejects.toBe('cancel');
});
