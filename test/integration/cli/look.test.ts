import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli/folders.ts';
import { linesOf, runCli } from '../../support/cli/run-cli.ts';
import { expectedMail } from '../../support/mail/expected-mail.ts';

const SAMPLE = join(import.meta.dirname, '../../../assets/sample/Old mail 2015.pst');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

describe('scan', () => {
  it('gives a line for each PST, whatever the case of its name, and the totals last', async () => {
    await mkdir(join(folder.path, 'deep', 'er'), { recursive: true });
    await copyFile(SAMPLE, join(folder.path, 'deep', 'er', 'A.PST'));
    await copyFile(SAMPLE, join(folder.path, 'b.pst'));
    await copyFile(SAMPLE, join(folder.path, 'c.txt'));
    const result = await runCli(['scan', folder.path, '--json']);
    const found = linesOf(result, 'candidate').map(({ path, format, health }) => ({ path, format, health }));
    expect(found.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: join(folder.path, 'b.pst'), format: 'unicode', health: 'fine' },
      { path: join(folder.path, 'deep', 'er', 'A.PST'), format: 'unicode', health: 'fine' },
    ]);
    expect(result.lines.at(-1)).toEqual({ kind: 'scanned', folders: 3, files: 3, denied: 0 });
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('says which folder cannot be read', async () => {
    const missing = join(folder.path, 'missing');
    const result = await runCli(['scan', missing, '--json']);
    expect(result.code).toBe(3);
    expect(result.lines).toMatchObject([{ kind: 'error', code: 'folderUnreadable', params: { path: missing } }]);
  });
});

describe('inspect', () => {
  it('counts what the generator wrote, folder by folder', async () => {
    const result = await runCli(['inspect', SAMPLE, '--json']);
    const [contents] = linesOf(result, 'contents');
    const counts = new Map<string, number>();
    for (const { folder } of expectedMail()) counts.set(folder, (counts.get(folder) ?? 0) + 1);
    const found = (contents?.folders ?? [])
      .filter((entry) => entry.items > 0)
      .map((entry) => [entry.path.slice(1).join('/'), entry.items]);
    expect(found.sort()).toEqual([...counts].sort());
    expect(contents).toMatchObject({
      path: SAMPLE,
      format: 'unicode',
      health: 'fine',
      items: expectedMail().length,
      problems: [],
    });
  });

  it('writes data for people to stdout and nothing else there', async () => {
    const { stdout, stderr, code } = await runCli(['inspect', SAMPLE]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${expectedMail().length}  items in ${SAMPLE}`);
    expect(stderr).toBe('');
  });
});

describe('usage', () => {
  it.each([
    [['migrate', 'a.pst'], 'usage'],
    [['nonsense'], 'usage'],
    [['scan', '--unknown'], 'usage'],
    [['migrate', 'a.pst', '--mailbox', 'no address'], 'targetInvalid'],
    [['migrate', 'a.pst', '--mailbox', 'ann@contoso.example', '--folder', 'a//b'], 'targetInvalid'],
    [['migrate', 'a.pst', '--mailbox', 'ann@contoso.example', '--folder', '../b'], 'targetInvalid'],
  ])('%j ends with 64 and says why', async (args, errorCode) => {
    const result = await runCli([...args, '--state', folder.path, '--json']);
    expect(result.code).toBe(64);
    expect(result.lines).toMatchObject([{ kind: 'error', code: errorCode }]);
  });

  it.each([[[]], [['scan']], [['inspect']], [['migrate']], [['resume']], [['doctor']]])(
    '%j --help tells the exit codes',
    async (args) => {
      const result = await runCli([...args, '--help']);
      expect(result.code).toBe(0);
      expect(result.stdout).toContain('Exit codes: 0 done');
    },
  );
});

describe('doctor', () => {
  it('finds everything a move needs', async () => {
    const result = await runCli(['doctor', '--state', folder.path, '--json']);
    expect(result.code).toBe(0);
    expect(linesOf(result, 'check').map((check) => check.ok)).not.toContain(false);
  });
});
