import type { Ferry } from './ferry.ts';
import type { Publisher } from './publisher.ts';
import type { Handlers } from './register.ts';

/** Handlers of all commands, over the application and the publisher of its changes. */
export function createHandlers(ferry: Ferry, publisher: Pick<Publisher, 'flush' | 'sequence'>): Handlers {
  return {
    getSnapshot: async () => {
      // What waits is part of the snapshot already: sent later, under a higher number, it would be older than what is shown.
      publisher.flush();
      return { ...ferry.snapshot(), seq: publisher.sequence() };
    },
    startScan: ({ rootIds, isDeep }) => silently(ferry.startScan(rootIds, isDeep)),
    cancelScan: () => silently(ferry.cancelScan()),
    refreshRoots: () => silently(ferry.refreshRoots()),
    listDenied: async () => ferry.listDenied(),
    getSkipList: async () => ferry.skipList.get(),
    setSkipList: async ({ folders }) => ferry.skipList.set(folders),
    exportCandidates: ({ format }) => ferry.exportCandidates(format),
    chooseFolder: () => ferry.chooseFolder(),
    inspectCandidate: ({ candidateId }) => ferry.inspect(candidateId),
    listMessages: ({ candidateId, ...request }) => ferry.listMessages(candidateId, request),
    readMessage: ({ candidateId, messageId }) => ferry.readMessage(candidateId, messageId),
    findOverlaps: ({ candidateId, otherIds }) => ferry.findOverlaps(candidateId, otherIds),
    startMigration: async ({ orders }) => [...(await ferry.startMigration(orders))],
    pauseJob: ({ jobId }) => silently(ferry.pauseJob(jobId)),
    resumeJob: ({ jobId }) => silently(ferry.resumeJob(jobId)),
    cancelJob: ({ jobId }) => silently(ferry.cancelJob(jobId)),
    openMailboxFolder: ({ jobId }) => silently(ferry.openMailboxFolder(jobId)),
    getConnection: () => ferry.connection.view(),
    setConnection: ({ connection }) => ferry.connection.set(connection),
    takeSecret: ({ name, from }) => ferry.takeSecret(name, from),
    forgetSecret: ({ name }) => ferry.connection.forget(name),
    testConnection: (question) => ferry.connection.test({ ...question, neededBytes: 0 }),
    cancelTest: async () => {
      ferry.connection.cancelTest();
      return null;
    },
    openHandover: ({ jobId }) => silently(ferry.openHandover(jobId)),
  };
}

async function silently(work: Promise<void>): Promise<null> {
  await work;
  return null;
}
