import { expect, test } from 'vitest';
import { createLanes } from '../../../../main/upload/lanes.ts';
import type { UploadEvent } from '../../../../main/upload/upload-event.ts';

type Task = AsyncGenerator<UploadEvent, string>;

async function* give(value: string): Task {
  yield* [];
  return value;
}

async function* fail(error: unknown): Task {
  yield* [];
  throw error;
}

async function* wait(...delays: number[]): Task {
  for (const delayMs of delays) yield { kind: 'waiting', code: 'uploadRejected', delayMs };
  return 'waited';
}

async function* untilAborted(signal: AbortSignal): Task {
  yield* [];
  signal.throwIfAborted();
  await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  return 'never';
}

test('a lane is taken until its result was taken, not until its task ends', async () => {
  const lanes = createLanes<string>(1, new AbortController().signal);
  lanes.start(() => give('done'));
  await new Promise(setImmediate);
  expect({ full: lanes.isFull, notes: lanes.hasNotes }).toEqual({ full: true, notes: true });
  expect(() => lanes.start(() => give('too many'))).toThrow('no lane is free');
  expect(await lanes.next()).toEqual({ kind: 'finished', value: 'done' });
  expect({ full: lanes.isFull, idle: lanes.isIdle, notes: lanes.hasNotes }).toEqual({
    full: false,
    idle: true,
    notes: false,
  });
  await lanes.stop();
});

test('of waits nobody asked for only the newest is told', async () => {
  const lanes = createLanes<string>(1, new AbortController().signal);
  lanes.start(() => wait(1, 2, 3));
  await new Promise(setImmediate);
  expect(await lanes.next()).toEqual({
    kind: 'reported',
    event: { kind: 'waiting', code: 'uploadRejected', delayMs: 3 },
  });
  expect(await lanes.next()).toEqual({ kind: 'finished', value: 'waited' });
  await lanes.stop();
});

test('a failure is told in its turn, and stopping ends the other tasks', async () => {
  const lanes = createLanes<string>(3, new AbortController().signal);
  let hasEnded = false;
  lanes.start(() => give('first'));
  await new Promise(setImmediate);
  lanes.start(() => fail(new Error('broken')));
  lanes.start(async function* (signal) {
    try {
      return yield* untilAborted(signal);
    } finally {
      hasEnded = true;
    }
  });
  expect(await lanes.next()).toEqual({ kind: 'finished', value: 'first' });
  await expect(lanes.next()).rejects.toThrow('broken');
  expect(hasEnded).toBe(false);
  await lanes.stop();
  expect(hasEnded).toBe(true);
});

test('the outer signal reaches the tasks with its reason', async () => {
  const outer = new AbortController();
  const lanes = createLanes<string>(1, outer.signal);
  lanes.start(untilAborted);
  outer.abort('pause');
  await expect(lanes.next()).rejects.toBe('pause');
  await lanes.stop();
});
