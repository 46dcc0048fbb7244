import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { testIds } from '../../renderer/test-ids.ts';
import { createJourney } from './support/journey.ts';
import { launchApp } from './support/launch.ts';

const SAMPLE = 'Old mail 2015.pst';

let stateDir: string;

test.beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'ferry-e2e-'));
});
test.afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

test('a person moves the sample by clicks', async () => {
  const { app, page, consoleMessages } = await launchApp({ stateDir });
  const journey = createJourney(page, 'journey');
  await expect(journey.at(testIds.sandboxBadge)).toBeVisible();
  await journey.find('sample');
  await journey.choose([SAMPLE]);
  await journey.review('ann@contoso.example');
  await journey.takePicture('5-move');
  await expect(journey.receipt(SAMPLE)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await journey.takePicture('6-receipt');
  expect(consoleMessages).toEqual([]);
  await app.close();
});
