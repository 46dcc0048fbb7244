import { describe, expect, it } from 'vitest';
import {
  buildFolderTree,
  type FolderNode,
  initiallyOpen,
  outlinedFolders,
  rowStartingWith,
  visibleRows,
} from '../../../../../renderer/features/choose/folder-tree.ts';
import { contentsOf, outlineOf, sampleFolder } from '../../../../support/renderer/sample-contents.ts';

function treeOf(...folders: readonly (readonly [path: readonly string[], items: number])[]): readonly FolderNode[] {
  return buildFolderTree({ folders: folders.map(([path, items]) => sampleFolder(path, items)), top: ['Top'] });
}

function outline(nodes: readonly FolderNode[], depth = 0): string[] {
  return nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.name} ${node.own?.items ?? '-'}/${node.totalItems}`,
    ...outline(node.children, depth + 1),
  ]);
}

function keysOf(nodes: readonly FolderNode[]): string[] {
  return nodes.flatMap((node) => [node.key, ...keysOf(node.children)]);
}

describe('buildFolderTree', () => {
  it('marks the folders that an import does not tell apart', () => {
    const paths = [['Top'], ['Top', 'Twin'], ['Top', 'twin'], ['Top', 'Other'], ['Top', 'Other', 'Twin']];
    const [top] = treeOf(...paths.map((path) => [path, 1] as const));
    expect(top?.children.map(({ name, hasTwin }) => [name, hasTwin])).toEqual([
      ['Twin', true],
      ['twin', true],
      ['Other', false],
    ]);
    expect(top?.children[2]?.children[0]?.hasTwin).toBe(false);
  });

  it('nests folders and adds up what is below them', () => {
    const tree = treeOf([['Top'], 0], [['Top', 'Inbox'], 2], [['Top', 'Inbox', 'Old'], 3], [['Top', 'Sent'], 1]);
    expect(outline(tree)).toEqual(['Top 0/6', '  Inbox 2/5', '    Old 3/3', '  Sent 1/1']);
  });

  it('adds up sizes and what is unread, and takes the outermost dates', () => {
    const [top] = buildFolderTree({
      top: [],
      folders: [
        sampleFolder(['Top'], 1, { sizeBytes: 5, unread: 1, oldest: '2010-01-01T00:00:00Z', newest: null }),
        sampleFolder(['Top', 'A'], 1, { sizeBytes: 7, unread: 2, oldest: '2001-01-01T00:00:00Z', newest: null }),
        sampleFolder(['Top', 'B'], 1, { sizeBytes: 9, oldest: null, newest: '2003-01-01T00:00:00Z' }),
      ],
    });
    const { totalBytes, totalUnread, oldest, newest } = top ?? {};
    expect([totalBytes, totalUnread, oldest, newest]).toEqual([21, 3, '2001-01-01T00:00:00Z', '2003-01-01T00:00:00Z']);
  });

  it('makes up a parent that is not listed, also one that comes later', () => {
    expect(outline(treeOf([['Top', 'Inbox', 'Old'], 1]))).toEqual(['Top -/1', '  Inbox -/1', '    Old 1/1']);
    expect(outline(treeOf([['Top', 'Inbox'], 1], [['Top'], 2]))).toEqual(['Top 2/3', '  Inbox 1/1']);
  });

  it('gives twins a row each, the subfolders to the later', () => {
    const twins = [4, 5].map((id) => sampleFolder(['Top', 'Inbox'], id, { id }));
    const folders = [...twins, sampleFolder(['Top', 'Inbox', 'Old'], 1)];
    expect(outline(buildFolderTree({ folders, top: ['Top'] }))).toEqual([
      'Top -/10',
      '  Inbox 4/4',
      '  Inbox 5/6',
      '    Old 1/1',
    ]);
  });

  it('leaves out a path of no names', () => {
    expect(outline(treeOf([[], 3], [['Top'], 1]))).toEqual(['Top 1/1']);
  });

  it('gives every folder a key of its own, whatever its name', () => {
    const tree = treeOf([['a', '0.'], 0], [['a.0', ''], 0], [['constructor', '__proto__'], 0]);
    expect(new Set(keysOf(tree)).size).toBe(6);
  });

  it('says what a folder is called below the top, and whether a pattern can name it', () => {
    const [top, beside] = treeOf([['Top'], 0], [['Top', 'in/out'], 0], [['Top', 'Old', 'A'], 0], [['Other'], 0]);
    const facts = [top, ...(top?.children ?? []), top?.children[1]?.children[0], beside].map(
      (node) => node && [node.place.join(' > '), node.isTickable],
    );
    expect(facts).toEqual([
      ['', true],
      ['in/out', false],
      ['Old', true],
      ['Old > A', true],
      ['Other', true],
    ]);
  });

  it('builds a tree of 300 levels', () => {
    const path = Array.from({ length: 300 }, (_, level) => `level ${level}`);
    expect(outline(treeOf([path, 1]))).toHaveLength(300);
  });

  it('has the same keys before and after the items were looked at', () => {
    const contents = contentsOf([sampleFolder(['Top'], 0), sampleFolder(['Top', 'A'], 2), sampleFolder(['B'], 1)]);
    const before = buildFolderTree({ folders: outlinedFolders(outlineOf(contents)), top: [] });
    expect(keysOf(before)).toEqual(keysOf(buildFolderTree(contents)));
  });
});

it('opens the way down to the first choice', () => {
  const tree = treeOf([['Root', 'Top', 'Inbox', 'Old'], 1], [['Root', 'Top', 'Sent'], 1]);
  const open = initiallyOpen(tree);
  expect(visibleRows(tree, open).map(({ node }) => node.name)).toEqual(['Root', 'Top', 'Inbox', 'Sent']);
});

describe('rows', () => {
  const tree = treeOf([['A'], 0], [['A', 'b'], 0], [['A', 'c'], 0], [['Bee'], 0]);
  const rows = visibleRows(tree, new Set(keysOf(tree)));

  it('stand in order, each with its place in the tree', () => {
    expect(rows.map((row) => [row.node.name, row.level, row.position, row.setSize, row.parent])).toEqual([
      ['A', 1, 1, 2, null],
      ['b', 2, 1, 2, 0],
      ['c', 2, 2, 2, 0],
      ['Bee', 1, 2, 2, null],
    ]);
  });

  it('leave out what is folded', () => {
    expect(visibleRows(tree, new Set()).map(({ node }) => node.name)).toEqual(['A', 'Bee']);
  });

  it.each([
    ['b', 0, 1],
    ['B', 1, 3],
    ['b', 3, 1],
    ['c', 2, 2],
    ['x', 0, null],
  ])('are found by the letter %s from row %i on: %s', (letter, from, found) => {
    expect(rowStartingWith(rows, letter, from)).toBe(found);
  });
});
