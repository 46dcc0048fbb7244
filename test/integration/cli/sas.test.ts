import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CliLine } from '../../../preload/contract/index.ts';
import { temporaryFolder } from '../../support/cli/folders.ts';
import { runCli } from '../../support/cli/run-cli.ts';
import { SIGNATURE_FORMS, sasAddress, sasToken } from '../../support/upload/sas-text.ts';

const CLI = join(import.meta.dirname, '../../../out/main/cli.js');
const DAY_MS = 86_400_000;
const GOOD = sasAddress({ st: null, se: `${new Date(Date.now() + DAY_MS).toISOString().slice(0, 19)}Z` });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

/** Runs the command with a text on its standard input. */
function runWith(input: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, 'sas', ...args]);
  // It stops reading where a text is too long.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return ended(child);
}

function kindsOf(stdout: string): string[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => CliLine.parse(JSON.parse(line)))
    .map((line) => (line.kind === 'sasFinding' ? line.code : line.kind));
}

describe('sas', () => {
  it.each([[[]], [['-']]])('reads standard input (%j)', async (args) => {
    const { code, stdout, stderr } = await runWith(`${GOOD}\n`, [...args, '--json']);
    expect([code, kindsOf(stdout), stderr]).toEqual([0, ['sas'], '']);
  });

  it.each([
    ['UTF-8', Buffer.from(`${GOOD}\n`)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${GOOD}\r\n`)],
    ['UTF-16, as Windows PowerShell writes it', Buffer.from(`\ufeff${GOOD}\r\n`, 'utf16le')],
  ])('reads a file in %s', async (_encoding, bytes) => {
    const file = join(folder.path, 'sas.txt');
    await writeFile(file, bytes);
    const { code, stdout, stderr } = await runCli(['sas', file, '--json']);
    expect([code, kindsOf(stdout), stderr]).toEqual([0, ['sas'], '']);
  });

  it('is blocked by one that must not be used, and says why', async () => {
    const { code, stdout } = await runWith(sasAddress({ sr: 'c', sp: 'racwdl' }), []);
    expect(code).toBe(4);
    expect(stdout).toContain('It is good for every file in the container (pst)');
    expect(SIGNATURE_FORMS.filter((form) => stdout.includes(form))).toEqual([]);
  });

  it('takes what is no text, too much text and no text for no SAS', async () => {
    expect(kindsOf((await runWith('', ['--json'])).stdout)).toEqual(['sas', 'empty']);
    expect(kindsOf((await runWith('x'.repeat(1_000_000), ['--json'])).stdout)).toEqual(['sas', 'tooLong']);
    expect(kindsOf((await runWith('\u0000\u0001\u0002', ['--json'])).stdout)).toEqual(['sas', 'notSas']);
  });

  it.each([
    ['an address', GOOD],
    ['the SAS alone', sasToken()],
    ['an option', `--sas=${GOOD}`],
  ])('refuses %s on the command line without repeating it', async (_what, argument) => {
    for (const json of [[], ['--json']]) {
      const { code, stdout, stderr } = await runCli(['sas', argument, ...json]);
      expect([code, /list of processes/.test(stdout + stderr)]).toEqual([64, true]);
      expect(SIGNATURE_FORMS.filter((form) => (stdout + stderr).includes(form))).toEqual([]);
    }
  });

  it('refuses a SAS on the command line of any other command', async () => {
    const { code, stdout, stderr } = await runCli(['migrate', GOOD, '--mailbox', 'ann@contoso.example']);
    expect([code, stdout]).toEqual([64, '']);
    expect(SIGNATURE_FORMS.filter((form) => stderr.includes(form))).toEqual([]);
  });

  it('tells a file that cannot be read, without its name', async () => {
    await mkdir(join(folder.path, 'a-folder'));
    for (const [name, reason] of [
      ['missing.txt', 'ENOENT'],
      ['a-folder', 'EISDIR'],
    ] as const) {
      const { code, stderr } = await runCli(['sas', join(folder.path, name)]);
      expect([code, stderr.includes(`(${reason})`), stderr.includes(name)]).toEqual([64, true, false]);
    }
  });

  it.skipIf(process.platform === 'win32')('stops waiting for standard input on Ctrl+C', async () => {
    const child = spawn(process.execPath, [CLI, 'sas'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const end = ended(child);
    // Its pipe is full only once nobody reads: the second write is taken when the command reads.
    await new Promise((resolve) => child.stdin.write('x'.repeat(200), resolve));
    child.kill('SIGINT');
    child.stdin.on('error', () => undefined);
    const { code, stdout } = await end;
    expect([code === 130 || code === null, stdout]).toEqual([true, '']);
  });
});
