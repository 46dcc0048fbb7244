import type {
  CandidateId,
  ImportPhase,
  ImportStatistics,
  JobView,
  Snapshot,
  TransferProgress,
  WaitReason,
  WireError,
} from '../../../preload/contract/index.ts';
import { isMovable, PST_HEALTHS, WAIT_REASONS } from '../../../preload/contract/states.ts';
import { EVERY_CANDIDATE, EVERY_ROOT } from './every.ts';
import { INSIDE_NAMES } from './fake-inside.ts';
import { connectionOfScene, isConnectionScene, NO_TENANT, tenantOf } from './sample-connections.ts';
import {
  SAMPLE_CANDIDATES,
  sampleCandidate,
  sampleJob,
  sampleProgress,
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
    case 'waiting':
      return sampleSnapshot({ jobs: waitingJobs() });
    case 'kept':
      return sampleSnapshot({ jobs: keptJobs() });
    case 'blocked':
      return sampleSnapshot({ jobs: blockedJobs() });
    case 'large':
      return sampleSnapshot({ scan: FINISHED, candidates: largeCandidates() });
    case 'receipt':
      return sampleSnapshot({ jobs: endedJobs() });
    case 'services':
      return sampleSnapshot({ tenant: tenantOf(connectionOfScene(name)), jobs: serviceJobs() });
    case 'handedOver':
      return sampleSnapshot({ tenant: tenantOf(connectionOfScene(name)), jobs: handedOverJobs() });
    default:
      return isConnectionScene(name)
        ? sampleSnapshot({
            scan: FINISHED,
            candidates: insideCandidates(),
            tenant: name === 'none' ? NO_TENANT : tenantOf(connectionOfScene(name)),
          })
        : sampleSnapshot();
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
  const base = sampleJob('base', 'base.pst');
  const uploading = (fraction: number) => sampleProgress(base, fraction);
  return [
    job('a', 'archive.pst', { state: 'uploading', progress: uploading(0.37), isContinued: true }),
    job('b', 'Project Alpha 2012–2016.pst', {
      state: 'importing',
      statistics: sampleStatistics(base, 'running', 0.58),
    }),
    job('c', 'old laptop.pst', { state: 'importing', statistics: sampleStatistics(base, 'queued', 0) }),
    job('d', 'slow.pst', { state: 'uploading', progress: sampleProgress(base, 0.61, waiting('offline')) }),
    job('e', 'open in Outlook.pst', { state: 'blocked', problem: { code: 'sourceInUse', params: {} } }),
    job('f', 'paused.pst', { state: 'paused', progress: uploading(0.2) }),
    job('g', `${'Very long name of a mail archive that somebody once made '.repeat(3)}.pst`, { state: 'queued' }),
    job('h', 'stalled.pst', { state: 'importing', statistics: sampleStatistics(base, 'stalled', 0.2) }),
    job('i', 'ended.pst', { state: 'doneWithSkips', receipt: sampleReceipt(base, 'doneWithSkips') }),
    job('j', 'refused.pst', { state: 'failed', problem: { code: 'uploadForbidden', params: {} } }),
  ];
}

function waiting(reason: WaitReason, since = new Date(Date.now() - 300_000).toISOString()): Partial<TransferProgress> {
  return { waitingFor: reason, waitingSince: since, bytesPerSecond: null, secondsLeft: null };
}

/** An upload that waits for each reason there is, and one that has for days. */
function waitingJobs(): JobView[] {
  const jobs = WAIT_REASONS.map((reason, index) => {
    const job = sampleJob(`waits-${reason}`, `waits (${reason}).pst`, { sizeBytes: Math.round(4.7 * 1024 ** 3) });
    return { ...job, state: 'uploading', progress: sampleProgress(job, 0.2 + index / 12, waiting(reason)) } as const;
  });
  const long = sampleJob('waits-long', 'waits since Monday.pst', { isContinued: true });
  const progress = sampleProgress(long, 0.7, {
    keptBytes: Math.round(long.sizeBytes * 0.5),
    ...waiting('offline', '2026-05-04T13:05:00.000Z'),
  });
  return [...jobs, { ...long, state: 'uploading', progress }];
}

/** Uploads of which a part was at the storage before. */
function keptJobs(): JobView[] {
  const job = sampleJob('kept', 'kept.pst', { sizeBytes: Math.round(4.7 * 1024 ** 3) });
  const part = (fraction: number) => Math.round(job.sizeBytes * fraction);
  const kept = (
    id: string,
    fileName: string,
    progress: JobView['progress'],
    change: Partial<JobView> = {},
  ): JobView => ({
    ...sampleJob(id, fileName, { sizeBytes: job.sizeBytes, state: 'uploading', progress }),
    ...change,
  });
  const quiet = { bytesPerSecond: null, secondsLeft: null };
  return [
    kept('compared', 'being compared.pst', sampleProgress(job, 0.3, { keptBytes: part(0.3), ...quiet }), {
      isContinued: true,
    }),
    kept('resumed', 'resumed.pst', sampleProgress(job, 0.72, { keptBytes: part(0.4) }), { isContinued: true }),
    kept('changed', 'grown since.pst', sampleProgress(job, 0.97, { keptBytes: part(0.96) })),
    kept('paused', 'paused.pst', sampleProgress(job, 0.6, { keptBytes: part(0.4) }), { state: 'paused' }),
    kept('whole', 'wholly there.pst', sampleProgress(job, 1, { keptBytes: job.sizeBytes, ...quiet })),
    kept('first', 'sent for the first time.pst', sampleProgress(job, 0.4)),
  ];
}

/** Uploads that only a person can help. */
function blockedJobs(): JobView[] {
  const problems: readonly WireError[] = [
    { code: 'sourceReplaced', params: {} },
    { code: 'uploadExpired', params: { reason: 'AuthenticationFailed' } },
    { code: 'uploadForbidden', params: { reason: 'AuthorizationPermissionMismatch' } },
    { code: 'sasInvalid', params: { reason: 'it may also delete' } },
    { code: 'clockWrong', params: { skewMinutes: -1440 } },
    { code: 'certificateUntrusted', params: { issuer: 'Contoso Firewall CA', host: 'store.example' } },
    { code: 'proxyRefused', params: { host: 'proxy.contoso.example' } },
  ];
  return problems.map((problem) => {
    const job = sampleJob(`blocked-${problem.code}`, `${problem.code}.pst`);
    const progress = sampleProgress(job, 0.4, { keptBytes: Math.round(job.sizeBytes * 0.2) });
    return { ...job, state: 'blocked', problem, progress };
  });
}

/** Files of which something may not arrive. */
function largeCandidates(): Snapshot['candidates'] {
  const [first, ...others] = insideCandidates();
  const large = sampleCandidate('twenty years of mail.pst', { sizeBytes: 41.3 * 1024 ** 3 });
  return first === undefined ? [large] : [large, first, ...others];
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
  const half = Math.round(done.sizeBytes / 2);
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
    ended('resent', 'interrupted.pst', {
      state: 'done',
      receipt: sampleReceipt(done, 'done', { sentBytes: done.sizeBytes + 24 * 1024 ** 2 }),
    }),
    ended('delta', 'grown since the last time.pst', {
      state: 'done',
      receipt: sampleReceipt(done, 'done', { sentBytes: half }),
    }),
    ended('only', 'empty folders only.pst', {
      state: 'done',
      receipt: sampleReceipt(skips, 'done', { found: 0, moved: 0, includeFolders: ['Empty'] }),
    }),
    ended('cancelled', 'called off.pst', { state: 'cancelled' }),
  ];
}

/** Imports of Exchange in each phase, with everything it says of them. */
function serviceJobs(): JobView[] {
  const phases = ['queued', 'running', 'stalled', 'suspended', 'handedOver'] as const;
  return phases.map((phase, index) => {
    const job = sampleJob(`service-${phase}`, `${phase}.pst`);
    const statistics = { ...sampleStatistics(job, phase, index / 6), ...serviceOf(phase) };
    return { ...job, state: 'importing', statistics } as const;
  });
}

function serviceOf(phase: ImportPhase): Pick<ImportStatistics, 'statusDetail' | 'service' | 'secondsLeft'> {
  return {
    statusDetail: phase === 'stalled' ? 'StalledDueToTarget_DiskLatency' : '',
    secondsLeft: phase === 'running' ? { low: 4000, high: 9800 } : null,
    service: {
      identity: 'alex\\archive',
      targetAlias: 'alex',
      batchName: 'PST Ferry 2026-05-04',
      syncStage: phase === 'queued' ? 'None' : 'CopyingMessages',
      positionInQueue: phase === 'queued' ? 3 : null,
      bytesPerMinute: phase === 'running' ? 16_000_000 : null,
      dataConsistencyScore: phase === 'running' ? 'Good' : null,
      lastUpdateAt: '2026-05-04T13:25:00.000Z',
      suspendedAt: phase === 'suspended' ? '2026-05-04T13:24:00.000Z' : null,
      message: phase === 'stalled' ? 'Informational: The request has been temporarily postponed.' : null,
      rest: { RequestStyle: 'IntraOrg', Direction: 'Pull', Flags: 'IntraOrg, Pull' },
    },
  };
}

/** Uploads whose import an administrator starts, beside one that failed. */
function handedOverJobs(): JobView[] {
  const over = sampleJob('over', 'archive.pst');
  const receipt = sampleReceipt(over, 'done', {
    isHandedOver: true,
    found: 0,
    moved: 0,
    skipped: [],
    requestId: null,
    mailboxPath: null,
  });
  const failed = sampleJob('over-failed', 'refused.pst');
  return [
    { ...over, state: 'done', receipt },
    { ...failed, state: 'failed', problem: { code: 'uploadForbidden', params: {} } },
  ];
}
