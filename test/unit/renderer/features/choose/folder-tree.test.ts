import { describe, expect, it } from 'vitest';
import {
  buildFolderTree,
  type FolderNode,
  initiallyOpen,
} from '../../../../../renderer/features/choose/folder-tree.ts';

function outline(nodes: readonly FolderNode[], depth = 0): string[] {
  return nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.name} ${node.items}/${node.totalItems} ${node.sizeBytes}/${node.totalBytes}`,
    ...outline(node.children, depth + 1),
  ]);
}

describe('buildFolderTree', () => {
  it('nests folders and adds up what is below them', () => {
    const tree = buildFolderTree([
      { path: ['Top'], items: 0, sizeBytes: 0 },
      { path: ['Top', 'Inbox'], items: 2, sizeBytes: 20 },
      { path: ['Top', 'Inbox', 'Old'], items: 3, sizeBytes: 30 },
      { path: ['Top', 'Sent'], items: 1, sizeBytes: 10 },
    ]);
    expect(outline(tree)).toEqual(['Top 0/6 0/60', '  Inbox 2/5 20/50', '    Old 3/3 30/30', '  Sent 1/1 10/10']);
  });

  it('makes up a parent that is not listed and adds up twins', () => {
    const tree = buildFolderTree([
      { path: ['Top', 'Inbox'], items: 1, sizeBytes: 1 },
      { path: ['Top', 'Inbox'], items: 2, sizeBytes: 2 },
    ]);
    expect(outline(tree)).toEqual(['Top 0/3 0/3', '  Inbox 3/3 3/3']);
  });

  it('gives every folder a key of its own, whatever its name', () => {
    const keys = (nodes: readonly FolderNode[]): string[] =>
      nodes.flatMap((node) => [node.key, ...keys(node.children)]);
    const tree = buildFolderTree([
      { path: ['a', '0.'], items: 0, sizeBytes: 0 },
      { path: ['a.0', ''], items: 0, sizeBytes: 0 },
      { path: ['constructor', '__proto__'], items: 0, sizeBytes: 0 },
    ]);
    expect(new Set(keys(tree)).size).toBe(6);
  });

  it('builds a tree of 300 levels', () => {
    const path = Array.from({ length: 300 }, (_, level) => `level ${level}`);
    expect(outline(buildFolderTree([{ path, items: 1, sizeBytes: 1 }]))).toHaveLength(300);
  });
});

it('opens the way down to the first choice', () => {
  const tree = buildFolderTree([
    { path: ['Root', 'Top', 'Inbox', 'Old'], items: 1, sizeBytes: 1 },
    { path: ['Root', 'Top', 'Sent'], items: 1, sizeBytes: 1 },
  ]);
  expect(initiallyOpen(tree)).toEqual(['0.', '0.0.']);
});
