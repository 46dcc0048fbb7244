import { describe, expect, it } from 'vitest';
import { Order } from '../../../../../preload/contract/index.ts';
import type { FolderChoice } from '../../../../../renderer/features/choose/folder-choice.ts';
import { flowReducer, initialFlow } from '../../../../../renderer/features/flow.ts';
import {
  changedFiles,
  folderProblem,
  isSameRow,
  mailboxProblem,
  ordersOf,
  reviewRows,
  reviewTotals,
} from '../../../../../renderer/features/review/review-model.ts';
import { sampleCandidate, sampleSnapshot } from '../../../../support/renderer/samples.ts';

const a = sampleCandidate('a.pst', { sizeBytes: 100 });
const b = sampleCandidate('b.pst', { sizeBytes: 23 });
const chosen = flowReducer(initialFlow(sampleSnapshot()), {
  kind: 'candidatesToggled',
  files: [a, b],
  isOn: true,
});

const ALL = { includeFolders: [], excludeFolders: [] };

/** A choice that leaves one folder out. */
const choice: FolderChoice = {
  leftOut: new Set(['old']),
  patterns: { includeFolders: [], excludeFolders: ['Old/*'] },
  forecast: { items: 1, sizeBytes: 1, folders: 1, leftFolders: 1, leftItems: 1, skippedItems: 0 },
  problem: null,
};

/** The contract's own opinion, which the window repeats because it cannot load the schemas. */
function contractAccepts(mailbox: string, rootFolder: string): boolean {
  return Order.safeParse({ candidateId: a.id, target: { mailbox, isArchive: false, rootFolder } }).success;
}

describe('the rules are those of the contract', () => {
  it.each([
    'alex@contoso.example',
    ' alex@contoso.example ',
    '',
    '  ',
    'a b',
    'a/b',
    'a\\b',
    'x'.repeat(321),
    'x'.repeat(320),
  ])('mailbox %j', (mailbox) => {
    expect(mailboxProblem(mailbox) === null).toBe(contractAccepts(mailbox, 'x'));
  });

  it.each([
    '',
    'a',
    'a/b',
    '/a',
    'a/',
    'a//b',
    '..',
    'a/./b',
    'a\\b',
    'a\tb',
    'x'.repeat(255),
    'x'.repeat(256),
    'x/'.repeat(2100),
  ])('folder %j', (folder) => {
    expect(folderProblem(folder) === null).toBe(contractAccepts('alex', folder));
  });
});

describe('reviewRows', () => {
  it('follows the choice for all and gives each file a folder', () => {
    expect(reviewRows(chosen, [a, b], 'sandbox').map((row) => row.target)).toEqual([
      { mailbox: 'alex@contoso.example', isArchive: false, rootFolder: 'Imported PST/a', ...ALL },
      { mailbox: 'alex@contoso.example', isArchive: false, rootFolder: 'Imported PST/b', ...ALL },
    ]);
  });

  it('takes what was set for one file alone', () => {
    const withPlace = flowReducer(chosen, {
      kind: 'placeChanged',
      id: b.id,
      place: { mailbox: ' megan@contoso.example', isArchive: true },
    });
    const flow = flowReducer(withPlace, { kind: 'folderChanged', id: b.id, rootFolder: '' });
    expect(reviewRows(flow, [a, b], 'sandbox')[1]).toEqual({
      candidate: b,
      target: { mailbox: 'megan@contoso.example', isArchive: true, rootFolder: '', ...ALL },
      choice: null,
      hasOwnPlace: true,
      mailboxProblem: null,
      folderProblem: null,
      choiceProblem: null,
    });
  });
});

it('counts files, bytes and what is still missing', () => {
  const flow = flowReducer(chosen, { kind: 'folderChanged', id: b.id, rootFolder: 'a//b' });
  expect(reviewTotals(reviewRows(flow, [a, b], 'sandbox'))).toEqual({ count: 2, sizeBytes: 123, incomplete: 1 });
});

it('makes orders the contract accepts', () => {
  const { orders } = ordersOf(reviewRows(chosen, [a, b], 'sandbox'));
  expect(orders.map((order) => Order.parse(order).candidateId)).toEqual([a.id, b.id]);
});

describe('a choice of folders', () => {
  const partly = flowReducer(chosen, { kind: 'foldersChosen', id: a.id, choice });

  it('goes into the order of its file alone', () => {
    const { orders } = ordersOf(reviewRows(partly, [a, b], 'sandbox'));
    expect(orders.map((order) => Order.parse(order).target.excludeFolders)).toEqual([['Old/*'], []]);
  });

  it('changes the row', () => {
    const [before] = reviewRows(chosen, [a, b], 'sandbox');
    const [after] = reviewRows(partly, [a, b], 'sandbox');
    expect(before && after && isSameRow(before, after)).toBe(false);
  });

  it('keeps a file from being moved while nothing is chosen inside', () => {
    const none = flowReducer(chosen, {
      kind: 'foldersChosen',
      id: a.id,
      choice: { ...choice, problem: 'nothingChosen' },
    });
    expect(reviewTotals(reviewRows(none, [a, b], 'sandbox')).incomplete).toBe(1);
  });
});

it('tells a changed row from one made anew', () => {
  const [before] = reviewRows(chosen, [a, b], 'sandbox');
  const [again] = reviewRows(chosen, [a, b], 'sandbox');
  const [changed] = reviewRows(
    flowReducer(chosen, { kind: 'folderChanged', id: a.id, rootFolder: 'x' }),
    [a, b],
    'sandbox',
  );
  expect(before && again && isSameRow(before, again)).toBe(true);
  expect(before && changed && isSameRow(before, changed)).toBe(false);
});

describe('the files that have changed', () => {
  const flow = [a, b].reduce((before, { id }) => flowReducer(before, { kind: 'foldersChosen', id, choice }), chosen);
  const onlyA = flowReducer(chosen, { kind: 'foldersChosen', id: a.id, choice });
  it.each([
    ['the one that is named', flow, 'b.pst', [b.id]],
    ['all with chosen folders when none is', flow, 'c.pst', [a.id, b.id]],
    ['none without chosen folders', onlyA, 'b.pst', [a.id]],
  ])('are %s', (_, state, file, ids) => {
    expect(changedFiles(reviewRows(state, [a, b], 'sandbox'), { params: { file } })).toEqual(ids);
  });
});

describe('an import in Purview', () => {
  const partly = flowReducer(chosen, { kind: 'foldersChosen', id: a.id, choice });
  const archive = { mailbox: 'alex', isArchive: true };
  const atTop = flowReducer(flowReducer(chosen, { kind: 'placeChanged', id: b.id, place: archive }), {
    kind: 'folderChanged',
    id: b.id,
    rootFolder: '',
  });

  it('cannot leave folders out', () => {
    const rows = reviewRows(partly, [a, b], 'purview');
    expect([rows.map(({ choiceProblem }) => choiceProblem), reviewTotals(rows).incomplete]).toEqual([
      ['purviewFolders', null],
      1,
    ]);
  });

  it('cannot put mail at the top of an archive', () => {
    const rows = reviewRows(atTop, [a, b], 'purview');
    expect([rows.map((row) => row.folderProblem), reviewTotals(rows).incomplete]).toEqual([
      [null, 'purviewArchiveTop'],
      1,
    ]);
  });

  it('changes the row when it becomes the way', () => {
    const [before] = reviewRows(partly, [a, b], 'exchange');
    const [after] = reviewRows(partly, [a, b], 'purview');
    expect(before && after && isSameRow(before, after)).toBe(false);
  });

  it.each(['sandbox', 'exchange', 'onPremises'] as const)('other ways can do both: %s', (engine) => {
    const problems = [...reviewRows(partly, [a, b], engine), ...reviewRows(atTop, [a, b], engine)];
    expect(problems.every((row) => row.choiceProblem === null && row.folderProblem === null)).toBe(true);
  });
});
