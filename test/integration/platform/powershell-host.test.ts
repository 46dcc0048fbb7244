import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ExchangeShell } from '../../../main/import/exchange/ports.ts';
import { findPowerShell, powerShellAt } from '../../../main/platform/powershell/find-powershell.ts';
import { createPowerShellHost, type HostOptions } from '../../../main/platform/powershell/powershell-host.ts';
import { createExchangeHome } from '../../support/exchange/harness.ts';
import { bundleForNode, projectModule } from '../../support/platform/bundle.ts';
import { findTestPowerShell } from '../../support/powershell/find.mjs';

const FAKE = fileURLToPath(new URL('../../unit/main/platform/powershell/fake-shell.mjs', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../../../assets/powershell/exchange-host.ps1', import.meta.url));
const program = { path: process.execPath, argv: [FAKE] };
const never = new AbortController().signal;
const calling = { signal: never, limitMs: 60_000 };

const shells: ExchangeShell[] = [];
const folders: string[] = [];

function host(scenario: string, options: Partial<HostOptions> = {}) {
  const logged: string[] = [];
  const shell = createPowerShellHost({ program, scriptPath: scenario, log: (text) => logged.push(text), ...options });
  shells.push(shell);
  return { shell, logged };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pst-ferry-shell-'));
  folders.push(path);
  return path;
}

function writeProgram(path: string, text: string): string {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

/** Whether a process is there; one that only waits for its parent to notice its end is not. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

afterEach(async () => {
  await Promise.all(shells.splice(0).map((shell) => shell.close()));
  for (const path of folders.splice(0)) rmSync(path, { recursive: true });
});

describe('each failure has its name in less than 5 s', () => {
  const elsewhere = (name: string, text: string) => () => ({
    path: writeProgram(join(folder(), name), text),
    argv: [],
  });
  test.each([
    { name: 'missing', scenario: '', with: () => ({ path: '/nowhere/pwsh', argv: [] }), code: 'powerShellMissing' },
    { name: 'constrained', scenario: 'constrained', with: () => program, code: 'powerShellConstrained' },
    { name: 'forbidden', scenario: 'forbidden', with: () => program, code: 'powerShellForbidden' },
    { name: 'too old', scenario: 'old', with: () => program, code: 'powerShellTooOld' },
    {
      name: 'no program',
      scenario: '',
      with: elsewhere('pwsh', '\x7fELF\x02\x01\x01 not for this'),
      code: 'powerShellBroken',
    },
    { name: 'ends at once', scenario: '', with: elsewhere('pwsh', '#!/bin/sh\nexit 9\n'), code: 'powerShellBroken' },
    { name: 'mute', scenario: 'mute', with: () => program, code: 'powerShellBroken' },
  ])('$name: $code', async ({ scenario, with: make, code }) => {
    const { shell } = host(scenario, { program: make(), ...(scenario === 'mute' ? { limits: { helloMs: 500 } } : {}) });
    const since = performance.now();
    await expect(shell.hello(never)).rejects.toMatchObject({ code });
    expect(performance.now() - since).toBeLessThan(5000);
  });

  test('one that must not be run', async () => {
    const path = join(folder(), 'pwsh');
    writeFileSync(path, '#!/bin/sh\n');
    const { shell } = host('', { program: { path, argv: [] } });
    await expect(shell.hello(never)).rejects.toMatchObject({ code: 'powerShellBroken', params: { reason: 'EACCES' } });
  });
});

test('a planted PowerShell is never run: on PATH, in the working folder, named by a variable', async () => {
  const planted = folder();
  const mark = join(planted, 'was-run');
  for (const name of ['pwsh', 'powershell', 'powershell.exe']) {
    writeProgram(join(planted, name), `#!/bin/sh\necho run >> '${mark}'\n`);
  }
  const before = process.cwd();
  const env = { ...process.env, PATH: `${planted}:${process.env.PATH}`, NODE_POWERSHELL: join(planted, 'pwsh') };
  vi.stubEnv('PATH', env.PATH);
  vi.stubEnv('NODE_POWERSHELL', env.NODE_POWERSHELL);
  process.chdir(planted);
  try {
    for (const own of [process.execPath, 'pwsh', './powershell.exe']) {
      const find = () => {
        const { path } = findPowerShell({
          choice: 'core',
          env: { ...env, PST_FERRY_POWERSHELL: own },
          exists: (each) => each === own,
        });
        return { path, argv: [FAKE] };
      };
      const { shell } = host('normal', { program: find, env });
      const hello = shell.hello(never);
      if (own === process.execPath) expect(await hello).toMatchObject({ edition: 'Core' });
      else await expect(hello).rejects.toMatchObject({ code: 'powerShellMissing' });
      await shell.close();
    }
  } finally {
    process.chdir(before);
  }
  expect(() => readFileSync(mark)).toThrow('ENOENT');
});

test('hostile values arrive byte for byte, and by standard input alone', async () => {
  const { shell } = host('normal', { env: { PATH: process.env.PATH, SECRET: 'x' } });
  const values = [
    '$(calc)',
    '`n',
    'x"; calc; "',
    "O'Brien",
    '” ; calc ; “',
    'a\nb\0',
    '\u2028',
    '\u202e',
    '😀',
    '\ud800',
    'é'.repeat(32_768),
  ];
  const input = { act: 'echo', values };
  expect(await shell.call('run', input, calling)).toEqual(input);
  const seen = await shell.call('run', { act: 'look', secret: 'CANARY' }, calling);
  expect(seen).toMatchObject({ argv: [FAKE, 'normal'], env: { TERM: 'dumb', NO_COLOR: '1' } });
  expect(JSON.stringify(seen)).not.toMatch(/CANARY|SECRET/);
});

test('a banner, broken text, lines that are too long and noise on standard error do no harm', async () => {
  const { shell, logged } = host('noisy');
  expect(await shell.hello(never)).toMatchObject({ version: '7.6.9' });
  expect(await shell.call('run', { act: 'echo' }, calling)).toEqual({ act: 'echo' });
  expect(logged).toEqual([
    'a line that is no answer: Loading personal profile took 900 ms. ',
    'a line of 2 bytes was left out: notUtf8',
    expect.stringMatching(/^a line that is no answer: x{300}$/),
    `a line of ${3 * 2 ** 20} bytes was left out: tooLong`,
  ]);
});

test('nothing of what was asked is logged, whatever the other end does with it', async () => {
  const { shell, logged } = host('normal');
  const canaries = Array.from({ length: 50 }, (_, index) => `CANARY-${index}-${'s'.repeat(index)}`);
  const call = shell.call('connect', { act: 'complain', canaries }, calling);
  await expect(call).rejects.toMatchObject({ message: 'Fake' });
  await expect(shell.call('run', { act: 'die', canaries }, calling)).rejects.toMatchObject({
    code: 'powerShellBroken',
  });
  await expect(shell.call('run', { act: 'hang', canaries }, { ...calling, limitMs: 300 })).rejects.toThrow(
    'powerShellBroken',
  );
  await shell.close();
  expect(logged.join('\n')).not.toContain('CANARY');
  expect(logged.join('\n')).toContain('System.InvalidOperationException');
});

test('half a line at its death: the call fails, the next one has a new PowerShell', async () => {
  const { shell } = host('normal');
  let ends = 0;
  shell.onEnd(() => {
    ends += 1;
  });
  const call = shell.call('run', { act: 'die' }, calling);
  await expect(call).rejects.toMatchObject({
    code: 'powerShellBroken',
    params: { reason: 'exit code 9' },
    isRetryable: true,
  });
  expect(ends).toBe(1);
  expect(await shell.call('run', { act: 'echo' }, calling)).toEqual({ act: 'echo' });
});

test('60,000 records of 500 requests as fast as they come: none is lost, memory stays', async () => {
  const { shell } = host('normal');
  const records = 60_000;
  const seen = new Set<string>();
  let count = 0;
  let lastSeq = 2;
  let gaps = 0;
  let peakBytes = 0;
  await shell.hello(never);
  const before = process.memoryUsage().rss;
  shell.onNotice(({ seq, requestId }) => {
    count += 1;
    // The line that tells that the operation has begun takes one number.
    if (seq !== lastSeq + 1) gaps += 1;
    lastSeq = seq;
    seen.add(requestId);
    if (count % 1000 === 0)
      peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed + process.memoryUsage().external);
  });
  const heapBefore = process.memoryUsage().heapUsed + process.memoryUsage().external;
  const since = performance.now();
  await shell.call('run', { act: 'flood', records, ids: 500 }, calling);
  const seconds = (performance.now() - since) / 1000;
  const grown = { peak: peakBytes - heapBefore, rss: process.memoryUsage().rss - before };
  console.info(`${records} records in ${seconds.toFixed(1)} s, memory ${JSON.stringify(grown)} bytes`);
  expect({ count, gaps, requests: seen.size }).toEqual({ count: records, gaps: 0, requests: 500 });
  expect(grown.peak).toBeLessThan(30 * 2 ** 20);
});

describe.skipIf(process.platform === 'win32')('the process tree', () => {
  const family = async (shell: ExchangeShell): Promise<number[]> => {
    const pids = await shell.call('run', { act: 'family' }, calling);
    if (!Array.isArray(pids)) throw new Error('no ids');
    return pids.map(Number);
  };

  test('no answer in time ends PowerShell and what it started', async () => {
    const { shell } = host('stubborn');
    const pids = await family(shell);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await expect(shell.call('run', { act: 'hang' }, { ...calling, limitMs: 100 })).rejects.toThrow('powerShellBroken');
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), { timeout: 5000 });
  });

  test('closing ends what PowerShell started, and one that does not end by itself', async () => {
    for (const scenario of ['normal', 'stubborn']) {
      const { shell } = host(scenario, { limits: { closeMs: 300 } });
      const pids = await family(shell);
      await shell.close();
      await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), { timeout: 5000 });
    }
  });

  test.each(['SIGKILL', 'exit'])('it does not outlive us: %s', async (way) => {
    const place = folder();
    const pidFile = join(place, 'pids.json');
    const source = `
      import { createPowerShellHost } from ${projectModule('main/platform/powershell/powershell-host.ts')};
      const shell = createPowerShellHost({ program: ${JSON.stringify(program)}, scriptPath: 'normal' });
      await shell.call('run', { act: 'family', pidFile: ${JSON.stringify(pidFile)} }, { signal: new AbortController().signal, limitMs: 60000 });
      console.log('ready');
      process.stdin.once('data', () => process.exit());
    `;
    const us = spawn(process.execPath, [await bundleForNode(place, 'us', source)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(us.stdout, 'data');
    const [shellPid = 0, childPid = 0]: number[] = JSON.parse(readFileSync(pidFile, 'utf8'));
    expect(isAlive(shellPid)).toBe(true);
    if (way === 'exit') us.stdin.write('now');
    else us.kill('SIGKILL');
    await once(us, 'exit');
    await vi.waitFor(() => expect(isAlive(shellPid)).toBe(false), { timeout: 5000 });
    if (way === 'exit') await vi.waitFor(() => expect(isAlive(childPid)).toBe(false), { timeout: 5000 });
    else process.kill(childPid);
  });
});

test('the packaged script in a real PowerShell: hello, the module, a sign-in, a refusal, an end of its own', async () => {
  const { path } = await findTestPowerShell();
  const place = await createExchangeHome({});
  try {
    const { shell, logged } = host(SCRIPT, { program: powerShellAt(path), env: { ...process.env, HOME: place.path } });
    expect(await shell.hello(never)).toMatchObject({ edition: 'Core', is64Bit: true });
    expect(await shell.call('module', {}, calling)).toMatchObject({ versions: ['3.9.2'] });
    const signIn = { kind: 'interactive', account: 'admin@contoso.example' };
    const input = {
      signIn,
      certificatePassword: null,
      moduleVersion: '3.9.2',
      environment: 'O365Default',
      usesBrowser: false,
    };
    expect(await shell.call('connect', input, calling)).toMatchObject({ account: 'admin@contoso.example' });
    const refused = shell.call('run', { cmdlet: 'Remove-MailboxImportRequest', parameters: { Identity: '' } }, calling);
    await expect(refused).rejects.toMatchObject({ facts: { errorId: expect.stringContaining('IdentityRefused') } });
    await shell.close();
    expect(logged).toEqual([
      expect.stringMatching(/^PowerShell ended: 0, 0 lines/),
      expect.any(String),
      expect.any(String),
    ]);
  } finally {
    await place.remove();
  }
});
