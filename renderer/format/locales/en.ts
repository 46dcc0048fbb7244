import type { DurationRange } from '../duration.ts';
import { enChoose } from './en-choose.ts';
import { files, folders, items, plural, pstFiles } from './en-counts.ts';
import { enFind } from './en-find.ts';

function range({ low, high }: DurationRange, one: string, other: string): string {
  if (low === high) return `about ${plural(high, { one, other })}`;
  return low === 0 ? `up to ${plural(high, { one, other })}` : `${low}–${plural(high, { one, other })}`;
}

function timeLeft(duration: DurationRange): string {
  switch (duration.unit) {
    case 'moment':
      return 'less than a minute left';
    case 'minutes':
      return `${range(duration, 'minute', 'minutes')} left`;
    case 'hours':
      return `${range(duration, 'hour', 'hours')} left`;
    case 'days':
      return `${range(duration, 'day', 'days')} left`;
  }
}

function timeTaken({ hours, minutes, seconds }: { hours: number; minutes: number; seconds: number }): string {
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`;
}

function folderSet(count: number, isWithBelow: boolean): string {
  return isWithBelow ? `${folders(count)} with everything below` : folders(count);
}

/** Every English text of the window. A translation is another object of the type `Messages`. */
export const en = {
  language: 'en',
  app: {
    name: 'PST Ferry',
    tagline: 'Moves Outlook PST files into your Microsoft 365 mailbox',
    version: (version: string) => `Version ${version}`,
    sandbox: 'Sandbox',
    sandboxExplanation:
      'This is a practice tenant on this PC. Files really are uploaded and imported, but into mailboxes in a folder on this PC. Nothing leaves it and no Microsoft 365 mailbox is touched.',
    loading: 'Getting ready…',
    noBridge: 'This page belongs to PST Ferry and only works inside its window.',
    crashed: 'Something in this window went wrong.',
    crashedAdvice: 'Moves that are under way are not affected and go on. Load the window again to go back to them.',
    reload: 'Load the window again',
    tryAgain: 'Try again',
    lookAgain: 'Look again',
    reference: (id: string) => `Reference for support: ${id}`,
    dismiss: 'Close',
  },
  format: { perSecond: (size: string) => `${size}/s`, timeLeft, timeTaken },
  steps: {
    label: 'Steps',
    find: 'Find',
    choose: 'Choose',
    review: 'Review',
    move: 'Move',
    receipt: 'Receipt',
    back: 'Back',
    done: 'finished',
  },
  ...enFind,
  ...enChoose,
  review: {
    title: 'Review where the mail goes',
    intro: 'Check the mailbox and the folder for each file. Nothing is moved before you say so.',
    forAll: 'For all files',
    mailbox: 'Mailbox',
    mailboxPlaceholder: 'name@example.com',
    place: 'Place in the mailbox',
    primary: 'Main mailbox',
    archive: 'Online archive',
    folder: 'Folder in the mailbox',
    folderHint: 'Use / between folders. Folders that do not exist are made. Leave empty for the top of the mailbox.',
    folderOf: (name: string) => `Folder for ${name}`,
    mailboxOf: (name: string) => `Mailbox for ${name}`,
    goesTo: (mailbox: string, place: string) => `To ${mailbox}, ${place.toLowerCase()}`,
    noMailbox: 'No mailbox chosen yet',
    different: 'Different mailbox…',
    sameAsAll: 'Same as all',
    useForAll: 'Use for all',
    remove: (name: string) => `Leave out ${name}`,
    problems: {
      mailboxEmpty: 'Enter the address of a mailbox.',
      mailboxInvalid: 'This is not the address of a mailbox: it has a space or a slash in it, or is too long.',
      folderInvalid:
        'Each name between slashes needs 1 to 255 characters, without a backslash, and may not be a dot or two dots.',
      folderTooLong: 'The whole folder path may have at most 4,000 characters.',
    },
    files: 'Files to move',
    total: (count: number, size: string) => `${files(count)}, ${size} in all`,
    incomplete: (count: number) =>
      plural(count, {
        one: 'file still needs a mailbox, a folder, or another choice of folders',
        other: 'files still need a mailbox, a folder, or another choice of folders',
      }),
    changeFolders: 'Change on Choose',
    start: (count: number) => `Move ${files(count)}`,
    starting: 'Starting…',
  },
  states: {
    draft: 'Waiting to start',
    queued: 'Waiting to start',
    checking: 'Checking the file',
    uploading: 'Uploading',
    paused: 'Paused',
    uploaded: 'Uploaded',
    importQueued: 'Uploaded, import queued',
    importing: 'Importing into the mailbox',
    importStalled: 'Import waiting for the service',
    importSuspended: 'Import suspended',
    done: 'Imported',
    doneWithSkips: 'Imported, some items skipped',
    blocked: 'Needs your help',
    failed: 'Not moved',
    cancelled: 'Cancelled',
  },
  move: {
    title: 'Moving your mail',
    titleEnded: 'The move has ended',
    intro: 'You can close the window; the move goes on next time you start.',
    introEnded: 'Every file has ended. The receipt shows what arrived.',
    preparing: 'Preparing the move…',
    empty: 'Nothing is being moved',
    emptyAdvice: 'Find and choose PST files to move.',
    progress: (done: number, total: number) => `${done} of ${total} done`,
    failedCount: (count: number) => `${count} not moved`,
    cancelledCount: (count: number) => `${count} cancelled`,
    helpCount: (count: number) => (count === 1 ? '1 needs your help' : `${count} need your help`),
    jobs: 'Files being moved',
    bytesOf: (done: string, total: string) => `${done} of ${total}`,
    itemsOf: (done: string, total: string) => `${done} of ${total} items`,
    itemsSoFar: items,
    skipped: (count: number) => `${items(count)} skipped`,
    continued: 'Continued from the last time',
    waitingSince: (time: string) => `The upload store has not answered since ${time}. The upload goes on by itself.`,
    serviceSays: (status: string) => `The service says: ${status}`,
    target: (mailbox: string, folder: string) => `To ${mailbox} › ${folder}`,
    topOfMailbox: 'top of the mailbox',
    inArchive: 'online archive',
    pause: 'Pause',
    resume: 'Continue',
    cancel: 'Cancel',
    pauseOf: (name: string) => `Pause ${name}`,
    resumeOf: (name: string) => `Continue ${name}`,
    cancelOf: (name: string) => `Cancel ${name}`,
    cancelTitle: 'Stop moving this file?',
    cancelText: (name: string) =>
      `${name} will not be moved any further. Mail that has already arrived in the mailbox stays there, and the file on this PC is not changed.`,
    cancelYes: 'Stop moving',
    cancelNo: 'Keep moving',
    seeReceipt: 'See the receipt',
    more: 'Move more files',
    progressOf: (name: string) => `Progress of ${name}`,
  },
  receipt: {
    title: 'Receipt',
    intro: 'What arrived in the mailbox, and what did not. Your PST files are still where they were, unchanged.',
    empty: 'There are no receipts yet',
    emptyAdvice: 'A receipt appears here when a file has been moved.',
    thisTime: 'This time',
    earlier: 'Earlier',
    arrived: (moved: string, found: string) => `${moved} of ${found} items arrived`,
    allArrived: (found: number) => (found === 1 ? 'The one item arrived' : `All ${items(found)} arrived`),
    arrivedOfChoice: (moved: string, found: string) => `${moved} of ${found} items of the chosen folders arrived`,
    allArrivedOfChoice: (found: number) =>
      found === 1 ? 'The one item of the chosen folders arrived' : `All ${items(found)} of the chosen folders arrived`,
    nothingInside: 'The file held no items',
    nothingInsideChoice: 'There was nothing in the chosen folders',
    leftOut: (count: number, isWithBelow: boolean) =>
      `${folderSet(count, isWithBelow)} ${count === 1 ? 'was' : 'were'} left out, as you chose`,
    onlyMoved: (count: number, isWithBelow: boolean) =>
      `Only ${folderSet(count, isWithBelow)} ${count === 1 ? 'was' : 'were'} moved, as you chose`,
    included: 'Only these folders',
    excluded: 'Folders left out',
    moreEntries: (count: number) => `and ${plural(count, { one: 'more', other: 'more' })}`,
    nothingArrived: 'Nothing was moved',
    skipped: (count: number) => `${items(count)} skipped`,
    skipReasons: {
      alreadyImported: (count: number) => `${items(count)} already in the mailbox`,
      tooLarge: (count: number) => `${items(count)} too large for the mailbox`,
      tooDeep: (count: number) => `${items(count)} in folders too deep for the mailbox`,
      unreadable: (count: number) => `${items(count)} not readable in the PST`,
    },
    mailbox: 'Mailbox',
    folder: 'Folder',
    size: 'File size',
    sent: 'Sent',
    sentNote: 'Counts every block the store accepted, also those sent again',
    sha256: 'SHA-256 of the file',
    request: 'Import request',
    blob: 'Uploaded as',
    started: 'Started',
    finished: 'Finished',
    finishedIn: (time: string, duration: string) => `${time} (took ${duration})`,
    none: '–',
    file: 'File',
    open: 'Open the mailbox folder',
    openOf: (name: string) => `Open the mailbox folder of ${name}`,
    more: 'Move more files',
  },
  announce: {
    searching: 'Searching for PST files.',
    searchGoesOn: (found: number, seen: number) =>
      `Still searching. ${pstFiles(found)} found, ${folders(seen)} searched.`,
    contentsRead: (name: string, itemCount: number, folderCount: number) =>
      `${name}: ${items(itemCount)} in ${folders(folderCount)}.`,
    searchEnded: (count: number) => `Search ended. ${pstFiles(count)} found.`,
    job: (name: string, state: string) => `${name}: ${state}.`,
    allEnded: (done: number, total: number) => `All files have ended. ${done} of ${total} done.`,
  },
};

/** The shape of a catalogue of texts. */
export type Messages = typeof en;
