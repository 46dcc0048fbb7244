import type { ImportStatistics, JobState, Receipt } from '../../preload/contract/index.ts';
import type { Job } from './job.ts';
import { reachedIn } from './transition.ts';

/** The receipt of a job that has ended or is blocked; null while it is on its way. */
export function receiptOf(job: Job): Receipt | null {
  const { phase } = job;
  if (!isReceiptState(phase.kind)) return null;
  const reached = reachedIn(phase);
  const statistics = 'statistics' in phase ? phase.statistics : null;
  return {
    job: job.id,
    file: job.file.path,
    sha256: reached.upload?.sha256 ?? null,
    sizeBytes: reached.upload?.sizeBytes ?? job.file.sizeBytes,
    sentBytes: reached.sentBytes,
    blob: reached.upload?.blob ?? null,
    requestId: reached.requestId,
    state: phase.kind,
    ...countsOf(statistics),
    mailbox: job.target.mailbox,
    isArchive: job.target.isArchive,
    rootFolder: job.target.rootFolder,
    includeFolders: job.target.includeFolders,
    excludeFolders: job.target.excludeFolders,
    mailboxPath: statistics?.mailboxPath ?? null,
    isHandedOver: statistics?.phase === 'handedOver',
    readings: [...job.readings],
    startedAt: job.createdAt,
    finishedAt: job.changedAt,
    problem: 'error' in phase ? phase.error : (statistics?.failure ?? null),
  };
}

function isReceiptState(state: JobState): state is Receipt['state'] {
  return ['done', 'doneWithSkips', 'failed', 'cancelled', 'blocked'].includes(state);
}

/** `found = moved + skipped` by construction: what has not been looked at is not claimed to have been found. */
function countsOf(statistics: ImportStatistics | null): Pick<Receipt, 'found' | 'moved' | 'skipped'> {
  if (!statistics) return { found: 0, moved: 0, skipped: [] };
  const skipped = statistics.skipped.filter((skip) => skip.count > 0);
  const moved = statistics.itemsTransferred;
  return { found: skipped.reduce((sum, skip) => sum + skip.count, moved), moved, skipped };
}
