import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../preload/contract/index.ts';
import { patternBytes } from '../../../support/upload/fake-source.ts';
import { BLOCK, blockIds, drain, makeWorld, staged, type World } from '../../../support/upload/world.ts';

const BLOCKS = 12;
const SIZE = BLOCKS * BLOCK - 7;

/** A world whose file an earlier job has sent. */
async function makeSent(sizeBytes = SIZE): Promise<World> {
  const world = makeWorld(sizeBytes);
  await drain(world.start({ jobId: 'job-0' }));
  world.store.sentBytes = 0;
  world.store.calls.length = 0;
  return world;
}

describe('a blob of the same content', () => {
  test('of this job is the result, and nothing is sent', async () => {
    const world = await makeSent();
    const events = await drain(world.start({ jobId: 'job-0' }));
    expect(world.store.calls).toEqual(['list', 'facts']);
    expect(events.slice(-2)).toMatchObject([
      { kind: 'progressed', doneBytes: SIZE, keptBytes: SIZE },
      { kind: 'committed', sizeBytes: SIZE },
    ]);
  });

  test('of another job is shared, and nothing is sent', async () => {
    const world = await makeSent();
    const events = await drain(world.start());
    expect(world.store.calls).toEqual(['list', 'facts', 'share']);
    expect(world.store.blob?.facts).toMatchObject({ jobId: 'job-0', isShared: true });
    expect(events.at(-1)?.kind).toBe('committed');
  });

  test('that another job commits first is shared too', async () => {
    const world = makeWorld(SIZE);
    let isFirst = true;
    world.store.onArrival = async ({ operation }) => {
      if (operation !== 'commit' || !isFirst) return;
      isFirst = false;
      await drain(world.start({ jobId: 'job-0' }));
    };
    const events = await drain(world.start());
    expect(events.at(-1)?.kind).toBe('committed');
    expect(world.store.commits).toBe(1);
    expect(world.store.blob?.facts).toMatchObject({ jobId: 'job-0', isShared: true });
  });

  test('that is replaced before it could be shared is a conflict', async () => {
    const world = await makeSent();
    world.store.onArrival = ({ operation }) => {
      if (operation === 'share') throw new AppError('uploadConflict', { reason: 'ConditionNotMet' });
    };
    await expect(drain(world.start())).rejects.toMatchObject({ code: 'uploadConflict' });
  });

  test('is not taken for a file that changes while it is compared', async () => {
    const world = await makeSent();
    world.store.onArrival = () => undefined;
    world.source.onRead = (offset) => {
      if (offset === 5 * BLOCK) world.source.modifiedMs += 1;
    };
    await expect(drain(world.start())).rejects.toMatchObject({ code: 'sourceChanged' });
    expect(world.store.blob?.facts.isShared).toBe(false);
  });
});

const OTHERS = [
  ['of another content', { sha256: 'f'.repeat(64) }],
  ['of another size', { sizeBytes: 3 }],
  ['without facts', { jobId: null, sha256: null }],
] as const;

test.each(OTHERS)('a blob %s is left alone and nothing is sent', async (_name, difference) => {
  const world = await makeSent();
  const { blob } = world.store;
  if (!blob) throw new Error('nothing was committed');
  world.store.blob = { ...blob, facts: { ...blob.facts, ...difference } };
  const { blob: before } = world.store;
  await expect(drain(world.start())).rejects.toMatchObject({
    code: 'uploadConflict',
    params: { reason: 'BlobAlreadyExists' },
  });
  expect(world.store.sentBytes).toBe(0);
  expect(world.store.blob).toBe(before);
});

const more = (bytes: Uint8Array, count: number) => Buffer.concat([bytes, patternBytes(count).reverse()]);
const changedAt = (bytes: Uint8Array, ...places: number[]) =>
  bytes.map((byte, index) => (places.includes(index) ? byte ^ 1 : byte));

const CHANGES: readonly [string, (bytes: Uint8Array) => Uint8Array, readonly number[]][] = [
  ['grew', (bytes) => more(bytes, 3 * BLOCK), [11, 12, 13, 14]],
  ['shrank', (bytes) => bytes.slice(0, 7 * BLOCK + 3), [7]],
  ['changed in the middle', (bytes) => changedAt(bytes, 5 * BLOCK + 9), [5]],
  ['changed at its ends', (bytes) => changedAt(bytes, 0, SIZE - 1), [0, 11]],
  ['changed and grew', (bytes) => more(changedAt(bytes, 0), BLOCK), [0, 11, 12]],
];

describe('a file that was sent before and since', () => {
  test.each(CHANGES)('%s: only the blocks that changed are sent', async (_name, change, changed) => {
    const world = await makeSent();
    world.source.bytes = change(world.source.bytes);
    const ids = blockIds(world);
    const events = await drain(world.start({ replacesJobId: 'job-0' }));
    expect([...staged(events)].sort()).toEqual(changed.map((index) => ids[index]).sort());
    expect(Buffer.from(world.source.bytes).equals(world.store.blob?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(world.store.blob?.facts).toMatchObject({ jobId: 'job-1', isShared: false });
    const kept = world.source.bytes.byteLength - world.store.sentBytes;
    expect(events.filter(({ kind }) => kind === 'progressed').at(-1)).toMatchObject({ keptBytes: kept });
  });

  test.each(CHANGES)('%s: is another file while nothing says that it may be replaced', async (_name, change) => {
    const world = await makeSent();
    world.source.bytes = change(world.source.bytes);
    const { blob } = world.store;
    await expect(drain(world.start({ replacesJobId: 'job-9' }))).rejects.toMatchObject({ code: 'uploadConflict' });
    expect(world.store.blob).toBe(blob);
  });

  test('is not replaced when another job relies on it', async () => {
    const world = await makeSent();
    await drain(world.start({ jobId: 'job-2' }));
    world.source.bytes = changedAt(world.source.bytes, 3);
    await expect(drain(world.start({ replacesJobId: 'job-0' }))).rejects.toMatchObject({ code: 'uploadConflict' });
  });

  test('is not replaced when another job came to rely on it meanwhile', async () => {
    const world = await makeSent();
    world.source.bytes = changedAt(world.source.bytes, 3);
    world.store.onArrival = async ({ operation, signal }) => {
      if (operation === 'stage') await world.store.share(world.store.blob?.facts.etag ?? '', { signal });
    };
    await expect(drain(world.start({ replacesJobId: 'job-0' }))).rejects.toMatchObject({ code: 'uploadConflict' });
    expect(world.store.blob?.facts).toMatchObject({ jobId: 'job-0', isShared: true });
  });

  test('is told what its journal names and the store does not have', async () => {
    const world = await makeSent();
    world.source.bytes = changedAt(world.source.bytes, 3);
    const [first = '', second = ''] = blockIds(world);
    const events = await drain(world.start({ replacesJobId: 'job-0', stagedIds: [first, second] }));
    expect(events.filter(({ kind }) => kind === 'blocksLost')).toEqual([{ kind: 'blocksLost', ids: [first] }]);
  });

  test('is replaced once when the answer of the commit is lost', async () => {
    const world = await makeSent();
    world.source.bytes = changedAt(world.source.bytes, 3);
    let isLost = false;
    world.store.onAnswer = ({ operation }) => {
      if (operation !== 'commit' || isLost) return;
      isLost = true;
      throw new AppError('uploadRejected', { reason: 'ECONNRESET' }, { isRetryable: true });
    };
    const events = await drain(world.start({ replacesJobId: 'job-0' }));
    expect(events.at(-1)?.kind).toBe('committed');
    expect(world.store.commits).toBe(2);
    expect(world.store.blob?.facts.jobId).toBe('job-1');
  });
});

describe('blocks of another program', () => {
  test('that are listed are told before anything is sent', async () => {
    const world = makeWorld(SIZE);
    world.store.staged.set('MDAwMQ==', new Uint8Array(4));
    await expect(drain(world.start())).rejects.toMatchObject({
      code: 'uploadConflict',
      params: { reason: 'ForeignBlocks' },
    });
    expect(world.store.calls).toEqual(['list']);
    expect(world.store.staged.size).toBe(1);
  });

  test.each(['InvalidBlobOrBlock', 'BlockCountExceedsLimit'])('that a block meets with %s are told', async (reason) => {
    const world = makeWorld(SIZE);
    world.store.onArrival = ({ operation }) => {
      if (operation === 'stage') throw new AppError('uploadRejected', { status: 400, reason });
    };
    await expect(drain(world.start({}, world.store.writeOnly()))).rejects.toMatchObject({
      code: 'uploadConflict',
      params: { reason: 'ForeignBlocks' },
    });
    expect(world.store.commits).toBe(0);
  });
});

test('a file that vanishes half-way leaves no blob', async () => {
  const world = makeWorld(SIZE);
  world.source.onRead = (offset) => {
    if (offset >= 6 * BLOCK) throw new AppError('sourceMissing', { isDriveGone: true });
  };
  await expect(drain(world.start())).rejects.toMatchObject({ code: 'sourceMissing' });
  expect(world.store.calls).not.toContain('commit');
});

test.each(Array.from({ length: 20 }, (_, index) => index))(
  'a store that refuses the list of blocks, case %i of 20, ends with the right bytes',
  async (seed) => {
    const world = makeWorld(SIZE);
    const ids = blockIds(world);
    const lost = ids.filter((_id, index) => ((seed * 7 + 3) * (index + 1)) % 5 === 0);
    let commits = 0;
    world.store.onArrival = ({ operation }) => {
      if (operation !== 'commit') return;
      commits += 1;
      if (commits > 1 + (seed % 2)) return;
      for (const id of lost) world.store.staged.delete(id);
      if (lost.length === 0 || seed % 3 === 0) {
        throw new AppError('uploadRejected', { status: 400, reason: 'InvalidBlockList' });
      }
    };
    const over = seed % 4 < 2 ? world.store : world.store.writeOnly();
    const events = await drain(world.start({}, over));
    expect(events.at(-1)?.kind).toBe('committed');
    expect(world.isWhole()).toBe(true);
    // What is left at the end is each block on record.
    const record = new Set<string>();
    for (const event of events) {
      if (event.kind === 'blocksStaged') for (const { id } of event.blocks) record.add(id);
      if (event.kind === 'blocksLost') for (const id of event.ids) record.delete(id);
    }
    expect(record).toEqual(new Set(ids));
  },
);
