import { describe, expect, it } from 'vitest';
import { ADVISED_FILE_BYTES } from '../../../../../preload/contract/limits.ts';
import type { FolderChoice } from '../../../../../renderer/features/choose/folder-choice.ts';
import { type Risk, risksOf, riskText } from '../../../../../renderer/features/review/risk-model.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';

const SMALL = { sizeBytes: 1 };

function choiceThatSkips(skippedItems: number): FolderChoice {
  return {
    leftOut: new Set(['Old']),
    patterns: { includeFolders: [], excludeFolders: ['Old/*'] },
    forecast: { items: 5, sizeBytes: 5, folders: 1, leftFolders: 1, leftItems: 2, skippedItems },
    problem: null,
  };
}

describe('risksOf', () => {
  it('warns of a file larger than is advised, not of one just as large', () => {
    expect(risksOf({ sizeBytes: ADVISED_FILE_BYTES }, null, null)).toEqual([]);
    expect(risksOf({ sizeBytes: ADVISED_FILE_BYTES + 1 }, null, null)).toEqual([
      { kind: 'large', sizeBytes: ADVISED_FILE_BYTES + 1 },
    ]);
  });

  it('names what an import will skip of a file that was looked into', () => {
    expect(risksOf(SMALL, { tooLarge: 2, tooDeep: 7 }, null)).toEqual([
      { kind: 'tooLarge', count: 2 },
      { kind: 'tooDeep', count: 7 },
    ]);
  });

  it('is silent about what there is none of', () => {
    expect(risksOf(SMALL, { tooLarge: 0, tooDeep: 0 }, null)).toEqual([]);
    expect(risksOf(SMALL, { tooLarge: 2, tooDeep: 0 }, choiceThatSkips(0))).toEqual([]);
  });

  it('counts in the chosen folders alone when some are left out', () => {
    expect(risksOf(SMALL, { tooLarge: 2, tooDeep: 7 }, choiceThatSkips(3))).toEqual([{ kind: 'skipped', count: 3 }]);
  });
});

const RISKS: readonly Risk[] = [
  { kind: 'large', sizeBytes: 41.3 * 1024 ** 3 },
  { kind: 'tooLarge', count: 1 },
  { kind: 'tooLarge', count: 2 },
  { kind: 'tooDeep', count: 1 },
  { kind: 'tooDeep', count: 2 },
  { kind: 'skipped', count: 1 },
  { kind: 'skipped', count: 2 },
];

it.each(RISKS)('tells $kind in a whole sentence with its reason', (risk) => {
  const text = riskText(risk, createLanguage(['en-US']));
  expect(text).toMatch(/^[A-Z0-9].{40,}\.$/);
  expect(text).toMatch(risk.kind === 'large' ? /41\.3 GB.*20 GB/ : new RegExp(`^${risk.count} item`));
  expect(text).not.toMatch(/undefined|NaN/);
});
