import type {
  CandidateId,
  CandidateView,
  JobId,
  JobView,
  ScanRoot,
  Snapshot,
  Target,
} from '../../preload/contract/index.ts';
import { isFinal, isMovable } from '../../preload/contract/states.ts';
import { type FolderChoice, forgottenChoice } from './choose/folder-choice.ts';

/** The path through the app, in order. */
export const STEPS = ['find', 'choose', 'review', 'move', 'receipt'] as const;
export type Step = (typeof STEPS)[number];

/** A mailbox and which of its two halves. */
export type MailboxChoice = Pick<Target, 'mailbox' | 'isArchive'>;

/** What the person set for one file alone; everything left out follows the choice for all files. */
export type TargetOverride = { readonly place?: MailboxChoice; readonly rootFolder?: string };

/** Everything the window remembers that is not in the snapshot. */
export type FlowState = {
  readonly step: Step;
  /** The settings of the connection are shown in place of the step, which is gone back to. */
  readonly isConnectionOpen: boolean;
  /** True while a new round is put together; false while one runs or is looked back at. */
  readonly isPreparing: boolean;
  /** Roots the person switched on or off; others keep their default. */
  readonly rootChoices: Readonly<Record<string, boolean>>;
  /** The next search looks into every file. */
  readonly isDeep: boolean;
  /** A search was started since the window opened; what is listed before that is of an earlier run of the app. */
  readonly hasSearched: boolean;
  /** In the order they were ticked, by the person or for them. */
  readonly chosen: readonly CandidateId[];
  /** Files the person ticked themselves; they stay ticked when the suggestion is taken back. */
  readonly picked: readonly CandidateId[];
  /** Paths of files the person unticked. Paths, because the same file has another id after the next search. */
  readonly refused: readonly string[];
  readonly opened: CandidateId | null;
  /** Files of which not all folders are to be moved. */
  readonly folderChoices: Readonly<Record<string, FolderChoice>>;
  readonly forAll: MailboxChoice;
  /** The mailbox that was put in `forAll` for the person; while it stands there, a better suggestion takes its place. */
  readonly suggestedMailbox: string;
  readonly overrides: Readonly<Record<string, TargetOverride>>;
  /** Jobs that had ended before this round; they show on the receipt only. */
  readonly earlierJobs: readonly JobId[];
};

/** A file as this window and as the disk know it. */
export type FileRef = Pick<CandidateView, 'id' | 'path'>;

/** What a person can do that changes the flow. */
export type FlowAction =
  | { readonly kind: 'stepChosen'; readonly step: Step }
  | { readonly kind: 'connectionOpened' }
  | { readonly kind: 'connectionClosed' }
  /** What `mailboxOf` gives, now that the service is another or is known better. */
  | { readonly kind: 'mailboxSuggested'; readonly mailbox: string }
  | { readonly kind: 'rootToggled'; readonly rootId: string; readonly isOn: boolean }
  | { readonly kind: 'deepToggled'; readonly isOn: boolean }
  | { readonly kind: 'scanStarted' }
  /** What `filesToTick` gives, now that the person sees it. */
  | { readonly kind: 'suggestionsSeen'; readonly ids: readonly CandidateId[] }
  | { readonly kind: 'candidatesToggled'; readonly files: readonly FileRef[]; readonly isOn: boolean }
  | { readonly kind: 'candidateOpened'; readonly id: CandidateId }
  /** Null is all folders. */
  | { readonly kind: 'foldersChosen'; readonly id: CandidateId; readonly choice: FolderChoice | null }
  /** Files that are not what they were when their folders were chosen. */
  | { readonly kind: 'contentsForgotten'; readonly ids: readonly CandidateId[] }
  | { readonly kind: 'forAllChanged'; readonly choice: MailboxChoice }
  | { readonly kind: 'placeChanged'; readonly id: CandidateId; readonly place: MailboxChoice | null }
  | { readonly kind: 'folderChanged'; readonly id: CandidateId; readonly rootFolder: string }
  | { readonly kind: 'placeUsedForAll'; readonly place: MailboxChoice }
  | { readonly kind: 'migrationStarted' }
  | { readonly kind: 'roundStarted'; readonly endedJobs: readonly JobId[] };

const NOTHING_CHOSEN = { chosen: [], picked: [], opened: null, folderChoices: {}, overrides: {} } as const;

/** Where the window stands when it opens: on Move when something is still going on, else at the beginning. */
export function initialFlow(snapshot: Snapshot): FlowState {
  const isMoving = snapshot.jobs.some((job) => !isFinal(job.state));
  const suggestedMailbox = mailboxOf(snapshot.tenant);
  return {
    step: isMoving ? 'move' : 'find',
    isConnectionOpen: false,
    isPreparing: !isMoving,
    rootChoices: {},
    isDeep: false,
    hasSearched: false,
    chosen: [],
    picked: [],
    refused: [],
    opened: null,
    folderChoices: {},
    forAll: { mailbox: suggestedMailbox, isArchive: false },
    suggestedMailbox,
    overrides: {},
    earlierJobs: endedJobIds(snapshot.jobs),
  };
}

/** The mailbox to begin with: the one the connection names, else the first it offers, else none. */
export function mailboxOf({ defaultMailbox, mailboxes }: Snapshot['tenant']): string {
  return defaultMailbox ?? mailboxes[0] ?? '';
}

/** The flow after one action. */
export function flowReducer(flow: FlowState, action: FlowAction): FlowState {
  switch (action.kind) {
    case 'stepChosen':
      return { ...flow, step: action.step, isConnectionOpen: false };
    case 'connectionOpened':
      return { ...flow, isConnectionOpen: true };
    case 'connectionClosed':
      return { ...flow, isConnectionOpen: false };
    case 'mailboxSuggested':
      return withSuggestedMailbox(flow, action.mailbox);
    case 'rootToggled':
      return { ...flow, rootChoices: { ...flow.rootChoices, [action.rootId]: action.isOn } };
    case 'deepToggled':
      return { ...flow, isDeep: action.isOn };
    case 'scanStarted':
      return { ...flow, ...NOTHING_CHOSEN, hasSearched: true };
    case 'suggestionsSeen':
      return withSuggestions(flow, action.ids);
    case 'candidatesToggled':
      return withToggled(flow, action.files, action.isOn);
    case 'candidateOpened':
      return { ...flow, opened: action.id };
    case 'foldersChosen':
      return { ...flow, folderChoices: withFolders(flow.folderChoices, action) };
    case 'contentsForgotten':
      return { ...flow, folderChoices: withForgotten(flow.folderChoices, action.ids) };
    case 'forAllChanged':
      return { ...flow, forAll: action.choice };
    case 'placeChanged':
      return withOverride(flow, action.id, ({ place: _, ...rest }) =>
        action.place === null ? rest : { ...rest, place: action.place },
      );
    case 'folderChanged':
      return withOverride(flow, action.id, (override) => ({ ...override, rootFolder: action.rootFolder }));
    case 'placeUsedForAll':
      return { ...flow, forAll: action.place, overrides: withoutPlaces(flow.overrides) };
    case 'migrationStarted':
      return { ...flow, ...NOTHING_CHOSEN, step: 'move', isPreparing: false };
    case 'roundStarted':
      return { ...flow, step: 'find', isPreparing: true, earlierJobs: action.endedJobs };
  }
}

/** True when the person may go to a step now. A round that was started cannot be edited any more. */
export function canGoTo(step: Step, flow: FlowState, snapshot: Pick<Snapshot, 'candidates' | 'jobs'>): boolean {
  switch (step) {
    case 'find':
      return flow.isPreparing;
    case 'choose':
      return flow.isPreparing && snapshot.candidates.length > 0;
    case 'review':
      return flow.isPreparing && flow.chosen.length > 0 && !hasUnusableFolders(flow, flow.chosen);
    case 'move':
      return !flow.isPreparing || jobsOfRound(flow, snapshot.jobs).length > 0;
    case 'receipt':
      return snapshot.jobs.some((job) => isFinal(job.state));
  }
}

/** True for a step of this round that lies behind the person; a look at an old receipt makes nothing done. */
export function isStepDone(step: Step, flow: Pick<FlowState, 'step' | 'isPreparing'>): boolean {
  const isLookingBack = flow.isPreparing && (flow.step === 'move' || flow.step === 'receipt');
  return !isLookingBack && STEPS.indexOf(step) < STEPS.indexOf(flow.step);
}

/** The jobs the Move step shows: everything that had not ended when this round began. */
export function jobsOfRound(flow: Pick<FlowState, 'earlierJobs'>, jobs: readonly JobView[]): readonly JobView[] {
  const earlier = new Set(flow.earlierJobs);
  return jobs.filter((job) => !earlier.has(job.id));
}

/** The ids of all jobs that have ended. */
export function endedJobIds(jobs: readonly JobView[]): readonly JobId[] {
  return jobs.filter((job) => isFinal(job.state)).map((job) => job.id);
}

/** True when a scan should start from this root: what the person said, else what the root says. */
export function isRootOn(flow: Pick<FlowState, 'rootChoices'>, root: ScanRoot): boolean {
  return flow.rootChoices[root.id] ?? root.isDefault;
}

/** The files to tick for the person: suggested ones that they have not unticked and that no job is moving already. */
export function filesToTick(
  candidates: readonly CandidateView[],
  jobs: readonly JobView[],
  { refused }: Pick<FlowState, 'refused'>,
): readonly CandidateId[] {
  const left = new Set([...refused, ...jobs.filter((job) => !isFinal(job.state)).map((job) => job.path)]);
  return candidates
    .filter(({ isSuggested, health, path }) => isSuggested && isMovable(health) && !left.has(path))
    .map(({ id }) => id);
}

/** The candidates that are ticked, still known and movable, in the order they were ticked. */
export function chosenCandidates(
  flow: Pick<FlowState, 'chosen'>,
  candidates: Snapshot['candidates'],
): Snapshot['candidates'] {
  const known = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  return flow.chosen.flatMap((id) => {
    const candidate = known.get(id);
    return candidate !== undefined && isMovable(candidate.health) ? [candidate] : [];
  });
}

/** True when the folders chosen inside one of these files cannot be moved as they are. */
export function hasUnusableFolders(flow: Pick<FlowState, 'folderChoices'>, ids: readonly CandidateId[]): boolean {
  return ids.some((id) => (flow.folderChoices[id]?.problem ?? null) !== null);
}

function withFolders(
  choices: FlowState['folderChoices'],
  { id, choice }: Extract<FlowAction, { kind: 'foldersChosen' }>,
): FlowState['folderChoices'] {
  const { [id]: _, ...others } = choices;
  return choice === null ? others : { ...others, [id]: choice };
}

/** Whoever left something out must not find all of it moved: the choice goes, and the need to make one stays. */
function withForgotten(choices: FlowState['folderChoices'], ids: readonly CandidateId[]): FlowState['folderChoices'] {
  const forgotten = ids.filter((id) => choices[id] !== undefined).map((id) => [id, forgottenChoice()]);
  return { ...choices, ...Object.fromEntries(forgotten) };
}

function withToggled(flow: FlowState, files: readonly FileRef[], isOn: boolean): FlowState {
  const ids = files.map(({ id }) => id);
  const paths = files.map(({ path }) => path);
  return {
    ...flow,
    chosen: toggle(flow.chosen, ids, isOn),
    picked: toggle(flow.picked, ids, isOn),
    refused: toggle(flow.refused, paths, !isOn),
  };
}

function toggle<T>(list: readonly T[], items: readonly T[], isOn: boolean): readonly T[] {
  if (isOn) return [...new Set([...list, ...items])];
  const touched = new Set(items);
  return list.filter((item) => !touched.has(item));
}

/** A suggestion that was taken back takes its tick with it, unless the person has set it themselves. */
function withSuggestions(flow: FlowState, ids: readonly CandidateId[]): FlowState {
  const backed = new Set([...flow.picked, ...ids]);
  const kept = flow.chosen.filter((id) => backed.has(id));
  const chosen = toggle(kept, ids, true);
  return chosen.length === flow.chosen.length && kept.length === chosen.length ? flow : { ...flow, chosen };
}

function withSuggestedMailbox(flow: FlowState, mailbox: string): FlowState {
  if (flow.suggestedMailbox === mailbox) return flow;
  const isUntouched = flow.forAll.mailbox === flow.suggestedMailbox;
  return {
    ...flow,
    suggestedMailbox: mailbox,
    forAll: isUntouched ? { ...flow.forAll, mailbox } : flow.forAll,
  };
}

function withOverride(
  flow: FlowState,
  id: CandidateId,
  change: (override: TargetOverride) => TargetOverride,
): FlowState {
  return { ...flow, overrides: { ...flow.overrides, [id]: change(flow.overrides[id] ?? {}) } };
}

function withoutPlaces(overrides: FlowState['overrides']): FlowState['overrides'] {
  return Object.fromEntries(Object.entries(overrides).map(([id, { place: _, ...rest }]) => [id, rest]));
}
