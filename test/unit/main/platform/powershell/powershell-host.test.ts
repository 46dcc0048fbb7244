import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ShellError } from '../../../../../main/import/exchange/ports.ts';
import { powerShellAt } from '../../../../../main/platform/powershell/find-powershell.ts';
import { createPowerShellHost, type HostOptions } from '../../../../../main/platform/powershell/powershell-host.ts';
import { AppError } from '../../../../../preload/contract/index.ts';
import { type FakeProcess, fakeStart } from './fake-process.ts';

const never = new AbortController().signal;
const calling = { signal: never, limitMs: 60_000 };
const brokenBy = (reason: string, isRetryable = true) => ({
  code: 'powerShellBroken',
  params: { reason },
  isRetryable,
});

function host(options: Partial<HostOptions> = {}, onStart?: (started: FakeProcess) => void) {
  const { start, started } = fakeStart(onStart);
  const logged: string[] = [];
  const shell = createPowerShellHost({
    ...{
      program: powerShellAt('/usr/bin/pwsh'),
      scriptPath: '/app/exchange-host.ps1',
      env: {},
      platform: 'linux',
      start,
    },
    log: (text) => logged.push(text),
    ...options,
  });
  const last = () => {
    const fake = started.at(-1);
    if (!fake) throw new Error('none was started');
    return fake;
  };
  return { shell, started, last, logged };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // Whatever a test leaves behind would keep a real program from ending.
  vi.useRealTimers();
});

describe('calls', () => {
  test('nothing is started before it is needed, and then once', async () => {
    const { shell, started, last } = host();
    expect(started).toHaveLength(0);
    const [first, second] = [shell.hello(never), shell.call('module', {}, calling)];
    expect(started).toHaveLength(1);
    expect(last().sent).toEqual([]);
    last().hello();
    expect(await first).toEqual({ edition: 'Core', version: '7.6.9', is64Bit: true });
    last().answer({ versions: [] });
    expect(await second).toEqual({ versions: [] });
    expect(await shell.hello(never)).toEqual({ edition: 'Core', version: '7.6.9', is64Bit: true });
    expect(started).toHaveLength(1);
  });

  test('one after the other, in the order of the calls', async () => {
    const { shell, last } = host();
    const answers = ['module', 'commands', 'disconnect'].map((name) =>
      shell.call('run', { name }, calling).then((output) => output),
    );
    last().hello();
    for (const name of ['module', 'commands', 'disconnect']) {
      expect(last().requests.at(-1)?.input).toEqual({ name });
      last().answer(name);
    }
    expect(last().sent).toHaveLength(3);
    expect(await Promise.all(answers)).toEqual(['module', 'commands', 'disconnect']);
  });

  test('what the cmdlet refuses is told as it is', async () => {
    const { shell, last } = host();
    const call = shell.call('run', {}, calling);
    last().hello();
    const facts = { message: 'no such mailbox', errorId: 'X', category: 'ObjectNotFound', types: ['A', 'B'] };
    last().say({ kind: 'error', id: 1, error: facts });
    await expect(call).rejects.toEqual(new ShellError(facts));
    await expect(call).rejects.toMatchObject({ facts });
  });

  test('notes reach the one who called, answers to nobody do no harm', async () => {
    const { shell, last } = host();
    const notes: string[] = [];
    const call = shell.call('connect', {}, { ...calling, onNote: (text) => notes.push(text) });
    last().hello();
    last().say({ kind: 'note', id: 1, text: 'enter the code' });
    last().say({ kind: 'note', id: 99, text: 'not ours' });
    last().say({ kind: 'done', id: 99, output: null });
    last().answer(1);
    expect(await call).toBe(1);
    expect(notes).toEqual(['enter the code']);
  });

  test('while someone signs in, lines of the library are notes too, but never one with the password', async () => {
    const { shell, last } = host();
    const notes: string[] = [];
    const onNote = (text: string) => void notes.push(text);
    const call = shell.call('connect', { certificatePassword: 'hunter2' }, { ...calling, onNote });
    last().hello();
    last().write('To sign in, enter the code ABC.\nBad password hunter2\n');
    last().answer(null);
    await call;
    const other = shell.call('run', {}, { ...calling, onNote });
    last().write('WARNING: slow\n');
    last().answer(null);
    await other;
    expect(notes).toEqual(['To sign in, enter the code ABC.']);
  });
});

describe('abort', () => {
  test('before it was sent: it is never sent', async () => {
    const { shell, last } = host();
    const stop = new AbortController();
    const call = shell.call('connect', {}, { ...calling, signal: stop.signal });
    const next = shell.call('module', {}, calling);
    stop.abort('cancel');
    await expect(call).rejects.toBe('cancel');
    last().hello();
    last().answer('module');
    expect(await next).toBe('module');
    expect(last().requests.map(({ op }) => op)).toEqual(['module']);
  });

  test('after it was sent: answered at once, and the next waits for the end of what goes on', async () => {
    const { shell, last } = host();
    const stop = new AbortController();
    const notes: string[] = [];
    const call = shell.call('run', {}, { ...calling, signal: stop.signal, onNote: (text) => notes.push(text) });
    last().hello();
    const next = shell.call('module', {}, calling);
    stop.abort('pause');
    await expect(call).rejects.toBe('pause');
    last().say({ kind: 'note', id: 1, text: 'late' });
    expect(last().requests.map(({ op }) => op)).toEqual(['run']);
    last().say({ kind: 'done', id: 1, output: 'dropped' });
    last().answer('module');
    expect(await next).toBe('module');
    expect(notes).toEqual([]);
  });

  test.each(['connect', 'connectOnPremises'] as const)(
    'of an open %s ends that PowerShell, and the next sign-in is heard at once',
    async (operation) => {
      const { shell, started, last } = host();
      const notes: string[] = [];
      let ends = 0;
      shell.onEnd(() => {
        ends += 1;
      });
      // More often than one that crashes is started.
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        const stop = new AbortController();
        const call = shell.call(operation, {}, { ...calling, signal: stop.signal });
        last().hello();
        stop.abort('cancel');
        await expect(call).rejects.toBe('cancel');
        expect([last().isKilled, ends]).toEqual([true, attempt]);
      }
      const dying = last();
      const next = shell.call(operation, {}, { ...calling, onNote: (text) => notes.push(text) });
      expect(started).toHaveLength(6);
      dying.say({ kind: 'note', id: 6, text: 'of the old one' });
      last().hello();
      last().say({ kind: 'note', id: 6, text: 'enter the code' });
      last().answer('signed in');
      expect([await next, notes, ends]).toEqual(['signed in', ['enter the code'], 5]);
      vi.advanceTimersByTime(1);
      expect(last().isKilled).toBe(false);
    },
  );

  test('of an open sign-in lets what waits behind it go on in the next PowerShell', async () => {
    const { shell, started, last } = host();
    const stop = new AbortController();
    const call = shell.call('connect', {}, { ...calling, signal: stop.signal });
    last().hello();
    const waiting = shell.call('module', {}, calling);
    stop.abort('cancel');
    await expect(call).rejects.toBe('cancel');
    expect(started).toHaveLength(2);
    last().hello();
    last().answer('module');
    expect(await waiting).toBe('module');
  });

  test('one that is aborted already starts nothing', async () => {
    const { shell, started } = host();
    await expect(shell.hello(AbortSignal.abort('shutdown'))).rejects.toBe('shutdown');
    await expect(shell.call('module', {}, { ...calling, signal: AbortSignal.abort('pause') })).rejects.toBe('pause');
    expect(started).toHaveLength(0);
  });

  test('while it starts, only that wish is taken back', async () => {
    const { shell, last } = host();
    const stop = new AbortController();
    const [first, second] = [shell.hello(stop.signal), shell.hello(never)];
    stop.abort('cancel');
    await expect(first).rejects.toBe('cancel');
    last().hello();
    expect(await second).toMatchObject({ edition: 'Core' });
  });
});

describe('ends', () => {
  test('fails what is open and what waits, tells the listeners, and the next call starts another', async () => {
    const { shell, started, last } = host();
    let ends = 0;
    shell.onEnd(() => {
      ends += 1;
    });
    const calls = [shell.call('run', {}, calling), shell.call('watch', {}, calling)];
    last().hello();
    last().end({ exitCode: 134 });
    for (const call of calls) await expect(call).rejects.toMatchObject(brokenBy('exit code 134'));
    expect(ends).toBe(1);
    const again = shell.call('module', {}, calling);
    expect(started).toHaveLength(2);
    last().hello();
    last().answer('back');
    expect(await again).toBe('back');
  });

  test('a listener may call at once: that call belongs to the next PowerShell', async () => {
    const { shell, started, last } = host();
    let again: Promise<unknown> | null = null;
    const forget = shell.onEnd(() => {
      again = shell.call('module', {}, calling);
    });
    const call = shell.call('run', {}, calling);
    last().hello();
    last().end();
    await expect(call).rejects.toMatchObject({ code: 'powerShellBroken' });
    forget();
    expect(started).toHaveLength(2);
    last().hello();
    last().answer('again');
    expect(await again).toBe('again');
  });

  test('no answer in time: it is killed', async () => {
    const { shell, last } = host();
    const call = shell.call('run', {}, { ...calling, limitMs: 1000 });
    const next = shell.call('run', {}, calling);
    vi.advanceTimersByTime(10_000);
    last().hello();
    vi.advanceTimersByTime(999);
    expect(last().isKilled).toBe(false);
    vi.advanceTimersByTime(1);
    await expect(call).rejects.toMatchObject(brokenBy('no answer in time'));
    await expect(next).rejects.toMatchObject(brokenBy('no answer in time'));
    expect(last().isKilled).toBe(true);
  });

  test('the limit holds for one whose caller has gone, too', async () => {
    const { shell, last } = host();
    const stop = new AbortController();
    const call = shell.call('run', {}, { signal: stop.signal, limitMs: 1000 });
    last().hello();
    stop.abort('cancel');
    await expect(call).rejects.toBe('cancel');
    vi.advanceTimersByTime(1000);
    expect(last().isKilled).toBe(true);
  });

  test('no hello in time: it is killed', async () => {
    const { shell, last } = host();
    const call = shell.hello(never);
    vi.advanceTimersByTime(30_000);
    await expect(call).rejects.toMatchObject(brokenBy('it did not start in time'));
    expect(last().isKilled).toBe(true);
  });

  test('silence ends one that has nothing to do, beats keep it', async () => {
    const { shell, last } = host();
    const hello = shell.hello(never);
    last().hello();
    await hello;
    for (let beat = 0; beat < 60; beat += 1) {
      vi.advanceTimersByTime(5000);
      last().say({ kind: 'beat' });
    }
    expect(last().isKilled).toBe(false);
    vi.advanceTimersByTime(30_000);
    expect(last().isKilled).toBe(false);
    vi.advanceTimersByTime(8000);
    expect(last().isKilled).toBe(true);
  });

  test('while an operation runs silence is allowed, after it no more', async () => {
    const { shell, last } = host();
    const call = shell.call('run', {}, { ...calling, limitMs: 900_000 });
    last().hello();
    last().say({ kind: 'begun', id: 1 });
    vi.advanceTimersByTime(800_000);
    expect(last().isKilled).toBe(false);
    last().say({ kind: 'done', id: 1, output: null });
    await call;
    vi.advanceTimersByTime(38_000);
    expect(last().isKilled).toBe(true);
  });

  test('while it asks a slow service about a watched request it may be silent for minutes', async () => {
    const { shell, last } = host();
    const hello = shell.hello(never);
    last().hello();
    await hello;
    last().say({ kind: 'beat', isPolling: true });
    vi.advanceTimersByTime(890_000);
    expect(last().isKilled).toBe(false);
    last().say({ kind: 'beat', isPolling: false });
    vi.advanceTimersByTime(38_000);
    expect(last().isKilled).toBe(true);
  });

  test('a line that was lost ends it', async () => {
    const { shell, last } = host();
    const call = shell.call('run', {}, calling);
    last().hello();
    last().write('{"v":1,"seq":3,"kind":"beat"}\n');
    await expect(call).rejects.toMatchObject(brokenBy('a line was lost'));
    expect(last().isKilled).toBe(true);
  });

  test('what a killed one still says is not heard', async () => {
    const { shell, started, last } = host();
    const seen: number[] = [];
    shell.onNotice(({ seq }) => seen.push(seq));
    const call = shell.call('run', {}, { ...calling, limitMs: 1 });
    last().hello();
    vi.advanceTimersByTime(1);
    await expect(call).rejects.toThrow(AppError);
    started[0]?.say({ kind: 'statistics', requestId: 'a', statistics: {}, error: null });
    expect(seen).toEqual([]);
  });
});

describe('what cannot be started', () => {
  const failures = [
    {
      name: 'not there',
      act: (fake: FakeProcess) => fake.end({ failure: 'ENOENT', exitCode: null }),
      code: 'powerShellMissing',
      params: { edition: 'PowerShell 7' },
    },
    {
      name: 'for another processor',
      act: (fake: FakeProcess) => fake.end({ failure: 'EBADARCH', exitCode: null }),
      code: 'powerShellBroken',
      params: { reason: 'EBADARCH' },
    },
    {
      name: 'constrained',
      act: (fake: FakeProcess) => fake.say({ kind: 'refused', reason: 'constrainedLanguage' }),
      code: 'powerShellConstrained',
      params: {},
    },
    {
      name: 'Windows PowerShell 5.0',
      act: (fake: FakeProcess) => fake.hello({ edition: 'Desktop', version: '5.0.10586.117' }),
      code: 'powerShellTooOld',
      params: { version: '5.0.10586.117', needed: '5.1' },
    },
    {
      name: 'PowerShell 7.1',
      act: (fake: FakeProcess) => fake.hello({ version: '7.1.7' }),
      code: 'powerShellTooOld',
      params: { version: '7.1.7', needed: '7.2' },
    },
    {
      name: 'PowerShell 6',
      act: (fake: FakeProcess) => fake.hello({ version: '6.2.4' }),
      code: 'powerShellTooOld',
      params: { version: '6.2.4', needed: '7.2' },
    },
    {
      name: 'signatures asked for, in German',
      act: (fake: FakeProcess) =>
        fake.end({
          errorText:
            'Die Datei x.ps1 kann nicht geladen werden.\r\n    + CategoryInfo          : Sicherheitsfehler: (:) [], ParentContainsErrorRecordException\r\n    + FullyQualifiedErrorId : UnauthorizedAccess\r\n',
        }),
      code: 'powerShellForbidden',
      params: { reason: 'execution policy' },
    },
    {
      name: 'not signed',
      act: (fake: FakeProcess) =>
        fake.end({ errorText: 'The file x.ps1 is not digitally\r\nsigned. UnauthorizedAccess' }),
      code: 'powerShellForbidden',
      params: { reason: 'the script is not signed' },
    },
    {
      name: 'no scripts',
      act: (fake: FakeProcess) => fake.end({ errorText: 'because running\nscripts is disabled on this system' }),
      code: 'powerShellForbidden',
      params: { reason: 'scripts are disabled' },
    },
    {
      name: 'anything else',
      act: (fake: FakeProcess) => fake.end({ exitCode: 64, errorText: 'usage' }),
      code: 'powerShellBroken',
      params: { reason: 'exit code 64' },
    },
    {
      name: 'a signal',
      act: (fake: FakeProcess) => fake.end({ exitCode: null, signal: 'SIGSEGV' }),
      code: 'powerShellBroken',
      params: { reason: 'ended by SIGSEGV' },
    },
  ];

  test.each(failures)('$name: $code', async ({ act, code, params }) => {
    const { shell, last } = host();
    let ends = 0;
    shell.onEnd(() => {
      ends += 1;
    });
    const call = shell.hello(never);
    act(last());
    await expect(call).rejects.toMatchObject({ code, params });
    expect(ends).toBe(0);
  });

  test.each(['5.1.14393.1', '5.1.19041.5247'])('Windows PowerShell %s is new enough', async (version) => {
    const { shell, last } = host();
    const call = shell.hello(never);
    last().hello({ edition: 'Desktop', version });
    expect(await call).toMatchObject({ version });
  });

  test('a Windows PowerShell that is missing is called so', async () => {
    const { shell, last } = host({ program: powerShellAt('C:\\x\\powershell.exe') });
    const call = shell.hello(never);
    last().end({ failure: 'ENOENT' });
    await expect(call).rejects.toMatchObject({ params: { edition: 'Windows PowerShell 5.1' } });
  });

  test('a program that is looked for at each start fails the call, and is looked for again', async () => {
    let isThere = false;
    const program = () => {
      if (!isThere) throw new AppError('powerShellMissing', { edition: 'PowerShell 7' });
      return powerShellAt('/usr/bin/pwsh');
    };
    const { shell, last } = host({ program });
    await expect(shell.hello(never)).rejects.toMatchObject({ code: 'powerShellMissing' });
    isThere = true;
    const call = shell.hello(never);
    last().hello();
    expect(await call).toMatchObject({ version: '7.6.9' });
  });
});

describe('one that crashes again and again', () => {
  test('is not started for a while, and the calls fail with what ended it', async () => {
    const { shell, started } = host({}, (fake) => queueMicrotask(() => fake.end({ exitCode: 9 })));
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await expect(shell.hello(never)).rejects.toMatchObject(brokenBy('exit code 9'));
    }
    expect(started).toHaveLength(3);
    vi.advanceTimersByTime(29_999);
    await expect(shell.hello(never)).rejects.toThrow(AppError);
    expect(started).toHaveLength(3);
    vi.advanceTimersByTime(1);
    await expect(shell.hello(never)).rejects.toThrow(AppError);
    await expect(shell.hello(never)).rejects.toThrow(AppError);
    expect(started).toHaveLength(4);
  });

  test('an answer between makes it a new beginning', async () => {
    const { shell, started, last } = host();
    for (let round = 0; round < 10; round += 1) {
      const call = shell.call('module', {}, calling);
      last().hello();
      last().answer(round);
      expect(await call).toBe(round);
      last().end();
    }
    expect(started).toHaveLength(10);
  });
});

describe('notices', () => {
  test('reach every listener until it leaves; one that fails stops nobody', async () => {
    const { shell, last, logged } = host();
    const seen: unknown[] = [];
    shell.onNotice(() => {
      throw new Error('CANARY');
    });
    const leave = shell.onNotice((notice) => seen.push(notice));
    const call = shell.hello(never);
    last().hello();
    await call;
    last().say({ kind: 'statistics', requestId: 'a', statistics: { Status: 'InProgress' }, error: null });
    const error = { message: 'gone', errorId: 'X', category: 'ObjectNotFound', types: [] };
    last().say({ kind: 'statistics', requestId: 'b', statistics: null, error });
    leave();
    last().say({ kind: 'statistics', requestId: 'c', statistics: {}, error: null });
    expect(seen).toEqual([
      { seq: 2, requestId: 'a', statistics: { Status: 'InProgress' }, error: null },
      { seq: 3, requestId: 'b', statistics: null, error },
    ]);
    expect(logged.join()).toContain('a listener failed: Error');
    expect(logged.join()).not.toContain('CANARY');
  });
});

describe('foreign output', () => {
  test('before anything was asked it is logged, bounded and without secrets; a mark of the byte order is none', async () => {
    const { shell, last, logged } = host();
    const call = shell.hello(never);
    last().write(`Banner sig=CANARY ${'x'.repeat(1000)}\u001b[?1h\n`);
    last().write(Uint8Array.of(0xff, 0x0a));
    for (let line = 0; line < 1000; line += 1) last().write('more\n');
    last().write('\ufeff');
    last().hello();
    await call;
    expect(logged).toHaveLength(20);
    expect(logged[0]).toMatch(/^a line that is no answer: Banner sig=… x+$/);
    expect(logged[0]?.length).toBeLessThan(400);
    expect(logged[1]).toBe('a line of 1 bytes was left out: notUtf8');
  });

  test('after something was asked only its length is logged, of standard error the names of exceptions too', async () => {
    const { shell, last, logged } = host();
    const call = shell.call('run', { name: 'CANARY' }, calling);
    last().hello();
    last().write('Cannot bind CANARY\n');
    last().end({ errorText: 'Unhandled exception. System.Net.Http.HttpRequestException: CANARY' });
    await expect(call).rejects.toThrow(AppError);
    expect(logged).toEqual([
      'a line that is no answer: 18 characters',
      'PowerShell ended: 1, 1 lines were no answers',
      'exceptions it named: System.Net.Http.HttpRequestException',
      'standard error: 65 characters',
    ]);
  });

  test('an answer that is too long is left out, which the next line shows', async () => {
    const { shell, last } = host();
    const call = shell.call('run', {}, calling);
    last().hello();
    last().answer('x'.repeat(2 ** 20));
    last().say({ kind: 'beat' });
    await expect(call).rejects.toMatchObject(brokenBy('a line was lost'));
  });
});

describe('close', () => {
  test('ends its input and waits; what is open fails, and nothing is taken any more', async () => {
    const { shell, started, last } = host();
    const call = shell.call('run', {}, calling);
    last().hello();
    const closed = [shell.close(), shell.close()];
    await expect(call).rejects.toMatchObject(brokenBy('it was closed', false));
    await expect(shell.call('run', {}, calling)).rejects.toMatchObject(brokenBy('it was closed', false));
    await Promise.all(closed);
    expect(last()).toMatchObject({ isFinished: true, isKilled: false, sent: [expect.any(String)] });
    expect(started).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of one that was never started does nothing', async () => {
    const { shell, started } = host();
    await shell.close();
    await expect(shell.hello(never)).rejects.toMatchObject(brokenBy('it was closed', false));
    expect(started).toHaveLength(0);
  });
});

test('no input reaches what is started: one digest over 10,000 jobs', async () => {
  const digests = new Set<string>();
  let arrived = 0;
  const pieces = ['$(calc)', '"', "'", '”', '`n', '-WhatIf', '\n', '\u2028', '; calc', '@{a=1}', '%PATH%', '😀', '\0'];
  const scriptPath = fileURLToPath(new URL('../../../../../assets/powershell/exchange-host.ps1', import.meta.url));
  const script = readFileSync(scriptPath);
  const env = { PATH: '/usr/bin', HOME: '/home/ada', SECRET: 'x' };
  const { shell, last } = host({ env, scriptPath }, (fake) => {
    const digest = createHash('sha256').update(JSON.stringify(fake.launch)).update(script);
    digests.add(digest.digest('hex'));
    queueMicrotask(() => fake.hello());
  });
  for (let job = 0; job < 10_000; job += 1) {
    const name = pieces.map((piece, index) => ((job >> index) & 1 ? piece : '')).join(String(job));
    const call = shell.call('run', { cmdlet: 'New-MailboxImportRequest', parameters: { Name: name } }, calling);
    await Promise.resolve();
    if (isDeepStrictEqual(last().requests[0]?.input.parameters, { Name: name })) arrived += 1;
    last().answer(null);
    await call;
    last().end();
  }
  expect({ arrived, digests: digests.size }).toEqual({ arrived: 10_000, digests: 1 });
}, 60_000);
