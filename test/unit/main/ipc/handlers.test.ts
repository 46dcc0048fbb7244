import { expect, test } from 'vitest';
import type { Ferry } from '../../../../main/ipc/ferry.ts';
import { createHandlers } from '../../../../main/ipc/handlers.ts';
import { createPublisher } from '../../../../main/ipc/publisher.ts';
import { AppError, CandidateId, JobId, Order, RootId } from '../../../../preload/contract/index.ts';
import { CONNECTION, createJob, createSnapshot, createWire, ID } from './support.ts';

/** An application that notes what it is asked to do. */
function createFakeFerry(calls: unknown[][]): Ferry {
  const note =
    (name: string) =>
    async (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const { seq: _seq, ...snapshot } = createSnapshot();
  return {
    snapshot: () => snapshot,
    startScan: note('startScan'),
    cancelScan: note('cancelScan'),
    chooseFolder: async () => null,
    refreshRoots: note('refreshRoots'),
    listDenied: () => ({ total: 1, folders: [{ path: '/private', reason: 'EACCES' }] }),
    skipList: {
      get: () => ({ folders: ['/proc'], defaults: ['/proc'] }),
      set: (folders) => ({ folders: [...(folders ?? ['/proc'])], defaults: ['/proc'] }),
    },
    exportCandidates: async (format) => `pst-files.${format}`,
    inspect: async (candidateId) => {
      throw new AppError('candidateMissing', { candidateId });
    },
    listMessages: async (candidateId, request) => {
      calls.push(['listMessages', candidateId, request]);
      return { total: 0, messages: [] };
    },
    readMessage: async (candidateId) => {
      throw new AppError('candidateMissing', { candidateId });
    },
    findOverlaps: async (_, otherIds) => otherIds.map((id) => ({ id, shared: 1, items: 2, problem: null })),
    startMigration: async (orders) => orders.map(() => JobId.parse('job-1')),
    pauseJob: note('pauseJob'),
    resumeJob: note('resumeJob'),
    cancelJob: note('cancelJob'),
    openMailboxFolder: note('openMailboxFolder'),
    openHandover: note('openHandover'),
    takeSecret: async (...args) => {
      calls.push(['takeSecret', ...args]);
      return null;
    },
    connection: {
      view: async () => CONNECTION,
      set: async (connection) => ({ ...CONNECTION, connection }),
      forget: async () => CONNECTION,
      test: async (question) => {
        calls.push(['test', question]);
        return [];
      },
      cancelTest: () => void calls.push(['cancelTest']),
    },
    onChange: () => () => undefined,
  };
}

function createHarness() {
  const calls: unknown[][] = [];
  const sent: number[] = [];
  const publisher = createPublisher((event) => void sent.push(event.seq));
  return { calls, sent, publisher, handlers: createHandlers(createFakeFerry(calls), publisher) };
}

test('a snapshot has the number of the last event, and nothing older follows it', async () => {
  const { publisher, sent, handlers } = createHarness();
  for (const done of [1, 2, 3]) publisher.publish({ kind: 'jobChanged', job: createJob('a', done) });
  const snapshot = await handlers.getSnapshot(null);
  expect([snapshot.seq, sent]).toEqual([2, [1, 2]]);
  publisher.close();
});

test('each command asks the application for one thing', async () => {
  const { calls, handlers } = createHarness();
  const jobId = JobId.parse(ID);
  expect(await handlers.startScan({ rootIds: [RootId.parse(ID)], isDeep: true })).toBe(null);
  for (const command of ['pauseJob', 'resumeJob', 'cancelJob', 'openMailboxFolder'] as const) {
    expect(await handlers[command]({ jobId })).toBe(null);
  }
  expect(await handlers.cancelScan(null)).toBe(null);
  expect(await handlers.refreshRoots(null)).toBe(null);
  expect(calls).toEqual([
    ['startScan', [ID], true],
    ['pauseJob', ID],
    ['resumeJob', ID],
    ['cancelJob', ID],
    ['openMailboxFolder', ID],
    ['cancelScan'],
    ['refreshRoots'],
  ]);
});

test('what a scan left out is told, and what the next one leaves out is set', async () => {
  const { handlers } = createHarness();
  expect(await handlers.listDenied(null)).toEqual({ total: 1, folders: [{ path: '/private', reason: 'EACCES' }] });
  expect(await handlers.setSkipList({ folders: ['/srv'] })).toEqual({ folders: ['/srv'], defaults: ['/proc'] });
  expect(await handlers.getSkipList(null)).toEqual({ folders: ['/proc'], defaults: ['/proc'] });
});

test('the list of files is exported in the form that was asked for', async () => {
  expect(await createHarness().handlers.exportCandidates({ format: 'csv' })).toBe('pst-files.csv');
});

test('a part of a folder is asked for without the file it is in', async () => {
  const { calls, handlers } = createHarness();
  const request = { folderId: 1, offset: 2, limit: 3, order: 'largest' } as const;
  await handlers.listMessages({ candidateId: CandidateId.parse(ID), ...request });
  expect(calls).toEqual([['listMessages', ID, request]]);
});

test('files are compared with one', async () => {
  const candidateId = CandidateId.parse(ID);
  const overlaps = await createHarness().handlers.findOverlaps({ candidateId, otherIds: [candidateId] });
  expect(overlaps).toEqual([{ id: ID, shared: 1, items: 2, problem: null }]);
});

test('orders become jobs', async () => {
  const order = Order.parse({ candidateId: ID, target: { mailbox: 'a@b', isArchive: true, rootFolder: '' } });
  expect(await createHarness().handlers.startMigration({ orders: [order, order] })).toEqual(['job-1', 'job-1']);
});

test('an unknown id is refused by the application, and the window learns which', async () => {
  const { send } = createWire(createHarness().handlers);
  expect(await send('inspectCandidate', { candidateId: CandidateId.parse('gone') })).toMatchObject({
    ok: false,
    error: { code: 'candidateMissing', params: { candidateId: 'gone' } },
  });
});
