import type { FolderRole, ItemKind } from '../../../preload/contract/index.ts';
import { files, folders, items, names, plural } from './en-counts.ts';

const kinds: Readonly<Record<ItemKind, (count: number) => string>> = {
  mail: (count) => plural(count, { one: 'message', other: 'messages' }),
  calendar: (count) => plural(count, { one: 'appointment', other: 'appointments' }),
  contact: (count) => plural(count, { one: 'contact', other: 'contacts' }),
  task: (count) => plural(count, { one: 'task', other: 'tasks' }),
  note: (count) => plural(count, { one: 'note', other: 'notes' }),
  other: (count) => plural(count, { one: 'other item', other: 'other items' }),
};

const roles: Readonly<Record<FolderRole, string>> = {
  Inbox: 'inbox',
  SentItems: 'sent items',
  DeletedItems: 'deleted items',
  Calendar: 'calendar',
  Contacts: 'contacts',
  Drafts: 'drafts',
  Journal: 'journal',
  Tasks: 'tasks',
  Notes: 'notes',
  JunkEmail: 'junk mail',
  CommunicationHistory: 'chats',
  Voicemail: 'voice mail',
  Fax: 'faxes',
  Conflicts: 'conflicts',
  SyncIssues: 'problems of synchronisation',
  LocalFailures: 'local failures',
  ServerFailures: 'server failures',
};

/** What is inside a file: its condition, its folders and its messages. */
const inside = {
  contents: 'What is inside',
  contentsOf: (name: string) => `Folders of ${name}`,
  treeKeys:
    'Use the arrow keys, Page Up, Page Down, Home and End to go from folder to folder; Right and Left unfold and fold one, a letter goes to the next of that letter. The space bar chooses a folder with all below it, Enter shows what it holds.',
  nothingOpened: 'Select a file to see what is inside',
  nothingOpenedAdvice: 'Looking inside does not change the file.',
  reading: 'Reading the folders…',
  readingDetails: 'Reading sizes and dates…',
  totals: (itemCount: number, folderCount: number) => `${items(itemCount)} in ${folders(folderCount)}`,
  noFolders: 'There are no folders in this file.',
  items,
  kinds,
  roles,
  unread: (count: string) => `${count} unread`,
  between: (oldest: string, newest: string) => (oldest === newest ? oldest : `${oldest} – ${newest}`),
  largest: (subject: string, size: string) => `Largest: ${subject} (${size})`,
  noSubject: '(no subject)',
  noSender: '(no sender)',
  noName: '(no name)',
  tooLarge: (count: number) =>
    plural(count, {
      one: 'item is larger than 150 MB. No mailbox takes it, so it will be skipped:',
      other: 'items are larger than 150 MB. No mailbox takes them, so they will be skipped:',
    }),
  moreItems: (count: number) => `and ${plural(count, { one: 'more', other: 'more' })}`,
  tooDeep: (count: number) =>
    plural(count, {
      one: 'item lies 300 folders deep or deeper and will not be imported.',
      other: 'items lie 300 folders deep or deeper and will not be imported.',
    }),
  unreadFolders: (count: number) => `${folders(count)} could not be read:`,
  morePersons: (count: number) => `and ${plural(count, { one: 'more', other: 'more' })}`,
  moreFolders: (count: number) => `and ${plural(count, { one: 'more', other: 'more' })}`,
  searchFolders: (count: number) =>
    `${plural(count, { one: 'search folder', other: 'search folders' })} (not moved, they show mail of other folders)`,
  comparing: (count: number) => `Comparing with ${plural(count, { one: 'other file', other: 'other files' })}…`,
  overlap: (percent: string, shared: string, name: string) =>
    `${percent} of these items (${shared}) are also in ${name}`,
  moreOverlaps: (count: number) => `${files(count)} more ${count === 1 ? 'holds' : 'hold'} some of these items`,
  sharedOf: (shared: string, total: string) => `${shared} of ${total}`,
  formats: {
    unicode: 'Unicode PST (Outlook 2003 and later)',
    ansi: 'ANSI PST (Outlook 97–2002)',
    unicode4k: 'Unicode, large pages (Outlook 2013 and later)',
    unknown: 'Unknown format',
  },
};

/** Which folders of a file are moved. */
const choosing = {
  folders: 'Folders to move',
  /** Instead of a forecast. */
  emptyFile: 'There are no items in this file',
  emptyChoice: (total: number) => `The chosen folders are empty: none of ${items(total)} will move`,
  allFolders: 'All folders',
  noFoldersAtAll: 'None',
  allMove: (count: number, size: string) => `All ${items(count)} will move, ${size}`,
  someMove: (moved: string, total: number, size: string) => `Will move ${moved} of ${items(total)}, ${size}`,
  wouldMove: (moved: string, total: number, size: string) =>
    `Would move ${moved} of ${items(total)}, ${size} – this file is not chosen`,
  notNameable:
    'This folder cannot be chosen by itself: its name has a slash, or is empty or a star, which an import does not understand.',
  twin: 'Is chosen together with the other folder of this name: an import does not tell them apart.',
  choiceProblems: {
    nothingChosen: 'Nothing is chosen inside this file. Choose a folder, or untick the file.',
    tooManyPatterns:
      'This choice is too long for an import. Choose or leave out whole folders instead of many single ones.',
    contentsChanged:
      'The file has changed since its folders were chosen. Choose again what to leave out, or say “All folders”.',
  },
  /** Beside a file in the list. */
  choiceNotes: {
    nothingChosen: 'Nothing chosen inside',
    tooManyPatterns: 'Choice too long',
    contentsChanged: 'The file has changed: choose its folders again',
  },
  unusable: (count: number) =>
    plural(count, {
      one: 'file has a choice of folders to put right',
      other: 'files have a choice of folders to put right',
    }),
  foldersLeftOut: (folderCount: number, itemCount: number) =>
    `${folders(folderCount)} left out (${items(itemCount)} ${itemCount === 1 ? 'stays' : 'stay'} in the file)`,
  onlyFolders: (folderCount: number, itemCount: number) => `Only ${folders(folderCount)} (${items(itemCount)})`,
};

/** Looking at the messages of a folder and at one of them. */
const preview = {
  backToFolders: 'Back to the folders',
  backToList: (folder: string) => `Back to ${folder}`,
  messagesOf: (folder: string) => `Items of ${folder}`,
  messageKeys:
    'Use the arrow keys, Page Up, Page Down, Home and End to go from item to item. Enter shows what it says, Escape goes back.',
  columns: { subject: 'Subject', newest: 'Date', largest: 'Size' },
  byNewest: 'Order by date, the newest first',
  byLargest: 'Order by size, the largest first',
  item: 'Item',
  readingList: 'Reading the list…',
  readingMessage: 'Reading…',
  emptyFolder: 'Nothing lies in this folder itself',
  emptyFolderAdvice: 'Its subfolders may hold something.',
  listed: (shown: string, total: number) => `${shown} of ${items(total)}`,
  more: (count: string) => `Show ${count} more`,
  hasAttachments: 'has attachments',
  isUnread: 'unread',
  from: 'From',
  to: 'To',
  cc: 'Cc',
  date: 'Date',
  size: 'Size',
  attachments: 'Attachments',
  attachment: (name: string, size: string) => `${name} (${size})`,
  attachmentSize: (size: string) => ` (${size})`,
  noText: 'There is no text in this item.',
  isCut: 'The text goes on; only its beginning is shown.',
};

/** The texts of the step on which files and folders are chosen. */
export const enChoose = {
  choose: {
    title: 'Choose what to move',
    intro: 'Files that look like yours are ticked. Change that as you like; select a name to see what is inside.',
    table: 'PST files',
    selectAll: 'Choose all listed files that can be moved',
    select: (name: string) => `Choose ${name}`,
    open: (name: string) => `Show what is inside ${name}`,
    copyPath: 'Copy the path',
    otherNames: (count: number) => `${names(count)} of the same file`,
    stillSearching: 'The search is still going on; more files may appear.',
    noneChosen: 'No file chosen',
    chosen: (count: number, size: string) => `${files(count)} chosen · ${size}`,
    next: 'Review',
    tooMany: (count: number) => `At most ${files(count)} can be moved at once. Choose fewer.`,
    ...inside,
    ...choosing,
    ...preview,
  },
};
