import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';
import { testIds } from '../../renderer/test-ids.ts';
import { findInFiles } from '../support/cli/folders.ts';
import { createExchangeWorld, type ExchangeWorld } from '../support/exchange/world.ts';
import { comparable } from '../support/mail/compare-mail.ts';
import { expectedMail } from '../support/mail/expected-mail.ts';
import { readEmlTree } from '../support/mail/read-eml-tree.ts';
import { SAMPLE_FILE_NAME as SAMPLE } from '../support/pst-writer/index.ts';
import type { Journey } from './support/journey.ts';
import { test as base } from './support/state.ts';

const test = base.extend<{ world: ExchangeWorld }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  world: async ({}, use) => {
    const world = await createExchangeWorld();
    await use(world);
    await world.close();
  },
});

/** Gives a permission as a person does: copied from somewhere, taken from the clipboard by the button beside it. */
async function paste(app: ElectronApplication, journey: Journey, name: string, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  const row = journey.page.locator(`[data-testid="${testIds.secret}"][data-name="${name}"]`);
  await row.getByTestId(testIds.secretPaste).click();
  await expect(row).toHaveAttribute('data-set', 'true');
}

/** Every step of the test with its outcome, and its error where it has one. */
async function outcomesOf({ at }: Journey): Promise<string> {
  const steps = await at(testIds.probeStep).evaluateAll((elements) =>
    elements.map(({ dataset: { step, outcome, code } }) => [step, outcome, code].filter(Boolean).join(' ')),
  );
  return steps.join(',');
}

test('a technician sets up Exchange, tries it, and mail arrives by real cmdlets', async ({ start, world }) => {
  test.setTimeout(240_000);
  await rm(join(world.state, 'preferences.json'));
  const { app, page, journey } = await start({ stateDir: world.state, env: world.env, screens: 'exchange' });
  await journey.at(testIds.connection).click();
  await journey.at(testIds.way('exchange')).click();
  await journey.at(testIds.saveConnection).click();
  await expect(journey.at(testIds.tenantBadge)).toHaveAttribute('data-kind', 'exchange');
  const [uploadSas, importSas] = [await world.sasFor('uploadWithRead'), await world.sasFor('import')];
  await paste(app, journey, 'uploadSas', uploadSas);
  await paste(app, journey, 'importSas', importSas);
  await journey.takePicture('1-connection');
  await journey.at(testIds.testMailbox).fill('ann@contoso.example');
  await journey.at(testIds.testStart).click();
  await expect(journey.at(testIds.testVerdict)).toBeVisible({ timeout: 90_000 });
  expect(await outcomesOf(journey)).toEqual(
    'powerShell ok,module ok,signIn ok,cmdlets ok,azureParameters ok,mailbox ok,quota ok,' +
      'uploadSas warning,importSas warning,uploadTest ok,whatIf ok',
  );
  await journey.takePicture('2-test');
  const shown = await page.content();
  await journey.at(testIds.connection).click();

  await journey.find('sample');
  await journey.choose([SAMPLE]);
  await journey.review('ann@contoso.example');
  await journey.takePicture('5-move');
  await expect(journey.receipt(SAMPLE)).toHaveAttribute('data-state', 'done', { timeout: 90_000 });
  await journey.takePicture('6-receipt');

  const arrived = await readEmlTree(join(world.mailFolder('ann@contoso.example'), 'Primary'));
  expect(arrived).toHaveLength(expectedMail().length);
  expect(new Set(comparable(arrived).map(({ subject }) => subject))).toEqual(
    new Set(comparable(expectedMail()).map(({ subject }) => subject)),
  );
  const signatures = [uploadSas, importSas].map((text) => /sig=([^&]+)/.exec(text)?.[1] ?? 'none');
  for (const signature of signatures) expect(shown + (await page.content())).not.toContain(signature);
  expect(await findInFiles(world.state, signatures)).toEqual([]);
});

test('a missing role is shown by the test with what mends it', async ({ start, world }) => {
  test.setTimeout(120_000);
  await world.home.setScenario({ hide: ['New-MailboxImportRequest'] });
  const { app, journey } = await start({ stateDir: world.state, env: world.env, screens: 'exchange-role' });
  await journey.at(testIds.connection).click();
  await paste(app, journey, 'uploadSas', await world.sasFor('uploadWithRead'));
  await paste(app, journey, 'importSas', await world.sasFor('import'));
  await journey.at(testIds.testStart).click();
  await expect(journey.at(testIds.testVerdict)).toHaveAttribute('data-verdict', 'failed', { timeout: 90_000 });
  const step = journey.page.locator(`[data-testid="${testIds.probeStep}"][data-step="cmdlets"]`);
  await expect(step).toHaveAttribute('data-code', 'roleMissing');
  await expect(step).toContainText('Mailbox Import Export');
  await journey.takePicture('test');
});

test('a stalled import says so and ends once it goes on', async ({ start, world }) => {
  test.setTimeout(180_000);
  await world.home.setScenario({
    statistics: { '*': { Status: 'InProgress', StatusDetail: 'StalledDueToTarget_DiskLatency' } },
  });
  const { app, journey } = await start({ stateDir: world.state, env: world.env, screens: 'exchange-stalled' });
  await journey.at(testIds.connection).click();
  await paste(app, journey, 'uploadSas', await world.sasFor('uploadWithRead'));
  await paste(app, journey, 'importSas', await world.sasFor('import'));
  await journey.at(testIds.connection).click();
  await journey.find('sample');
  await journey.choose([SAMPLE]);
  await journey.review('ann@contoso.example');
  await expect(journey.at(testIds.importNote)).toHaveAttribute('data-phase', 'stalled', { timeout: 60_000 });
  await journey.takePicture('move');
  await world.home.setScenario({});
  await expect(journey.receipt(SAMPLE)).toHaveAttribute('data-state', 'done', { timeout: 90_000 });
});
