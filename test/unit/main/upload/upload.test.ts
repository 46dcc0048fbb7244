import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { READ_AHEAD } from '../../../../main/upload/reader.ts';
import type { UploadEvent } from '../../../../main/upload/upload-event.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { deferred } from '../../../support/migration/fake-ports.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';
import {
  BLOCK,
  blockIds,
  CONCURRENCY,
  drain,
  makeWorld,
  staged,
  type World,
  waits,
} from '../../../support/upload/world.ts';

const busy = () => new AppError('uploadRejected', { status: 503 }, { isRetryable: true });

test.each([1, BLOCK - 1, BLOCK, BLOCK + 1, 10 * BLOCK + 3])('%i bytes arrive as they are', async (sizeBytes) => {
  const world = makeWorld(sizeBytes);
  const events = await drain(world.start());
  const sha256 = createHash('sha256').update(world.source.bytes).digest('hex');
  expect(events.at(-1)).toEqual({ kind: 'committed', sha256, sizeBytes, blob: 'pst/job-1.pst' });
  expect(world.store.blob?.facts).toMatchObject({ sizeBytes, sha256, jobId: 'job-1' });
  expect(world.isWhole()).toBe(true);
  expect(staged(events)).toEqual(blockIds(world));
});

test('the store is asked first, then sent each block once, and the commit comes last', async () => {
  const world = makeWorld(3 * BLOCK);
  await drain(world.start());
  expect(world.store.calls).toEqual(['list', 'stage', 'stage', 'stage', 'commit']);
  // Once to send and once more, as samples, to see that nothing has changed.
  expect(world.source.reads.slice(0, 3)).toEqual([0, BLOCK, 2 * BLOCK]);
});

test('the first blocks are read while the store is asked', async () => {
  const world = makeWorld(3 * BLOCK);
  let answer: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  world.store.onArrival = ({ operation }) => (operation === 'list' ? asked : undefined);
  const events = drain(world.start());
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  expect({ calls: world.store.calls, first: world.source.reads[0] }).toEqual({ calls: ['list'], first: 0 });
  answer();
  expect((await events).at(-1)?.kind).toBe('committed');
});

test('progress is told at most every 100 ms and ends with everything', async () => {
  const world = makeWorld(6 * BLOCK);
  world.store.onArrival = () => world.clock.advance(40);
  const told = (await drain(world.start())).filter((event) => event.kind === 'progressed');
  expect(told.length).toBeLessThanOrEqual(4);
  expect(told.at(-1)).toEqual({ kind: 'progressed', doneBytes: 6 * BLOCK, keptBytes: 0, totalBytes: 6 * BLOCK });
});

test.each([0, 1, 3, 7])(
  'a consumer that stops after %i accepted blocks sees no more than the lanes sent',
  async (k) => {
    const world = makeWorld(20 * BLOCK, createFakeClock(false));
    // Answers come a turn of the event loop later, so that all lanes are busy by then.
    world.store.onAnswer = ({ operation }) => (operation === 'stage' ? new Promise(setImmediate) : undefined);
    const steps = world.start();
    let taken = 0;
    // The event after the k-th is taken but never acknowledged by asking for another.
    for (let step = await steps.next(); !step.done; step = await steps.next()) {
      if (step.value.kind !== 'blocksStaged') continue;
      if (taken + step.value.blocks.length > k) break;
      taken += step.value.blocks.length;
    }
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(world.store.calls.filter((call) => call === 'stage')).toHaveLength(taken + CONCURRENCY);
    await steps.return(undefined);
  },
);

test('memory holds the blocks of the lanes and those read ahead', async () => {
  const world = makeWorld(20 * BLOCK);
  const buffers = new Set<ArrayBufferLike>();
  const read = world.source.read;
  world.source.read = (target, offset) => {
    buffers.add(target.buffer);
    return read(target, offset);
  };
  await drain(world.start());
  expect(buffers.size).toBeLessThanOrEqual(CONCURRENCY + 1 + READ_AHEAD);
});

test('blocks the store lists are not sent, whatever the journal says', async () => {
  const first = makeWorld(5 * BLOCK);
  const ids = blockIds(first);
  await drain(first.start());
  const world = makeWorld(5 * BLOCK);
  for (const index of [0, 2]) world.stageByHand(index);
  world.store.staged.set(ids[4] ?? '', new Uint8Array(3));
  const events = await drain(world.start({ stagedIds: [ids[1] ?? ''] }));
  expect(events[0]).toEqual({ kind: 'blocksLost', ids: [ids[1]] });
  expect(staged(events)).toEqual([ids[1], ids[3], ids[4]]);
  expect(world.store.blob?.bytes).toEqual(Buffer.from(world.source.bytes));
});

test('busy answers and broken lines are waited out and said', async () => {
  const world = makeWorld(2 * BLOCK);
  const seen = new Map<string, number>();
  world.store.onArrival = ({ operation, id }) => {
    const key = id ?? operation;
    const tries = seen.get(key) ?? 0;
    seen.set(key, tries + 1);
    if (tries < 2) throw busy();
  };
  const events = await drain(world.start());
  expect(events.at(-1)?.kind).toBe('committed');
  // The question, each of the blocks, the commit; the two tries of each are one wait.
  expect(waits(events)).toEqual(['busy', 'busy', 'busy', 'busy']);
});

test('lanes that are all stuck are recovered', async () => {
  const world = makeWorld(6 * BLOCK);
  const stuck = new Set<string>();
  world.store.onArrival = ({ operation, id }) => {
    if (operation !== 'stage' || id === null || stuck.has(id)) return undefined;
    stuck.add(id);
    return new Promise(() => undefined);
  };
  const events = await drain(world.start());
  expect(stuck.size).toBe(6);
  expect(events.at(-1)?.kind).toBe('committed');
});

test.each(['uploadForbidden', 'uploadContainerMissing', 'uploadRejected'] as const)(
  '%s ends the upload after the other lanes have ended',
  async (code) => {
    const world = makeWorld(10 * BLOCK);
    const refusal = new AppError(code, { status: 400 });
    const [, second] = blockIds(world);
    let open = 0;
    world.store.onArrival = async ({ operation, id, signal }) => {
      if (operation !== 'stage') return;
      if (id === second) throw refusal;
      open += 1;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      open -= 1;
    };
    await expect(drain(world.start())).rejects.toBe(refusal);
    expect(open).toBe(0);
    expect(world.clock.sleeperCount).toBe(0);
  },
);

test('the sending rate stays under the limit', async () => {
  const world = makeWorld(41 * BLOCK);
  world.steering.apply({ limitBytesPerSecond: BLOCK, holdFor: null });
  world.store.onArrival = ({ operation, sizeBytes, signal }) =>
    operation === 'stage' ? world.steering.pacer.take(sizeBytes, signal) : undefined;
  await drain(world.start());
  expect(world.clock.now()).toBe(40_000);
});

test.each([
  ['size', { sizeBytes: 7 }],
  ['time', { modifiedMs: 0 }],
  ['identity', { fileId: '9:9' }],
])('a file of another %s than recorded is not sent', async (_name, difference) => {
  const world = makeWorld(BLOCK);
  const signature = { ...world.source.signature(), ...difference };
  await expect(drain(world.start({ signature }))).rejects.toMatchObject({ code: 'sourceChanged' });
  expect(world.store.calls).toEqual([]);
});

test.each([
  ['is written to', (world: World) => (world.source.modifiedMs += 1)],
  ['shrinks', (world: World) => (world.source.bytes = world.source.bytes.slice(0, 3 * BLOCK + 1))],
  ['grows', (world: World) => (world.source.bytes = Buffer.concat([world.source.bytes, Buffer.from('x')]))],
])('a file that %s half-way is left at once', async (_name, change) => {
  const world = makeWorld(6 * BLOCK);
  world.source.onRead = (offset) => {
    if (offset === 3 * BLOCK) change(world);
  };
  await expect(drain(world.start())).rejects.toMatchObject({ code: 'sourceChanged' });
  expect(world.store.calls).not.toContain('commit');
  // Noticed at that block, not many gigabytes later.
  expect(Math.max(...world.source.reads)).toBeLessThan((3 + READ_AHEAD) * BLOCK);
});

test('a file that changes after its last byte was read is not committed', async () => {
  const world = makeWorld(2 * BLOCK);
  const [, last] = blockIds(world);
  world.store.onAnswer = ({ id }) => {
    if (id === last) world.source.modifiedMs += 1;
  };
  await expect(drain(world.start())).rejects.toMatchObject({ code: 'sourceChanged' });
  expect(world.store.calls).not.toContain('commit');
});

test('a file that cannot be read any more says so', async () => {
  const world = makeWorld(4 * BLOCK);
  const problem = new AppError('sourceUnreadable', { reason: 'EIO' });
  world.source.onRead = (offset) => {
    if (offset > 0) throw problem;
  };
  await expect(drain(world.start())).rejects.toBe(problem);
});

const STOPS: readonly [string, (world: World, stop: () => void) => void][] = [
  ['before it starts', (_world, stop) => stop()],
  [
    'while the store is asked',
    (world, stop) => (world.store.onArrival = ({ operation }) => when(operation === 'list', stop)),
  ],
  [
    'while blocks are sent',
    (world, stop) => (world.store.onArrival = ({ operation }) => when(operation === 'stage', stop)),
  ],
  ['while the file is read', (world, stop) => (world.source.onRead = (offset) => when(offset === 5 * BLOCK, stop))],
  [
    'while the commit runs',
    (world, stop) => (world.store.onArrival = ({ operation }) => when(operation === 'commit', stop)),
  ],
];

function when(isNow: boolean, act: () => void): void {
  if (isNow) act();
}

test.each(STOPS)('a stop %s throws its reason when everything has ended', async (_name, arrange) => {
  const world = makeWorld(8 * BLOCK);
  arrange(world, () => world.abort.abort('pause'));
  const outcome: unknown = await drain(world.start()).catch((reason: unknown) => reason);
  const callCount = world.store.calls.length;
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  expect(outcome).toBe('pause');
  expect(world.store.calls).toHaveLength(callCount);
  expect(world.clock.sleeperCount).toBe(0);
});

test('a stop after the end changes nothing', async () => {
  const world = makeWorld(BLOCK);
  const events: UploadEvent[] = await drain(world.start());
  world.abort.abort('pause');
  expect(events.at(-1)?.kind).toBe('committed');
});

test('a consumer that leaves ends what is under way', async () => {
  const world = makeWorld(20 * BLOCK);
  for await (const event of world.start()) if (event.kind === 'blocksStaged') break;
  const callCount = world.store.calls.length;
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  expect(world.store.calls).toHaveLength(callCount);
});

test('an empty file is refused as a bug of the caller', async () => {
  await expect(drain(makeWorld(0).start())).rejects.toThrow(RangeError);
});

test('a block that fails for good while others are being written down ends the upload', async () => {
  const world = makeWorld(3 * BLOCK, createFakeClock(false));
  const gates = [deferred(), deferred(), deferred()];
  let arrived = 0;
  world.store.onArrival = async ({ operation }) => {
    if (operation !== 'stage') return;
    const index = arrived++;
    await gates[index]?.promise;
    if (index === 2) throw new AppError('uploadForbidden', { status: 403, reason: 'no' });
  };
  const steps = world.start();
  gates[0]?.resolve();
  for (let step = await steps.next(); step.value?.kind !== 'blocksStaged'; step = await steps.next());
  // The consumer is away while one is accepted and one refused.
  gates[1]?.resolve();
  gates[2]?.resolve();
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  await expect(drain(steps)).rejects.toMatchObject({ code: 'uploadForbidden' });
});

test('blocks go on being sent while others are written down, up to twice as many as there are requests at once', async () => {
  const world = makeWorld(40 * BLOCK, createFakeClock(false), { lanes: { first: 2, most: 16 } });
  world.store.onAnswer = ({ operation }) => (operation === 'stage' ? new Promise(setImmediate) : undefined);
  const steps = world.start();
  for (let step = await steps.next(); step.value?.kind !== 'blocksStaged'; step = await steps.next());
  for (let turn = 0; turn < 40; turn++) await new Promise(setImmediate);
  expect(world.store.calls.filter((call) => call === 'stage')).toHaveLength(4);
  await steps.return(undefined);
});
