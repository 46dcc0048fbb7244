import type { CandidateId, JobView, Snapshot } from '../../../preload/contract/index.ts';
import { isMovable, PST_HEALTHS } from '../../../preload/contract/states.ts';
import { EVERY_CANDIDATE, EVERY_ROOT } from './every.ts';
import { INSIDE_NAMES } from './fake-inside.ts';
import {
  SAMPLE_CANDIDATES,
  sampleCandidate,
  sampleJob,
  sampleReceipt,
  sampleSnapshot,
  sampleStatistics,
} from './samples.ts';

const FINISHED: Snapshot['scan'] = {
  state: 'finished',
  folders: 48_120,
  files: 8,
  denied: 3,
  currentFolder: null,
  percentDone: null,
  endedAt: '2026-05-04T12:40:00.000Z',
  problem: null,
};

/** The snapshot a scene of the preview starts from; an unknown name gives a fresh start. */
export function sceneOf(name: string): Snapshot {
  switch (name) {
    case 'found':
      return sampleSnapshot({ scan: FINISHED, candidates: [...SAMPLE_CANDIDATES] });
    case 'every':
      return sampleSnapshot({ scan: FINISHED, roots: [...EVERY_ROOT], candidates: [...EVERY_CANDIDATE] });
    case 'earlier':
      return sampleSnapshot({
        scan: { ...FINISHED, denied: 0 },
        roots: sampleSnapshot().roots.map((root) => ({ ...root, lastScanned: FINISHED.endedAt })),
        candidates: [...SAMPLE_CANDIDATES],
      });
    case 'many':
      return sampleSnapshot({ scan: { ...FINISHED, files: 500 }, candidates: manyCandidates(), jobs: manyJobs() });
    case 'huge':
      return sampleSnapshot({ scan: { ...FINISHED, files: 5000 }, candidates: hugeCandidates() });
    case 'inside':
      return sampleSnapshot({ scan: FINISHED, candidates: insideCandidates() });
    case 'moving':
      return sampleSnapshot({ jobs: movingJobs() });
    case 'receipt':
      return sampleSnapshot({ jobs: endedJobs() });
    default:
      return sampleSnapshot();
  }
}

function manyCandidates(): Snapshot['candidates'] {
  return Array.from({ length: 500 }, (_, index) =>
    sampleCandidate(`mail ${index}.pst`, {
      id: `candidate-many-${index}` as CandidateId,
      sizeBytes: index * 9_000_000,
    }),
  );
}

/** Files whose insides are worth a look. */
function insideCandidates(): Snapshot['candidates'] {
  const special = Object.values(INSIDE_NAMES).map((name) =>
    sampleCandidate(name, { id: `candidate-${name}` as CandidateId }),
  );
  return [...SAMPLE_CANDIDATES, ...special];
}

/** As many as a file server of a firm may hold, in every condition. */
function hugeCandidates(): Snapshot['candidates'] {
  return Array.from({ length: 5000 }, (_, index) => {
    const folders = ['Shares', `Department ${index % 37}`, `Person ${index % 411}`, 'Outlook Files'];
    const health = PST_HEALTHS[index % 9 === 0 ? index % PST_HEALTHS.length : 0] ?? 'fine';
    const isSuggested = isMovable(health) && index % 5 === 0;
    return sampleCandidate(`mail ${(index * 7919) % 5000}.pst`, {
      id: `candidate-huge-${index}` as CandidateId,
      path: `D:\\${folders.join('\\')}\\mail ${(index * 7919) % 5000}.pst`,
      sizeBytes: ((index * 104_729) % 50_000) * 1_000_000,
      modified: new Date(Date.UTC(2003, 0, 1 + ((index * 613) % 8000))).toISOString(),
      health,
      place: { base: 'drive', label: 'D:', profile: null, folders },
      isEncrypted: index % 11 === 0,
      outlookProfile: isSuggested && index % 3 === 0 ? 'Outlook' : null,
      isSuggested,
      reason: isSuggested ? 'ownFile' : isMovable(health) ? 'unknownOwner' : 'notMovable',
    });
  });
}

function manyJobs(): JobView[] {
  return Array.from({ length: 500 }, (_, index) => {
    const job = sampleJob(`ended-${index}`, `mail ${index}.pst`);
    return { ...job, state: 'done', receipt: sampleReceipt(job, 'done') };
  });
}

function movingJobs(): JobView[] {
  const job = (id: string, name: string, change: Partial<JobView>) => sampleJob(id, name, change);
  const uploading = (fraction: number, waitingSince: string | null): JobView['progress'] => ({
    phase: 'uploading',
    doneBytes: Math.round(1_288_490_188 * fraction),
    totalBytes: 1_288_490_188,
    bytesPerSecond: 4_300_000,
    secondsLeft: { low: 130, high: 290 },
    waitingSince,
  });
  const base = sampleJob('base', 'base.pst');
  return [
    job('a', 'archive.pst', { state: 'uploading', progress: uploading(0.37, null), isContinued: true }),
    job('b', 'Project Alpha 2012–2016.pst', {
      state: 'importing',
      statistics: sampleStatistics(base, 'running', 0.58),
    }),
    job('c', 'old laptop.pst', { state: 'importing', statistics: sampleStatistics(base, 'queued', 0) }),
    job('d', 'slow.pst', { state: 'uploading', progress: uploading(0.61, '2026-05-04T13:05:00.000Z') }),
    job('e', 'open in Outlook.pst', { state: 'blocked', problem: { code: 'sourceInUse', params: {} } }),
    job('f', 'paused.pst', { state: 'paused', progress: uploading(0.2, null) }),
    job('g', `${'Very long name of a mail archive that somebody once made '.repeat(3)}.pst`, { state: 'queued' }),
    job('h', 'stalled.pst', { state: 'importing', statistics: sampleStatistics(base, 'stalled', 0.2) }),
    job('i', 'ended.pst', { state: 'doneWithSkips', receipt: sampleReceipt(base, 'doneWithSkips') }),
    job('j', 'refused.pst', { state: 'failed', problem: { code: 'uploadForbidden', params: {} } }),
  ];
}

const PARTLY: JobView['target'] = {
  ...sampleJob('partly', 'without two folders.pst').target,
  excludeFolders: ['#DeletedItems#/*', 'Inbox/Newsletters/*'],
};

function endedJobs(): JobView[] {
  const ended = (id: string, name: string, change: Partial<JobView>): JobView => sampleJob(id, name, change);
  const done = sampleJob('done', 'archive.pst');
  const skips = sampleJob('skips', 'Project Alpha 2012–2016.pst');
  const failed = sampleJob('failed', 'refused.pst');
  const partly = sampleJob('partly', 'without two folders.pst', { target: PARTLY });
  return [
    ended('done', 'archive.pst', { state: 'done', receipt: sampleReceipt(done, 'done') }),
    ended('skips', 'Project Alpha 2012–2016.pst', {
      state: 'doneWithSkips',
      receipt: sampleReceipt(skips, 'doneWithSkips'),
    }),
    ended('failed', 'refused.pst', {
      state: 'failed',
      problem: { code: 'importMailboxMissing', params: {} },
      receipt: sampleReceipt(failed, 'failed', { found: 0, moved: 0, skipped: [], requestId: null, mailboxPath: null }),
    }),
    ended('partly', 'without two folders.pst', {
      state: 'done',
      target: PARTLY,
      receipt: sampleReceipt(partly, 'done'),
    }),
    ended('only', 'empty folders only.pst', {
      state: 'done',
      receipt: sampleReceipt(skips, 'done', { found: 0, moved: 0, includeFolders: ['Empty'] }),
    }),
    ended('cancelled', 'called off.pst', { state: 'cancelled' }),
  ];
}
