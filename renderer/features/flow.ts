import type { CandidateId, JobId, JobView, ScanRoot, Snapshot, Target } from '../../preload/contract/index.ts';
import { isFinal, isMovable } from '../../preload/contract/states.ts';

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
  /** True while a new round is put together; false while one runs or is looked back at. */
  readonly isPreparing: boolean;
  /** Roots the person switched on or off; others keep the default of their kind. */
  readonly rootChoices: Readonly<Record<string, boolean>>;
  /** In the order they were ticked. */
  readonly chosen: readonly CandidateId[];
  readonly opened: CandidateId | null;
  readonly forAll: MailboxChoice;
  readonly overrides: Readonly<Record<string, TargetOverride>>;
  /** Jobs that had ended before this round; they show on the receipt only. */
  readonly earlierJobs: readonly JobId[];
};

export type FlowAction =
  | { readonly kind: 'stepChosen'; readonly step: Step }
  | { readonly kind: 'rootToggled'; readonly rootId: string; readonly isOn: boolean }
  | { readonly kind: 'scanStarted' }
  | { readonly kind: 'candidatesToggled'; readonly ids: readonly CandidateId[]; readonly isOn: boolean }
  | { readonly kind: 'candidateOpened'; readonly id: CandidateId }
  | { readonly kind: 'forAllChanged'; readonly choice: MailboxChoice }
  | { readonly kind: 'placeChanged'; readonly id: CandidateId; readonly place: MailboxChoice | null }
  | { readonly kind: 'folderChanged'; readonly id: CandidateId; readonly rootFolder: string }
  | { readonly kind: 'placeUsedForAll'; readonly place: MailboxChoice }
  | { readonly kind: 'migrationStarted' }
  | { readonly kind: 'roundStarted'; readonly endedJobs: readonly JobId[] };

/** Where the window stands when it opens: on Move when something is still going on, else at the beginning. */
export function initialFlow(snapshot: Snapshot): FlowState {
  const isMoving = snapshot.jobs.some((job) => !isFinal(job.state));
  return {
    step: isMoving ? 'move' : 'find',
    isPreparing: !isMoving,
    rootChoices: {},
    chosen: [],
    opened: null,
    forAll: { mailbox: snapshot.tenant.mailboxes[0] ?? '', isArchive: false },
    overrides: {},
    earlierJobs: endedJobIds(snapshot.jobs),
  };
}

/** The flow after one action. */
export function flowReducer(flow: FlowState, action: FlowAction): FlowState {
  switch (action.kind) {
    case 'stepChosen':
      return { ...flow, step: action.step };
    case 'rootToggled':
      return { ...flow, rootChoices: { ...flow.rootChoices, [action.rootId]: action.isOn } };
    case 'scanStarted':
      return { ...flow, chosen: [], opened: null, overrides: {} };
    case 'candidatesToggled':
      return { ...flow, chosen: toggle(flow.chosen, action.ids, action.isOn) };
    case 'candidateOpened':
      return { ...flow, opened: action.id };
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
      return { ...flow, step: 'move', isPreparing: false, chosen: [], opened: null, overrides: {} };
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
      return flow.isPreparing && flow.chosen.length > 0;
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

/** True when a scan should start from this root: what the person said, else what its kind says. */
export function isRootOn(flow: Pick<FlowState, 'rootChoices'>, root: ScanRoot): boolean {
  return flow.rootChoices[root.id] ?? (root.kind === 'fixed' || root.kind === 'folder' || root.kind === 'sample');
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

function toggle(chosen: readonly CandidateId[], ids: readonly CandidateId[], isOn: boolean): readonly CandidateId[] {
  const touched = new Set(ids);
  const others = chosen.filter((id) => !touched.has(id));
  if (!isOn) return others;
  const known = new Set(chosen);
  return [...chosen, ...ids.filter((id) => !known.has(id))];
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
