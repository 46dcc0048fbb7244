import type { KnownJob } from '../../../main/cleanup/known-job.ts';
import { type CleanupFacts, planCleanup } from '../../../main/cleanup/plan.ts';
import type { StoredBlob } from '../../../main/cleanup/ports.ts';
import type { ImportPhase, ImportStatistics } from '../../../preload/contract/index.ts';

export const CONTAINER_URL = 'https://contoso.blob.core.windows.net/pst';
export const BLOB = 'job-1.pst';

/** The blob was written on day 0, its import ran on day 1, and it is day 30. */
export const dayOf = (day: number): string => new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString();
export const NOW = new Date(dayOf(30));

export function sampleBlob(changes: Partial<StoredBlob> = {}): StoredBlob {
  return {
    name: BLOB,
    sizeBytes: 1000,
    modifiedAt: dayOf(0),
    etag: '"0x1"',
    metadata: { sha256: 'ab'.repeat(32), jobid: 'job-1' },
    isLeased: false,
    ...changes,
  };
}

export function sampleRequest(phase: ImportPhase, changes: Partial<ImportStatistics> = {}): ImportStatistics {
  const isDone = phase === 'completed' || phase === 'completedWithWarning';
  return {
    requestId: `request-${phase}`,
    name: 'some-name',
    mailbox: 'ann@contoso.example',
    isArchive: false,
    targetRootFolder: '',
    status: phase[0]?.toUpperCase() + phase.slice(1),
    statusDetail: '',
    phase,
    percentComplete: isDone ? 100 : 10,
    itemsTransferred: 7,
    itemsTotal: 7,
    bytesTransferred: 30,
    bytesTotal: 30,
    skipped: [],
    sourceUri: `${CONTAINER_URL}/${BLOB}`,
    queuedAt: dayOf(1),
    startedAt: dayOf(1),
    completedAt: isDone ? dayOf(1) : null,
    failedAt: null,
    failure: null,
    mailboxPath: null,
    ...changes,
  };
}

export function sampleKnownJob(state: KnownJob['state'], changes: Partial<KnownJob> = {}): KnownJob {
  return { id: 'job-1', state, blob: `pst/${BLOB}`, requestId: null, statistics: null, endedAt: null, ...changes };
}

export const DONE = sampleRequest('completed');
export const DONE_JOB = sampleKnownJob('done', { requestId: DONE.requestId, statistics: DONE, endedAt: dayOf(1) });

export function planOf(facts: Partial<CleanupFacts>) {
  return planCleanup({
    containerUrl: CONTAINER_URL,
    blobs: [sampleBlob()],
    requests: [],
    jobs: [],
    keepDays: 15,
    now: NOW,
    ...facts,
  });
}
