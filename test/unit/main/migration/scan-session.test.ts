import { describe, expect, it } from 'vitest';
import { ScanSession } from '../../../../main/migration/scan-session.ts';
import type { FoundFile, ScanEvent } from '../../../../main/scan/scan-event.ts';
import { AppError, CandidateId, type FerryChange, RootId, type ScanView } from '../../../../preload/contract/index.ts';
import { deferred, untilAborted } from '../../../support/migration/fake-ports.ts';
import { createFakeScanPorts, foundFile, rootId } from '../../../support/migration/fake-scan.ts';

const IDLE: ScanView = { state: 'idle', folders: 0, files: 0, denied: 0, currentFolder: null, problem: null };
const C = rootId('c');
const D = rootId('d');

const walked = (folders: number, folder: string): ScanEvent => ({
  kind: 'walked',
  folders,
  files: folders * 10,
  denied: 1,
  folder,
});
const scanned = (folders: number): ScanEvent => ({ kind: 'scanned', folders, files: folders * 10, denied: 1 });
const found = (name: string): ScanEvent => ({ kind: 'found', file: foundFile(name) });

/** A session over scripted scans, with everything it announced. */
function createSession(scan: (paths: readonly string[], signal: AbortSignal) => AsyncGenerator<ScanEvent>) {
  const changes: FerryChange[] = [];
  const bugs: unknown[] = [];
  const ports = createFakeScanPorts(scan);
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
    expect([session.view, changes]).toEqual([IDLE, []]);
    await session.cancel();
    expect([session.view, changes]).toEqual([IDLE, []]);
  });

  it('tells of a scan as it goes: cleared, running, each find, where it is, finished', async () => {
    const asked: (readonly string[])[] = [];
    const { session, changes, until, names } = createSession(async function* (paths) {
      asked.push(paths);
      yield walked(1, '/c/mail');
      yield found('old.pst');
      yield scanned(2);
    });
    const end = until('finished');
    await session.start([C, D]);
    await end;
    const running = { ...IDLE, state: 'running' };
    expect(asked).toEqual([['/c', '/d']]);
    expect(changes).toMatchObject([
      { kind: 'candidatesCleared' },
      { kind: 'scanChanged', scan: running },
      { kind: 'scanChanged', scan: { ...running, folders: 1, files: 10, denied: 1, currentFolder: '/c/mail' } },
      { kind: 'candidatesFound', candidates: [{ name: 'old.pst' }] },
      { kind: 'scanChanged', scan: { ...running, folders: 2, files: 20, denied: 1, currentFolder: null } },
      { kind: 'scanChanged', scan: { ...IDLE, state: 'finished', folders: 2, files: 20, denied: 1 } },
    ]);
    expect(session.view.state).toBe('finished');
    expect(names()).toEqual(['old.pst']);
  });

  it('runs as soon as start has returned', async () => {
    const { session } = createSession(async function* (_paths, signal) {
      yield await untilAborted(signal);
    });
    await session.start([C]);
    expect(session.view.state).toBe('running');
    await session.cancel();
    expect(session.view.state).toBe('cancelled');
  });

  it('refuses a root it does not know, and leaves everything as it was', async () => {
    const { session, changes } = createSession(async function* () {});
    const start = session.start([C, RootId.parse('gone')]);
    await expect(start).rejects.toMatchObject({ code: 'requestInvalid', params: { field: 'rootIds' } });
    expect([session.view, changes]).toEqual([IDLE, []]);
  });
});

describe('a second start', () => {
  it('stops the scan that runs and forgets what that found', async () => {
    const firstFound = deferred();
    const { session, states, names, until } = createSession(async function* (paths, signal) {
      yield found(`of ${paths[0]}.pst`);
      if (paths[0] === '/c') {
        firstFound.resolve();
        yield await untilAborted(signal);
      }
      yield scanned(1);
    });
    await session.start([C]);
    await firstFound.promise;
    const end = until('finished');
    await session.start([D]);
    await end;
    expect(states()).toEqual(['running', 'cancelled', 'running', 'running', 'finished']);
    expect(names()).toEqual(['of /d.pst']);
  });

  it('at the same moment leaves one scan running, not two', async () => {
    let running = 0;
    let most = 0;
    const { session, states } = createSession(async function* (_paths, signal) {
      running += 1;
      most = Math.max(most, running);
      try {
        yield await untilAborted(signal);
      } finally {
        running -= 1;
      }
    });
    await Promise.all([session.start([C]), session.start([D]), session.start([C])]);
    expect([most, running, session.view.state]).toEqual([1, 1, 'running']);
    await session.cancel();
    expect([running, session.view.state]).toEqual([0, 'cancelled']);
    expect(states()).toEqual(['running', 'cancelled', 'running', 'cancelled', 'running', 'cancelled']);
  });

  it('with an unknown root leaves the scan that runs alone', async () => {
    const { session } = createSession(async function* (_paths, signal) {
      yield await untilAborted(signal);
    });
    await session.start([C]);
    await expect(session.start([RootId.parse('gone')])).rejects.toMatchObject({ code: 'requestInvalid' });
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
      await session.start([C]);
      await end;
      expect(session.view).toMatchObject({ state, problem: state === 'failed' ? { code: 'folderUnreadable' } : null });
    }
  });
});

describe('a scan that ends early', () => {
  it('by a cancel keeps what it found, and is over when cancel returns', async () => {
    const hasFound = deferred();
    const { session, names, bugs } = createSession(async function* (_paths, signal) {
      yield walked(4, '/c/mail');
      yield found('old.pst');
      hasFound.resolve();
      yield await untilAborted(signal);
    });
    await session.start([C]);
    await hasFound.promise;
    await Promise.all([session.cancel(), session.cancel()]);
    expect(session.view).toEqual({ ...IDLE, state: 'cancelled', folders: 4, files: 40, denied: 1 });
    expect([names(), bugs]).toEqual([['old.pst'], []]);
  });

  it('by an expected error shows it, and is no bug', async () => {
    const { session, bugs, until } = createSession(async function* () {
      yield walked(2, '/c/mail');
      throw new AppError('folderUnreadable', { path: '/c' });
    });
    const end = until('failed');
    await session.start([C]);
    await end;
    const problem = { code: 'folderUnreadable', params: { path: '/c' } };
    expect(session.view).toEqual({ ...IDLE, state: 'failed', folders: 2, files: 20, denied: 1, problem });
    expect(bugs).toEqual([]);
  });

  it('by a bug reports it once and shows no more than that there was one', async () => {
    const bug = new TypeError('x is not a function');
    // biome-ignore lint/correctness/useYield: this scan fails before it finds anything.
    const { session, bugs, until } = createSession(async function* () {
      throw bug;
    });
    const end = until('failed');
    await session.start([C]);
    await end;
    expect(session.view).toMatchObject({ state: 'failed', problem: { code: 'internal', params: {} } });
    expect(bugs).toEqual([bug]);
  });

  it('by a bug on the very first step can be followed by another', async () => {
    let isBroken = true;
    const { session, bugs, until } = createSession((_paths) => {
      if (isBroken) throw new TypeError('no scanner');
      return (async function* () {
        yield scanned(1);
      })();
    });
    await session.start([C]);
    await session.cancel();
    expect([session.view.state, bugs.length]).toEqual(['failed', 1]);
    isBroken = false;
    const end = until('finished');
    await session.start([C]);
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
  await session.start([C]);
  await end;
  const id = ports.candidates.list()[0]?.id ?? CandidateId.parse('none');
  expect(ports.candidates.get(id)?.file.name).toBe('a.pst');
  files.pop();
  end = until('finished');
  await session.start([C]);
  await end;
  expect(ports.candidates.get(id)).toBeNull();
});
