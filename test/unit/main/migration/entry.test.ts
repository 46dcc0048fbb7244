import { describe, expect, it } from 'vitest';
import { createRecorder, type Entry, newEntry, viewOf } from '../../../../main/migration/entry.ts';
import type { JobEvent } from '../../../../main/migration/job.ts';
import { decodeRecords, encodeRecord, loadJob } from '../../../../main/migration/journal.ts';
import { Runner } from '../../../../main/migration/runner.ts';
import { createJob } from '../../../../main/migration/transition.ts';
import { AppError, JobId, type JobState, JobView } from '../../../../preload/contract/index.ts';
import {
  deferred,
  FakeJournals,
  type FakePorts,
  FILE,
  fakePorts,
  SIGNATURE,
  TARGET,
} from '../../../support/migration/fake-ports.ts';

const ID = JobId.parse('job-1');
const at = '2026-01-02T03:04:05.678Z';
const CREATED = { at, event: { kind: 'created', id: ID, file: FILE, target: TARGET } } as const;
const ERROR = { code: 'sourceInUse', params: {} } as const;

/** A recorder over a journal that holds a new job; `announced` has the state at each announcement. */
async function createWorld(ports: FakePorts = fakePorts()) {
  const job = createJob(CREATED);
  if (!job) throw new Error('not created');
  await ports.journals.append(ID, encodeRecord(CREATED));
  const announced: JobState[] = [];
  const recorder = createRecorder(ports, (told) => announced.push(told.job.phase.kind));
  const entry: Entry = newEntry(job);
  const record = (...events: readonly JobEvent[]) =>
    Promise.allSettled(events.map((event) => recorder.record(entry, event)));
  const kinds = async () => decodeRecords(await ports.journals.read(ID)).records.map(({ event }) => event.kind);
  return { ports, recorder, entry, announced, record, kinds };
}

describe('a recorder', () => {
  it('persists first, and announces a new state only', async () => {
    const world = await createWorld();
    await world.record({ kind: 'queued' });
    await world.record({ kind: 'checkStarted' });
    await world.record({ kind: 'blockStaged', id: 'a', sizeBytes: 10 });
    await world.record({ kind: 'blockStaged', id: 'b', sizeBytes: 10 });
    expect(await world.kinds()).toEqual(['created', 'queued', 'checkStarted', 'blockStaged', 'blockStaged']);
    expect(world.announced).toEqual(['queued', 'checking', 'uploading']);
  });

  it('announces nothing that is not on disk', async () => {
    const journals = new FakeJournals();
    const world = await createWorld(fakePorts({ journals }));
    const onDisk = deferred();
    const append = journals.append.bind(journals);
    journals.append = async (id, bytes) => {
      await onDisk.promise;
      return append(id, bytes);
    };
    const recorded = world.record({ kind: 'queued' });
    await new Promise((resolve) => setImmediate(resolve));
    expect([world.announced, world.entry.job.phase.kind]).toEqual([[], 'draft']);
    onDisk.resolve();
    await recorded;
    expect([world.announced, world.entry.job.phase.kind]).toEqual([['queued'], 'queued']);
  });

  it('takes one of two events that exclude each other, and the journal can be replayed', async () => {
    const world = await createWorld();
    await world.record({ kind: 'queued' });
    await world.record({ kind: 'paused' });
    const outcomes = await world.record({ kind: 'resumed' }, { kind: 'resumed' });
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'jobNotInState', params: { state: 'queued', event: 'resumed' } } },
    ]);
    expect(await world.kinds()).toEqual(['created', 'queued', 'paused', 'resumed']);
    expect(await loadJob(world.ports.journals, ID)).toEqual(world.entry.job);
  });

  it('goes on after an event that could not be written', async () => {
    const journals = new FakeJournals();
    const world = await createWorld(fakePorts({ journals }));
    const append = journals.append.bind(journals);
    let isFull = true;
    journals.append = (id, bytes) => (isFull ? Promise.reject(new Error('ENOSPC')) : append(id, bytes));
    expect((await world.record({ kind: 'queued' }))[0]?.status).toBe('rejected');
    expect([world.entry.job.phase.kind, world.announced]).toEqual(['draft', []]);
    isFull = false;
    expect((await world.record({ kind: 'queued' }))[0]?.status).toBe('fulfilled');
    expect(await world.kinds()).toEqual(['created', 'queued']);
  });

  it('shows progress without writing it down', async () => {
    const world = await createWorld();
    const progress = {
      phase: 'uploading',
      doneBytes: 1,
      totalBytes: 2,
      keptBytes: 0,
      bytesPerSecond: null,
      secondsLeft: null,
      waitingSince: null,
      waitingFor: null,
    } as const;
    world.recorder.show(world.entry, { progress });
    expect([viewOf(world.entry).progress, world.announced]).toEqual([progress, ['draft']]);
    world.recorder.show(world.entry, {});
    expect(viewOf(world.entry).progress).toEqual(progress);
    world.recorder.show(world.entry, { progress: null });
    expect(viewOf(world.entry).progress).toBeNull();
    expect(await world.kinds()).toEqual(['created']);
  });
});

describe('the view of a job', () => {
  it('is what the contract says, in a state with a problem as in one without', async () => {
    const world = await createWorld();
    await world.record({ kind: 'queued' });
    const queued = viewOf(world.entry);
    expect(queued).toEqual({
      id: ID,
      fileName: FILE.name,
      path: FILE.path,
      sizeBytes: FILE.sizeBytes,
      target: TARGET,
      state: 'queued',
      progress: null,
      statistics: null,
      problem: null,
      receipt: null,
      isContinued: false,
      createdAt: at,
    });
    await world.record({ kind: 'blocked', error: ERROR });
    const blocked = viewOf(world.entry);
    expect(blocked).toMatchObject({ state: 'blocked', problem: ERROR, receipt: { state: 'blocked', problem: ERROR } });
    for (const view of [queued, blocked]) expect(JobView.parse(view)).toEqual(view);
  });
});

describe('a person who presses a button twice', () => {
  /** A runner with one job that waits for Outlook to be closed. */
  async function createBlocked() {
    const ports = fakePorts();
    let isInUse = true;
    ports.check = () => {
      if (isInUse) throw new AppError('sourceInUse');
      return { ...SIGNATURE, modifiedMs: 1 };
    };
    const runner = new Runner(ports);
    const [id] = await runner.submit([{ file: FILE, target: TARGET }]);
    await runner.whenIdle();
    if (!id) throw new Error('no job');
    expect(runner.get(id)?.state).toBe('blocked');
    const closeOutlook = () => {
      isInUse = false;
    };
    return { ports, runner, id, closeOutlook };
  }

  it('resumes a job once, and after a restart it is still there', async () => {
    const { ports, runner, id, closeOutlook } = await createBlocked();
    closeOutlook();
    const outcomes = await Promise.allSettled([runner.resume(id), runner.resume(id)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await runner.whenIdle();
    await runner.stop();
    const restarted = new Runner(fakePorts({ journals: ports.journals }));
    expect(await restarted.load()).toEqual([]);
    expect(restarted.get(id)?.state).toBe('done');
    expect(ports.bugs).toEqual([]);
  });

  it('cancels a job once, and after a restart it is still there', async () => {
    const { ports, runner, id } = await createBlocked();
    const outcomes = await Promise.allSettled([runner.cancel(id), runner.cancel(id)]);
    // The second is told of the end of the first, and nothing is written down twice.
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const records = [...ports.journals.files.values()].flatMap((bytes) => decodeRecords(bytes).records);
    expect(records.filter(({ event }) => event.kind === 'cancelled').length).toBe(1);
    await runner.stop();
    const restarted = new Runner(fakePorts({ journals: ports.journals }));
    expect(await restarted.load()).toEqual([]);
    expect(restarted.get(id)?.state).toBe('cancelled');
  });
});

it('loads the other jobs although the record of one cannot be read', async () => {
  const ports = fakePorts();
  const runner = new Runner(ports);
  await runner.submit([
    { file: FILE, target: TARGET },
    { file: { ...FILE, name: 'other.pst' }, target: TARGET },
  ]);
  await runner.whenIdle();
  const [broken] = ports.journals.files.keys();
  const read = ports.journals.read.bind(ports.journals);
  ports.journals.read = (id) => (id === broken ? Promise.reject(new AppError('stateDamaged', { file: id })) : read(id));
  const restarted = new Runner(ports);
  expect(await restarted.load()).toMatchObject([{ code: 'stateDamaged' }]);
  expect(restarted.list().map(({ fileName }) => fileName)).toEqual(['other.pst']);
});
