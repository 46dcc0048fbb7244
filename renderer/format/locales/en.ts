import type { DurationRange } from '../duration.ts';
import { enChoose } from './en-choose.ts';
import { enConnection } from './en-connection.ts';
import { files, folders, items, plural, pstFiles, uploads } from './en-counts.ts';
import { enFind } from './en-find.ts';
import { enMove } from './en-move.ts';

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
  ...enConnection,
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
      purviewFolders:
        'An import in Purview takes whole files and cannot leave folders out. Choose all folders of this file, or use another connection.',
      purviewArchiveTop:
        'An import in Purview cannot put mail at the top of an archive. Enter a folder, or choose the main mailbox.',
    },
    files: 'Files to move',
    total: (count: number, size: string) => `${files(count)}, ${size} in all`,
    incomplete: (count: number) =>
      plural(count, {
        one: 'file still needs a mailbox, a folder, or another choice of folders',
        other: 'files still need a mailbox, a folder, or another choice of folders',
      }),
    changeFolders: 'Change on Choose',
    risks: {
      large: (size: string, limit: string) =>
        `This file is large (${size}). Microsoft advises importing files of at most ${limit}, because larger ones slow an import down; it may take days. The file can be moved all the same, or be split in Outlook first.`,
      tooLarge: (count: number) =>
        plural(count, {
          one: 'item is larger than 150 MB and will be skipped, because no mailbox takes it.',
          other: 'items are larger than 150 MB and will be skipped, because no mailbox takes them.',
        }),
      tooDeep: (count: number) =>
        plural(count, {
          one: 'item lies 300 folders deep or deeper and will be skipped, because an import does not reach that far.',
          other: 'items lie 300 folders deep or deeper and will be skipped, because an import does not reach that far.',
        }),
      skipped: (count: number) =>
        plural(count, {
          one: 'item of the chosen folders will be skipped: it is larger than 150 MB or lies 300 folders deep.',
          other: 'items of the chosen folders will be skipped: they are larger than 150 MB or lie 300 folders deep.',
        }),
    },
    start: (count: number) => `Move ${files(count)}`,
    starting: 'Starting…',
  },
  ...enMove,
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
    handedOver: 'The file is uploaded; an administrator starts the import',
    handedOverText:
      'What will arrive is not known here: this app hears no more of the import. Give the administrator the list and the steps.',
    retentionHold:
      'An import in Purview leaves the mailbox on retention hold, without an end: its policies no longer delete or archive anything. The steps say how an administrator turns that off.',
    openHandover: 'Open the list and the steps',
    openHandoverOf: (name: string) => `Open the list and the steps for ${name}`,
    skipped: (count: number) => `${items(count)} skipped`,
    skipReasons: {
      alreadyImported: (count: number) => `${items(count)} already in the mailbox`,
      tooLarge: (count: number) => `${items(count)} too large for the mailbox`,
      tooDeep: (count: number) => `${items(count)} in folders too deep for the mailbox`,
      unreadable: (count: number) => `${items(count)} not readable in the PST`,
      missing: (count: number) => `${items(count)} not found again when the service checked what had arrived`,
    },
    mailbox: 'Mailbox',
    folder: 'Folder',
    size: 'File size',
    sent: 'Sent',
    sentLess: (size: string) => `${size} of the file was there already and did not have to be sent.`,
    sentNone: 'All of the file was there already; nothing had to be sent.',
    sentMore: (size: string) => `${size} of it had to be sent again after interruptions.`,
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
    waits: (name: string, why: string) => `${name}: upload waiting. ${why} Nothing is lost; it goes on by itself.`,
    manyWait: (count: number, why: string) =>
      `${uploads(count)} waiting. ${why} Nothing is lost; they go on by themselves.`,
    goesOn: (name: string) => `${name}: the upload goes on.`,
    manyGoOn: (count: number) => `${uploads(count)} go on.`,
  },
};

/** The shape of a catalogue of texts. */
export type Messages = typeof en;
