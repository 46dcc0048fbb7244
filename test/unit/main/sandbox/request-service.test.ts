import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMailboxes } from '../../../../main/sandbox/mailboxes.ts';
import { type RequestService, startRequestService } from '../../../../main/sandbox/request-service.ts';
import type { ImportStatistics } from '../../../../preload/contract/index.ts';
import { createFakeBlobs, createFakeStore, createHandThreads } from '../../../support/sandbox/request-parts.ts';

const never = new AbortController().signal;

let service: RequestService;
let threads: ReturnType<typeof createHandThreads>;
let store: ReturnType<typeof createFakeStore>;
let blobs: ReturnType<typeof createFakeBlobs>;

const start = (options: { stallLimitMs?: number } = {}) =>
  startRequestService({
    store,
    blobs,
    mailboxes: createMailboxes(join(tmpdir(), 'no-such-folder'), []),
    startThread: threads.start,
    incomingFolder: join(tmpdir(), 'no-such-folder'),
    ...options,
  });

beforeEach(async () => {
  threads = createHandThreads();
  store = createFakeStore();
  blobs = createFakeBlobs();
  service = await start();
});
afterEach(() => service.close());

const order = (name: string, patch: object = {}) => ({
  name,
  mailbox: 'ann@contoso.example',
  isArchive: false,
  targetRootFolder: '',
  includeFolders: [],
  excludeFolders: [],
  blobUri: 'http://127.0.0.1:1/account/pst/a.pst',
  sasToken: 'good',
  ...patch,
});

/** The first reading that has this status. */
async function reach(id: string, status: string): Promise<ImportStatistics> {
  let since: number | null = null;
  for (;;) {
    const { revision, statistics } = await service.read(id, since, never);
    if (statistics.status === status) return statistics;
    since = revision;
  }
}

const read = async (id: string) => (await service.read(id, null, never)).statistics;

test('an import runs through its states and tells what it did', async () => {
  const id = await service.create(order('job-1', { mailbox: 'Ann@Contoso.example', targetRootFolder: 'Old' }));
  const thread = await threads.next();
  const running = await reach(id, 'InProgress');
  expect(running).toMatchObject({ phase: 'running', percentComplete: null, itemsTotal: null, completedAt: null });
  thread.progress({ itemsTotal: 4, bytesTotal: 40, moved: 2, movedBytes: 20 });
  expect(await read(id)).toMatchObject({
    percentComplete: 50,
    itemsTransferred: 2,
    itemsTotal: 4,
    bytesTransferred: 20,
  });
  thread.progress({ itemsTotal: 4, bytesTotal: 40, moved: 4, movedBytes: 40 });
  expect(await read(id)).toMatchObject({ percentComplete: 99 });
  thread.end({ kind: 'finished' });
  const done = await reach(id, 'Completed');
  expect(done).toMatchObject({ percentComplete: 100, skipped: [], mailbox: 'ann@contoso.example', failure: null });
  expect(done.mailboxPath).toBe(join(tmpdir(), 'no-such-folder', 'ann@contoso.example', 'Primary', 'Old'));
  expect(done.completedAt).not.toBeNull();
  expect(thread.asked).toEqual(['terminate']);
});

test('items left out make the end a warning, with the reasons', async () => {
  const id = await service.create(order('job-1'));
  const thread = await threads.next();
  thread.progress({ itemsTotal: 4, moved: 1, skipped: { alreadyImported: 2, tooLarge: 0, tooDeep: 0, unreadable: 1 } });
  thread.end({ kind: 'finished' });
  expect(await reach(id, 'CompletedWithWarning')).toMatchObject({
    phase: 'completedWithWarning',
    itemsTransferred: 1,
    skipped: [
      { reason: 'alreadyImported', count: 2 },
      { reason: 'unreadable', count: 1 },
    ],
  });
});

test('a folder that could not be read makes the end a warning too', async () => {
  const id = await service.create(order('job-1'));
  const thread = await threads.next();
  thread.progress({ itemsTotal: 1, moved: 1, unreadableFolders: 1 });
  thread.end({ kind: 'finished' });
  expect(await reach(id, 'CompletedWithWarning')).toMatchObject({ statusDetail: 'CompletedWithUnreadableFolders' });
});

test('requests of one mailbox run one after another, of two side by side', async () => {
  const first = await service.create(order('job-1'));
  const second = await service.create(order('job-2', { mailbox: 'ANN@contoso.example', isArchive: true }));
  const other = await service.create(order('job-3', { mailbox: 'ben@contoso.example' }));
  const [a, c] = [await threads.next(), await threads.next()];
  expect([a.input.requestId, c.input.requestId]).toEqual([first, other]);
  expect(await read(second)).toMatchObject({ status: 'Queued', phase: 'queued' });
  a.end({ kind: 'finished' });
  expect((await threads.next()).input.requestId).toBe(second);
});

test('a request that finishes while it is removed stays removed', async () => {
  await service.close();
  threads = createHandThreads({ kind: 'finished' });
  service = await start();
  const id = await service.create(order('job-1'));
  await service.create(order('job-2'));
  await threads.next();
  await service.remove(id);
  await threads.next();
  expect(await read(id)).toMatchObject({ status: 'Removed', completedAt: null });
});

describe('a suspended request', () => {
  test('goes to the end of the queue when resumed', async () => {
    const ids = [];
    for (const name of ['job-1', 'job-2', 'job-3']) ids.push(await service.create(order(name)));
    const [first = '', second, third] = ids;
    await threads.next();
    await service.suspend(first);
    const b = await threads.next();
    await service.resume(first);
    b.end({ kind: 'finished' });
    const c = await threads.next();
    c.end({ kind: 'finished' });
    const a = await threads.next();
    expect([b, c, a].map(({ input }) => input.requestId)).toEqual([second, third, first]);
  });

  test('stops, lets the next one in and goes on when resumed', async () => {
    const first = await service.create(order('job-1'));
    const second = await service.create(order('job-2'));
    const a = await threads.next();
    await service.suspend(first);
    expect(await read(first)).toMatchObject({ status: 'Suspended', phase: 'suspended' });
    expect(a.asked).toContain('stop');
    const b = await threads.next();
    expect(b.input.requestId).toBe(second);
    await service.resume(first);
    expect(await read(first)).toMatchObject({ status: 'Queued' });
    b.end({ kind: 'finished' });
    expect((await threads.next()).input.requestId).toBe(first);
  });

  test('in the queue is passed over', async () => {
    const first = await service.create(order('job-1'));
    const second = await service.create(order('job-2'));
    const third = await service.create(order('job-3'));
    const a = await threads.next();
    await service.suspend(second);
    a.end({ kind: 'finished' });
    expect((await threads.next()).input.requestId).toBe(third);
    expect(await read(first)).toMatchObject({ status: 'Completed' });
    expect(await read(second)).toMatchObject({ status: 'Suspended' });
  });

  test('stays as it is when it has ended', async () => {
    const id = await service.create(order('job-1'));
    (await threads.next()).end({ kind: 'finished' });
    await reach(id, 'Completed');
    await service.suspend(id);
    await service.resume(id);
    expect(await read(id)).toMatchObject({ status: 'Completed' });
  });
});

test('a removed request stops, frees its mailbox and its name, and is forgotten with the next start', async () => {
  const first = await service.create(order('job-1'));
  const second = await service.create(order('job-2'));
  const a = await threads.next();
  await service.remove(first);
  expect(a.asked).toContain('stop');
  expect(await read(first)).toMatchObject({ status: 'Removed', phase: 'removed' });
  expect((await threads.next()).input.requestId).toBe(second);
  expect(await service.create(order('job-1'))).not.toBe(first);
  await service.close();
  service = await start();
  await expect(service.read(first, null, never)).rejects.toMatchObject({ code: 'importRemoved' });
});

describe('the same name again', () => {
  test('while it runs is the same request', async () => {
    const [first, again] = await Promise.all([service.create(order('job-1')), service.create(order('job-1'))]);
    expect(again).toBe(first);
    expect(store.records.size).toBe(1);
  });

  test('after the end is the same request, whatever became of the blob', async () => {
    const id = await service.create(order('job-1'));
    (await threads.next()).end({ kind: 'finished' });
    await reach(id, 'Completed');
    expect(await service.create(order('job-1', { sasToken: 'gone' }))).toBe(id);
    expect(await read(id)).toMatchObject({ status: 'Completed' });
  });

  test('after a failure tries once more with the new source', async () => {
    const id = await service.create(order('job-1'));
    const error = { code: 'importFailed', params: { reason: 'pstUnreadable' } } as const;
    (await threads.next()).end({ kind: 'failed', error });
    expect(await reach(id, 'Failed')).toMatchObject({ phase: 'failed', failure: error });
    expect(await service.create(order('job-1', { sasToken: 'better' }))).toBe(id);
    (await threads.next()).end({ kind: 'finished' });
    expect(await reach(id, 'Completed')).toMatchObject({ failure: null, failedAt: null });
    expect(blobs.read.map(({ sasToken }) => sasToken)).toEqual(['good', 'better']);
  });

  test('wakes a suspended one', async () => {
    const id = await service.create(order('job-1'));
    await threads.next();
    await service.suspend(id);
    await service.create(order('job-1'));
    expect((await threads.next()).input.requestId).toBe(id);
  });
});

describe('after a restart', () => {
  test('a request that had not ended waits for its source and goes on with it', async () => {
    const id = await service.create(order('job-1', { isArchive: true }));
    await threads.next();
    await service.close();
    service = await start();
    expect(await read(id)).toMatchObject({ status: 'Queued', statusDetail: 'WaitingForSource', isArchive: true });
    await service.resume(id);
    expect(await read(id)).toMatchObject({ status: 'Queued', statusDetail: 'WaitingForSource' });
    expect(await service.create(order('job-1'))).toBe(id);
    (await threads.next()).end({ kind: 'finished' });
    expect(await reach(id, 'Completed')).toMatchObject({ requestId: id });
  });

  test('a request that had ended is as it was', async () => {
    const id = await service.create(order('job-1'));
    (await threads.next()).end({ kind: 'finished' });
    const before = await reach(id, 'Completed');
    await service.close();
    service = await start();
    expect(await read(id)).toEqual(before);
  });

  test('a suspended one is still suspended', async () => {
    const id = await service.create(order('job-1'));
    await threads.next();
    await service.suspend(id);
    await service.close();
    service = await start();
    expect(await read(id)).toMatchObject({ status: 'Suspended', statusDetail: 'WaitingForSource' });
  });

  test('no secret was kept', async () => {
    await service.create(order('job-1', { sasToken: 'better' }));
    expect(JSON.stringify([...store.records.values()])).not.toContain('better');
  });
});

describe('an import is refused at once', () => {
  test.each([
    [
      'for a SAS that does not open the blob',
      { sasToken: 'bad' },
      { code: 'importForbidden', params: { status: 403 } },
    ],
    ['for a blob that is not there', { blobUri: 'http://127.0.0.1:1/account/pst/a' }, { code: 'importBlobMissing' }],
    [
      'for a mailbox nobody has',
      { mailbox: 'ann@elsewhere.example' },
      { code: 'importMailboxMissing', params: { mailbox: 'ann@elsewhere.example' } },
    ],
  ])('%s', async (_, patch, error) => {
    await expect(service.create(order('job-1', patch))).rejects.toMatchObject(error);
    expect(store.records.size).toBe(0);
  });
});

describe('an import fails', () => {
  test('when its thread crashes', async () => {
    const id = await service.create(order('job-1'));
    (await threads.next()).crash();
    expect(await reach(id, 'Failed')).toMatchObject({
      failure: { code: 'importFailed', params: { reason: 'crashed' } },
    });
  });

  test('when its thread falls silent, and the next one starts', async () => {
    await service.close();
    service = await start({ stallLimitMs: 1 });
    const id = await service.create(order('job-1'));
    await service.create(order('job-2'));
    const thread = await threads.next();
    expect(await reach(id, 'Failed')).toMatchObject({ failure: { params: { reason: 'stalled' } } });
    expect(thread.asked).toEqual(['terminate']);
    await threads.next();
  });

  test('when its record cannot be kept, and says so', async () => {
    const id = await service.create(order('job-1'));
    const thread = await threads.next();
    store.save = () => Promise.reject(new Error('disk full'));
    thread.end({ kind: 'finished' });
    expect(await reach(id, 'Failed')).toMatchObject({ failure: { params: { reason: 'writeFailed' } } });
  });
});

test('a reader that knows the latest is kept waiting until something happens or it leaves', async () => {
  const id = await service.create(order('job-1'));
  const thread = await threads.next();
  await reach(id, 'InProgress');
  const { revision } = await service.read(id, null, never);
  const leaving = new AbortController();
  const left = service.read(id, revision, leaving.signal);
  leaving.abort();
  expect((await left).revision).toBe(revision);
  const waiting = service.read(id, revision, never);
  for (let moved = 1; moved <= 50; moved += 1) thread.progress({ itemsTotal: 50, moved });
  expect(await waiting).toMatchObject({ revision: revision + 1, statistics: { itemsTransferred: 50 } });
});

describe('another permission', () => {
  const renewed = { sasToken: 'better', blobUri: 'http://127.0.0.1:1/account/pst/b.pst' };

  test('starts a request that lost its own in a restart', async () => {
    const id = await service.create(order('job-1'));
    await threads.next();
    await service.close();
    service = await start();
    expect(await read(id)).toMatchObject({ status: 'Queued', statusDetail: 'WaitingForSource' });
    await service.renew(id, renewed);
    (await threads.next()).end({ kind: 'finished' });
    expect(await reach(id, 'Completed')).toMatchObject({ sourceUri: renewed.blobUri });
    expect(blobs.read.at(-1)).toEqual(renewed);
  });

  test('is used by the next run of a suspended one, and leaves the blob when none is named', async () => {
    const id = await service.create(order('job-1'));
    await threads.next();
    await service.suspend(id);
    await service.renew(id, { sasToken: 'better' });
    expect(await read(id)).toMatchObject({ status: 'Suspended' });
    await service.resume(id);
    await threads.next();
    expect(blobs.read.at(-1)).toEqual({ sasToken: 'better', blobUri: order('job-1').blobUri });
  });

  test('changes nothing about one that has completed, and is refused for one that is gone', async () => {
    const id = await service.create(order('job-1'));
    (await threads.next()).end({ kind: 'finished' });
    const done = await reach(id, 'Completed');
    await service.renew(id, renewed);
    expect(await read(id)).toEqual(done);
    await service.remove(id);
    await expect(service.renew(id, renewed)).rejects.toMatchObject({ code: 'importRemoved' });
    await expect(service.renew('nobody', renewed)).rejects.toMatchObject({ code: 'importRemoved' });
  });
});

test('all requests are listed but those that were removed', async () => {
  const first = await service.create(order('job-1'));
  const second = await service.create(order('job-2'));
  expect(service.list().map(({ requestId }) => requestId)).toEqual([first, second]);
  await service.remove(first);
  expect(service.list().map(({ name }) => name)).toEqual(['job-2']);
});

test('mailboxes without an archive and full ones refuse', async () => {
  const noArchive = order('job-1', { mailbox: 'noarchive@contoso.example', isArchive: true });
  await expect(service.create(noArchive)).rejects.toMatchObject({ code: 'importArchiveMissing' });
  const full = await service.create(order('job-2', { mailbox: 'full@contoso.example' }));
  expect(await reach(full, 'Failed')).toMatchObject({ failure: { code: 'importMailboxFull' } });
});
