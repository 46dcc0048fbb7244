import { ALL_FOLDERS, isEveryFolder } from '../../../preload/contract/folder-filter.ts';
import { defaultFolders, isFolderPath } from '../../../preload/contract/folder-path.ts';
import type {
  CandidateId,
  CandidateView,
  RequestOf,
  Snapshot,
  Target,
  WireError,
} from '../../../preload/contract/index.ts';
import type { FolderChoice } from '../choose/folder-choice.ts';
import { chosenCandidates, type FlowState } from '../flow.ts';

/** What is wrong with a target; the names are those of the texts in `review.problems`. */
export type MailboxProblem = 'mailboxEmpty' | 'mailboxInvalid';
export type FolderProblem = 'folderInvalid' | 'folderTooLong' | 'purviewArchiveTop';
export type ChoiceProblem = 'purviewFolders';

/** One file of the Review step. */
export type ReviewRow = {
  readonly candidate: CandidateView;
  readonly target: Target;
  /** What is left out of the file; null when nothing is. */
  readonly choice: FolderChoice | null;
  /** True when this file does not follow the choice for all files. */
  readonly hasOwnPlace: boolean;
  readonly mailboxProblem: MailboxProblem | null;
  readonly folderProblem: FolderProblem | null;
  /** Why the connection cannot leave out what was left out; null when it can, or nothing was. */
  readonly choiceProblem: ChoiceProblem | null;
};

/** Limits of the contract's `Target`, characters. */
const MAX_MAILBOX = 320;
const MAX_FOLDER_PATH = 4000;

/** What keeps a mailbox address from being used, as the contract's `Target` has it; null when nothing does. */
export function mailboxProblem(mailbox: string): MailboxProblem | null {
  const trimmed = mailbox.trim();
  if (trimmed === '') return 'mailboxEmpty';
  return trimmed.length > MAX_MAILBOX || /[\s/\\]/.test(trimmed) ? 'mailboxInvalid' : null;
}

/** What keeps a folder path from being used; null when nothing does. */
export function folderProblem(rootFolder: string): FolderProblem | null {
  if (rootFolder.length > MAX_FOLDER_PATH) return 'folderTooLong';
  return isFolderPath(rootFolder) ? null : 'folderInvalid';
}

/** The chosen files with their targets: defaults, then the choice for all, then what was set for one alone. */
export function reviewRows(
  flow: FlowState,
  candidates: Snapshot['candidates'],
  engine: Snapshot['tenant']['kind'],
): readonly ReviewRow[] {
  const chosen = chosenCandidates(flow, candidates);
  const folders = defaultFolders(chosen.map((candidate) => candidate.name));
  return chosen.map((candidate, index) => {
    const override = flow.overrides[candidate.id] ?? {};
    const place = override.place ?? flow.forAll;
    const rootFolder = override.rootFolder ?? folders[index] ?? '';
    const choice = flow.folderChoices[candidate.id] ?? null;
    const target = { mailbox: place.mailbox.trim(), isArchive: place.isArchive, rootFolder, ...patternsOf(choice) };
    return {
      candidate,
      target,
      choice,
      hasOwnPlace: override.place !== undefined,
      mailboxProblem: mailboxProblem(place.mailbox),
      folderProblem: folderProblem(rootFolder) ?? archiveProblem(target, engine),
      choiceProblem: engine === 'purview' && !isEveryFolder(target) ? 'purviewFolders' : null,
    };
  });
}

/** A mapping file of Purview cannot name the top of an archive. */
function archiveProblem(
  { isArchive, rootFolder }: Pick<Target, 'isArchive' | 'rootFolder'>,
  engine: Snapshot['tenant']['kind'],
): FolderProblem | null {
  return engine === 'purview' && isArchive && rootFolder === '' ? 'purviewArchiveTop' : null;
}

function patternsOf(choice: FolderChoice | null): Pick<Target, 'includeFolders' | 'excludeFolders'> {
  const { includeFolders, excludeFolders } = choice?.patterns ?? ALL_FOLDERS;
  return { includeFolders: [...includeFolders], excludeFolders: [...excludeFolders] };
}

/** True when two rows look the same; rows are made anew by every key press, and few of them change. */
export function isSameRow(a: ReviewRow, b: ReviewRow): boolean {
  return (
    a.candidate === b.candidate &&
    a.choice === b.choice &&
    a.hasOwnPlace === b.hasOwnPlace &&
    a.folderProblem === b.folderProblem &&
    a.choiceProblem === b.choiceProblem &&
    a.target.mailbox === b.target.mailbox &&
    a.target.isArchive === b.target.isArchive &&
    a.target.rootFolder === b.target.rootFolder
  );
}

/** How many files and bytes will be moved, and how many files cannot be yet. */
export function reviewTotals(rows: readonly ReviewRow[]): {
  readonly count: number;
  readonly sizeBytes: number;
  readonly incomplete: number;
} {
  return {
    count: rows.length,
    sizeBytes: rows.reduce((sum, row) => sum + row.candidate.sizeBytes, 0),
    incomplete: rows.filter((row) => !isComplete(row)).length,
  };
}

function isComplete({ mailboxProblem, folderProblem, choiceProblem, choice }: ReviewRow): boolean {
  const isPlaceFine = mailboxProblem === null && folderProblem === null;
  return isPlaceFine && choiceProblem === null && (choice === null || choice.problem === null);
}

/** The files of which a start says that they have changed: it tells their name, and asks only about chosen folders. */
export function changedFiles(
  rows: readonly ReviewRow[],
  { params }: Pick<WireError, 'params'>,
): readonly CandidateId[] {
  const chosenInside = rows.filter(({ choice }) => choice !== null);
  const named = chosenInside.filter(({ candidate }) => candidate.name === params.file);
  return (named.length > 0 ? named : chosenInside).map(({ candidate }) => candidate.id);
}

/** The request that moves these files. */
export function ordersOf(rows: readonly ReviewRow[]): RequestOf<'startMigration'> {
  return { orders: rows.map(({ candidate, target }) => ({ candidateId: candidate.id, target })) };
}
