import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { testIds } from '../../renderer/test-ids.ts';
import { fingerprint } from '../support/cli/folders.ts';
import { comparable } from '../support/mail/compare-mail.ts';
import { expectedMail } from '../support/mail/expected-mail.ts';
import { readEmlTree } from '../support/mail/read-eml-tree.ts';
import { SAMPLE_FILE_NAME as SAMPLE } from '../support/pst-writer/index.ts';
import { test } from './support/state.ts';

const ASSETS = join(import.meta.dirname, '../../assets/sample');

/** PSTs other programs wrote; they are not part of the project, so the project's own tests stand without them. */
const CORPUS = join(import.meta.dirname, '../../../shared/corpus');

test('a person moves the sample by clicks, and every item arrives as it was written', async ({ start }) => {
  const before = await fingerprint(ASSETS);
  const { app, journey } = await start({ screens: 'journey' });
  await expect(journey.at(testIds.sandboxBadge)).toBeVisible();
  await journey.find('sample');
  await journey.choose([SAMPLE]);
  await journey.review('ann@contoso.example');
  await journey.takePicture('5-move');
  await expect(journey.receipt(SAMPLE)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await journey.takePicture('6-receipt');

  const arrived = await readEmlTree(await journey.openMailbox(app, SAMPLE));
  expect(comparable(arrived)).toEqual(comparable(expectedMail()));
  expect(await fingerprint(ASSETS)).toEqual(before);
});

test('a second move of the same file says what was left out and why', async ({ start }) => {
  const { journey } = await start({ screens: 'again' });
  await journey.find('sample');
  await journey.choose([SAMPLE]);
  await journey.review('ann@contoso.example');
  await expect(journey.receipt(SAMPLE)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await journey.at(testIds.moreFiles).click();
  await journey.at(testIds.toChoose).click();
  await expect(journey.at(testIds.candidateRow)).toHaveAttribute('data-reason', 'moved');
  await journey.choose([SAMPLE]);
  await journey.review('ann@contoso.example');
  const second = journey.receipt(SAMPLE).and(journey.page.locator('[data-state="doneWithSkips"]'));
  await expect(second).toBeVisible({ timeout: 60_000 });
  await expect(second.getByTestId(testIds.receiptSkip)).toHaveAttribute('data-reason', 'alreadyImported');
  await journey.takePicture('receipt');
});

test('PSTs of other programs arrive: every counted item is a mail or a skip', async ({ start }) => {
  test.skip(!existsSync(CORPUS), 'no PSTs of other programs here');
  test.setTimeout(300_000);
  const { app, page, journey } = await start({ screens: 'other-programs' });
  await journey.addFolder(app, CORPUS);
  await journey.find('folder');
  const names = await journey.movableNames();
  expect(names.length).toBeGreaterThan(10);
  await journey.choose(names);
  await journey.review('ann@contoso.example');
  const ended = page.locator(`[data-testid="${testIds.receipt}"]`);
  await expect(ended).toHaveCount(names.length, { timeout: 240_000 });
  await journey.takePicture('receipt');
  const { jobs } = await journey.snapshot();
  for (const { fileName, receipt } of jobs) {
    const skipped = receipt?.skipped.reduce((sum, { count }) => sum + count, 0) ?? 0;
    const mails = await readEmlTree(receipt?.mailboxPath ?? '').catch(() => []);
    expect({ fileName, state: receipt?.state, found: receipt?.found }).toEqual({
      fileName,
      state: skipped > 0 ? 'doneWithSkips' : 'done',
      found: mails.length + skipped,
    });
  }
});

test('a search of the drives can be stopped, and what it found stays', async ({ start }) => {
  const { journey } = await start();
  await journey.tickRoots(['fixed', 'sample']);
  await journey.at(testIds.startScan).click();
  await expect(journey.at(testIds.foundRow).first()).toBeVisible({ timeout: 60_000 });
  const stopButton = journey.at(testIds.stopScan);
  // A small disk may be through before anyone can stop it.
  if (await stopButton.isVisible()) await stopButton.click();
  await expect(journey.at(testIds.scanState)).toHaveAttribute('data-state', /cancelled|finished/);
  await expect(journey.at(testIds.foundRow).first()).toBeVisible();
});

test('mail goes into the archive and the folder the person names', async ({ start }) => {
  const { app, journey } = await start();
  await journey.find('sample');
  await journey.choose([SAMPLE]);
  await journey.at(testIds.placeForAll(true)).click();
  await journey.at(testIds.folder).fill('Old mail/2015');
  await journey.review('ben@contoso.example');
  await expect(journey.receipt(SAMPLE)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  const path = await journey.openMailbox(app, SAMPLE);
  expect(path.endsWith(join('ben@contoso.example', 'Archive', 'Old mail', '2015'))).toBe(true);
});
