import type { ErrorCode, ErrorParams } from './errors.ts';
import { redact } from './redact.ts';
import { sasFindingCode, sasFindingSentence } from './sas-sentences.ts';

/** What a person reads of an error: what happened, and what they can do. Plain text. */
export type Sentence = { readonly title: string; readonly advice: string };

type Describe = (params: ErrorParams) => Sentence;
type Fact = ErrorParams[string] | undefined;

const KEPT = 'Your file was not changed.';

/**
 * English sentences for every code. They stand in the contract because the window and the command line both need them;
 * another language is another object of this shape.
 */
const ENGLISH: Record<ErrorCode, Describe> = {
  sourceMissing: () => ({
    title: 'The file cannot be found.',
    advice: 'Check where it is now; if its drive was unplugged, plug it in and move the file again.',
  }),
  sourceUnreadable: ({ reason }) => ({
    title: `The system or the drive refused to read the file${inBrackets(reason)}.`,
    advice: 'Check that you may open it and that the drive is healthy, then try again.',
  }),
  sourceInUse: () => ({
    title: 'Another program, most likely Outlook, has the file open.',
    advice: 'Close Outlook and continue.',
  }),
  sourceEmpty: () => ({
    title: 'The file is empty.',
    advice: 'There is no mail in it to move; look for a copy on another drive or in a backup.',
  }),
  sourceNotPst: () => ({
    title: 'This is not an Outlook data file, although its name says so.',
    advice: 'Nothing can be moved from it; look for the real file, or ask whoever gave it to you.',
  }),
  sourceIsOst: () => ({
    title: 'This is an offline cache (OST) of a mailbox, not a PST.',
    advice: 'Its mail already lives in the mailbox it caches. To keep a copy, export a PST from Outlook and move that.',
  }),
  sourceIsPab: () => ({
    title: 'This is a personal address book (PAB) of an old Outlook, not a PST.',
    advice: 'Import it into Outlook as contacts first, then move the PST they are in.',
  }),
  sourceCloudOnly: () => ({
    title: 'This file is kept in the cloud and is not on this PC.',
    advice: 'In the file manager choose "Always keep on this device", wait until it has arrived, then search again.',
  }),
  sourceProtected: () => ({
    title: 'The file is encrypted by Windows Information Protection.',
    advice: 'Only your organisation can lift that; ask your administrator.',
  }),
  sourceOtherAccount: () => ({
    title: 'Windows has encrypted the file for another account.',
    advice: 'Sign in as the person who encrypted it and move it from there. It is not damaged.',
  }),
  sourceTruncated: ({ expectedBytes, sizeBytes }) => ({
    title: `The end of the file is missing${inBrackets(
      factText(expectedBytes) === '' || factText(sizeBytes) === '' ? null : `${sizeBytes} of ${expectedBytes} bytes`,
    )}.`,
    advice: `Copy it again from where it came from, or repair a copy with ScanPST. ${KEPT}`,
  }),
  sourceDamaged: () => ({
    title: 'The file is damaged.',
    advice: `Make a copy, repair the copy with ScanPST (part of Outlook), and move the repaired copy. ${KEPT}`,
  }),
  sourceChanged: () => ({
    title: 'The file changed while it was being moved.',
    advice: 'Close Outlook and anything else that writes to it, then move it again. Nothing half-sent was imported.',
  }),
  sourceReplaced: () => ({
    title: 'The file found in this place is not the one that was chosen: it is on another drive.',
    advice:
      'Plug in the drive the file was chosen from and continue; what was sent is kept. To move this other file, search again and choose it.',
  }),
  contentsUnreadable: ({ reason, part }) => ({
    title: `${part === undefined || part === null ? 'The folders of this file could not be listed' : `This ${part} could not be read`}${inBrackets(reason)}.`,
    advice: 'It may still be moved; the receipt will name what could not be read.',
  }),
  contentsChanged: ({ file }) => ({
    title: `The file is not what it was when its folders were listed${inBrackets(file)}.`,
    advice: 'Another program has changed it. Look into it again, and check which folders are chosen.',
  }),
  foldersUnreadable: ({ count }) => ({
    title: `Damage kept folders of the file from being read${inBrackets(count)}.`,
    advice: `What they hold is not in the mailbox. Repair a copy with ScanPST and move that; nothing arrives twice. ${KEPT}`,
  }),
  contentsTimeout: () => ({
    title: 'Listing the folders took too long and was stopped.',
    advice: 'The file may be damaged. Repair a copy with ScanPST, or move it without a preview.',
  }),
  targetInvalid: ({ reason }) => ({
    title: `The mailbox or folder cannot be used${inBrackets(reason)}.`,
    advice: 'Type an address such as ann@contoso.example, and folder names of 1 to 255 characters joined by "/".',
  }),
  uploadForbidden: ({ reason }) => ({
    title: `The storage refused the upload${inBrackets(reason)}.`,
    advice:
      'The permission (SAS) does not allow it, or not from this network. Ask your administrator for one that does, then continue; what was sent is kept.',
  }),
  uploadExpired: ({ reason }) => ({
    title: `The permission (SAS) to upload has expired, or the storage does not recognise it${inBrackets(reason)}.`,
    advice: 'Renew it, or ask your administrator for a new one, and continue; what was sent is kept.',
  }),
  sasInvalid: (params) => ({
    title: sasTitle(params),
    advice:
      'Ask your administrator for one that allows writing this one file and nothing more, then continue. The command "sas" shows what is wrong with it.',
  }),
  clockWrong: ({ skewMinutes }) => ({
    title: `The clock of this PC is wrong${inBrackets(clockText(skewMinutes))}.`,
    advice:
      'The storage refuses requests from another time. Turn on "Set time automatically" in the date and time settings, and continue; what was sent is kept.',
  }),
  certificateUntrusted: ({ issuer, host }) => ({
    title: `The connection to the storage${inBrackets(host)} is not secure: this PC does not trust its certificate${inBrackets(issuedBy(issuer))}.`,
    advice:
      'PST Ferry sends no mail over a connection it cannot check. A firewall may be looking into it: ask your administrator to install its certificate on this PC, then continue; what was sent is kept.',
  }),
  proxyRefused: ({ host }) => ({
    title: `The proxy of your network wants a sign-in before it lets anything through${inBrackets(host)}.`,
    advice: 'Sign in to it in a web browser, or ask your administrator, and continue; what was sent is kept.',
  }),
  uploadContainerMissing: () => ({
    title: 'The storage container does not exist.',
    advice: 'Check the storage address with your administrator, then continue.',
  }),
  uploadConflict: ({ blob }) => ({
    title: `The storage already holds another file under this name${inBrackets(blob)}.`,
    advice: 'It was not overwritten. Move the file again; it gets a new name.',
  }),
  uploadRejected: ({ status, reason }) => ({
    title: `The storage did not take the file${inBrackets(factText(reason) || status)}.`,
    advice: 'Try again later; if it stays, give this message to your administrator.',
  }),
  importForbidden: () => ({
    title: 'The import service may not read the uploaded file.',
    advice: 'The read permission (SAS) is wrong or has expired. Renew it and try again.',
  }),
  importBlobMissing: () => ({
    title: 'The import service did not find the uploaded file.',
    advice: 'It may have been cleaned up. Move the file again.',
  }),
  importMailboxMissing: ({ mailbox }) => ({
    title: `There is no mailbox ${factText(mailbox) || 'of that name'}.`,
    advice: 'Check the address and move the file again.',
  }),
  importFailed: ({ reason }) => ({
    title: `The import service gave up${inBrackets(reason)}.`,
    advice: `Repair a copy of the file with ScanPST and move that, or ask your administrator. ${KEPT}`,
  }),
  importRemoved: () => ({
    title: 'Someone removed the import request.',
    advice: 'What had arrived stays in the mailbox. Move the file again to get the rest.',
  }),
  importArchiveMissing: ({ mailbox }) => ({
    title: `The mailbox${inBrackets(mailbox)} has no archive.`,
    advice: 'Choose the mailbox itself, or ask your administrator to turn on its archive, and move the file again.',
  }),
  importMailboxFull: ({ mailbox }) => ({
    title: `There is not enough room in the mailbox${inBrackets(mailbox)}.`,
    advice: 'Free some room or ask your administrator for more, then continue. What has arrived stays.',
  }),
  importNotSupported: ({ detail }) => ({
    title: `This organisation does not take imports from a storage container${inBrackets(detail)}.`,
    advice:
      'Microsoft has not promised that it does. Choose "Purview" in the settings of the connection: the file is uploaded here and an administrator starts the import.',
  }),
  importRefused: ({ detail }) => ({
    title: `Exchange refused the request${inBrackets(detail)}.`,
    advice: 'Give this message to your administrator, then continue; what was sent is kept.',
  }),
  powerShellMissing: ({ edition }) => ({
    title: `PowerShell was not found on this PC${inBrackets(edition)}.`,
    advice:
      'Choose the other PowerShell in the settings of the connection, or install PowerShell 7 from aka.ms/powershell, then continue.',
  }),
  powerShellTooOld: ({ version, needed }) => ({
    title: `This PowerShell is too old${inBrackets(versionsText(version, needed))}.`,
    advice: 'Install the updates of Windows, or PowerShell 7 from aka.ms/powershell, then continue.',
  }),
  powerShellConstrained: () => ({
    title: 'Your organisation lets PowerShell run in its constrained language mode only.',
    advice:
      "Ask your administrator to allow PST Ferry's signed scripts in App Control or AppLocker, then continue. Nothing was changed.",
  }),
  powerShellForbidden: ({ reason }) => ({
    title: `A policy of this PC forbids the script that talks to Exchange${inBrackets(reason)}.`,
    advice:
      "Ask your administrator to trust PST Ferry's publisher or to set the execution policy RemoteSigned, then continue.",
  }),
  powerShellBroken: ({ reason }) => ({
    title: `PowerShell ended or fell silent${inBrackets(reason)}.`,
    advice:
      'It is started again by itself. If this stays, restart the PC or choose the other PowerShell in the settings.',
  }),
  moduleMissing: () => ({
    title: 'The PowerShell module ExchangeOnlineManagement is not installed.',
    advice: 'In PowerShell run: Install-Module ExchangeOnlineManagement -Scope CurrentUser. Then continue.',
  }),
  moduleTooOld: ({ version, needed }) => ({
    title: `The PowerShell module ExchangeOnlineManagement is too old${inBrackets(versionsText(version, needed))}.`,
    advice: 'In PowerShell run: Update-Module ExchangeOnlineManagement. Then continue.',
  }),
  moduleNeedsPowerShell: ({ module, version, needed }) => ({
    title: `The module ExchangeOnlineManagement${inBrackets(module)} does not run in this PowerShell${inBrackets(versionsText(version, needed))}.`,
    advice: 'Choose Windows PowerShell in the settings of the connection, or update PowerShell 7, then continue.',
  }),
  signInRefused: ({ detail }) => ({
    title: `Exchange refused the sign-in${inBrackets(detail)}.`,
    advice: 'Check the account and what it may do with your administrator, then continue.',
  }),
  signInCancelled: () => ({
    title: 'The sign-in to Exchange was called off, or nobody answered it.',
    advice: 'Continue to sign in again; what was sent is kept.',
  }),
  roleMissing: ({ cmdlets, account }) => ({
    title: `The account${inBrackets(account)} may not import mail${inBrackets(cmdlets)}.`,
    advice:
      'An administrator must give it the role "Mailbox Import Export", which no role group has by itself. It counts after the next sign-in.',
  }),
  shareMissing: ({ share }) => ({
    title: `The share cannot be reached${inBrackets(share)}.`,
    advice: 'Check its name and your network, then continue; what was copied is kept.',
  }),
  shareForbidden: ({ share }) => ({
    title: `You may not write to the share${inBrackets(share)}.`,
    advice: 'Ask your administrator for the right to write there, then continue; what was copied is kept.',
  }),
  shareFull: ({ share }) => ({
    title: `There is no room on the share${inBrackets(share)}.`,
    advice: 'Free some room there, then continue; what was copied is kept.',
  }),
  secretMissing: ({ name }) => ({
    title: `${secretTitle(name)} is not known, or was not kept since the last run.`,
    advice: 'Give it again in the settings of the connection, or with the options of the command line, then continue.',
  }),
  connectionMissing: ({ reason }) => ({
    title: `It is not set yet where the mail goes${inBrackets(reason)}.`,
    advice: 'Open the settings of the connection, or ask your administrator.',
  }),
  connectionOther: ({ engine }) => ({
    title: `This move was begun over another connection${inBrackets(engine)}.`,
    advice: 'Change back to that connection and continue, or cancel the move and start it again.',
  }),
  connectionBusy: () => ({
    title: 'The connection cannot be changed while files are being moved.',
    advice: 'Pause the moves or wait until they are done, then change it.',
  }),
  connectionManaged: () => ({
    title: 'The connection is set by your organisation.',
    advice: 'Ask your administrator to change it.',
  }),
  tenantUnavailable: ({ reason }) => ({
    title: `The service mail is moved into does not answer${inBrackets(reason)}.`,
    advice: 'The move waits and goes on by itself when it is back.',
  }),
  stateInUse: ({ folder }) => ({
    title: `Another PST Ferry is already working${inBrackets(folder)}.`,
    advice: 'Use that window, or close it first; or name another folder with --state.',
  }),
  stateDamaged: ({ file }) => ({
    title: `The record of a move cannot be read${inBrackets(file)}.`,
    advice: 'It was set aside, nothing was deleted. Move the file again; what was sent is found again.',
  }),
  stateUnwritable: ({ folder, reason }) => ({
    title: `The record of the move cannot be written${inBrackets(reason)}${inBrackets(folder)}.`,
    advice: 'Free some space, or name a folder you may write to with --state, then continue. What was sent is kept.',
  }),
  folderUnreadable: ({ path }) => ({
    title: `The folder cannot be read${inBrackets(path)}.`,
    advice: 'Check that it exists and that you may open it.',
  }),
  exportFailed: ({ reason }) => ({
    title: `The list could not be saved${inBrackets(reason)}.`,
    advice: 'Choose another folder, or free some space, and save it again.',
  }),
  jobMissing: () => ({ title: 'That move is not known.', advice: 'Start again from the list of files.' }),
  candidateMissing: () => ({ title: 'That file is no longer in the list.', advice: 'Search again.' }),
  jobNotInState: ({ state }) => ({
    title: `That cannot be done now${inBrackets(state)}.`,
    advice: 'Wait for the current step to end.',
  }),
  senderRefused: () => ({ title: 'A request from outside the window was refused.', advice: 'Restart the app.' }),
  requestInvalid: ({ field }) => ({
    title: `The request was not understood${inBrackets(field)}.`,
    advice: 'Check what you entered and try again.',
  }),
  usage: ({ detail }) => ({ title: factText(detail) || 'Wrong usage.', advice: 'See --help.' }),
  internal: ({ correlationId }) => ({
    title: 'Something went wrong inside PST Ferry.',
    advice: `Nothing was lost. Start the app again; if it stays, report it${inBrackets(correlationId)}.`,
  }),
};

function issuedBy(issuer: Fact): string {
  const name = factText(issuer);
  return name === '' ? '' : `issued by ${name}`;
}

function versionsText(version: Fact, needed: Fact): string {
  const [is, wanted] = [factText(version), factText(needed)];
  return wanted === '' ? is : `${is === '' ? 'unknown' : is}, ${wanted} or later is needed`;
}

/** Also said by the window, beside the place where each is given. */
const SECRET_TITLES: Readonly<Record<string, string>> = {
  uploadSas: 'The permission (SAS) to upload',
  importSas: 'The permission (SAS) to read for the import',
  cleanupSas: 'The permission (SAS) to clean up',
  certificatePassword: 'The password of the certificate',
};

function secretTitle(name: Fact): string {
  return SECRET_TITLES[factText(name)] ?? 'A permission';
}

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

/** How wrong a clock is, in the unit a person would see it by. */
function clockText(skewMinutes: Fact): string {
  if (typeof skewMinutes !== 'number' || !(Math.abs(skewMinutes) >= 1)) return '';
  const minutes = Math.abs(skewMinutes);
  const way = skewMinutes > 0 ? 'fast' : 'slow';
  if (minutes < 2 * MINUTES_PER_HOUR) return `${countOf(minutes, 'minute')} ${way}`;
  if (minutes < 2 * MINUTES_PER_DAY) return `${countOf(minutes / MINUTES_PER_HOUR, 'hour')} ${way}`;
  return `${countOf(minutes / MINUTES_PER_DAY, 'day')} ${way}`;
}

function countOf(count: number, unit: string): string {
  const whole = Math.round(count);
  return whole === 1 ? `1 ${unit}` : `${whole} ${unit}s`;
}

/** A refusal to use a SAS, with the finding it stands on. */
function sasTitle(params: ErrorParams): string {
  const code = sasFindingCode(params.reason);
  return code === null
    ? `The permission (SAS) cannot be used${inBrackets(params.reason)}.`
    : `The permission (SAS) cannot be used. ${sasFindingSentence({ code, params })}`;
}

function inBrackets(fact: Fact): string {
  const text = factText(fact);
  return text === '' ? '' : ` (${text})`;
}

/** Longest fact a sentence quotes, characters: the line of a program's error, not its trace or a page. */
const MAX_FACT = 300;

/** A fact as a sentence quotes it: its first line, without anything that opens something. */
function factText(fact: Fact): string {
  if (typeof fact === 'number') return Number.isNaN(fact) ? '' : String(fact);
  if (typeof fact !== 'string') return '';
  const line = redact(fact.trim().split(/[\r\n]/, 1)[0] ?? '');
  return line.length > MAX_FACT ? `${line.slice(0, MAX_FACT)}…` : line;
}

/** The sentences for an error. */
export function describeError(error: { readonly code: ErrorCode; readonly params: ErrorParams }): Sentence {
  return ENGLISH[error.code](error.params);
}
