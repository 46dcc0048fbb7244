import { expect, test } from 'vitest';
import type { UploadEvent, UploadInput } from '../../../../main/upload/upload-event.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { BLOCK, blockIds, CONCURRENCY, drain, makeWorld, staged, type World } from '../../../support/upload/world.ts';

const BLOCKS = 12;
const SIZE = BLOCKS * BLOCK - 7;

const RIGHTS: readonly [string, (world: World) => World['store'] | ReturnType<World['store']['writeOnly']>][] = [
  ['with a read right', (world) => world.store],
  ['without a read right', (world) => world.store.writeOnly()],
];

/** What a journal holds after these events. */
function journal(events: readonly UploadEvent[]): string[] {
  const ids = new Set<string>();
  for (const event of events) {
    if (event.kind === 'blocksStaged') for (const { id } of event.blocks) ids.add(id);
    if (event.kind === 'blocksLost') for (const id of event.ids) ids.delete(id);
  }
  return [...ids];
}

/** What an upload is told of earlier runs. */
type Memory = Pick<UploadInput, 'stagedIds' | 'startedCommits'>;

/** What of these events says that a commit began. */
function committing(events: readonly UploadEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'committing' ? [event.sha256] : []));
}

/**
 * Runs until `count` events are on record and the process dies, with one more event perhaps taken. What was under way
 * may still reach the store. Null when the upload ended before.
 */
async function killedAfter(world: World, count: number, store = world.store.writeOnly()): Promise<Memory | null> {
  const steps = world.start({}, store);
  const recorded: UploadEvent[] = [];
  for (let step = await steps.next(); !step.done; step = await steps.next()) {
    if (recorded.length === count) {
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      return { stagedIds: journal(recorded), startedCommits: committing(recorded) };
    }
    recorded.push(step.value);
  }
  return null;
}

test.each(RIGHTS)('killed at every step and taken up again %s', async (_name, rights) => {
  let kills = 0;
  for (; ; kills++) {
    const world = makeWorld(SIZE);
    const memory = await killedAfter(world, kills, rights(world));
    if (memory === null) break;
    const events = await drain(world.start(memory, rights(world)));
    expect(events.at(-1)?.kind).toBe('committed');
    expect(world.store.sentBytes - SIZE).toBeLessThanOrEqual(CONCURRENCY * BLOCK);
    expect(world.store.blob?.bytes).toEqual(Buffer.from(world.source.bytes));
    expect(world.store.commits).toBe(1);
  }
  // One kill before each event of blocks, around the progress events, and after the commit.
  expect(kills).toBeGreaterThan(5);
});

test('a resume over a SAS that may read sends nothing twice', async () => {
  const world = makeWorld(SIZE);
  await killedAfter(world, 5, world.store);
  await drain(world.start({ stagedIds: [] }));
  expect(world.store.sentBytes).toBe(SIZE);
});

test.each(RIGHTS)('blocks that expired are noticed at the commit and sent again %s', async (_name, rights) => {
  const world = makeWorld(SIZE);
  const ids = blockIds(world);
  let commits = 0;
  world.store.onArrival = ({ operation }) => {
    if (operation === 'commit' && commits++ === 0) for (const id of ids.slice(2, 5)) world.store.staged.delete(id);
  };
  const events = await drain(world.start({}, rights(world)));
  const canRead = rights(world) === world.store;
  const lost = events.filter((event) => event.kind === 'blocksLost');
  expect(lost).toEqual([{ kind: 'blocksLost', ids: canRead ? ids.slice(2, 5) : ids }]);
  expect(staged(events)).toHaveLength(BLOCKS + (canRead ? 3 : BLOCKS));
  expect(world.store.blob?.bytes).toEqual(Buffer.from(world.source.bytes));
  expect(events.filter((event) => event.kind === 'progressed').at(-1)).toMatchObject({ doneBytes: SIZE });
});

test('a journal of blocks that are all gone costs bytes, not the upload', async () => {
  const world = makeWorld(SIZE);
  const events = await drain(world.start({ stagedIds: blockIds(world) }, world.store.writeOnly()));
  expect(world.store.calls).toEqual(['list', 'commit', ...Array(BLOCKS).fill('stage'), 'commit']);
  expect(events.at(-1)?.kind).toBe('committed');
});

test('a store that keeps forgetting is given up after three commits', async () => {
  const world = makeWorld(SIZE);
  world.store.onArrival = ({ operation }) => {
    if (operation === 'commit') world.store.staged.clear();
  };
  await expect(drain(world.start())).rejects.toMatchObject({
    code: 'uploadRejected',
    params: { reason: 'InvalidBlockList' },
    isRetryable: false,
  });
  expect(world.store.calls.filter((call) => call === 'commit')).toHaveLength(3);
});

test('a file that changed without a trace is noticed when its blocks are read again', async () => {
  const world = makeWorld(SIZE);
  world.store.onArrival = ({ operation }) => {
    if (operation !== 'commit') return;
    world.store.staged.clear();
    world.source.bytes = world.source.bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
  };
  await expect(drain(world.start())).rejects.toMatchObject({ code: 'sourceChanged' });
});

test.each(RIGHTS)('a commit whose answer was lost is not an error %s', async (_name, rights) => {
  const world = makeWorld(SIZE);
  world.store.onAnswer = ({ operation }) => {
    if (operation === 'commit') throw new AppError('uploadRejected', { reason: 'ECONNRESET' }, { isRetryable: true });
  };
  const events = await drain(world.start({}, rights(world)));
  expect(events.at(-1)?.kind).toBe('committed');
  expect(world.store.commits).toBe(1);
});

const OTHERS = [
  ['of another content', { jobId: 'job-2', sha256: 'f'.repeat(64) }],
  ['of another size', { jobId: 'job-2', sizeBytes: 3 }],
  ['without facts', { jobId: null, sha256: null }],
] as const;

test.each(OTHERS)('a blob %s that is there already is left alone and nothing is sent', async (_name, difference) => {
  const world = makeWorld(SIZE);
  await drain(world.start());
  const [blob, sentBytes] = [world.store.blob, world.store.sentBytes];
  if (!blob) throw new Error('nothing was committed');
  world.store.blob = { ...blob, facts: { ...blob.facts, ...difference } };
  await expect(drain(world.start())).rejects.toMatchObject({ code: 'uploadConflict' });
  expect(world.store.sentBytes).toBe(sentBytes);
});

test('a blob that appears during the upload is left alone', async () => {
  const world = makeWorld(SIZE);
  world.store.onArrival = ({ operation }) => {
    if (operation !== 'commit') return;
    const facts = { sizeBytes: 3, sha256: null, jobId: null, isShared: false, etag: '"x"' };
    world.store.blob = { bytes: new Uint8Array(3), blocks: new Map(), facts };
  };
  await expect(drain(world.start())).rejects.toMatchObject({ code: 'uploadConflict' });
  expect(world.store.blob?.bytes).toEqual(new Uint8Array(3));
});

test('without a read right a blob in the way is ours only when its content was the one begun to be committed', async () => {
  const world = makeWorld(SIZE);
  const events = await drain(world.start());
  const [stagedIds, startedCommits] = [journal(events), committing(events)];
  const over = (change: Partial<UploadInput>, name = world.store.name) =>
    drain(world.start({ stagedIds, startedCommits, ...change }, { ...world.store.writeOnly(), name }));
  const conflict = { code: 'uploadConflict' };
  expect(startedCommits).toHaveLength(1);
  expect((await over({})).at(-1)?.kind).toBe('committed');
  await expect(over({ startedCommits: [] })).rejects.toMatchObject(conflict);
  await expect(over({ startedCommits: [...startedCommits, 'f'.repeat(64)] })).rejects.toMatchObject(conflict);
  // A name that others may use as well.
  await expect(over({}, 'pst/0123abcd.pst')).rejects.toMatchObject(conflict);
  expect(world.store.commits).toBe(1);
});

test('without a read right a blob made before the file changed is never taken for the new one', async () => {
  const world = makeWorld(SIZE);
  const startedCommits = committing(await drain(world.start({}, world.store.writeOnly())));
  world.source.bytes = world.source.bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
  let commits = 0;
  world.store.onArrival = ({ operation }) => {
    const busy = { status: 503, reason: 'ServerBusy', waitFor: 'busy' };
    if (operation === 'commit' && commits++ === 0) throw new AppError('uploadRejected', busy, { isRetryable: true });
  };
  const again = drain(world.start({ startedCommits, stagedIds: blockIds(world) }, world.store.writeOnly()));
  await expect(again).rejects.toMatchObject({ code: 'uploadConflict' });
});

test('jobs that take the same blob at the same time all have it, and so does one whose answer was lost', async () => {
  const world = makeWorld(SIZE);
  await drain(world.start());
  let shares = 0;
  world.store.onAnswer = ({ operation }) => {
    const lost = { reason: 'ECONNRESET', waitFor: 'offline' };
    if (operation === 'share' && shares++ === 0) throw new AppError('uploadRejected', lost, { isRetryable: true });
  };
  const jobs = ['job-2', 'job-3', 'job-4'].map((jobId) => drain(world.start({ jobId })));
  for (const events of await Promise.all(jobs)) expect(events.at(-1)?.kind).toBe('committed');
  expect(world.store.sentBytes).toBe(SIZE);
  expect(world.store.blob?.facts).toMatchObject({ jobId: 'job-1', isShared: true });
});

test('a blob of this job from before the file changed is replaced; only what changed is sent', async () => {
  const world = makeWorld(SIZE);
  await drain(world.start());
  const sentBytes = world.store.sentBytes;
  world.source.bytes = world.source.bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
  expect((await drain(world.start())).at(-1)?.kind).toBe('committed');
  expect(world.store.sentBytes - sentBytes).toBe(BLOCK);
  expect(world.store.blob?.bytes).toEqual(Buffer.from(world.source.bytes));
});
