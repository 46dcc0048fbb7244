import type { CandidateId, CandidateView, JobId, Place, ScanRoot } from '../../../preload/contract/index.ts';
import { FILE_KINDS, isMovable, PST_HEALTHS } from '../../../preload/contract/states.ts';
import { sampleCandidate, sampleRoot } from './samples.ts';

const TODAY = new Date().toISOString();

/** A place to look of every kind, one of them a second name of another. */
export const EVERY_ROOT: readonly ScanRoot[] = [
  sampleRoot('fixed', 'C:\\', 'Windows (C:)', { lastScanned: TODAY }),
  sampleRoot('fixed', 'D:\\', 'Data (D:)', { lastScanned: '2026-05-03T08:00:00.000Z' }),
  sampleRoot('fixed', 'S:\\', 'S:', { isDefault: false, aliasOf: 'C:\\data' }),
  sampleRoot('removable', 'E:\\', 'USB stick (E:)'),
  sampleRoot('network', '\\\\files.contoso.example\\home', 'home on files.contoso.example'),
  sampleRoot('optical', 'F:\\', 'Holidays 2004 (F:)'),
  sampleRoot('cloud', 'C:\\Users\\Alex\\OneDrive - Contoso', 'OneDrive - Contoso'),
  sampleRoot('folder', 'D:\\Archive\\Mail of 2009', 'Mail of 2009', { lastScanned: '2025-02-03T08:00:00.000Z' }),
  sampleRoot('sample', 'C:\\Program Files\\PST Ferry\\sample', 'Sample file'),
];

const IN_ANNS_PROFILE: Place = { base: 'documents', label: '', profile: 'Ann', folders: ['Outlook Files'] };

const BADGES: readonly CandidateView[] = [
  of('attached.pst', { outlookProfile: 'Work', reason: 'attached', health: 'inUse' }),
  of('in outlooks own folder.pst', { place: place('outlook', '') }),
  of('loose.pst', { place: place('profile', '', 'Mail') }),
  of('on the desktop.pst', { place: place('desktop', ''), isEncrypted: true }),
  of('mail.bak', { place: place('downloads', '', 'From the old PC', '2009', 'Outlook'), isRenamed: true }),
  of('many names.pst', { paths: ['C:\\a\\many names.pst', 'D:\\b\\many names.pst', 'S:\\many names.pst'] }),
  of('in the cloud folder.pst', { place: place('cloud', 'OneDrive - Contoso', 'Archive') }),
  of('chosen.pst', { place: place('folder', 'Mail of 2009'), reason: 'chosenFolder' }),
  of('mine elsewhere.pst', { place: place('drive', 'D:', 'Backup'), reason: 'ownFile' }),
  of('moved.pst', {
    moved: { jobId: 'job-1' as JobId, at: '2026-01-02T10:00:00.000Z', isPartly: false },
    reason: 'moved',
    isSuggested: false,
  }),
  of('moved in part.pst', {
    moved: { jobId: 'job-2' as JobId, at: '2026-11-23T10:00:00.000Z', isPartly: true },
    reason: 'movedPartly',
    isSuggested: false,
  }),
  of('copy.pst', { copyOf: copyOf('copy'), reason: 'copy', isSuggested: false, place: place('drive', 'E:') }),
  of('version.pst', { copyOf: copyOf('version'), reason: 'copy', isSuggested: false }),
  of("Ann's.pst", { place: IN_ANNS_PROFILE, reason: 'otherPerson', isSuggested: false }),
  of('owned by Bob.pst', {
    place: place('drive', 'D:', 'Share'),
    owner: 'CONTOSO\\bob',
    reason: 'otherPerson',
    isSuggested: false,
  }),
  of('whose.pst', { place: place('drive', 'D:'), reason: 'unknownOwner', isSuggested: false }),
  of('everything at once.pst', {
    place: IN_ANNS_PROFILE,
    outlookProfile: 'Work profile',
    isEncrypted: true,
    isRenamed: true,
    paths: ['C:\\a.pst', 'C:\\b.pst'],
    copyOf: copyOf('version'),
    moved: { jobId: 'job-1' as JobId, at: '2026-01-02T10:00:00.000Z', isPartly: false },
    reason: 'moved',
    isSuggested: false,
  }),
];

/** A file with every badge, in every condition, of every wrong kind and with every reason. */
export const EVERY_CANDIDATE: readonly CandidateView[] = [
  ...BADGES,
  ...PST_HEALTHS.map((health) => of(`${health}.pst`, { health, ...(!isMovable(health) && notMovable()) })),
  ...FILE_KINDS.map((kind) => of(`really ${kind}.pst`, { health: 'notPst', kind, ...notMovable() })),
];

function of(name: string, change: Partial<CandidateView>): CandidateView {
  return sampleCandidate(name, { id: `candidate-${name}` as CandidateId, ...change });
}

function notMovable(): Pick<CandidateView, 'isSuggested' | 'reason'> {
  return { isSuggested: false, reason: 'notMovable' };
}

function place(base: Place['base'], label: string, ...folders: string[]): Place {
  return { base, label, profile: null, folders };
}

function copyOf(kind: 'copy' | 'version'): CandidateView['copyOf'] {
  return { id: 'candidate-attached.pst' as CandidateId, path: 'C:\\Users\\Alex\\attached.pst', kind };
}
