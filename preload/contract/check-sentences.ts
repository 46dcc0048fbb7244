import type { Finding, HealthCheck } from './contents.ts';
import type { ErrorParams } from './errors.ts';
import { FILE_KINDS, type FileKind, type FindingCode, PST_HEALTHS, type PstHealth, type Verdict } from './states.ts';

/** The way to a file that can be moved, for everything that a repair puts right. */
const REPAIR =
  "Make a copy, let Outlook's repair tool (ScanPST.exe) work on the copy, and move that: " +
  'it throws away what it cannot read, so keep the file as it is.';

/** One plain sentence, or two, for what a health check advises; what it found is said by `findingSentence`. */
export function checkSentence({ verdict, findings }: HealthCheck): string {
  return VERDICT_SENTENCES[verdict](findings);
}

const VERDICT_SENTENCES: Record<Verdict, (findings: readonly Finding[]) => string> = {
  fine: () => 'The file looks fine and can be moved.',
  notClosed: () =>
    'The file can be moved, although it was not closed cleanly. Should anything be missing afterwards, repair a copy with ScanPST.exe.',
  repairFirst: () => `The file is damaged and should be repaired first. ${REPAIR}`,
  notPst: () => 'This is not an Outlook data file, although its name says so.',
  cannotMove: (findings) =>
    findings.some(({ code }) => code === 'encodingUnknown')
      ? 'The file cannot be moved: it is encoded in a way that only the program that wrote it can undo.'
      : 'The file cannot be moved, and repairing it would not help.',
};

/** What one finding means and, where there is something to do, what that is. Plain text of one or two sentences. */
export function findingSentence({ code, params }: Finding): string {
  return isRefusal(params.reason)
    ? `The drive or the system refused to read a part of the file${inBrackets(offsetText(params.offset))}. Copy the file ` +
        'to another drive and look at the copy; where that fails too, look for a backup.'
    : FINDING_SENTENCES[code](params);
}

/** The file system's codes, unlike our words for damage, are all capitals. */
function isRefusal(reason: Fact): boolean {
  return typeof reason === 'string' && /^E[A-Z0-9]+$/.test(reason);
}

const FINDING_SENTENCES: Record<FindingCode, (params: ErrorParams) => string> = {
  notMovable: ({ health, kind }) => healthSentence(nameIn(PST_HEALTHS, health), nameIn(FILE_KINDS, kind)),
  truncated: ({ sizeBytes, expectedBytes }) =>
    `The end of the file is missing${inBrackets(sizesText(sizeBytes, expectedBytes))}. ` +
    'Copy it again from where it came from; if there is no whole copy, repair one with ScanPST.exe.',
  headerDamaged: () => 'The beginning of the file is damaged: its checksum is wrong, or it says what cannot be.',
  encodingUnknown: () =>
    'The file says that it is encoded in an unknown way. Only the program that wrote it can read it.',
  indexDamaged: ({ index }) =>
    `The index of ${index === 'blocks' ? "the file's blocks" : "the file's folders and items"} is damaged. ` +
    'Some or all of them cannot be found.',
  storeDamaged: () => 'What the file says about itself and its first folders cannot be read.',
  endDamaged: ({ offset }) =>
    `The end of the file cannot be read properly${inBrackets(offsetText(offset))}. The newest items may be lost; ` +
    'if it was copied or restored, copy it again from where it came from.',
  mapDamaged: () => 'The list of free room in the file is damaged. It holds no mail, and Outlook makes it anew.',
  notClosed: () =>
    'The program that wrote the file last did not close it, perhaps because it or the PC was stopped. ' +
    'Open it in Outlook and close Outlook if you can.',
  longer: ({ sizeBytes, expectedBytes }) =>
    `The file goes on behind its end${inBrackets(sizesText(sizeBytes, expectedBytes))}. That does no harm.`,
  hasPassword: () =>
    'The file has a password. Its mail can be moved all the same: the password does not encrypt it and does not come along.',
  overAdvised: ({ sizeBytes }) =>
    `The file is large${inBrackets(sizeText(sizeBytes))}. Microsoft advises against importing files of more than 20 GB. ` +
    'Moving it can take days; consider splitting it.',
  overLimit: ({ sizeBytes }) =>
    `The file is larger than 50 GB${inBrackets(sizeText(sizeBytes))}, beyond what Outlook itself makes, and Microsoft ` +
    'advises against importing more than 20 GB. Moving it can take days; consider splitting it.',
};

/** Words for a file that no repair makes movable. */
function healthSentence(health: PstHealth | null, kind: FileKind | null): string {
  switch (health) {
    case 'empty':
      return 'The file is empty. Look for a copy on another drive or in a backup.';
    case 'notPst':
      return `The file ${kindText(kind)}. Look for the real file, or ask whoever gave it to you.`;
    case 'ost':
      return 'The file is an offline cache (OST) of a mailbox. Its mail already lives in the mailbox it caches.';
    case 'pab':
      return 'The file is a personal address book (PAB) of an old Outlook. Import it into Outlook as contacts first.';
    case 'cloudOnly':
      return 'The file is kept in the cloud and is not on this PC. Make it available here first.';
    case 'wipProtected':
      return 'The file is encrypted by Windows Information Protection. Only your organisation can lift that.';
    case 'otherAccount':
      return 'Windows has encrypted the file for another account. Move it as the person who encrypted it.';
    case 'unreadable':
      return 'The system or the drive refused to read the file. Check that you may open it.';
    case 'fine':
    case 'notClosed':
    case 'inUse':
    case 'truncated':
    case 'damaged':
    case null:
      return 'The file cannot be moved as it is.';
  }
}

function kindText(kind: FileKind | null): string {
  switch (kind) {
    case 'zip':
      return 'is a ZIP archive; unpack it first';
    case 'text':
      return 'is a text file';
    case 'zeros':
      return 'holds nothing but zeros, as after a copy that broke off';
    case 'other':
    case null:
      return 'holds something else than Outlook data';
  }
}

type Fact = ErrorParams[string] | undefined;

function nameIn<const Name extends string>(names: readonly Name[], fact: Fact): Name | null {
  return names.find((name) => name === fact) ?? null;
}

function inBrackets(text: string | null): string {
  return text === null ? '' : ` (${text})`;
}

function sizesText(sizeBytes: Fact, expectedBytes: Fact): string | null {
  const isKnown = numberOf(sizeBytes) !== null && numberOf(expectedBytes) !== null;
  return isKnown ? `${sizeBytes} of ${expectedBytes} bytes` : null;
}

function offsetText(offset: Fact): string | null {
  const number = numberOf(offset);
  return number === null ? null : `at byte ${number}`;
}

const BYTES_PER_GB = 1024 ** 3;

function sizeText(sizeBytes: Fact): string | null {
  const number = numberOf(sizeBytes);
  return number === null ? null : `${(number / BYTES_PER_GB).toFixed(1)} GB`;
}

function numberOf(fact: Fact): number | null {
  return typeof fact === 'number' && Number.isFinite(fact) ? fact : null;
}
