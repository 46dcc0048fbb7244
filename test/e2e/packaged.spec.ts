import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { CliLine } from '../../preload/contract/cli-lines.ts';
import { linesOf } from '../support/cli/run-cli.ts';
import { findRuntime } from '../support/electron-runtime/find.mjs';
import { comparable } from '../support/mail/compare-mail.ts';
import { expectedMail } from '../support/mail/expected-mail.ts';
import { readEmlTree } from '../support/mail/read-eml-tree.ts';
import { SAMPLE_FILE_NAME as SAMPLE } from '../support/pst-writer/index.ts';
import { test } from './support/state.ts';

/** What `npm run package` made. */
const UNPACKED = join(import.meta.dirname, '../../dist/linux-unpacked');
const EXECUTABLE = join(UNPACKED, 'pst-ferry');

test.beforeAll(() => {
  if (!existsSync(EXECUTABLE)) throw new Error('there is no packed app: run "npm run package" first');
});

test('the packed app moves its sample by clicks', async ({ start }) => {
  const { app, journey } = await start({ executablePath: EXECUTABLE, screens: 'packaged' });
  expect(await app.evaluate((electron) => electron.app.isPackaged)).toBe(true);
  await journey.find('sample');
  await journey.choose([SAMPLE]);
  await journey.review('ann@contoso.example');
  await expect(journey.receipt(SAMPLE)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  const arrived = await readEmlTree(await journey.openMailbox(app, SAMPLE));
  expect(comparable(arrived)).toEqual(comparable(expectedMail()));
});

test('the packed app is a command line too', async ({ place }) => {
  const { args } = await findRuntime();
  const sample = join(UNPACKED, 'resources', 'assets', 'sample', SAMPLE);
  const command = ['migrate', sample, '--mailbox', 'ann@contoso.example', '--state', place.state, '--json'];
  const { stdout } = await promisify(execFile)(EXECUTABLE, [...args, ...command]);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => CliLine.parse(JSON.parse(line)));
  const [receipt] = linesOf({ lines }, 'receipt');
  expect(receipt).toMatchObject({ state: 'done', found: expectedMail().length, moved: expectedMail().length });
  expect(await readEmlTree(receipt?.mailboxPath ?? '')).toHaveLength(expectedMail().length);
});
