import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScanMemoryFile } from '../../../../main/platform/scan-memory-file.ts';
import { loadScanRecord, NOTHING_SCANNED, type ScanRecord } from '../../../../main/scan/memory.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';
import { foundFile } from '../../../support/migration/fake-scan.ts';

const RECORD: ScanRecord = {
  version: 1,
  roots: { 'C:\\': { folders: 3, files: 20, at: '2026-03-01T12:00:00.000Z' } },
  last: {
    endedAt: '2026-03-01T12:00:00.000Z',
    state: 'finished',
    folders: 3,
    files: 20,
    denied: { total: 1, folders: [{ path: 'C:\\x', reason: 'EPERM' }] },
    chosenFolders: [],
    attached: [{ path: 'C:\\a.pst', profile: 'Outlook' }],
    found: [{ file: foundFile('ü.pst'), paths: ['/c/ü.pst', '/d/ü.pst'] }],
  },
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

test('a record comes back as it was, in the place of the one before', async () => {
  const memory = createScanMemoryFile(join(folder.path, 'scan.json'));
  expect(await loadScanRecord(memory)).toEqual(NOTHING_SCANNED);
  await memory.write(NOTHING_SCANNED);
  await memory.write(RECORD);
  expect(await loadScanRecord(createScanMemoryFile(join(folder.path, 'scan.json')))).toEqual(RECORD);
  expect(await readdir(folder.path)).toEqual(['scan.json']);
});

test.each(['', '{"version":1,', '\0\0\0', '[]', '{"version":7}', '{"version":1,"roots":{"a":3},"last":null}'])(
  'a damaged file is as good as none: %j',
  async (text) => {
    const path = join(folder.path, 'scan.json');
    await writeFile(path, text);
    expect(await loadScanRecord(createScanMemoryFile(path))).toEqual(NOTHING_SCANNED);
  },
);
