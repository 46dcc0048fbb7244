import { existsSync } from 'node:fs';

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, temporaryFolder } from '../../support/cli/folders.ts';
import { linesOf, runCli } from '../../support/cli/run-cli.ts';
import { readEmlTree } from '../../support/mail/read-eml-tree.ts';

/** PSTs other programs wrote; they are not part of the project, so the project's own tests stand without them. */
const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

describe.runIf(existsSync(CORPUS))('PSTs of other programs', () => {
  it('arrive item by item: every item the reader counts is a mail or a skip with its reason', async () => {
    const scanned = linesOf(await runCli(['scan', CORPUS, '--json']), 'candidate');
    const files = scanned
      .filter(({ format, health }) => format === 'unicode' && ['fine', 'notClosed'].includes(health))
      .map(({ path }) => path);
    expect(files.length).toBeGreaterThan(10);
    const before = await fingerprint(CORPUS);
    const args = ['--mailbox', 'ann@contoso.example', '--state', join(folder.path, 'state'), '--json'];
    const result = await runCli(['migrate', ...files, ...args]);
    const receipts = linesOf(result, 'receipt');
    expect(receipts.length).toBe(files.length);
    for (const receipt of receipts) {
      const [contents] = linesOf(await runCli(['inspect', receipt.file, '--json']), 'contents');
      const skipped = receipt.skipped.reduce((sum, { count }) => sum + count, 0);
      const arrived = await readEmlTree(receipt.mailboxPath ?? '').catch(() => []);
      expect({ file: receipt.file, state: receipt.state, found: receipt.found, moved: arrived.length }).toEqual({
        file: receipt.file,
        state: skipped > 0 ? 'doneWithSkips' : 'done',
        found: contents?.items,
        moved: receipt.found - skipped,
      });
    }
    expect(await fingerprint(CORPUS)).toEqual(before);
  });
});
