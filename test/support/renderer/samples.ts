import type {
  CandidateId,
  CandidateView,
  ImportStatistics,
  JobId,
  JobView,
  Receipt,
  RootId,
  ScanRoot,
  Snapshot,
  TransferProgress,
} from '../../../preload/contract/index.ts';
import { IDLE_SCAN } from '../../../preload/contract/pst.ts';
import { isMovable } from '../../../preload/contract/states.ts';

export { sampleContents } from './sample-contents.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const REQUEST_ID = '4b1f6ad0-9d7e-4d2c-8f13-0b9c1f6f2f11';

/** Kinds that are looked in unless the person says otherwise. */
const DEFAULT_KINDS: readonly ScanRoot['kind'][] = ['fixed', 'folder', 'sample'];

/** A place to look; everything but the first three has a default. */
export function sampleRoot(
  kind: ScanRoot['kind'],
  path: string,
  label: string,
  change: Partial<ScanRoot> = {},
): ScanRoot {
  const hasSpace = kind === 'fixed' || kind === 'removable';
  return {
    id: `root-${label.toLowerCase().replace(/[^a-z0-9]+/g, '-')}` as RootId,
    kind,
    path,
    label,
    sizeBytes: hasSpace ? 475 * GIB : null,
    freeBytes: hasSpace ? 121 * GIB : null,
    isDefault: DEFAULT_KINDS.includes(kind),
    aliasOf: null,
    lastScanned: null,
    ...change,
  };
}

/**
 * A file found by a scan; everything but its name has a default. It lies in the person's own documents, and is
 * suggested when it can be moved.
 */
export function sampleCandidate(name: string, change: Partial<CandidateView> = {}): CandidateView {
  const folder = 'C:\\Users\\Alex\\Documents\\Outlook Files';
  const path = change.path ?? `${folder}\\${name}`;
  const canMove = isMovable(change.health ?? 'fine');
  return {
    id: `candidate-${folder.length}-${[...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 99991, 7)}` as CandidateId,
    path,
    paths: [path],
    name,
    sizeBytes: 1.2 * GIB,
    modified: '2024-03-11T09:12:00.000Z',
    format: 'unicode',
    health: 'fine',
    kind: null,
    isRenamed: false,
    isEncrypted: false,
    place: { base: 'documents', label: '', profile: null, folders: ['Outlook Files'] },
    owner: null,
    outlookProfile: null,
    copyOf: null,
    moved: null,
    isSuggested: canMove,
    reason: canMove ? 'ownFolder' : 'notMovable',
    ...change,
  };
}

/** Files in every condition, with awkward names among them. */
export const SAMPLE_CANDIDATES: readonly CandidateView[] = [
  sampleCandidate('archive.pst', { sizeBytes: 4.7 * GIB, modified: '2025-11-02T17:40:00.000Z' }),
  sampleCandidate('Project Alpha 2012–2016.pst', { sizeBytes: 812 * MIB, modified: '2016-12-30T10:00:00.000Z' }),
  sampleCandidate('old laptop.pst', {
    health: 'notClosed',
    sizeBytes: 19.4 * GIB,
    modified: '2021-06-01T08:00:00.000Z',
  }),
  sampleCandidate(`${'Very long name of a mail archive that somebody once made '.repeat(3)}.pst`, {
    path: `\\\\files.contoso.example\\home\\alex\\${'Department of Records\\'.repeat(8)}x.pst`,
    sizeBytes: 231 * MIB,
    modified: '2019-02-14T12:00:00.000Z',
  }),
  sampleCandidate('Outlook.pst', { format: 'ansi', health: 'damaged', sizeBytes: 1.9 * GIB }),
  sampleCandidate('half copied.pst', {
    health: 'truncated',
    sizeBytes: 300 * MIB,
    path: 'E:\\Backup\\half copied.pst',
  }),
  sampleCandidate('cache.pst', { health: 'ost', sizeBytes: 7.1 * GIB }),
  sampleCandidate('empty.pst', { health: 'empty', sizeBytes: 0 }),
];

/** A job; waiting to start unless said otherwise. */
export function sampleJob(id: string, fileName: string, change: Partial<JobView> = {}): JobView {
  return {
    id: id as JobId,
    fileName,
    path: `C:\\Users\\Alex\\Documents\\Outlook Files\\${fileName}`,
    sizeBytes: Math.round(1.2 * GIB),
    target: {
      mailbox: 'alex@contoso.example',
      isArchive: false,
      rootFolder: `Imported PST/${fileName.slice(0, -4)}`,
      includeFolders: [],
      excludeFolders: [],
    },
    state: 'queued',
    progress: null,
    statistics: null,
    problem: null,
    receipt: null,
    isContinued: false,
    createdAt: '2026-05-04T13:00:00.000Z',
    ...change,
  };
}

/** How far the upload of a job is, with nothing in its way. */
export function sampleProgress(
  { sizeBytes }: Pick<JobView, 'sizeBytes'>,
  fractionDone: number,
  change: Partial<TransferProgress> = {},
): TransferProgress {
  return {
    phase: 'uploading',
    doneBytes: Math.round(sizeBytes * fractionDone),
    totalBytes: sizeBytes,
    keptBytes: 0,
    bytesPerSecond: 4_300_000,
    secondsLeft: { low: 130, high: 290 },
    waitingSince: null,
    waitingFor: null,
    ...change,
  };
}

/** A reading of the import of a job. */
export function sampleStatistics(
  job: JobView,
  phase: ImportStatistics['phase'],
  fractionDone: number,
): ImportStatistics {
  return {
    requestId: REQUEST_ID,
    name: job.id,
    mailbox: job.target.mailbox,
    isArchive: job.target.isArchive,
    targetRootFolder: job.target.rootFolder,
    status: phase === 'stalled' ? 'StalledDueToTarget_DiskLatency' : 'InProgress',
    statusDetail: '',
    phase,
    percentComplete: phase === 'queued' ? null : Math.round(fractionDone * 100),
    itemsTransferred: Math.round(15_712 * fractionDone),
    itemsTotal: 15_712,
    bytesTransferred: Math.round(job.sizeBytes * fractionDone),
    bytesTotal: job.sizeBytes,
    skipped: fractionDone > 0.4 ? [{ reason: 'tooLarge', count: 2 }] : [],
    sourceUri: `https://store.example/pst/${job.id}`,
    queuedAt: '2026-05-04T13:20:00.000Z',
    startedAt: null,
    completedAt: null,
    failedAt: null,
    failure: null,
    mailboxPath: null,
  };
}

/** The receipt of a job. */
export function sampleReceipt(job: JobView, state: Receipt['state'], change: Partial<Receipt> = {}): Receipt {
  return {
    job: job.id,
    file: job.path,
    sha256: SHA256,
    sizeBytes: job.sizeBytes,
    sentBytes: job.sizeBytes,
    blob: `${job.id}.pst`,
    requestId: REQUEST_ID,
    state,
    found: 15_712,
    moved: state === 'done' ? 15_712 : 15_698,
    skipped:
      state === 'done'
        ? []
        : [
            { reason: 'alreadyImported', count: 11 },
            { reason: 'tooLarge', count: 2 },
            { reason: 'unreadable', count: 1 },
          ],
    mailbox: job.target.mailbox,
    isArchive: job.target.isArchive,
    rootFolder: job.target.rootFolder,
    includeFolders: job.target.includeFolders ?? [],
    excludeFolders: job.target.excludeFolders ?? [],
    mailboxPath: 'C:\\ProgramData\\PST Ferry\\mailboxes\\alex',
    isHandedOver: false,
    readings: [],
    startedAt: '2026-05-04T13:00:00.000Z',
    finishedAt: '2026-05-04T13:41:12.000Z',
    problem: null,
    ...change,
  };
}

/** A snapshot of a fresh start; everything has a default. */
export function sampleSnapshot(change: Partial<Snapshot> = {}): Snapshot {
  return {
    seq: 0,
    version: '0.1.0',
    tenant: {
      kind: 'sandbox',
      label: 'Practice tenant on this PC',
      defaultMailbox: null,
      mailboxes: ['alex@contoso.example', 'megan@contoso.example'],
    },
    roots: [
      sampleRoot('fixed', 'C:\\', 'Windows (C:)'),
      sampleRoot('fixed', 'D:\\', 'Data (D:)'),
      sampleRoot('removable', 'E:\\', 'USB stick (E:)'),
      sampleRoot('network', '\\\\files.contoso.example\\home', 'home on files.contoso.example'),
      sampleRoot('sample', 'C:\\Program Files\\PST Ferry\\sample', 'Sample file'),
    ],
    scan: IDLE_SCAN,
    candidates: [],
    jobs: [],
    ...change,
  };
}
