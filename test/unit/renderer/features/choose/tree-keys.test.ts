import { expect, it } from 'vitest';
import { buildFolderTree, visibleRows } from '../../../../../renderer/features/choose/folder-tree.ts';
import { answerTo } from '../../../../../renderer/features/choose/tree-keys.ts';
import { sampleFolder } from '../../../../support/renderer/sample-contents.ts';

const PATHS = [['Top'], ['Top', 'Inbox'], ['Top', 'Inbox', 'Old'], ['Top', 'Sent']];
const tree = buildFolderTree({ folders: PATHS.map((path) => sampleFolder(path, 1)), top: ['Top'] });
const [top] = tree;
const open = new Set([top?.key ?? '']);
/** Top, Inbox (folded), Sent. */
const rows = visibleRows(tree, open);

it.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 1, 'fold'],
  ['ArrowRight', 2, null],
  ['ArrowLeft', 0, 'fold'],
  ['ArrowLeft', 1, 0],
  ['ArrowLeft', 2, 0],
  ['ArrowDown', 1, 2],
  ['ArrowUp', 0, 0],
  ['Home', 2, 0],
  ['End', 0, 2],
  [' ', 1, 'tick'],
  ['Enter', 1, 'open'],
  ['s', 0, 2],
  ['q', 0, null],
  ['Tab', 0, null],
  ['ArrowDown', 9, null],
])('%s in row %i: %s', (key, index, answer) => {
  expect(answerTo(key, { rows, index, rowsPerPage: 10, open })).toBe(answer);
});
