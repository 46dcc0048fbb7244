import { describe, expect, it } from 'vitest';
import { type ScanPorts, ScanSession } from '../../../../main/migration/scan-session.ts';
import type { FoundFile, ScanEvent, ScanInput } from '../../../../main/scan/scan-event.ts';
import {
  AppError,
  CandidateId,
  type FerryChange,
  IDLE_SCAN,
  RootId,
  type ScanView,
} from '../../../../preload/contract/index.ts';
import { deferred, untilAborted } from '../../../support/migration/fake-ports.ts';
import {
  createFakeScanPorts,
  fakeMemory,
  foundFile,
  rootId,
  rootOf,
  scannedEvent,
} from '../../../support/migration/fake-scan.ts';

const END = { endedAt: '2026-03-01T12:00:00.000Z' };
const C = rootId('c');
const D = rootId('d');

const walked = (folders: number, folder: string): ScanEvent => ({
  kind: 'walked',
  folders,
  files: folders * 10,
  denied: 1,
  folder,
});
const scanned = (folders: number): ScanEvent => scannedEvent(folders);
const found = (name: string): ScanEvent => ({ kind: 'found', file: foundFile(name) });

/** A session over scripted scans, with everything it announced. */
function createSession(
  scan: (input: ScanInput, signal: AbortSignal) => AsyncGenerator<ScanEvent>,
  change: Partial<ScanPorts> = {},
) {
  const changes: FerryChange[] = [];
  const bugs: unknown[] = [];
  const ports = createFakeScanPorts(scan, change);
  const waiting = new Map<ScanView['state'], () => void>();
  const session = new ScanSession({
    ...ports,
    announce: (change) => {
      changes.push(change);
      if (change.kind === 'scanChanged') waiting.get(change.scan.state)?.();
    },
    onBug: (error) => bugs.push(error),
  });
  /** Resolves when this state is told next. */
  const until = (state: ScanView['state']) => new Promise<void>((resolve) => waiting.set(state, resolve));
  const states = () => changes.flatMap((change) => (change.kind === 'scanChanged' ? [change.scan.state] : []));
  const names = () => ports.candidates.list().map(({ name }) => name);
  return { session, ports, changes, bugs, until, states, names };
}

describe('a scan session', () => {
  it('is idle before anything is asked of it', async () => {
    const { session, changes } = createSession(async function* () {});
    expect([session.view, changes]).toEqual([IDLE_SCAN, []]);
    await session.cancel();
    expect([session.view, changes]).toEqual([IDLE_SCAN, []]);
  });

  it('tells of a scan as it goes: cleared, running, each find, where it is, finished', async () => {
    const asked: (readonly string[])[] = [];
    const { session, changes, until, names } = createSession(async function* (input) {
      asked.push(input.roots);
      yield walked(1, '/c/mail');
      yield found('old.pst');
      yield scanned(2);
    });
    const end = until('finished');
    await session.start([C, D], false);
    await end;
    const running = { ...IDLE_SCAN, state: 'running' };
    expect(asked).toEqual([['/c', '/d']]);
    expect(changes).toMatchObject([
      { kind: 'scanChanged', scan: running },
      { kind: 'candidatesCleared' },
      { kind: 'scanChanged', scan: { ...running, folders: 1, files: 10, denied: 1, currentFolder: '/c/mail' } },
      { kind: 'candidatesFound', candidates: [{ name: 'old.pst' }] },
      { kind: 'scanChanged', scan: { ...running, folders: 2, files: 20, denied: 1, currentFolder: null } },
      { kind: 'rootsListed', roots: [{ path: '/c' }, { path: '/d' }] },
      { kind: 'scanChanged', scan: { ...IDLE_SCAN, ...END, state: 'finished', folders: 2, files: 20, denied: 1 } },
    ]);
    expect(session.view.state).toBe('finished');
    expect(names()).toEqual(['old.pst']);
  });

  it('runs as soon as start has returned', async () => {
    const { session } = createSession(async function* (_input, signal) {
      yield await untilAborted(signal);
    });
    await session.start([C], false);
    expect(session.view.state).toBe('running');
    await session.cancel();
    expect(session.view.state).toBe('cancelled');
  });

  it('refuses a root it does not know, and leaves everything as it was', async () => {
    const { session, changes } = createSession(async function* () {});
    const start = session.start([C, RootId.parse('gone')], false);
    await expect(start).rejects.toMatchObject({ code: 'requestInvalid', params: { field: 'rootIds' } });
    expect([session.view, changes]).toEqual([IDLE_SCAN, []]);
  });
});

describe('a second start', () => {
  it('stops the scan that runs and forgets what that found', async () => {
    const firstFound = deferred();
    const { session, states, names, until } = createSession(async function* ({ roots }, signal) {
      yield found(`of ${roots[0]}.pst`);
      if (roots[0] === '/c') {
        firstFound.resolve();
        yield await untilAborted(signal);
      }
      yield scanned(1);
    });
    await session.start([C], false);
    await firstFound.promise;
    const end = until('finished');
    await session.start([D], false);
    await end;
    expect(states()).toEqual(['running', 'cancelled', 'running', 'running', 'finished']);
    expect(names()).toEqual(['of /d.pst']);
  });

  it('at the same moment leaves one scan running, not two', async () => {
    let running = 0;
    let most = 0;
    const { session, states } = createSession(async function* (_input, signal) {
      running += 1;
      most = Math.max(most, running);
      try {
        yield await untilAborted(signal);
      } finally {
        running -= 1;
      }
    });
    await Promise.all([session.start([C], false), session.start([D], false), session.start([C], false)]);
    expect([most, running, session.view.state]).toEqual([1, 1, 'running']);
    await session.cancel();
    expect([running, session.view.state]).toEqual([0, 'cancelled']);
    expect(states()).toEqual(['running', 'cancelled', 'running', 'cancelled', 'running', 'cancelled']);
  });

  it('with an unknown root leaves the scan that runs alone', async () => {
    const { session } = createSession(async function* (_input, signal) {
      yield await untilAborted(signal);
    });
    await session.start([C], false);
    await expect(session.start([RootId.parse('gone')], false)).rejects.toMatchObject({ code: 'requestInvalid' });
    expect(session.view.state).toBe('running');
    await session.cancel();
  });

  it('after the end starts afresh, without the problem of the one before', async () => {
    let runs = 0;
    const { session, until } = createSession(async function* () {
      runs += 1;
      if (runs === 1) throw new AppError('folderUnreadable', { path: '/c' });
      yield scanned(1);
    });
    for (const state of ['failed', 'finished'] as const) {
      const end = until(state);
      await session.start([C], false);
      await end;
      expect(session.view).toMatchObject({ state, problem: state === 'failed' ? { code: 'folderUnreadable' } : null });
    }
  });
});

describe('a scan that ends early', () => {
  it('by a cancel keeps what it found, and is over when cancel returns', async () => {
    const hasFound = deferred();
    const { session, names, bugs } = createSession(async function* (_input, signal) {
      yield walked(4, '/c/mail');
      yield found('old.pst');
      hasFound.resolve();
      yield await untilAborted(signal);
    });
    await session.start([C], false);
    await hasFound.promise;
    await Promise.all([session.cancel(), session.cancel()]);
    expect(session.view).toEqual({ ...IDLE_SCAN, ...END, state: 'cancelled', folders: 4, files: 40, denied: 1 });
    expect([names(), bugs]).toEqual([['old.pst'], []]);
  });

  it('by an expected error shows it, and is no bug', async () => {
    const { session, bugs, until } = createSession(async function* () {
      yield walked(2, '/c/mail');
      throw new AppError('folderUnreadable', { path: '/c' });
    });
    const end = until('failed');
    await session.start([C], false);
    await end;
    const problem = { code: 'folderUnreadable', params: { path: '/c' } };
    expect(session.view).toEqual({ ...IDLE_SCAN, ...END, state: 'failed', folders: 2, files: 20, denied: 1, problem });
    expect(bugs).toEqual([]);
  });

  it('by a bug reports it once and shows no more than that there was one', async () => {
    const bug = new TypeError('x is not a function');
    // biome-ignore lint/correctness/useYield: this scan fails before it finds anything.
    const { session, bugs, until } = createSession(async function* () {
      throw bug;
    });
    const end = until('failed');
    await session.start([C], false);
    await end;
    expect(session.view).toMatchObject({ state: 'failed', problem: { code: 'internal', params: {} } });
    expect(bugs).toEqual([bug]);
  });

  it('by a bug on the very first step can be followed by another', async () => {
    let isBroken = true;
    const { session, bugs, until } = createSession((_input) => {
      if (isBroken) throw new TypeError('no scanner');
      return (async function* () {
        yield scanned(1);
      })();
    });
    const failure = until('failed');
    await session.start([C], false);
    await failure;
    expect(bugs.length).toBe(1);
    isBroken = false;
    const end = until('finished');
    await session.start([C], false);
    await end;
    expect(session.view.state).toBe('finished');
  });
});

it('keeps what it found under ids of its own, which a new scan forgets', async () => {
  const files: FoundFile[] = [];
  const { session, ports, until } = createSession(async function* () {
    for (const file of files) yield { kind: 'found', file };
    yield scanned(1);
  });
  files.push(foundFile('a.pst'));
  let end = until('finished');
  await session.start([C], false);
  await end;
  const id = ports.candidates.list()[0]?.id ?? CandidateId.parse('none');
  expect(ports.candidates.get(id)?.file.name).toBe('a.pst');
  files.pop();
  end = until('finished');
  await session.start([C], false);
  await end;
  expect(ports.candidates.get(id)).toBeNull();
});

describe('what a scan is given', () => {
  /** The input of one scan of these roots. */
  async function inputOf(roots: readonly RootId[], isDeep: boolean, change: Partial<ScanPorts> = {}) {
    const inputs: ScanInput[] = [];
    const world = createSession(async function* (input) {
      inputs.push(input);
      yield scanned(1);
    }, change);
    const end = world.until('finished');
    await world.session.start(roots, isDeep);
    await end;
    return inputs[0];
  }
  const outlook = { listPsts: async () => [{ path: '/x/attached.pst', profile: 'Work' }] };

  it('is the places that were chosen; the others are barriers, and attached files are looked at wherever they are', async () => {
    expect(await inputOf([C], false, { outlook })).toEqual({
      roots: ['/c'],
      barriers: ['/d'],
      skipped: ['/skip'],
      files: ['/x/attached.pst'],
      isDeep: false,
      known: [],
      memoryFile: '/state/folders',
    });
  });

  it('remembers no folders of a deep scan, nor of drives that do not note changes in their folders', async () => {
    expect(await inputOf([C], true)).toMatchObject({ isDeep: true, memoryFile: null });
    const stick = rootOf('stick', { kind: 'removable' });
    const fake = createFakeScanPorts(async function* () {}).roots;
    const roots = { ...fake, list: () => [stick], get: () => stick, keepsFolderTimes: () => false };
    expect(await inputOf([stick.id], false, { roots, outlook })).toMatchObject({ memoryFile: null, files: [] });
  });

  it('holds what the scan before found, so that unchanged files need not be opened', async () => {
    const inputs: ScanInput[] = [];
    const { session, until } = createSession(async function* (input) {
      inputs.push(input);
      yield found('old.pst');
      yield scanned(1);
    });
    for (let round = 0; round < 2; round++) {
      const end = until('finished');
      await session.start([C], false);
      await end;
    }
    expect(inputs.map(({ known }) => known.map(({ name }) => name))).toEqual([[], ['old.pst']]);
  });
});

it('is called off at once although the system has not said yet what is attached to Outlook', async () => {
  const outlook = { listPsts: () => new Promise<never>(() => undefined) };
  const { session, states } = createSession(async function* () {}, { outlook });
  await session.start([C], false);
  await session.cancel();
  expect([session.view.state, states()]).toEqual(['cancelled', ['running', 'cancelled']]);
});

describe('over a restart of the app', () => {
  async function* script(): AsyncGenerator<ScanEvent> {
    yield found('old.pst');
    yield { kind: 'foundAgain', fileId: '1:old.pst', path: '/c/link.pst' };
    yield { kind: 'denied', path: '/c/private', reason: 'EACCES' };
    yield scannedEvent(40, ['/c']);
  }

  async function scannedBefore() {
    const memory = fakeMemory();
    const attached = [{ path: '/c/mail/old.pst', profile: 'Work' }];
    const first = createSession(script, { memory, outlook: { listPsts: async () => attached } });
    const end = first.until('finished');
    await first.session.start([C], false);
    await end;
    return memory;
  }

  it('the files, their paths, the denied folders and the totals are there again', async () => {
    const memory = await scannedBefore();
    const { session, ports } = createSession(async function* () {}, { memory });
    await session.restore();
    expect(session.view).toEqual({ ...IDLE_SCAN, ...END, state: 'finished', folders: 40, files: 400, denied: 1 });
    expect(ports.candidates.list()).toMatchObject([
      { name: 'old.pst', paths: ['/c/mail/old.pst', '/c/link.pst'], outlookProfile: 'Work' },
    ]);
    expect(session.denied).toEqual({ total: 1, folders: [{ path: '/c/private', reason: 'EACCES' }] });
    expect([session.lastScanned('/c'), session.lastScanned('/d')]).toEqual([END.endedAt, null]);
  });

  it('folders that were chosen by themselves are places to look in again', async () => {
    const memory = await scannedBefore();
    const kept = memory.kept as { last: { chosenFolders: string[] } };
    kept.last.chosenFolders.push('/mail/old');
    const { session, ports } = createSession(async function* () {}, { memory });
    await session.restore();
    expect(ports.roots.list().map(({ kind, path }) => [kind, path])).toContainEqual(['folder', '/mail/old']);
  });

  it('the next scan of the same place tells how far it is; one of a place never scanned does not', async () => {
    const memory = await scannedBefore();
    const { session, changes, until } = createSession(
      async function* () {
        yield walked(10, '/c/mail');
        yield walked(50, '/c/new');
        yield scanned(50);
      },
      { memory },
    );
    await session.restore();
    const percents = async (roots: RootId[]) => {
      changes.length = 0;
      const end = until('finished');
      await session.start(roots, false);
      await end;
      return changes.flatMap((change) => (change.kind === 'scanChanged' ? [change.scan.percentDone] : []));
    };
    expect(await percents([C])).toEqual([null, 25, 99, 99, null]);
    expect(await percents([C, D])).toEqual([null, null, null, null, null]);
  });

  it('a record that is damaged or of another version is as good as none', async () => {
    for (const kept of [null, 'text', { version: 2 }, { version: 1, roots: {}, last: { found: 'x' } }]) {
      const { session } = createSession(async function* () {}, { memory: fakeMemory(kept) });
      await session.restore();
      expect(session.view).toEqual(IDLE_SCAN);
    }
  });

  it('a scan whose record cannot be written is shown all the same', async () => {
    const refusal = new Error('no space');
    const memory = { ...fakeMemory(), write: () => Promise.reject(refusal) };
    const { session, bugs, until, names } = createSession(script, { memory });
    const end = until('finished');
    await session.start([C], false);
    await end;
    expect([names(), bugs]).toEqual([['old.pst'], [refusal]]);
  });
});
