import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderFilter, placeOf } from '../../../preload/contract/index.ts';
import { fingerprint, temporaryFolder } from '../../support/cli/folders.ts';
import { linesOf, runCli, startCli } from '../../support/cli/run-cli.ts';
import { comparable } from '../../support/mail/compare-mail.ts';
import { expectedMail } from '../../support/mail/expected-mail.ts';
import { readEmlTree } from '../../support/mail/read-eml-tree.ts';
import { largeMailbox, writePst } from '../../support/pst-writer/index.ts';

const SAMPLE = join(import.meta.dirname, '../../../assets/sample/Old mail 2015.pst');
const TO = ['--mailbox', 'ann@contoso.example'];
const MIB = 2 ** 20;
/** What may be under way when a process is killed: the uploader's requests at once times its block size. */
const MAX_RESENT_BYTES = 16 * 8 * MIB;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let state: string[];
beforeEach(async () => {
  folder = await temporaryFolder();
  state = ['--state', join(folder.path, 'state'), '--json'];
});
afterEach(() => folder.remove());

async function inFolder(name: string): Promise<string> {
  await mkdir(join(folder.path, 'in'), { recursive: true });
  return join(folder.path, 'in', name);
}

/** Makes uploads slow enough to be interrupted in the middle. */
async function limitBandwidth(bytesPerSecond: number): Promise<void> {
  await mkdir(join(folder.path, 'state'), { recursive: true });
  const preferences = JSON.stringify({ bandwidthLimitBytesPerSecond: bytesPerSecond });
  await writeFile(join(folder.path, 'state', 'preferences.json'), preferences);
}

/** CRC-32 as PSTs use it: no inversion at the start or the end. */
function headerChecksum(bytes: Uint8Array): number {
  return (crc32(bytes, 0xffffffff) ^ 0xffffffff) >>> 0;
}

describe('migrate', () => {
  it('brings every item of the sample into the mailbox, subjects and attachments equal', async () => {
    const result = await runCli(['migrate', SAMPLE, ...TO, '--folder', 'Old mail/2015', ...state]);
    const [receipt] = linesOf(result, 'receipt');
    const count = expectedMail().length;
    expect(receipt).toMatchObject({
      state: 'done',
      found: count,
      moved: count,
      skipped: [],
      sentBytes: receipt?.sizeBytes,
    });
    expect(result.code).toBe(0);
    expect(linesOf(result, 'state').map((line) => line.state)).toEqual([
      'queued',
      'checking',
      'uploading',
      'uploaded',
      'importing',
      'done',
    ]);
    expect(receipt?.mailboxPath).toMatch(/Old mail.2015$/);
    const arrived = await readEmlTree(receipt?.mailboxPath ?? '');
    expect(comparable(arrived)).toEqual(comparable(expectedMail()));
  });

  it('tells of a second move of the same file as skips, item by item, and sends nothing', async () => {
    await runCli(['migrate', SAMPLE, ...TO, ...state]);
    const result = await runCli(['migrate', SAMPLE, ...TO, ...state]);
    const count = expectedMail().length;
    expect(linesOf(result, 'receipt')).toMatchObject([
      { state: 'doneWithSkips', found: count, moved: 0, skipped: [{ reason: 'alreadyImported', count }] },
    ]);
    // Its bytes were still there.
    expect(linesOf(result, 'receipt')[0]?.sentBytes).toBe(0);
    expect(result.code).toBe(2);
  });

  it('takes only the folders that are wanted, as the forecast says', async () => {
    const [contents] = linesOf(await runCli(['inspect', SAMPLE, '--json']), 'contents');
    if (!contents) throw new Error('no contents');
    const folders = contents.folders.map(({ path, role, items }) => ({
      place: placeOf(path, contents.top),
      role,
      items,
    }));
    const patterns = { includeFolders: ['#Inbox#/*', 'Projects/*'], excludeFolders: ['Projects/Büroumzug'] };
    const isTaken = createFolderFilter(patterns, folders);
    const wanted = folders.filter(({ place }) => isTaken(place)).reduce((sum, { items }) => sum + items, 0);
    expect(wanted).toBeGreaterThan(0);
    expect(wanted).toBeLessThan(contents.items);
    const choice = [
      '--include-folder',
      '#Inbox#/*',
      '--include-folder',
      '/Projects/*',
      '--exclude-folder',
      'Projects/Büroumzug',
    ];
    const [receipt] = linesOf(await runCli(['migrate', SAMPLE, ...TO, ...choice, ...state]), 'receipt');
    expect(receipt).toMatchObject({ state: 'done', found: wanted, moved: wanted });
  });

  it.each([
    ['--include-folder', 'Projcts/*'],
    ['--exclude-folder', '#Inbx#/*'],
  ])('does not start with %s %s, which names no folder', async (option, pattern) => {
    const result = await runCli(['migrate', SAMPLE, ...TO, option, pattern, ...state]);
    expect(linesOf(result, 'error')).toMatchObject([{ code: 'targetInvalid' }]);
    expect(result.code).toBe(64);
    expect(linesOf(result, 'state')).toEqual([]);
  });

  it('keeps primary and archive apart', async () => {
    const result = await runCli(['migrate', SAMPLE, ...TO, '--archive', ...state]);
    expect(linesOf(result, 'receipt')[0]?.mailboxPath).toContain(join('ann@contoso.example', 'Archive'));
  });

  it('gives each bad file its own error and moves the others, without touching any', async () => {
    const sample = await readFile(SAMPLE);
    const ost = Buffer.from(sample);
    ost.write('SO', 8, 'latin1');
    // Both checksums of the header, so that the kind of the file is all that is wrong. @see [MS-PST] 2.2.2.6
    ost.writeUInt32LE(headerChecksum(ost.subarray(8, 8 + 471)), 4);
    ost.writeUInt32LE(headerChecksum(ost.subarray(8, 8 + 516)), 524);
    const damaged = Buffer.from(sample);
    damaged[300] = (damaged[300] ?? 0) ^ 0xff;
    const bad: Record<string, [Uint8Array, string]> = {
      'empty.pst': [new Uint8Array(), 'sourceEmpty'],
      'zip.pst': [Buffer.from('PK\u0003\u0004 not mail at all'), 'sourceNotPst'],
      'cut.pst': [sample.subarray(0, 100_000), 'sourceTruncated'],
      'header only.pst': [sample.subarray(0, 100), 'sourceTruncated'],
      'damaged.pst': [damaged, 'sourceDamaged'],
      'ost.pst': [ost, 'sourceIsOst'],
    };
    for (const [name, [bytes]] of Object.entries(bad)) await writeFile(await inFolder(name), bytes);
    const longName = `${'x'.repeat(251)}.pst`;
    const good = ['twin.pst', longName, '😀 Büro 日本.pst'];
    for (const name of good) await copyFile(SAMPLE, await inFolder(name));
    await mkdir(await inFolder('other'));
    await copyFile(SAMPLE, await inFolder('other/twin.pst'));
    const before = await fingerprint(join(folder.path, 'in'));

    const names = [...Object.keys(bad), ...good, 'other/twin.pst', 'missing.pst'];
    const result = await runCli(['migrate', ...names.map((name) => join(folder.path, 'in', name)), ...TO, ...state]);

    const codes = Object.fromEntries(linesOf(result, 'error').map((line) => [line.file?.split('/in/')[1], line.code]));
    const expected = Object.fromEntries(Object.entries(bad).map(([name, [, code]]) => [name, code]));
    expect(codes).toEqual({ ...expected, 'missing.pst': 'sourceMissing' });
    const done = linesOf(result, 'receipt').filter((line) => line.state === 'done');
    expect(done.map((line) => line.file.split('/in/')[1]).sort()).toEqual([...good, 'other/twin.pst'].sort());
    expect(new Set(done.map((line) => line.mailboxPath)).size).toBe(4);
    expect(result.code).toBe(3);
    expect(await fingerprint(join(folder.path, 'in'))).toEqual(before);
  });

  it('waits with a file that keeps changing while it is sent, and imports nothing of it', async () => {
    const path = await inFolder('changing.pst');
    await writePst(path, largeMailbox({ attachmentBytes: 8 * MIB, attachments: 4 }));
    await limitBandwidth(8 * MIB);
    const cli = startCli(['migrate', path, ...TO, ...state]);
    let changes = 0;
    cli.onLine((line) => {
      if (line.kind === 'progress' && line.doneBytes > 0) void utimes(path, new Date(), new Date(++changes * 1000));
    });
    const result = await cli.ended;
    expect(linesOf(result, 'receipt')).toMatchObject([
      { state: 'blocked', problem: { code: 'sourceChanged' }, blob: null, requestId: null, moved: 0 },
    ]);
    expect(result.code).toBe(4);
  });

  it('is refused with its own code and exit 4 while another run holds the state', async () => {
    const path = await inFolder('large.pst');
    await writePst(path, largeMailbox({ attachmentBytes: 8 * MIB, attachments: 2 }));
    await limitBandwidth(4 * MIB);
    const first = startCli(['migrate', path, ...TO, ...state]);
    await Promise.race([new Promise<void>((resolve) => first.onLine(() => resolve())), first.ended]);
    const second = await runCli(['migrate', SAMPLE, ...TO, ...state]);
    expect({ code: second.code, lines: second.lines }).toMatchObject({ code: 4, lines: [{ code: 'stateInUse' }] });
    first.child.kill('SIGKILL');
    await first.ended;
  });
});

describe('an interrupted move', () => {
  it.each(['SIGINT', 'SIGKILL'] as const)('goes on where it was after %s, tenant and all', async (signal) => {
    const path = await inFolder('large.pst');
    await writePst(path, largeMailbox({ attachmentBytes: 8 * MIB, attachments: 8 }));
    await limitBandwidth(24 * MIB);
    const first = startCli(['migrate', path, ...TO, ...state]);
    first.onLine((line) => {
      // An upload begins with four blocks at once: by then they have been accepted.
      if (line.kind === 'progress' && line.doneBytes >= 40 * MIB) first.child.kill(signal);
    });
    expect((await first.ended).code).toBe(signal === 'SIGINT' ? 130 : null);
    if (signal === 'SIGINT') {
      // In good order: the tenant was told to end, and did.
      const log = await readFile(join(folder.path, 'state', 'logs', 'pst-ferry.log'), 'utf8');
      expect(log.match(/"code":0/g)).toHaveLength(2);
    }

    const second = await runCli(['resume', ...state]);
    const [receipt] = linesOf(second, 'receipt');
    expect(receipt).toMatchObject({ state: 'done', moved: 8 });
    expect(second.code).toBe(0);
    const resumedAt = linesOf(second, 'progress')[0]?.doneBytes ?? 0;
    expect(resumedAt).toBeGreaterThanOrEqual(8 * MIB);
    expect((receipt?.sentBytes ?? 0) - (receipt?.sizeBytes ?? 0)).toBeLessThanOrEqual(MAX_RESENT_BYTES);
    expect((await runCli(['resume', ...state])).code).toBe(0);
  });
});

describe('a tenant that dies', () => {
  it('ends the command as blocked, and the next run goes on', async () => {
    const path = await inFolder('large.pst');
    await writePst(path, largeMailbox({ attachmentBytes: 8 * MIB, attachments: 4 }));
    await limitBandwidth(8 * MIB);
    const cli = startCli(['migrate', path, ...TO, ...state]);
    let isKilled = false;
    cli.onLine((line) => {
      if (isKilled || line.kind !== 'progress' || line.doneBytes < 8 * MIB) return;
      isKilled = true;
      execFileSync('pkill', ['-KILL', '-P', String(cli.child.pid), '-f', 'worker-blob-emulator']);
    });
    const result = await cli.ended;
    expect({ code: result.code, error: linesOf(result, 'error')[0]?.code }).toEqual({
      code: 4,
      error: 'tenantUnavailable',
    });
    expect(linesOf(await runCli(['resume', ...state]), 'receipt')).toMatchObject([{ state: 'done', moved: 4 }]);
  });
});

describe('an output nobody can read', () => {
  it('is never taken for success', async () => {
    const command = `"${process.execPath}" out/main/cli.js migrate "${SAMPLE}" ${[...TO, ...state].join(' ')} > /dev/full`;
    const { status } = spawnSync('sh', ['-c', command], { cwd: join(import.meta.dirname, '../../..') });
    expect([3, 130]).toContain(status);
  });
});
