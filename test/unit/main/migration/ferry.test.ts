import { describe, expect, it } from 'vitest';
import { Ferry } from '../../../../main/migration/ferry.ts';
import { Runner } from '../../../../main/migration/runner.ts';
import type { ScanEvent } from '../../../../main/scan/scan-event.ts';
import {
  ALL_FOLDERS,
  AppError,
  CandidateId,
  type FerryChange,
  JobId,
  type Outline,
  type PstHealth,
  Snapshot,
  type Target,
  type TenantView,
} from '../../../../preload/contract/index.ts';
import { createFakeDesk } from '../../../support/migration/fake-desk.ts';
import { fakeLooker } from '../../../support/migration/fake-looker.ts';
import {
  deferred,
  type FakePorts,
  fakePorts,
  statisticsOf,
  untilAborted,
} from '../../../support/migration/fake-ports.ts';
import { createFakeScanPorts, foundFile, rootId, scannedEvent } from '../../../support/migration/fake-scan.ts';
import { sampleCandidate, sampleContents } from '../../../support/renderer/samples.ts';

const TENANT: TenantView = {
  kind: 'sandbox',
  label: 'Practice',
  defaultMailbox: null,
  mailboxes: ['ann@contoso.example'],
};
const TARGET: Target = { mailbox: 'ann@contoso.example', isArchive: true, rootFolder: 'Old mail', ...ALL_FOLDERS };
const OUTLINE: Outline = { folders: [{ id: 1, path: ['Top'], items: 2, unread: 1 }] };
const PAGE = { folderId: 7, offset: 0, limit: 10, order: 'newest' } as const;
const NOBODY = JobId.parse('nobody');

type Change = {
  readonly ports?: FakePorts;
  readonly folder?: string | null;
  readonly file?: string | null;
  readonly files?: readonly string[];
  readonly health?: PstHealth;
  readonly tenant?: TenantView;
  readonly desk?: ReturnType<typeof createFakeDesk>;
  readonly secret?: string | null;
};

/** A ferry over a runner without a disk; its scan finds these files. */
function createFerry(change: Change = {}) {
  const { ports = fakePorts(), folder = null, file = null, files = ['a.pst', 'b.pst'], health = 'fine' } = change;
  const { tenant = TENANT, desk = createFakeDesk(), secret = null } = change;
  const opened: string[] = [];
  const written: [path: string, text: string][] = [];
  const inspected: string[] = [];
  const changes: FerryChange[] = [];
  const runner = new Runner(ports);
  const stamp = { sizeBytes: 30, modifiedMs: 1 };
  const ferry = new Ferry({
    ...createFakeScanPorts(async function* (_input, signal): AsyncGenerator<ScanEvent> {
      for (const name of files) yield { kind: 'found', file: foundFile(name, { health }) };
      if (files.length === 0) yield await untilAborted(signal);
      yield scannedEvent(1);
    }),
    onBug: (error) => ports.bugs.push(error),
    runner,
    version: '0.1.0',
    tenant: () => tenant,
    desk: desk.desk,
    readSecret: async () => secret,
    handoverFolder: '/state/purview',
    looker: fakeLooker({
      contents: async (path, _, onOutline) => {
        inspected.push(path);
        onOutline?.(OUTLINE);
        return sampleContents(sampleCandidate('a.pst'));
      },
      page: async (path, request) => {
        inspected.push(`${path} ${request.folderId}`);
        return { total: 0, messages: [] };
      },
      fingerprints: async (path) => {
        throw new AppError('sourceMissing', { path });
      },
    }),
    askForFolder: async () => folder,
    askForFile: async (name) => (file === null ? null : `${file}/${name}`),
    writeText: async (path, text) => void written.push([path, text]),
    stampOf: async () => ({ ...stamp }),
    skipList: { get: () => ({ folders: [], defaults: [] }), set: () => ({ folders: [], defaults: [] }) },
    openFolder: async (path) => {
      opened.push(path);
    },
  });
  ferry.onChange((change) => changes.push(change));
  return { ferry, runner, ports, opened, inspected, changes, written, stamp };
}

type World = ReturnType<typeof createFerry>;

/** Scans to the end and gives the ids of what was found. */
async function scan({ ferry }: World): Promise<CandidateId[]> {
  const finished = new Promise<void>((resolve) => {
    const stop = ferry.onChange((change) => {
      if (change.kind !== 'scanChanged' || change.scan.state !== 'finished') return;
      stop();
      resolve();
    });
  });
  await ferry.startScan([rootId('c')], false);
  await finished;
  return ferry.snapshot().candidates.map(({ id }) => id);
}

/** The id of the first of these; a test without one has nothing to test. */
function first<T>(ids: readonly T[]): T {
  const [id] = ids;
  if (id === undefined) throw new Error('there is none');
  return id;
}

async function startOne(world: World): Promise<JobId> {
  const candidateId = first(await scan(world));
  return first(await world.ferry.startMigration([{ candidateId, target: TARGET }]));
}

describe('the snapshot', () => {
  it('of a fresh start is empty, and what the contract says', () => {
    const { ferry } = createFerry();
    const snapshot = ferry.snapshot();
    expect(snapshot).toMatchObject({
      version: '0.1.0',
      tenant: TENANT,
      candidates: [],
      jobs: [],
      scan: { state: 'idle' },
    });
    expect(snapshot.roots.map(({ path }) => path)).toEqual(['/c', '/d']);
    expect(Snapshot.parse({ seq: 0, ...snapshot })).toEqual({ seq: 0, ...snapshot });
  });

  it('holds every change that was announced', async () => {
    const world = createFerry({ folder: '/mail/old' });
    await world.ferry.chooseFolder();
    await startOne(world);
    await world.runner.whenIdle();
    const { roots, candidates, jobs, scan: view } = world.ferry.snapshot();
    expect(roots.at(-1)).toMatchObject({ kind: 'folder', path: '/mail/old' });
    expect(candidates.map(({ name }) => name)).toEqual(['a.pst', 'b.pst']);
    expect(jobs.map(({ fileName, state }) => [fileName, state])).toEqual([['a.pst', 'done']]);
    expect(view.state).toBe('finished');
  });
});

describe('a migration', () => {
  it('makes one job of each order, in this order, from what the scan found', async () => {
    const world = createFerry();
    const [a, b] = await scan(world);
    if (!a || !b) throw new Error('nothing was found');
    const ids = await world.ferry.startMigration([
      { candidateId: b, target: TARGET },
      { candidateId: a, target: { ...TARGET, rootFolder: '' } },
    ]);
    await world.runner.whenIdle();
    expect(ids.map((id) => world.runner.get(id))).toMatchObject([
      { fileName: 'b.pst', path: '/c/mail/b.pst', sizeBytes: 30, target: TARGET, state: 'done' },
      { fileName: 'a.pst', target: { rootFolder: '' }, state: 'done' },
    ]);
  });

  it('with one unknown file starts none at all', async () => {
    const world = createFerry();
    const known = first(await scan(world));
    const orders = [known, CandidateId.parse('gone')].map((candidateId) => ({ candidateId, target: TARGET }));
    await expect(world.ferry.startMigration(orders)).rejects.toMatchObject({ code: 'candidateMissing' });
    expect([world.runner.list(), world.ports.journals.files.size]).toEqual([[], 0]);
  });

  it('does not know the files of an earlier scan', async () => {
    const world = createFerry();
    const before = first(await scan(world));
    await scan(world);
    const started = world.ferry.startMigration([{ candidateId: before, target: TARGET }]);
    await expect(started).rejects.toMatchObject({ code: 'candidateMissing' });
  });

  it('is told of as it goes, until nobody listens any more', async () => {
    const world = createFerry();
    const late: FerryChange[] = [];
    const stop = world.ferry.onChange((change) => late.push(change));
    stop();
    await startOne(world);
    await world.runner.whenIdle();
    const states = world.changes.flatMap((change) => (change.kind === 'jobChanged' ? [change.job.state] : []));
    expect([...new Set(states)]).toEqual(['queued', 'checking', 'uploading', 'uploaded', 'importing', 'done']);
    expect(late).toEqual([]);
  });
});

describe('looking into a file', () => {
  it('reads the file behind the id', async () => {
    const world = createFerry();
    const id = first(await scan(world));
    expect(await world.ferry.inspect(id)).toEqual(sampleContents(sampleCandidate('a.pst')));
    expect(world.inspected).toEqual(['/c/mail/a.pst']);
  });

  it('tells the folders as soon as they are known', async () => {
    const world = createFerry();
    const id = first(await scan(world));
    await world.ferry.inspect(id);
    expect(world.changes.at(-1)).toEqual({ kind: 'contentsOutlined', candidateId: id, outline: OUTLINE });
  });

  it('lists a folder of the file behind the id', async () => {
    const world = createFerry();
    const id = first(await scan(world));
    await world.ferry.listMessages(id, PAGE);
    expect(world.inspected).toEqual(['/c/mail/a.pst 7']);
  });

  it('does not open what is kept elsewhere', async () => {
    const world = createFerry({ health: 'cloudOnly' });
    const id = first(await scan(world));
    await expect(world.ferry.listMessages(id, PAGE)).rejects.toMatchObject({ code: 'sourceCloudOnly' });
    await expect(world.ferry.readMessage(id, 7)).rejects.toMatchObject({ code: 'sourceCloudOnly' });
    expect(() => world.ferry.findOverlaps(id, [])).toThrow(expect.objectContaining({ code: 'sourceCloudOnly' }));
    expect(world.inspected).toEqual([]);
  });

  it('notices that a file was written to since its folders were shown', async () => {
    const world = createFerry();
    const id = first(await scan(world));
    await world.ferry.inspect(id);
    const target = { ...TARGET, excludeFolders: ['Old/*'] };
    await world.ferry.listMessages(id, PAGE);
    world.stamp.modifiedMs += 1;
    await expect(world.ferry.listMessages(id, PAGE)).rejects.toMatchObject({ code: 'contentsChanged' });
    await expect(world.ferry.readMessage(id, 7)).rejects.toMatchObject({ code: 'contentsChanged' });
    await expect(world.ferry.startMigration([{ candidateId: id, target }])).rejects.toMatchObject({
      code: 'contentsChanged',
      params: { file: 'a.pst' },
    });
    expect(world.runner.list()).toEqual([]);
    await world.ferry.inspect(id);
    await world.ferry.listMessages(id, PAGE);
    expect(await world.ferry.startMigration([{ candidateId: id, target }])).toHaveLength(1);
  });

  it('moves a file whole whatever became of it since', async () => {
    const world = createFerry();
    const id = first(await scan(world));
    await world.ferry.inspect(id);
    world.stamp.sizeBytes += 1;
    expect(await world.ferry.startMigration([{ candidateId: id, target: TARGET }])).toHaveLength(1);
  });

  it('a file that is gone cannot be compared', async () => {
    const world = createFerry();
    const id = first(await scan(world));
    await expect(world.ferry.findOverlaps(id, [])).rejects.toMatchObject({ code: 'sourceMissing' });
  });

  it('refuses an id it does not know, and reads nothing', async () => {
    const { ferry, inspected } = createFerry();
    await expect(ferry.inspect(CandidateId.parse('gone'))).rejects.toMatchObject({ code: 'candidateMissing' });
    expect(inspected).toEqual([]);
  });
});

describe('choosing a folder', () => {
  it('adds it to the places to look in', async () => {
    const { ferry, changes } = createFerry({ folder: '/mail/old' });
    const root = await ferry.chooseFolder();
    expect(root).toMatchObject({ kind: 'folder', path: '/mail/old' });
    expect(changes).toEqual([{ kind: 'rootsListed', roots: ferry.snapshot().roots }]);
    expect(ferry.snapshot().roots.at(-1)).toEqual(root);
  });

  it('and closing the dialog instead changes nothing', async () => {
    const { ferry, changes } = createFerry({ folder: null });
    expect(await ferry.chooseFolder()).toBeNull();
    expect(changes).toEqual([]);
  });
});

describe('exporting the list of files', () => {
  it('writes what is listed where the person wants it, and tells the name', async () => {
    const world = createFerry({ file: '/home/ann' });
    await scan(world);
    expect(await world.ferry.exportCandidates('json')).toBe('pst-files.json');
    const [[path, text] = ['', '']] = world.written;
    expect(path).toBe('/home/ann/pst-files.json');
    expect(JSON.parse(text)).toMatchObject([{ name: 'a.pst' }, { name: 'b.pst' }]);
  });

  it('and closing the dialog instead writes nothing', async () => {
    const world = createFerry();
    expect(await world.ferry.exportCandidates('csv')).toBeNull();
    expect(world.written).toEqual([]);
  });
});

describe('opening the folder of a mailbox', () => {
  const refuse = async (promise: Promise<unknown>) => {
    const error = await promise.catch((reason: unknown) => reason);
    return error instanceof AppError ? [error.code, error.params] : error;
  };

  it('shows where the mail of a job that is done arrived', async () => {
    const world = createFerry();
    const id = await startOne(world);
    await world.runner.whenIdle();
    await world.ferry.openMailboxFolder(id);
    expect(world.opened).toEqual(['/mailboxes/ann']);
  });

  it('shows it while mail is still arriving', async () => {
    const ports = fakePorts();
    const isReading = deferred();
    const end = deferred();
    ports.engine.script = async function* (order, id) {
      yield statisticsOf(order, id, { phase: 'running', mailboxPath: '/mailboxes/early' });
      isReading.resolve();
      await end.promise;
      yield statisticsOf(order, id);
    };
    const world = createFerry({ ports });
    const id = await startOne(world);
    await isReading.promise;
    await world.ferry.openMailboxFolder(id);
    expect(world.opened).toEqual(['/mailboxes/early']);
    end.resolve();
    await world.runner.whenIdle();
  });

  it('is refused while nothing has arrived', async () => {
    const ports = fakePorts();
    const gate = deferred();
    const isSending = deferred();
    ports.store.gate = () => {
      isSending.resolve();
      return gate.promise;
    };
    const world = createFerry({ ports });
    const id = await startOne(world);
    await isSending.promise;
    expect(await refuse(world.ferry.openMailboxFolder(id))).toEqual(['jobNotInState', { state: 'uploading' }]);
    gate.resolve();
    await world.runner.whenIdle();
    expect(world.opened).toEqual([]);
  });

  it('is refused where a tenant keeps its mail elsewhere', async () => {
    const ports = fakePorts();
    ports.engine.script = async function* (order, id) {
      yield statisticsOf(order, id, { mailboxPath: null });
    };
    const world = createFerry({ ports });
    const id = await startOne(world);
    await world.runner.whenIdle();
    expect(await refuse(world.ferry.openMailboxFolder(id))).toEqual(['jobNotInState', { state: 'done' }]);
  });

  it('is refused for a job nobody knows', async () => {
    const { ferry, opened } = createFerry();
    expect(await refuse(ferry.openMailboxFolder(NOBODY))).toEqual(['jobMissing', {}]);
    expect(opened).toEqual([]);
  });
});

it.each(['pauseJob', 'resumeJob', 'cancelJob'] as const)('%s refuses a job nobody knows', async (command) => {
  await expect(createFerry().ferry[command](NOBODY)).rejects.toMatchObject({ code: 'jobMissing' });
});

it('pauses, resumes and cancels the job it is told to', async () => {
  const ports = fakePorts();
  const isSending = deferred();
  ports.store.gate = (_id, signal) => {
    isSending.resolve();
    return untilAborted(signal);
  };
  const world = createFerry({ ports });
  const id = await startOne(world);
  const state = () => world.runner.get(id)?.state;
  await isSending.promise;
  await world.ferry.pauseJob(id);
  expect(state()).toBe('paused');
  await world.ferry.resumeJob(id);
  expect(state()).toBe('queued');
  await world.ferry.cancelJob(id);
  expect(state()).toBe('cancelled');
});

it('stops everything: the scan that runs, and the work on jobs, which stay as they are', async () => {
  const ports = fakePorts();
  const isSending = deferred();
  ports.store.gate = (_id, signal) => {
    isSending.resolve();
    return untilAborted(signal);
  };
  const world = createFerry({ ports, files: [] });
  const [id] = await world.runner.submit([{ file: foundFile('a.pst'), target: TARGET }]);
  await world.ferry.startScan([rootId('c')], false);
  await isSending.promise;
  await world.ferry.stop();
  await world.runner.whenIdle();
  expect(world.ferry.snapshot().scan.state).toBe('cancelled');
  expect(id && world.runner.get(id)?.state).toBe('uploading');
});
