import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { testIds } from '../../renderer/test-ids.ts';
import { fingerprint } from '../support/cli/folders.ts';
import { SAMPLE_FILE_NAME } from '../support/pst-writer/index.ts';
import { test } from './support/state.ts';

const SAMPLE = join(import.meta.dirname, '../../assets/sample', SAMPLE_FILE_NAME);

test('files that cannot be moved say so on their own row, the others arrive', async ({ place, start }) => {
  const folder = join(place.path, 'in');
  await mkdir(join(folder, 'twin'), { recursive: true });
  const sample = await readFile(SAMPLE);
  await writeFile(join(folder, 'empty.pst'), '');
  await writeFile(join(folder, 'zip.pst'), 'PK\u0003\u0004 no mail');
  await writeFile(join(folder, 'cut.pst'), sample.subarray(0, 100_000));
  const good = ['a.pst', '😀 Büro 日本.pst', `${'x'.repeat(251)}.pst`];
  for (const name of good) await copyFile(SAMPLE, join(folder, name));
  await copyFile(SAMPLE, join(folder, 'twin', 'a.pst'));
  await copyFile(SAMPLE, join(folder, 'gone.pst'));
  await writeFile(join(folder, 'notes.txt'), 'no PST, and not to be counted as one');

  const { app, page, journey } = await start({ screens: 'bad-input' });
  await journey.addFolder(app, folder);
  await journey.tickRoots(['folder']);
  await journey.at(testIds.startScan).click();
  await expect(journey.at(testIds.scanState)).toHaveAttribute('data-state', 'finished', { timeout: 30_000 });
  await expect(journey.at(testIds.scanState)).toContainText('8 PST files found');
  await journey.at(testIds.toChoose).click();
  for (const [name, health] of [
    ['empty.pst', 'empty'],
    ['zip.pst', 'notPst'],
    ['cut.pst', 'truncated'],
  ] as const) {
    const row = page.locator(`[data-testid="${testIds.candidateRow}"][data-name="${name}"]`);
    await expect(row).toHaveAttribute('data-health', health);
    await expect(row.getByRole('checkbox')).toBeDisabled();
  }
  await journey.at(testIds.selectAll).getByRole('checkbox').check();
  await journey.takePicture('choose');
  await journey.at(testIds.toReview).click();
  // It vanishes between the search and the move.
  await rm(join(folder, 'gone.pst'));
  const before = await fingerprint(folder);
  await journey.review('ann@contoso.example');
  const receipts = page.locator(`[data-testid="${testIds.receipt}"]`);
  await expect(receipts).toHaveCount(good.length + 2, { timeout: 120_000 });
  await journey.takePicture('receipt');
  await expect(journey.receipt('gone.pst').getByTestId(testIds.problem)).toHaveAttribute('data-code', 'sourceMissing');
  const states = (await journey.snapshot()).jobs.map(({ fileName, state }) => `${fileName}: ${state}`);
  expect(states.sort()).toEqual([...good.map((name) => `${name}: done`), 'a.pst: done', 'gone.pst: failed'].sort());
  expect(await fingerprint(folder)).toEqual(before);
});
