import { expect, it } from 'vitest';
import type { Snapshot } from '../../../../../preload/contract/index.ts';
import { scanNote } from '../../../../../renderer/features/find/scan-note.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';
import { sampleSnapshot } from '../../../../support/renderer/samples.ts';

const language = createLanguage(['en-US']);
const endedAt = '2026-05-04T12:00:00.000Z';

function note(scan: Partial<Snapshot['scan']>, isEarlier = false): string {
  return scanNote({ ...sampleSnapshot().scan, ...scan }, isEarlier, language);
}

it('names the folder that is being read', () => {
  expect([note({ state: 'running' }), note({ state: 'running', currentFolder: 'C:\\Mail' })]).toEqual([
    'Searching…',
    'Looking in C:\\Mail',
  ]);
});

it('says when the files of an earlier run were found, and only of those', () => {
  expect([
    note({ state: 'finished', endedAt }, true),
    note({ state: 'finished', endedAt }),
    note({ state: 'finished', endedAt: null }, true),
    note({ state: 'cancelled', endedAt }, true),
  ]).toEqual([
    `Found on ${language.format.dateTime(endedAt)}. Search again to bring it up to date.`,
    'Search finished',
    'Search finished',
    'Search stopped',
  ]);
});
