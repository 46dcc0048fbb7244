import type { CliLine } from '../../../preload/contract/index.ts';
import { sampleCheck } from '../renderer/sample-contents.ts';
import {
  sampleCandidate,
  sampleContents,
  sampleJob,
  sampleReceipt,
  sampleRoot,
  sampleStatistics,
} from '../renderer/samples.ts';

const JOB = sampleJob('job-1', 'old.pst');
const { id: _candidateId, kind: fileKind, ...CANDIDATE } = sampleCandidate('old.pst');
const { id: _rootId, kind: driveKind, ...DRIVE } = sampleRoot('fixed', 'C:\\', 'Windows (C:)');

/** One line of every kind the command line writes under `--json`, as it would be written today. */
export const SAMPLE_LINES: { readonly [K in CliLine['kind']]: Extract<CliLine, { kind: K }> } = {
  drive: { kind: 'drive', driveKind, ...DRIVE },
  candidate: {
    kind: 'candidate',
    ...CANDIDATE,
    fileKind,
    copyOf: { path: 'D:\\Backup\\old.pst', kind: 'version' },
  },
  denied: { kind: 'denied', path: 'C:\\Users\\Ann', reason: 'EPERM' },
  scanned: { kind: 'scanned', folders: 3, files: 20, denied: 1 },
  contents: { kind: 'contents', path: JOB.path, ...sampleContents(sampleCandidate('old.pst')) },
  health: { kind: 'health', path: JOB.path, ...sampleCheck() },
  overlap: { kind: 'overlap', path: JOB.path, other: 'D:\\Archive 2015.pst', shared: 412, items: 503 },
  state: { kind: 'state', job: JOB.id, file: JOB.path, state: 'uploading' },
  progress: {
    kind: 'progress',
    job: JOB.id,
    phase: 'uploading',
    doneBytes: 10,
    totalBytes: 30,
    keptBytes: 0,
    bytesPerSecond: null,
    waitingSince: null,
    waitingFor: null,
  },
  statistics: { kind: 'statistics', job: JOB.id, ...sampleStatistics(JOB, 'running', 0.5) },
  receipt: { kind: 'receipt', ...sampleReceipt(JOB, 'doneWithSkips') },
  check: {
    kind: 'check',
    name: 'module',
    ok: false,
    detail: 'none',
    outcome: 'failed',
    advice: 'Install it.',
  },
  import: { kind: 'import', ...sampleStatistics(JOB, 'running', 0.5) },
  blob: {
    kind: 'blob',
    blob: 'old.pst',
    sizeBytes: 30,
    modifiedAt: '2026-01-02T03:04:05.000Z',
    ageDays: 20,
    requests: [{ id: 'r-1', status: 'Completed' }],
    action: 'remove',
    reason: 'imported',
  },
  connection: {
    kind: 'connection',
    connection: { engine: 'purview', container: 'https://contoso.blob.core.windows.net/pst', defaultMailbox: null },
    isManaged: false,
    hasSandbox: false,
    canRemember: true,
    secrets: [{ name: 'uploadSas', isSet: false, isRemembered: false, sas: null, findings: [] }],
    problem: null,
  },
  sas: {
    kind: 'sas',
    sasKind: 'service',
    resource: 'blob',
    host: 'contoso.blob.core.windows.net',
    container: 'pst',
    blob: 'old.pst',
    rights: 'cw',
    startsAt: null,
    expiresAt: '2026-03-05T12:00:00.000Z',
    policy: null,
    version: '2021-12-02',
    isSigned: true,
    isAccepted: true,
  },
  sasFinding: { kind: 'sasFinding', level: 'note', code: 'readAdvised', params: {}, message: 'It cannot read.' },
  error: {
    kind: 'error',
    code: 'sourceEmpty',
    message: 'The file is empty.',
    file: JOB.path,
    params: { sizeBytes: 0 },
  },
};
