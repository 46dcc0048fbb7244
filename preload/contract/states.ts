/** Life of a job, in the order a job can reach them. The diagram stands above `transition` in `main/migration`. */
export const JOB_STATES = [
  'draft',
  'queued',
  'checking',
  'uploading',
  'paused',
  'uploaded',
  'importing',
  'done',
  'doneWithSkips',
  'blocked',
  'failed',
  'cancelled',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** States in which nothing more will happen to a job. */
export const FINAL_STATES = ['done', 'doneWithSkips', 'failed', 'cancelled'] as const satisfies readonly JobState[];
export type FinalState = (typeof FINAL_STATES)[number];

/** True when the job has ended, well or not. */
export function isFinal(state: JobState): state is FinalState {
  return (FINAL_STATES as readonly JobState[]).includes(state);
}

/** True when the person can pause the job now. */
export function canPause(state: JobState): boolean {
  return ['queued', 'checking', 'uploading', 'uploaded', 'importing'].includes(state);
}

/** True when the person can make a halted job go on: a paused one, or one whose obstacle they have removed. */
export function canResume(state: JobState): boolean {
  return state === 'paused' || state === 'blocked';
}

/** True when the person can still call the job off. */
export function canCancel(state: JobState): boolean {
  return !isFinal(state);
}

/**
 * Why an upload waits; it goes on by itself. `offline`: the storage cannot be reached. `silent`: it took the request and
 * did not answer. `busy`: it asked to slow down or is broken. `stranger`: something else answers in its place, as the
 * sign-in page of a hotel does. `corrupted`: bytes arrive changed. `access`: the permission is being renewed. `battery`,
 * `metered`: held back by preference.
 */
export const WAIT_REASONS = [
  'offline',
  'silent',
  'busy',
  'stranger',
  'corrupted',
  'access',
  'battery',
  'metered',
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/**
 * How far an import is; the raw status of the service stands beside it because that set is open. `handedOver`: an
 * administrator starts it elsewhere, and this app hears no more of it.
 */
export const IMPORT_PHASES = [
  'queued',
  'running',
  'stalled',
  'suspended',
  'completed',
  'completedWithWarning',
  'failed',
  'removed',
  'handedOver',
] as const;
export type ImportPhase = (typeof IMPORT_PHASES)[number];

/** Why an item that the PST holds is not in the mailbox; `missing`: the service did not find it again while verifying. */
export const SKIP_REASONS = ['alreadyImported', 'tooLarge', 'tooDeep', 'unreadable', 'missing'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What the header says the file is: the page layout of a PST or OST, or nothing we know. */
export const PST_FORMATS = ['unicode', 'ansi', 'unicode4k', 'unknown'] as const;
export type PstFormat = (typeof PST_FORMATS)[number];

/**
 * Whether a file can be moved.
 * `fine`, `notClosed` (left open by a crash, readable) and `inUse` (another program holds it; a move waits until it is
 * closed) can. The rest cannot: `truncated`, `damaged`, `empty`, `notPst`, `ost` (a cache of a mailbox), `pab` (a personal
 * address book), `cloudOnly` (its bytes are not on this PC, and reading it would fetch them), `wipProtected` (encrypted
 * by Windows Information Protection), `otherAccount` (encrypted by Windows for another account) and `unreadable` (the
 * file system refused).
 */
export const PST_HEALTHS = [
  'fine',
  'notClosed',
  'inUse',
  'truncated',
  'damaged',
  'empty',
  'notPst',
  'ost',
  'pab',
  'cloudOnly',
  'wipProtected',
  'otherAccount',
  'unreadable',
] as const;
export type PstHealth = (typeof PST_HEALTHS)[number];

/** True when a file of this health may be moved. */
export function isMovable(health: PstHealth): boolean {
  return health === 'fine' || health === 'notClosed' || health === 'inUse';
}

/** What a file with a wrong name really is, where its first bytes tell. */
export const FILE_KINDS = ['zip', 'text', 'zeros', 'other'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Where a scan can start. `cloud` is a folder or drive that a cloud service keeps in step; `sample` comes with the app. */
export const ROOT_KINDS = ['fixed', 'removable', 'network', 'optical', 'cloud', 'folder', 'sample'] as const;
export type RootKind = (typeof ROOT_KINDS)[number];

/** True for a place that is a folder by itself: one a person chose, or the sample. */
export function isFolderRoot(kind: RootKind): boolean {
  return kind === 'folder' || kind === 'sample';
}

/**
 * The place a person would name a file's folder by: a folder of a profile (`documents`, `desktop`, `downloads`,
 * `outlook` for Outlook's own data folder, `profile` for the rest of it), a `cloud` folder, a `drive`, or a `folder`
 * the person chose (the sample is one).
 */
export const PLACE_BASES = [
  'documents',
  'desktop',
  'downloads',
  'outlook',
  'profile',
  'cloud',
  'drive',
  'folder',
] as const;
export type PlaceBase = (typeof PLACE_BASES)[number];

/**
 * Why a file is suggested: `attached` (open in the person's Outlook), `ownFolder` (in their profile), `ownFile` (theirs by
 * its owner, elsewhere), `chosenFolder` (in a folder they chose). Why it is not: `notMovable`, `moved` (was moved before), `movedPartly` (without some of its folders),
 * `copy` (of a file that is suggested or was moved), `otherPerson` (in another profile or owned by another person), `unknownOwner`.
 */
export const SUGGESTION_REASONS = [
  'attached',
  'ownFolder',
  'ownFile',
  'chosenFolder',
  'notMovable',
  'moved',
  'movedPartly',
  'copy',
  'otherPerson',
  'unknownOwner',
] as const;
export type SuggestionReason = (typeof SUGGESTION_REASONS)[number];

/** What an item is, by its message class; `mail` has meeting requests and reports as well, `other` journal entries. */
export const ITEM_KINDS = ['mail', 'calendar', 'contact', 'task', 'note', 'other'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/**
 * Folders an import knows by what they are for, whatever their name; each is the cmdlets' word for it.
 * @see learn.microsoft.com/powershell/module/exchange/new-mailboximportrequest (IncludeFolders)
 */
export const FOLDER_ROLES = [
  'Inbox',
  'SentItems',
  'DeletedItems',
  'Calendar',
  'Contacts',
  'Drafts',
  'Journal',
  'Tasks',
  'Notes',
  'JunkEmail',
  'CommunicationHistory',
  'Voicemail',
  'Fax',
  'Conflicts',
  'SyncIssues',
  'LocalFailures',
  'ServerFailures',
] as const;
export type FolderRole = (typeof FOLDER_ROLES)[number];

/** How a PST encodes its blocks; none of them is a protection. */
export const BLOCK_ENCODING_NAMES = ['none', 'permuted', 'cyclic', 'unknown'] as const;
export type BlockEncodingName = (typeof BLOCK_ENCODING_NAMES)[number];

/**
 * What a health check advises: `fine`; `notClosed` (fine, but was not closed cleanly); `repairFirst` (ScanPST on a copy,
 * then move that); `notPst`; `cannotMove` (a cache, held elsewhere, encrypted for others: repairing would not help).
 */
export const VERDICTS = ['fine', 'notClosed', 'repairFirst', 'notPst', 'cannotMove'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * What a health check can find, with its params; `reason` is a technical word, `offset` bytes from the start of the file.
 * `notMovable` {health, kind}: no repair helps; `truncated` {sizeBytes, expectedBytes}; `headerDamaged`: a checksum or a
 * field is wrong; `encodingUnknown`; `indexDamaged` {index, offset, reason}: the first pages of an index; `storeDamaged`
 * {reason}: the store's own properties or its list of first folders; `endDamaged` {offset, reason}: the last pages and blocks;
 * `mapDamaged` {offset, reason}: an allocation map; `notClosed`: maps are marked invalid; `longer` {sizeBytes,
 * expectedBytes}: bytes behind the stated end; `hasPassword`; `overAdvised`, `overLimit` {sizeBytes, limitBytes}: more than
 * 20 GB, 50 GB.
 */
export const FINDINGS = [
  'notMovable',
  'truncated',
  'headerDamaged',
  'encodingUnknown',
  'indexDamaged',
  'storeDamaged',
  'endDamaged',
  'mapDamaged',
  'notClosed',
  'longer',
  'hasPassword',
  'overAdvised',
  'overLimit',
] as const;
export type FindingCode = (typeof FINDINGS)[number];
