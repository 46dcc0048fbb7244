import { describe, expect, it } from 'vitest';
import type { CandidateId, CandidateView, JobView, Snapshot } from '../../../../preload/contract/index.ts';
import type { FolderChoice } from '../../../../renderer/features/choose/folder-choice.ts';
import {
  canGoTo,
  chosenCandidates,
  type FlowAction,
  type FlowState,
  filesToTick,
  flowReducer,
  initialFlow,
  isRootOn,
  isStepDone,
  jobsOfRound,
  STEPS,
} from '../../../../renderer/features/flow.ts';
import { sampleCandidate, sampleJob, sampleRoot, sampleSnapshot } from '../../../support/renderer/samples.ts';

const a = sampleCandidate('a.pst');
const b = sampleCandidate('b.pst');
const damaged = sampleCandidate('damaged.pst', { health: 'damaged' });
const ended = sampleJob('ended', 'a.pst', { state: 'done' });
const going = sampleJob('going', 'b.pst', { state: 'uploading' });
const fresh = initialFlow(sampleSnapshot());

function flowAfter(flow: FlowState, ...actions: readonly FlowAction[]): FlowState {
  return actions.reduce(flowReducer, flow);
}

function ids(...files: readonly CandidateView[]): readonly CandidateId[] {
  return files.map(({ id }) => id);
}

function reachable(flow: FlowState, snapshot: Pick<Snapshot, 'candidates' | 'jobs'>) {
  return STEPS.filter((step) => canGoTo(step, flow, snapshot));
}

describe('initialFlow', () => {
  it.each<[string, JobView[], FlowState['step']]>([
    ['find when nothing was ever moved', [], 'find'],
    ['find when all earlier jobs have ended', [ended], 'find'],
    ['move when something is still going on', [ended, going], 'move'],
    ['move when something waits for the person', [sampleJob('x', 'x.pst', { state: 'blocked' })], 'move'],
  ])('lands on %s', (_, jobs, step) => {
    expect(initialFlow(sampleSnapshot({ jobs })).step).toBe(step);
  });

  it('offers the first mailbox of the tenant', () => {
    expect(fresh.forAll).toEqual({ mailbox: 'alex@contoso.example', isArchive: false });
  });
});

describe('roots', () => {
  it.each([true, false])('is on when the root says so by itself: %s', (isDefault) => {
    expect(isRootOn(fresh, sampleRoot('fixed', 'X:\\', 'X', { isDefault }))).toBe(isDefault);
  });

  it('the person has the last word', () => {
    const root = sampleRoot('network', '\\\\server\\share', 'share', { isDefault: false });
    const flow = flowAfter(fresh, { kind: 'rootToggled', rootId: root.id, isOn: true });
    expect(isRootOn(flow, root)).toBe(true);
  });
});

describe('choosing', () => {
  it('keeps the order of ticking and ticks nothing twice', () => {
    const flow = flowAfter(
      fresh,
      { kind: 'candidatesToggled', files: [b], isOn: true },
      { kind: 'candidatesToggled', files: [a, b], isOn: true },
    );
    expect(flow.chosen).toEqual(ids(b, a));
  });

  it('leaves out what is unticked, unknown or cannot be moved', () => {
    const gone = sampleCandidate('gone.pst');
    const flow = flowAfter(
      fresh,
      { kind: 'candidatesToggled', files: [a, b, damaged, gone], isOn: true },
      { kind: 'candidatesToggled', files: [a], isOn: false },
    );
    expect(chosenCandidates(flow, [a, b, damaged])).toEqual([b]);
  });

  it('a new search makes the choice void but keeps mailbox and roots', () => {
    const chosen = flowAfter(
      fresh,
      { kind: 'rootToggled', rootId: 'root-x', isOn: false },
      { kind: 'forAllChanged', choice: { mailbox: 'megan@contoso.example', isArchive: true } },
      { kind: 'candidatesToggled', files: [a], isOn: true },
      { kind: 'candidateOpened', id: a.id },
      { kind: 'folderChanged', id: a.id, rootFolder: 'Old' },
    );
    expect(flowAfter(chosen, { kind: 'scanStarted' })).toEqual({
      ...chosen,
      hasSearched: true,
      chosen: [],
      picked: [],
      opened: null,
      overrides: {},
    });
  });
});

describe('suggestions', () => {
  const seen = (...files: CandidateView[]): FlowAction => ({ kind: 'suggestionsSeen', ids: ids(...files) });
  const tick = (file: CandidateView, isOn: boolean): FlowAction => ({
    kind: 'candidatesToggled',
    files: [file],
    isOn,
  });
  const toTick = (flow: FlowState, candidates: readonly CandidateView[], jobs: readonly JobView[] = []) =>
    filesToTick(candidates, jobs, flow);

  it('are ticked when they are seen, after what was ticked before', () => {
    expect(flowAfter(fresh, tick(b, true), seen(a, b)).chosen).toEqual(ids(b, a));
  });

  it('are no change when they are seen again', () => {
    const flow = flowAfter(fresh, seen(a, b));
    expect(flowReducer(flow, seen(a, b))).toBe(flow);
  });

  it('take their tick with them when they are taken back, but not the one the person has set', () => {
    expect(flowAfter(fresh, seen(a), tick(b, true), seen()).chosen).toEqual(ids(b));
  });

  it('leave alone what the person has unticked, also when it is found again under another id', () => {
    const foundAgain = { ...a, id: 'candidate-again' as CandidateId };
    const flow = flowAfter(fresh, seen(a, b), tick(a, false), { kind: 'scanStarted' });
    expect(toTick(flow, [foundAgain, b])).toEqual(ids(b));
    expect(toTick(flowAfter(flow, tick(foundAgain, true)), [foundAgain, b])).toEqual(ids(foundAgain, b));
  });

  it('leave out what is not suggested, cannot be moved, or is being moved', () => {
    const other = sampleCandidate('other.pst', { isSuggested: false, reason: 'otherPerson' });
    const odd = { ...damaged, isSuggested: true };
    const moving = { ...going, path: b.path };
    expect(toTick(fresh, [other, odd, a, b], [moving, { ...ended, path: a.path }])).toEqual(ids(a));
  });
});

it('remembers whether to look into every file', () => {
  expect(flowAfter(fresh, { kind: 'deepToggled', isOn: true }).isDeep).toBe(true);
});

describe('targets', () => {
  const own = { mailbox: 'megan@contoso.example', isArchive: true };

  it('gives one file a mailbox of its own and takes it away again', () => {
    const given = flowAfter(
      fresh,
      { kind: 'folderChanged', id: a.id, rootFolder: 'Old' },
      { kind: 'placeChanged', id: a.id, place: own },
    );
    expect(given.overrides).toEqual({ [a.id]: { rootFolder: 'Old', place: own } });
    expect(flowAfter(given, { kind: 'placeChanged', id: a.id, place: null }).overrides).toEqual({
      [a.id]: { rootFolder: 'Old' },
    });
  });

  it('uses one mailbox for all, whatever they had, and keeps their folders', () => {
    const flow = flowAfter(
      fresh,
      { kind: 'placeChanged', id: a.id, place: { mailbox: 'x@y', isArchive: false } },
      { kind: 'folderChanged', id: a.id, rootFolder: 'Old' },
      { kind: 'placeUsedForAll', place: own },
    );
    expect([flow.forAll, flow.overrides]).toEqual([own, { [a.id]: { rootFolder: 'Old' } }]);
  });
});

describe('the path', () => {
  const chosen = flowAfter(fresh, { kind: 'candidatesToggled', files: [a], isOn: true });
  const started = flowAfter(chosen, { kind: 'migrationStarted' });

  it.each<[string, FlowState, Pick<Snapshot, 'candidates' | 'jobs'>, readonly string[]]>([
    ['at first', fresh, { candidates: [], jobs: [] }, ['find']],
    ['with files found', fresh, { candidates: [a], jobs: [] }, ['find', 'choose']],
    ['with a file chosen', chosen, { candidates: [a], jobs: [] }, ['find', 'choose', 'review']],
    ['once started, nothing can be edited', started, { candidates: [a], jobs: [] }, ['move']],
    ['once a job has ended', started, { candidates: [a], jobs: [ended, going] }, ['move', 'receipt']],
  ])('%s', (_, flow, snapshot, expected) => {
    expect(reachable(flow, snapshot)).toEqual(expected);
  });

  it('a new round can be put together while the last one goes on', () => {
    const next = flowAfter(started, { kind: 'roundStarted', endedJobs: [ended.id] });
    expect(next.step).toBe('find');
    expect(reachable(next, { candidates: [a], jobs: [ended, going] })).toEqual(['find', 'choose', 'move', 'receipt']);
    expect(jobsOfRound(next, [ended, going])).toEqual([going]);
  });

  it('starting lets go of the choice that was moved', () => {
    expect([started.step, started.chosen, started.overrides]).toEqual(['move', [], {}]);
  });

  it('steps behind the person are done, but not for a look at an old receipt', () => {
    const done = (flow: FlowState) => STEPS.filter((step) => isStepDone(step, flow));
    expect(done({ ...started, step: 'receipt' })).toEqual(['find', 'choose', 'review', 'move']);
    expect(done({ ...fresh, step: 'receipt' })).toEqual([]);
    expect(done({ ...fresh, step: 'choose' })).toEqual(['find']);
  });
});

describe('folders inside a file', () => {
  const choice: FolderChoice = {
    leftOut: new Set(['old']),
    patterns: { includeFolders: [], excludeFolders: ['Old/*'] },
    forecast: { items: 1, sizeBytes: 1, folders: 1, leftFolders: 1, leftItems: 1, skippedItems: 0 },
    problem: null,
  };
  const ticked = flowAfter(fresh, { kind: 'candidatesToggled', files: [a, b], isOn: true });
  const chosenInside = flowAfter(ticked, { kind: 'foldersChosen', id: a.id, choice });

  it('are remembered on other steps and while another file is opened', () => {
    const later = flowAfter(
      chosenInside,
      { kind: 'stepChosen', step: 'review' },
      { kind: 'candidateOpened', id: b.id },
      { kind: 'stepChosen', step: 'choose' },
    );
    expect(later.folderChoices).toEqual({ [a.id]: choice });
  });

  it('are all again when the choice is taken back', () => {
    expect(flowAfter(chosenInside, { kind: 'foldersChosen', id: a.id, choice: null }).folderChoices).toEqual({});
  });

  it.each<FlowAction>([{ kind: 'scanStarted' }, { kind: 'migrationStarted' }])('are forgotten: %j', (action) => {
    expect(flowAfter(chosenInside, action).folderChoices).toEqual({});
  });

  it('of a file that has changed must be chosen again; whoever took everything is not asked', () => {
    const changed = flowAfter(chosenInside, { kind: 'contentsForgotten', ids: [a.id, b.id] });
    const problems = Object.entries(changed.folderChoices).map(([id, { problem }]) => [id, problem]);
    expect(problems).toEqual([[a.id, 'contentsChanged']]);
    expect(canGoTo('review', changed, { candidates: [a, b], jobs: [] })).toBe(false);
  });

  it('hold up the review when a ticked file has nothing left to move, and no other file', () => {
    const none = flowAfter(ticked, {
      kind: 'foldersChosen',
      id: a.id,
      choice: { ...choice, problem: 'nothingChosen' },
    });
    const without = flowAfter(none, { kind: 'candidatesToggled', files: [a], isOn: false });
    const snapshot = { candidates: [a, b], jobs: [] };
    expect([chosenInside, none, without].map((flow) => canGoTo('review', flow, snapshot))).toEqual([true, false, true]);
  });
});

describe('the settings of the connection', () => {
  it('stand in place of the step and lead back to it', () => {
    const onReview = flowAfter(fresh, { kind: 'stepChosen', step: 'review' }, { kind: 'connectionOpened' });
    const back = flowAfter(onReview, { kind: 'connectionClosed' });
    expect([onReview.isConnectionOpen, back.isConnectionOpen, back.step]).toEqual([true, false, 'review']);
  });

  it('are left by choosing a step', () => {
    const flow = flowAfter(fresh, { kind: 'connectionOpened' }, { kind: 'stepChosen', step: 'find' });
    expect(flow.isConnectionOpen).toBe(false);
  });
});

describe('the mailbox for all files', () => {
  const suggest = (mailbox: string): FlowAction => ({ kind: 'mailboxSuggested', mailbox });

  it('begins with the one the connection names', () => {
    const tenant = { ...sampleSnapshot().tenant, defaultMailbox: 'usual@contoso.example' };
    expect(initialFlow(sampleSnapshot({ tenant })).forAll.mailbox).toBe('usual@contoso.example');
  });

  it('follows the connection while the person has not set it', () => {
    expect(flowAfter(fresh, suggest('a@contoso.example'), suggest('b@contoso.example')).forAll.mailbox).toBe(
      'b@contoso.example',
    );
  });

  it('stays as the person set it', () => {
    const choice = { mailbox: 'mine@contoso.example', isArchive: true };
    const flow = flowAfter(fresh, { kind: 'forAllChanged', choice }, suggest('b@contoso.example'));
    expect(flow.forAll).toEqual(choice);
  });

  it('is the very flow when nothing new is suggested', () => {
    expect(flowAfter(fresh, suggest(fresh.suggestedMailbox))).toBe(fresh);
  });
});
