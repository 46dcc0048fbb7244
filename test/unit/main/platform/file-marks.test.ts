import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ownAccount } from '../../../../main/platform/accounts.ts';
import { createMarkReader, isOwnAccount, marksOf } from '../../../../main/platform/file-marks.ts';
import type { MarksProcess } from '../../../../main/platform/marks-host.ts';

const FACTS = { sizeBytes: 1, modifiedMs: 1, fileId: '1:1', isHollow: false, isPartial: false };
const NOTHING_KNOWN = { isCloudOnly: null, isEncrypted: false, owner: null };

afterEach(() => vi.useRealTimers());

/** A PowerShell that exists only in this test; the test plays its part. */
class FakePowerShell extends EventEmitter implements MarksProcess {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  kills = 0;

  kill(): void {
    this.kills += 1;
  }

  /** What it was asked so far, oldest first. */
  asked(): { id: number; path: string }[] {
    const text: unknown = this.stdin.read()?.toString() ?? '';
    return String(text)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  say(...lines: readonly unknown[]): void {
    for (const line of lines) this.stdout.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\r\n`);
  }
}

function windowsReader(timeoutMs = 10_000) {
  const started: FakePowerShell[] = [];
  const start = () => {
    const child = new FakePowerShell();
    started.push(child);
    return child;
  };
  const reader = createMarkReader({
    platform: 'win32',
    env: {},
    scriptPath: 'C:\\app\\file-marks.ps1',
    start,
    timeoutMs,
  });
  const child = () => started.at(-1) ?? expect.fail('not started');
  return { reader, started, child };
}

// 0x501620 is what Windows says of a OneDrive file that is only in the cloud: archive, sparse, reparse point, offline,
// unpinned, recall on data access. 0x20 and 0x80020 (pinned) are files that are here.
test.each([
  ['here', 0x20, { isCloudOnly: false, isEncrypted: false }],
  ['kept on this PC', 0x8_0020, { isCloudOnly: false, isEncrypted: false }],
  ['sparse, compressed, a reparse point', 0x0e20, { isCloudOnly: false, isEncrypted: false }],
  ['only in OneDrive', 0x50_1620, { isCloudOnly: true, isEncrypted: false }],
  ['recall on data access', 0x40_0000, { isCloudOnly: true, isEncrypted: false }],
  ['recall on open', 0x4_0000, { isCloudOnly: true, isEncrypted: false }],
  ['offline', 0x1000, { isCloudOnly: true, isEncrypted: false }],
  ['encrypted', 0x4020, { isCloudOnly: false, isEncrypted: true }],
])('attributes: %s', (_, attributes, expected) => {
  expect(marksOf(attributes, 'X\\y')).toEqual({ ...expected, owner: 'X\\y' });
});

describe('on Windows', () => {
  test('one process, started at the first question, answers by id in any order', async () => {
    const { reader, started, child } = windowsReader();
    expect(started).toEqual([]);
    const marks = Promise.all([reader.read('C:\\a.pst', FACTS), reader.read('C:\\ü "\n$(x) 😀.pst', FACTS)]);
    expect(child().asked()).toEqual([
      { id: 1, path: 'C:\\a.pst' },
      { id: 2, path: 'C:\\ü "\n$(x) 😀.pst' },
    ]);
    child().say({ id: 2, attributes: 0x4020, owner: 'CONTOSO\\jürgen' }, { id: 1, attributes: 0x40_0000, owner: null });
    expect(await marks).toEqual([
      { isCloudOnly: true, isEncrypted: false, owner: null },
      { isCloudOnly: false, isEncrypted: true, owner: 'CONTOSO\\jürgen' },
    ]);
    expect(started.length).toBe(1);
    reader.close();
  });

  test('lines that are no answer are passed over', async () => {
    const { reader, child } = windowsReader();
    const marks = reader.read('C:\\a.pst', FACTS);
    child().say('WARNING: profile', '', 'null', '7', '{"id":"1"}', { id: 9, attributes: 1 }, { attributes: 0x4000 });
    child().say({ id: 1, attributes: 0x20, owner: 'A\\b' });
    expect(await marks).toEqual({ isCloudOnly: false, isEncrypted: false, owner: 'A\\b' });
    reader.close();
  });

  test('a letter that arrives in two parts is one letter', async () => {
    const { reader, child } = windowsReader();
    const marks = reader.read('C:\\a.pst', FACTS);
    const bytes = Buffer.from('{"id":1,"attributes":32,"owner":"A\\\\ü"}\n');
    const middle = bytes.indexOf('ü') + 1;
    child().stdout.write(bytes.subarray(0, middle));
    child().stdout.write(bytes.subarray(middle));
    expect((await marks).owner).toBe('A\\ü');
    reader.close();
  });

  test('of a file that could not be looked at nothing is known', async () => {
    const { reader, child } = windowsReader();
    const marks = reader.read('C:\\a.pst', FACTS);
    child().say({ id: 1, attributes: null, owner: 'A\\b' });
    expect(await marks).toEqual(NOTHING_KNOWN);
    reader.close();
  });

  test('silence ends the process; a second one is asked the same, and its silence is the last', async () => {
    vi.useFakeTimers();
    const { reader, started } = windowsReader(10_000);
    const marks = reader.read('C:\\a.pst', FACTS);
    vi.advanceTimersByTime(9_999);
    expect(started.map(({ kills }) => kills)).toEqual([0]);
    vi.advanceTimersByTime(1);
    expect(started.map(({ kills }) => kills)).toEqual([1, 0]);
    expect(started[1]?.asked()).toEqual([{ id: 1, path: 'C:\\a.pst' }]);
    vi.advanceTimersByTime(10_000);
    expect(started.map(({ kills }) => kills)).toEqual([1, 1]);
    expect(await marks).toEqual(NOTHING_KNOWN);
    expect(await reader.read('C:\\b.pst', FACTS)).toEqual(NOTHING_KNOWN);
    expect(started.length).toBe(2);
  });

  test('a process that gets stuck at a file is followed by one that is asked the rest, and whose end alone counts', async () => {
    vi.useFakeTimers();
    const { reader, started, child } = windowsReader(10_000);
    const [first, stuck, last] = ['a', 'b', 'c'].map((name) => reader.read(`C:\\${name}.pst`, FACTS));
    child().say({ id: 1, attributes: 0x20, owner: null });
    await first;
    vi.advanceTimersByTime(10_000);
    expect(await stuck).toEqual(NOTHING_KNOWN);
    expect(child().asked()).toEqual([{ id: 3, path: 'C:\\c.pst' }]);
    started[0]?.emit('close');
    child().say({ id: 3, attributes: 0x40_0000, owner: null });
    expect(await last).toMatchObject({ isCloudOnly: true });
    expect(started.map(({ kills }) => kills)).toEqual([1, 0]);
    reader.close();
  });

  test('a second start that throws leaves nothing known', async () => {
    vi.useFakeTimers();
    const first = new FakePowerShell();
    const starts = [first];
    const start = () => starts.pop() ?? expect.fail('EAGAIN');
    const reader = createMarkReader({ platform: 'win32', scriptPath: 'x.ps1', start, timeoutMs: 10 });
    const marks = reader.read('C:\\a.pst', FACTS);
    vi.advanceTimersByTime(10);
    expect(await marks).toEqual(NOTHING_KNOWN);
    expect(first.kills).toBe(1);
  });

  test('a process with nothing to answer may be silent, and each answer buys time for the next', async () => {
    vi.useFakeTimers();
    const { reader, child } = windowsReader(10_000);
    const [first, second] = [reader.read('C:\\a.pst', FACTS), reader.read('C:\\b.pst', FACTS)];
    vi.advanceTimersByTime(9_000);
    child().say({ id: 1, attributes: 0, owner: null });
    await first;
    vi.advanceTimersByTime(9_000);
    child().say({ id: 2, attributes: 0, owner: null });
    await second;
    vi.advanceTimersByTime(60_000);
    expect(child().kills).toBe(0);
    reader.close();
  });

  test.each([
    ['cannot be started', (child: FakePowerShell) => child.emit('error')],
    ['ends', (child: FakePowerShell) => child.emit('close')],
    ['no longer reads', (child: FakePowerShell) => child.stdin.destroy(new Error('EPIPE'))],
  ])('a process that %s leaves nothing known', async (_, happen) => {
    const { reader, started, child } = windowsReader();
    const marks = reader.read('C:\\a.pst', FACTS);
    happen(child());
    expect(await marks).toEqual(NOTHING_KNOWN);
    expect(await reader.read('C:\\b.pst', FACTS)).toEqual(NOTHING_KNOWN);
    expect(started.length).toBe(1);
  });

  test('a start that throws leaves nothing known', async () => {
    const start = () => expect.fail('EAGAIN');
    const reader = createMarkReader({ platform: 'win32', scriptPath: 'x.ps1', start });
    expect(await reader.read('C:\\a.pst', FACTS)).toEqual(NOTHING_KNOWN);
  });

  test('closing ends the process and answers what is open; before a question there is nothing to end', async () => {
    const { reader, child } = windowsReader();
    const marks = reader.read('C:\\a.pst', FACTS);
    reader.close();
    expect([await marks, child().kills]).toEqual([NOTHING_KNOWN, 1]);
    const unused = windowsReader();
    unused.reader.close();
    expect(await unused.reader.read('C:\\a.pst', FACTS)).toEqual(NOTHING_KNOWN);
    expect(unused.started).toEqual([]);
  });

  test('without the script nothing is known', async () => {
    const reader = createMarkReader({ platform: 'win32', start: () => expect.fail('started') });
    expect(await reader.read('C:\\a.pst', FACTS)).toEqual(NOTHING_KNOWN);
  });
});

describe.skipIf(process.platform === 'win32')('elsewhere', () => {
  test('the owner is named, as far as it has a number', async () => {
    const { uid, username } = userInfo();
    const reader = createMarkReader();
    const known = { isCloudOnly: false, isEncrypted: false, owner: null };
    expect(await reader.read('/a.pst', { ...FACTS, ownerId: uid })).toEqual({ ...known, owner: username });
    expect(await reader.read('/b.pst', FACTS)).toEqual(known);
  });
});

test('an owner is the own account, another, or a number that may be anybody', () => {
  const own = ownAccount();
  expect(isOwnAccount(own ?? '', own)).toBe(true);
  expect(isOwnAccount('somebody-else', own)).toBe(false);
  expect(isOwnAccount('S-1-5-21-1-2-3-1001', own)).toBeNull();
  expect(isOwnAccount('77001', own)).toBeNull();
});

describe('the script', () => {
  const script = readFile(new URL('../../../../assets/powershell/file-marks.ps1', import.meta.url), 'utf8');

  test('holds nothing but ASCII: Windows PowerShell 5.1 takes a file without a mark for ANSI', async () => {
    expect(await script).toMatch(/^[\x20-\x7e\r\n]*$/);
  });

  test('leaves standard input to itself: naming $input would make PowerShell read it', async () => {
    expect(await script).not.toMatch(/\$input\b/i);
  });
});
