import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { testIds } from '../../renderer/test-ids.ts';
import { ROOT } from '../support/build/ensure.mjs';
import { findRuntime } from '../support/electron-runtime/find.mjs';
import { readEmlTree } from '../support/mail/read-eml-tree.ts';
import { largeMailbox, writePst } from '../support/pst-writer/index.ts';
import { limitBandwidth, test } from './support/state.ts';

const MIB = 2 ** 20;
const NAME = 'large.pst';

/** Eight blocks at two a second: there is time to interrupt, and no test waits long. */
const ATTACHMENTS = { attachmentBytes: 8 * MIB, attachments: 8 } as const;
const BYTES_PER_SECOND = 16 * MIB;

test.beforeEach(async ({ place }) => {
  await mkdir(join(place.path, 'in'));
  writePst(join(place.path, 'in', NAME), largeMailbox(ATTACHMENTS));
  await limitBandwidth(place, BYTES_PER_SECOND);
});

test('a window closed at half of the upload goes on where it was', async ({ place, start }) => {
  const first = await start({ screens: 'interruption' });
  await first.journey.addFolder(first.app, join(place.path, 'in'));
  await first.journey.find('folder');
  await first.journey.choose([NAME]);
  await first.journey.review('ann@contoso.example');
  await first.journey.untilUploaded(NAME, 0.5);
  await first.journey.takePicture('1-half');
  await first.app.close();

  const second = await start({ screens: 'interruption' });
  await expect(second.journey.job(NAME)).toBeVisible();
  await second.journey.takePicture('2-continued');
  await expect(second.journey.receipt(NAME)).toHaveAttribute('data-state', 'done', { timeout: 90_000 });
  const [job] = (await second.journey.snapshot()).jobs;
  const bytes = await readFile(join(place.path, 'in', NAME));
  expect(job?.isContinued).toBe(true);
  expect(job?.receipt?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect((job?.receipt?.sentBytes ?? 0) - bytes.length).toBeLessThanOrEqual(4 * 8 * MIB);
});

test('pause, resume and cancel do what they say', async ({ place, start }) => {
  const { app, journey } = await start({ screens: 'pause' });
  await journey.addFolder(app, join(place.path, 'in'));
  await journey.find('folder');
  await journey.choose([NAME]);
  await journey.review('ann@contoso.example');
  await journey.untilUploaded(NAME, 0.2);
  await journey.job(NAME).getByTestId(testIds.pause).click();
  await journey.expectState(NAME, /^paused$/);
  await journey.takePicture('1-paused');
  await journey.job(NAME).getByTestId(testIds.resume).click();
  await journey.untilUploaded(NAME, 0.5);
  await journey.job(NAME).getByTestId(testIds.cancel).click();
  await journey.at(testIds.confirmCancel).click();
  await expect(journey.receipt(NAME)).toHaveAttribute('data-state', 'cancelled', { timeout: 30_000 });
  await journey.takePicture('2-cancelled');
});

test('an app that is killed leaves nothing that blocks the next', async ({ place, start }) => {
  const first = await start();
  await first.journey.addFolder(first.app, join(place.path, 'in'));
  await first.journey.find('folder');
  await first.journey.choose([NAME]);
  await first.journey.review('ann@contoso.example');
  await first.journey.untilUploaded(NAME, 0.5);
  const ended = new Promise((resolve) => first.app.process().once('exit', resolve));
  first.app.process().kill('SIGKILL');
  await ended;

  const second = await start();
  await expect(second.journey.receipt(NAME)).toHaveAttribute('data-state', 'done', { timeout: 90_000 });
  const [job] = (await second.journey.snapshot()).jobs;
  const bytes = await readFile(join(place.path, 'in', NAME));
  expect(job?.receipt?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect((job?.receipt?.sentBytes ?? 0) - bytes.length).toBeLessThanOrEqual(4 * 8 * MIB);
});

test('a second start only raises the first window', async ({ place, start }) => {
  const first = await start();
  await expect(first.journey.at(testIds.startScan)).toBeVisible();
  const { executable, args } = await findRuntime();
  const second = spawn(executable, [...args, ROOT, '--state', place.state], { stdio: 'ignore' });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  expect(first.app.windows()).toHaveLength(1);
});

test('an import is paused and continued without losing or doubling a mail', async ({ place, start }) => {
  const name = 'many.pst';
  const count = 1500;
  writePst(join(place.path, 'in', name), largeMailbox({ attachmentBytes: 1000, attachments: count }));
  const { app, journey } = await start({ screens: 'import' });
  await journey.addFolder(app, join(place.path, 'in'));
  await journey.find('folder');
  await journey.choose([name]);
  await journey.review('ann@contoso.example');
  await expect(journey.job(name)).toHaveAttribute('data-phase', 'running', { timeout: 60_000 });
  await journey.takePicture('1-importing');
  await journey.job(name).getByTestId(testIds.pause).click();
  await journey.expectState(name, /^paused$/);
  const [paused] = (await journey.snapshot()).jobs;
  expect(paused?.statistics?.itemsTransferred).toBeLessThan(count);
  await journey.takePicture('2-paused');
  await journey.job(name).getByTestId(testIds.resume).click();
  await expect(journey.receipt(name)).toHaveAttribute('data-state', 'done', { timeout: 90_000 });
  const [done] = (await journey.snapshot()).jobs;
  expect(done?.receipt).toMatchObject({ found: count, moved: count, skipped: [] });
  expect(await readEmlTree(await journey.openMailbox(app, name))).toHaveLength(count);
});
