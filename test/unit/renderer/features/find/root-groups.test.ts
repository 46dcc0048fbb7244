import { expect, it } from 'vitest';
import type { ScanRoot } from '../../../../../preload/contract/index.ts';
import { ROOT_KINDS } from '../../../../../preload/contract/states.ts';
import { groupRoots, rootNotes } from '../../../../../renderer/features/find/root-groups.ts';
import { createFormat } from '../../../../../renderer/format/format.ts';
import { en } from '../../../../../renderer/format/locales/en.ts';
import { sampleRoot } from '../../../../support/renderer/samples.ts';

const NOW = '2026-05-04T12:00:00.000Z';
const format = createFormat('en-US', en);

function notes(kind: ScanRoot['kind'], change: Partial<ScanRoot> = {}): readonly string[] {
  return rootNotes(sampleRoot(kind, 'X:\\', 'X', { sizeBytes: null, freeBytes: null, ...change }), en, format, NOW);
}

it('puts every kind of place under its heading', () => {
  const groups = groupRoots(ROOT_KINDS.map((kind) => sampleRoot(kind, 'X:\\', kind)));
  expect(groups.map(({ group, roots }) => [group, roots.map(({ kind }) => kind)])).toEqual([
    ['drives', ['fixed']],
    ['others', ['removable', 'network', 'optical', 'cloud']],
    ['folders', ['folder', 'sample']],
  ]);
});

it('leaves out headings without places', () => {
  expect(groupRoots([])).toEqual([]);
});

it('tells of a place what is known of it', () => {
  expect([
    notes('fixed'),
    notes('fixed', { aliasOf: 'C:\\data', freeBytes: 1024, sizeBytes: 2048, lastScanned: NOW }),
    notes('fixed', { freeBytes: 1024 }),
    notes('cloud', { lastScanned: '2025-02-03T12:00:00.000Z' }),
  ]).toEqual([
    [],
    ['Another name of C:\\data', '1 KB free of 2 KB', 'Searched today'],
    [],
    [en.find.rootKinds.cloud, 'Searched Feb 3, 2025'],
  ]);
});
