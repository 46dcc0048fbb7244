import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { testIds } from '../../renderer/test-ids.ts';
import { fingerprint } from '../support/cli/folders.ts';
import { expectedMail } from '../support/mail/expected-mail.ts';
import { readEmlTree } from '../support/mail/read-eml-tree.ts';
import { sampleMailbox, writePst } from '../support/pst-writer/index.ts';
import type { Journey } from './support/journey.ts';
import { test } from './support/state.ts';

const SAMPLE = join(import.meta.dirname, '../../assets/sample/Old mail 2015.pst');
const LEFT_OUT = ['Deleted Items', 'Projects'];

/** The sample, and another PST that holds its inbox alone. */
async function fillFolder(folder: string): Promise<void> {
  await mkdir(folder);
  await copyFile(SAMPLE, join(folder, 'mail.pst'));
  const { folders } = sampleMailbox();
  const inbox = folders.filter(({ name }) => name === 'Inbox');
  writePst(join(folder, 'inbox only.pst'), { displayName: 'Part', folders: inbox });
}

async function open(journey: Journey, name: string): Promise<void> {
  await fileRow(journey, name).getByTestId(testIds.candidateOpen).click();
  await expect(journey.at(testIds.contents)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
}

function fileRow(journey: Journey, name: string): Locator {
  return journey.page.locator(`[data-testid="${testIds.candidateRow}"][data-name="${name}"]`);
}

function folderRow(journey: Journey, name: string): Locator {
  return journey.page.locator(`[data-testid="${testIds.folderRow}"][data-name="${name}"]`);
}

test('a person looks inside, reads a letter, leaves folders out, and the rest arrives', async ({ place, start }) => {
  const folder = join(place.path, 'in');
  await fillFolder(folder);
  const before = await fingerprint(folder);
  const { app, page, journey } = await start({ screens: 'choose' });
  await journey.addFolder(app, folder);
  await journey.find('folder');
  await open(journey, 'mail.pst');
  await expect(journey.at(testIds.verdict)).toHaveAttribute('data-verdict', 'fine');
  await expect(journey.at(testIds.contentsTotals)).toHaveAttribute('data-items', String(expectedMail().length));
  const overlap = page.locator(`[data-testid="${testIds.overlap}"][data-name="inbox only.pst"]`);
  await expect(overlap).toBeVisible({ timeout: 30_000 });
  const inboxItems = expectedMail().filter(({ folder: name }) => name === 'Inbox').length;
  await expect(overlap).toContainText(`${inboxItems} of ${expectedMail().length}`);
  await journey.takePicture('1-inside');

  await folderRow(journey, 'Inbox').focus();
  await page.keyboard.press('Enter');
  await expect(journey.at(testIds.messageRow).first()).toBeVisible();
  await journey.takePicture('2-list');
  await journey.at(testIds.orderBy('largest')).click();
  const largest = journey.at(testIds.messageRow).first();
  await expect(largest).toHaveAttribute('data-subject', 'Minutes of Monday');
  await largest.click();
  await expect(journey.at(testIds.message)).toHaveAttribute('data-state', 'ready');
  await expect(journey.at(testIds.messageText)).not.toBeEmpty();
  await journey.takePicture('3-letter');
  for (const _ of ['to the list', 'to the folders']) await page.keyboard.press('Escape');

  for (const name of LEFT_OUT) {
    await folderRow(journey, name).focus();
    await page.keyboard.press('Space');
    await expect(folderRow(journey, name)).toHaveAttribute('data-tick', 'none');
  }
  const wanted = expectedMail().filter(({ folder: name }) => !LEFT_OUT.includes(name.split('/')[0] ?? ''));
  await expect(journey.at(testIds.forecast)).toContainText(`${wanted.length} of ${expectedMail().length}`);
  await journey.takePicture('4-forecast');

  await journey.at(testIds.toReview).click();
  const card = page.locator(`[data-testid="${testIds.reviewRow}"][data-name="mail.pst"]`);
  await expect(card.getByTestId(testIds.choiceNote)).toBeVisible();
  const other = page.locator(`[data-testid="${testIds.reviewRow}"][data-name="inbox only.pst"]`);
  await other.getByTestId(testIds.leaveOut).click();
  await journey.review('ann@contoso.example');
  await expect(journey.receipt('mail.pst')).toHaveAttribute('data-state', 'done', { timeout: 60_000 });

  const arrived = await readEmlTree(await journey.openMailbox(app, 'mail.pst'));
  expect(arrived.map(({ folder: name }) => name).sort()).toEqual(wanted.map(({ folder: name }) => name).sort());
  expect(await fingerprint(folder)).toEqual(before);

  // What was left out is not forgotten: the file has not been moved whole.
  await expect(journey.receipt('mail.pst').getByTestId(testIds.choiceNote)).toBeVisible();
  await journey.takePicture('5-receipt');
  await journey.at(testIds.moreFiles).click();
  await journey.at(testIds.toChoose).click();
  await expect(fileRow(journey, 'mail.pst')).toHaveAttribute('data-reason', 'movedPartly');
  await journey.takePicture('6-moved-in-part');
});

test('a file with its end cut off says what is wrong and what to do, and shows what is left', async ({
  place,
  start,
}) => {
  const folder = join(place.path, 'in');
  await mkdir(folder);
  await writeFile(join(folder, 'cut.pst'), (await readFile(SAMPLE)).subarray(0, -1000));
  const { app, journey } = await start({ screens: 'damaged' });
  await journey.addFolder(app, folder);
  await journey.find('folder');
  await open(journey, 'cut.pst');
  await expect(journey.at(testIds.verdict)).toHaveAttribute('data-verdict', 'repairFirst');
  await expect(journey.at(testIds.verdict)).toContainText('ScanPST');
  await expect(journey.at(testIds.finding).first()).toHaveAttribute('data-code', 'truncated');
  await expect(folderRow(journey, 'Inbox')).toBeVisible();
  await expect(fileRow(journey, 'cut.pst').getByRole('checkbox')).toBeDisabled();
  await journey.takePicture('1-cut');
});
