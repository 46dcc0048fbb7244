import { exec } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

  it('tells a file of several names once, and which files are copies', async () => {
    const file = join(folder.path, 'mail.pst');
    const copy = join(folder.path, 'older.pst');
    for (const path of [file, copy]) await copyFile(SAMPLE, path);
    await utimes(copy, new Date('2015-01-01'), new Date('2015-01-01'));
    await link(file, join(folder.path, 'zz second name.pst'));
    const found = linesOf(await runCli(['scan', folder.path, '--json']), 'candidate');
    const [first] = found.filter(({ paths }) => paths.length === 2);
    expect([...(first?.paths ?? [])].sort()).toEqual([file, join(folder.path, 'zz second name.pst')]);
    expect(found.find(({ path }) => path === copy)).toMatchObject({
      copyOf: { path: first?.path, kind: 'copy' },
      isSuggested: false,
      reason: 'copy',
    });
    expect(found).toHaveLength(2);
  });

  it('with --deep finds PSTs under other names, and nothing else', async () => {
    await copyFile(SAMPLE, join(folder.path, 'backup.dat'));
    await writeFile(join(folder.path, 'letter.txt'), 'x'.repeat(10_000));
    expect(linesOf(await runCli(['scan', folder.path, '--json']), 'candidate')).toEqual([]);
    const found = linesOf(await runCli(['scan', folder.path, '--json', '--deep']), 'candidate');
    expect(found).toMatchObject([{ name: 'backup.dat', isRenamed: true, health: 'fine' }]);
  });

  it('leaves out the folders that were named, but not one that is to be looked in', async () => {
    const inside = join(folder.path, 'inside');
    await mkdir(inside);
    await copyFile(SAMPLE, join(inside, 'a.pst'));
    expect(linesOf(await runCli(['scan', folder.path, '--json', '--skip', inside]), 'candidate')).toEqual([]);
    expect(linesOf(await runCli(['scan', inside, '--json', '--skip', inside]), 'candidate')).toHaveLength(1);
  });

  it('leaves out each folder of several --skip, and the folder after them is looked in', async () => {
    for (const name of ['a', 'b', 'c']) {
      await mkdir(join(folder.path, name));
      await copyFile(SAMPLE, join(folder.path, name, `${name}.pst`));
    }
    const skips = ['a', 'b'].flatMap((name) => ['--skip', join(folder.path, name)]);
    const found = linesOf(await runCli(['scan', ...skips, folder.path, '--json']), 'candidate');
    expect(found.map(({ name }) => name)).toEqual(['c.pst']);
    expect((await runCli(['scan', '--skip', '', folder.path])).code).toBe(64);
  });

  it.skipIf(!existsSync('/dev/full'))('on a full disk is no success', async () => {
    await copyFile(SAMPLE, join(folder.path, 'a.pst'));
    const command = `"${process.execPath}" out/main/cli.js scan "${folder.path}" --json > /dev/full`;
    const run = promisify(exec)(command, { cwd: join(import.meta.dirname, '../../..') });
    await expect(run).rejects.toMatchObject({ code: 3 });
  });

  it('with --csv writes a table and nothing else to stdout', async () => {
    await copyFile(SAMPLE, join(folder.path, 'a, "b".pst'));
    const { stdout, code } = await runCli(['scan', folder.path, '--csv']);
    const [heading, row, ...rest] = stdout.split('\n').map((line) => line.trimEnd());
    expect(heading).toMatch(/^\ufeffpath,name,sizeBytes,/);
    expect(row).toContain(',"a, ""b"".pst",271360,');
    expect([rest, code]).toEqual([[], 0]);
  });

  it('says which folder cannot be read', async () => {
    const missing = join(folder.path, 'missing');
    const result = await runCli(['scan', missing, '--json']);
    expect(result.code).toBe(3);
    expect(result.lines).toMatchObject([
      { kind: 'denied', path: missing, reason: 'ENOENT' },
      { kind: 'error', code: 'folderUnreadable', params: { path: missing } },
    ]);
  });
});

it('drives are listed with what they are, and whether a scan looks in them unasked', async () => {
  const drives = linesOf(await runCli(['drives', '--json']), 'drive');
  expect(drives.find(({ path }) => path === '/')).toMatchObject({ isDefault: true, aliasOf: null, lastScanned: null });
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
    expect(stdout).toMatch(new RegExp(`^ +${expectedMail().length} .* in .*Old mail 2015\\.pst$`, 'm'));
    expect(stdout).toContain('The file looks fine and can be moved.');
    expect(stderr).toBe('');
  });

  it('tells kinds, dates, sizes and what is unread, and that adds up', async () => {
    const [contents] = linesOf(await runCli(['inspect', SAMPLE, '--json']), 'contents');
    if (!contents) throw new Error('no contents');
    const { folders } = contents;
    const sum = (measure: (folder: (typeof folders)[number]) => number) =>
      folders.reduce((total, folder) => total + measure(folder), 0);
    expect(Object.values(contents.kinds).reduce((total, count) => total + count, 0)).toBe(contents.items);
    expect([sum(({ kinds }) => kinds.mail), sum(({ unread }) => unread), sum(({ sizeBytes }) => sizeBytes)]).toEqual([
      contents.kinds.mail,
      contents.unread,
      contents.sizeBytes,
    ]);
    expect(contents).toMatchObject({
      top: ['Top of Personal Folders'],
      tooLarge: 0,
      tooDeep: 0,
      check: { verdict: 'fine' },
    });
    expect(contents.oldest && contents.newest && contents.oldest < contents.newest).toBe(true);
    expect(contents.largest[0]?.sizeBytes).toBe(Math.max(...contents.largest.map(({ sizeBytes }) => sizeBytes)));
  });
});

describe('check', () => {
  it('tells of each file whether it can be moved, and fails when one cannot', async () => {
    const cut = join(folder.path, 'cut.pst');
    const text = join(folder.path, 'text.pst');
    await writeFile(cut, (await readFile(SAMPLE)).subarray(0, -1000));
    await writeFile(text, 'no mail at all\n');
    const result = await runCli(['check', SAMPLE, cut, text, join(folder.path, 'gone.pst'), '--json']);
    expect(linesOf(result, 'health').map(({ path, verdict }) => [path, verdict])).toEqual([
      [SAMPLE, 'fine'],
      [cut, 'repairFirst'],
      [text, 'notPst'],
    ]);
    expect(linesOf(result, 'error')).toMatchObject([{ code: 'sourceMissing', file: join(folder.path, 'gone.pst') }]);
    expect(result.code).toBe(3);
    expect((await runCli(['check', SAMPLE])).code).toBe(0);
  });
});

describe('compare', () => {
  it('tells how much of a file is in another', async () => {
    const copy = join(folder.path, 'copy.pst');
    await copyFile(SAMPLE, copy);
    const result = await runCli(['compare', SAMPLE, copy, '--json']);
    const items = expectedMail().length;
    expect(linesOf(result, 'overlap')).toEqual([{ kind: 'overlap', path: SAMPLE, other: copy, shared: items, items }]);
    expect(result.code).toBe(0);
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

  it.each([[[]], [['scan']], [['inspect']], [['check']], [['compare']], [['migrate']], [['resume']], [['doctor']]])(
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
