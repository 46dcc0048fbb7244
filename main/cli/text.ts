import {
  type CleanupReason,
  type CliLine,
  checkSentence,
  findingSentence,
  type HealthCheck,
  type ImportPhase,
  type ImportStatistics,
  ITEM_KINDS,
  type JobView,
  type Tally,
  type WaitReason,
  type WireError,
} from '../../preload/contract/index.ts';
import { checkText, connectionText } from './connection-text.ts';
import { sasFindingText, sasText } from './sas-text.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size a person can compare: three digits and a binary unit. */
export function formatBytes(sizeBytes: number): string {
  const power = sizeBytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(sizeBytes) / 10));
  const value = sizeBytes / 1024 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${UNITS[power]}`;
}

/** What a line of data says to a person who did not ask for JSON; null for lines that are shown as progress. */
export function lineText(line: CliLine): string | null {
  switch (line.kind) {
    case 'candidate':
      return candidateText(line);
    case 'drive':
      return driveText(line);
    case 'denied':
      return `cannot be read (${line.reason})  ${inOneLine(line.path)}`;
    case 'contents':
      return contentsText(line);
    case 'health':
      return healthText(line);
    case 'overlap':
      return overlapText(line);
    case 'receipt':
      return receiptText(line);
    case 'check':
      return checkText(line);
    case 'connection':
      return connectionText(line);
    case 'sas':
      return sasText(line);
    case 'sasFinding':
      return sasFindingText(line);
    case 'blob':
      return blobText(line);
    case 'import':
      return importText(line);
    default:
      return null;
  }
}

/** A name may hold line breaks, which would look like another line of ours. */
function inOneLine(path: string): string {
  return path.replace(/[\r\n\u2028\u2029]/g, '\ufffd');
}

function candidateText(line: Extract<CliLine, { kind: 'candidate' }>): string {
  const notes = [
    line.outlookProfile === null ? null : `in Outlook (${line.outlookProfile})`,
    line.copyOf === null ? null : `${line.copyOf.kind} of ${inOneLine(line.copyOf.path)}`,
    line.paths.length > 1 ? `also ${line.paths.slice(1).map(inOneLine).join(', ')}` : null,
  ].filter((note) => note !== null);
  const columns = [
    formatBytes(line.sizeBytes).padStart(10),
    line.modified.slice(0, 10),
    line.health.padEnd(12),
    inOneLine(line.path),
  ];
  return [...columns, ...(notes.length > 0 ? [`[${notes.join('; ')}]`] : [])].join('  ');
}

function driveText(line: Extract<CliLine, { kind: 'drive' }>): string {
  const { path, label, sizeBytes, freeBytes } = line;
  const space =
    sizeBytes === null || freeBytes === null ? '' : `, ${formatBytes(freeBytes)} free of ${formatBytes(sizeBytes)}`;
  const alias = line.aliasOf === null ? '' : `, another name of ${line.aliasOf}`;
  const name = label === path ? '' : ` (${label})`;
  return `${line.isDefault ? 'scanned' : 'only when named'}  ${line.driveKind.padEnd(9)}  ${path}${name}${space}${alias}`;
}

function contentsText(line: Extract<CliLine, { kind: 'contents' }>): string {
  const folders = line.folders.map(
    (folder) =>
      `${tallyText(folder)}  ${'  '.repeat(Math.max(0, folder.path.length - 1))}${inOneLine(folder.path.at(-1) ?? '')}`,
  );
  const notes = [
    ...ITEM_KINDS.filter((kind) => line.kinds[kind] > 0).map((kind) => `${line.kinds[kind]} ${kind}`),
    ...(line.unread > 0 ? [`${line.unread} unread`] : []),
    ...(line.tooLarge > 0 ? [`${line.tooLarge} too large for a mailbox`] : []),
    ...(line.tooDeep > 0 ? [`${line.tooDeep} in folders too deep for a mailbox`] : []),
    ...line.searchFolders.map(({ name, items }) => `search folder ${inOneLine(name)} shows ${items}`),
  ];
  return [
    ...folders,
    `${tallyText(line)}  in ${inOneLine(line.path)}`,
    ...(notes.length > 0 ? [`${' '.repeat(10)}${notes.join(', ')}`] : []),
    ...line.problems.map(problemLine),
    ...checkLines(line.check),
  ].join('\n');
}

function problemLine({ code, params }: WireError): string {
  return `${' '.repeat(10)}cannot be read (${params.reason ?? code})  ${inOneLine(String(params.folder ?? ''))}`;
}

/** Items, size, and from when to when. */
function tallyText({ items, sizeBytes, oldest, newest }: Tally): string {
  const dates = oldest === null || newest === null ? '' : `${oldest.slice(0, 7)} to ${newest.slice(0, 7)}`;
  return `${String(items).padStart(8)}  ${formatBytes(sizeBytes).padStart(10)}  ${dates.padEnd(18)}`;
}

function checkLines(check: HealthCheck): string[] {
  return [checkSentence(check), ...check.findings.map(findingSentence)].map(
    (sentence) => `${' '.repeat(10)}${sentence}`,
  );
}

function healthText({ path, ...check }: Extract<CliLine, { kind: 'health' }>): string {
  return [`${check.verdict.padEnd(12)}  ${inOneLine(path)}`, ...checkLines(check)].join('\n');
}

function overlapText({ path, other, shared, items }: Extract<CliLine, { kind: 'overlap' }>): string {
  const percent = items === 0 ? 0 : Math.floor((100 * shared) / items);
  return `${String(percent).padStart(4)} %  ${shared} of ${items} items of ${inOneLine(path)} are also in ${inOneLine(other)}`;
}

function receiptText(line: Extract<CliLine, { kind: 'receipt' }>): string {
  const skipped = line.skipped.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  const rows: [string, string | null][] = [
    [line.state, line.file],
    ['arrived', `${line.moved} of ${line.found} items${skipped ? `, left out: ${skipped}` : ''}`],
    ['folder', line.mailboxPath],
    ['SHA-256', line.sha256],
    ['request', line.requestId],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(14)}${value}`])).join('\n');
}

/** Why an uploaded blob goes, or stays. */
const CLEANUP_REASONS: Readonly<Record<CleanupReason, string>> = {
  imported: 'its import is done',
  tooYoung: 'its import was done only lately',
  importRunning: 'its import has not ended',
  importFailed: 'its import failed and can be taken up again',
  importUnknown: 'what became of its import is not known',
  uploading: 'a move on this PC uses it',
  notOurs: 'PST Ferry did not write it',
  leased: 'another program holds it',
  changed: 'it was changed meanwhile',
  refused: 'the storage refused to remove it',
};

/** What becomes of a blob, its size, age, the state of its imports, its name and why. */
function blobText(line: Extract<CliLine, { kind: 'blob' }>): string {
  const states = [...new Set(line.requests.map(({ status }) => status))].join(', ');
  const columns = [
    line.action.padEnd(7),
    formatBytes(line.sizeBytes).padStart(10),
    `${line.ageDays} d`.padStart(6),
    inOneLine(states === '' ? '-' : states).padEnd(12),
    inOneLine(line.blob),
  ];
  return `${columns.join('  ')}  (${CLEANUP_REASONS[line.reason]})`;
}

/** What is said of an import in a phase that stays; the others are shown as progress. */
const IMPORT_ENDS: Readonly<Partial<Record<ImportPhase, string>>> = {
  stalled: 'stalled',
  suspended: 'suspended',
  completed: 'done',
  completedWithWarning: 'done with warnings',
  failed: 'FAILED',
  removed: 'removed',
  handedOver: 'handed over',
};

function importText(line: Extract<CliLine, { kind: 'import' }>): string | null {
  const word = IMPORT_ENDS[line.phase];
  if (word === undefined) return null;
  const skipped = line.skipped.filter(({ count }) => count > 0).map(({ reason, count }) => `${count} ${reason}`);
  const left = skipped.length === 0 ? '' : `, left out: ${skipped.join(', ')}`;
  const name = `${inOneLine(line.name)} to ${inOneLine(line.mailbox)}`;
  return `${word.padEnd(18)}  ${name}: ${line.itemsTransferred} of ${line.itemsTotal ?? '?'} items${left} (${inOneLine(line.status)})`;
}

/** One line on how far an import is that runs, or waits for its turn. */
export function importProgressText(statistics: ImportStatistics): string {
  return `${inOneLine(statistics.name)} to ${inOneLine(statistics.mailbox)}: ${importStateText(statistics)}`;
}

/** One line on how far a job is. */
export function progressText(job: JobView): string {
  const name = job.fileName.length > 40 ? `${job.fileName.slice(0, 39)}…` : job.fileName;
  return `${name}: ${stateText(job)}`;
}

function stateText({ state, progress, statistics }: JobView): string {
  if (state === 'uploading' && progress) {
    if (progress.waitingFor !== null) return WAITS[progress.waitingFor];
    const rate = progress.bytesPerSecond === null ? '' : `, ${formatBytes(progress.bytesPerSecond)}/s`;
    const kept = progress.keptBytes === 0 ? '' : ` (${formatBytes(progress.keptBytes)} were there already)`;
    return `uploading ${formatBytes(progress.doneBytes)} of ${formatBytes(progress.totalBytes)}${kept}${rate}${leftText(progress.secondsLeft)}`;
  }
  return state === 'importing' && statistics ? importStateText(statistics) : state;
}

function importStateText({ phase, itemsTransferred, itemsTotal, percentComplete }: ImportStatistics): string {
  if (phase === 'queued') return 'import queued';
  if (itemsTotal === null) return 'importing';
  return `importing ${itemsTransferred} of ${itemsTotal} items (${percentComplete ?? 0} %)`;
}

/** Why an upload that goes on by itself does not move. */
const WAITS: Readonly<Record<WaitReason, string>> = {
  offline: 'waiting for the network: the storage cannot be reached',
  silent: 'waiting for the storage to answer',
  busy: 'waiting: the storage is busy',
  stranger: 'waiting: something else answers in place of the storage, perhaps a sign-in page of the network',
  corrupted: 'waiting: bytes arrive changed and are sent again',
  access: 'waiting for a new permission to upload',
  battery: 'waiting for mains power',
  metered: 'waiting for a connection without a meter',
};

/** What holds uploads back now, and how fast they may be. */
export function holdText({ holdFor, limitBytesPerSecond }: HeldUploads): string {
  const limit = limitBytesPerSecond === null ? 'at full speed' : `at ${formatBytes(limitBytesPerSecond)}/s at most`;
  return holdFor === null ? `nothing holds them, ${limit}` : `${WAITS[holdFor]}, then ${limit}`;
}

type HeldUploads = { readonly holdFor: WaitReason | null; readonly limitBytesPerSecond: number | null };

function leftText(range: { low: number; high: number } | null): string {
  if (!range) return '';
  return `, ${Math.ceil(range.low / 60)}–${Math.ceil(range.high / 60)} min left`;
}
