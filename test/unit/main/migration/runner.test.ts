import { describe, expect, it } from 'vitest';
import { LOOK_LIMIT_MS } from '../../../../main/migration/patient-checker.ts';
import { Runner } from '../../../../main/migration/runner.ts';
import { AppError, type JobState, type JobView } from '../../../../preload/contract/index.ts';
import {
  deferred,
  FakeEngine,
  FakeJournals,
  type FakePorts,
  FakeStore,
  FILE,
  fakePorts,
  SIGNATURE,
  statisticsOf,
  TARGET,
  untilAborted,
} from '../../../support/migration/fake-ports.ts';
import { HandClock, settle } from '../../../support/migration/hand-clock.ts';

const ORDER = { file: FILE, target: TARGET };

/** Every state a runner announces, in order. */
function statesOf(runner: Runner): JobState[] {
  const states: JobState[] = [];
  runner.onChange((job) => {
    if (states.at(-1) !== job.state) states.push(job.state);
  });
  return states;
}

function nextState(runner: Runner, state: JobState): Promise<JobView> {
  return new Promise((resolve) => {
    const stop = runner.onChange((job) => {
      if (job.state !== state) return;
      stop();
      resolve(job);
    });
  });
}

async function runOne(ports: FakePorts): Promise<JobView> {
  const runner = new Runner(ports);
  const [id] = await runner.submit([ORDER]);
  await runner.whenIdle();
  const job = id ? runner.get(id) : null;
  if (!job) throw new Error('no job');
  return job;
}

describe('a file that was moved', () => {
  const partly = { ...ORDER, target: { ...ORDER.target, excludeFolders: ['Old/*'] } };

  it.each([
    ['whole', [ORDER], false],
    ['without some folders', [partly], true],
    ['without some folders after it was moved whole', [ORDER, partly], false],
  ])('%s is known by what it was then', async (_, orders, isPartly) => {
    const runner = new Runner(fakePorts());
    for (const order of orders) {
      await runner.submit([order]);
      await runner.whenIdle();
    }
    expect(runner.findMoved(SIGNATURE)).toMatchObject({ isPartly });
    expect(runner.findMoved({ ...SIGNATURE, sizeBytes: SIGNATURE.sizeBytes + 1 })).toBeNull();
  });
});

describe('a job to which nothing bad happens', () => {
  it('passes through every state and leaves a receipt whose numbers add up', async () => {
    const ports = fakePorts();
    const runner = new Runner(ports);
    const states = statesOf(runner);
    await runner.submit([ORDER]);
    await runner.whenIdle();
    expect(states).toEqual(['queued', 'checking', 'uploading', 'uploaded', 'importing', 'done']);
    expect(runner.list()[0]?.receipt).toMatchObject({
      state: 'done',
      found: 7,
      moved: 7,
      skipped: [],
      sizeBytes: 30,
      sentBytes: 30,
      sha256: 'f'.repeat(64),
      mailboxPath: '/mailboxes/ann',
    });
  });

  it('counts what was left out as found', async () => {
    const ports = fakePorts();
    ports.engine.script = async function* (order, id) {
      const skipped = [{ reason: 'tooLarge', count: 2 } as const, { reason: 'unreadable', count: 0 } as const];
      yield statisticsOf(order, id, { itemsTransferred: 5, skipped, status: 'CompletedWithWarning' });
    };
    const { receipt } = await runOne(ports);
    expect(receipt).toMatchObject({
      state: 'doneWithSkips',
      found: 7,
      moved: 5,
      skipped: [{ reason: 'tooLarge', count: 2 }],
    });
  });

  it('says in the receipt that folders could not be read', async () => {
    const ports = fakePorts();
    const failure = { code: 'foldersUnreadable', params: { count: 2 } } as const;
    ports.engine.script = async function* (order, id) {
      yield statisticsOf(order, id, { phase: 'completedWithWarning', status: 'CompletedWithWarning', failure });
    };
    expect((await runOne(ports)).receipt).toMatchObject({
      state: 'doneWithSkips',
      found: 7,
      moved: 7,
      problem: failure,
    });
  });

  it('writes nothing secret into the journal', async () => {
    const ports = fakePorts();
    await runOne(ports);
    const journal = Buffer.concat([...ports.journals.files.values()]).toString('utf8');
    expect(journal).not.toContain('secret');
  });
});

describe('a process that dies', () => {
  it('goes on at every record without sending a block twice that the journal names', async () => {
    for (let records = 2; records <= 9; records++) {
      const journals = new FakeJournals();
      const store = new FakeStore();
      const engine = new FakeEngine();
      journals.appendsLeft = records;
      const dying = new Runner(fakePorts({ journals, store, engine }));
      void dying.submit([ORDER]);
      await new Promise((resolve) => setImmediate(resolve));
      const sentBefore = [...store.sent];
      const known =
        Buffer.concat([...journals.files.values()])
          .toString('utf8')
          .match(/blockStaged/g)?.length ?? 0;

      journals.appendsLeft = Number.POSITIVE_INFINITY;
      const next = new Runner(fakePorts({ journals, store, engine }));
      expect(await next.load()).toEqual([]);
      next.start();
      await next.whenIdle();
      expect({ records, state: next.list()[0]?.state, sent: store.sent.length }).toEqual({
        records,
        state: 'done',
        sent: 3 + sentBefore.length - known,
      });
    }
  });

  it('continues the same import request with a new grant', async () => {
    const journals = new FakeJournals();
    const engine = new FakeEngine();
    engine.script = async function* (_order, _id, signal) {
      yield await untilAborted(signal);
    };
    const first = new Runner(fakePorts({ journals, engine }));
    const importing = nextState(first, 'importing');
    await first.submit([ORDER]);
    await importing;
    await first.stop();

    const second = new FakeEngine();
    for (const [id, order] of engine.orders) second.orders.set(id, order);
    const runner = new Runner(fakePorts({ journals, engine: second }));
    await runner.load();
    expect(runner.list()[0]).toMatchObject({ state: 'importing', isContinued: true });
    runner.start();
    await runner.whenIdle();
    expect(runner.list()[0]?.state).toBe('done');
    expect(second.calls).toEqual([`renew ${[...engine.orders.keys()][0]}`, 'watch']);
  });
});

describe('pause, resume and cancel', () => {
  it('stops an upload where it is and goes on from there', async () => {
    const ports = fakePorts();
    const reached = deferred();
    ports.store.gate = async (id, signal) => {
      if (id !== 'b') return;
      reached.resolve();
      await untilAborted(signal);
    };
    const runner = new Runner(ports);
    const [id] = await runner.submit([ORDER]);
    if (!id) throw new Error('no job');
    await reached.promise;
    await runner.pause(id);
    expect(runner.get(id)).toMatchObject({
      state: 'paused',
      progress: { doneBytes: 10, totalBytes: 30, bytesPerSecond: null },
    });
    ports.store.gate = () => Promise.resolve();
    await runner.resume(id);
    await runner.whenIdle();
    expect({ state: runner.get(id)?.state, sent: ports.store.sent }).toEqual({ state: 'done', sent: ['a', 'b', 'c'] });
  });

  it('suspends the request of an import and resumes it', async () => {
    const ports = fakePorts();
    ports.engine.script = async function* (_order, _id, signal) {
      yield await untilAborted(signal);
    };
    const runner = new Runner(ports);
    const importing = nextState(runner, 'importing');
    const [id] = await runner.submit([ORDER]);
    if (!id) throw new Error('no job');
    await importing;
    await runner.pause(id);
    ports.engine.script = async function* (order, request) {
      yield statisticsOf(order, request);
    };
    await runner.resume(id);
    await runner.whenIdle();
    expect(runner.get(id)?.state).toBe('done');
    expect(ports.engine.calls).toEqual(['start', 'watch', 'suspend', `renew request-of-${id}`, 'resume', 'watch']);
  });

  it('takes the request back when an import is cancelled', async () => {
    const ports = fakePorts();
    ports.engine.script = async function* (_order, _id, signal) {
      yield await untilAborted(signal);
    };
    const runner = new Runner(ports);
    const importing = nextState(runner, 'importing');
    const [id] = await runner.submit([ORDER]);
    if (!id) throw new Error('no job');
    await importing;
    await runner.cancel(id);
    expect(runner.get(id)).toMatchObject({ state: 'cancelled', receipt: { state: 'cancelled' } });
    expect(ports.engine.calls).toEqual(['start', 'watch', 'remove']);
  });

  it('cancels a job that waits in line without touching the others', async () => {
    const ports = fakePorts();
    ports.store.gate = (_id, signal) => untilAborted(signal);
    const runner = new Runner(ports);
    const ids = await runner.submit([ORDER, ORDER, ORDER]);
    const last = ids[2];
    if (!last) throw new Error('no job');
    await runner.cancel(last);
    expect(ids.map((id) => runner.get(id)?.state)).toEqual(['uploading', 'uploading', 'cancelled']);
    await runner.stop();
  });

  it('refuses to pause what has ended', async () => {
    const ports = fakePorts();
    const runner = new Runner(ports);
    const [id] = await runner.submit([ORDER]);
    if (!id) throw new Error('no job');
    await runner.whenIdle();
    await expect(runner.pause(id)).rejects.toMatchObject({ code: 'jobNotInState' });
  });
});

describe('a cancel that comes at a bad moment', () => {
  it('holds although the job is becoming blocked', async () => {
    const ports = fakePorts();
    const clock = new HandClock();
    const append = ports.journals.append.bind(ports.journals);
    let cancelled: Promise<void> | null = null;
    ports.journals.append = async (id, bytes) => {
      if (!cancelled && Buffer.from(bytes).includes('"blocked"')) cancelled = runner.cancel(id);
      await settle();
      return append(id, bytes);
    };
    let isRefused = true;
    ports.store.gate = async () => {
      if (isRefused) throw new AppError('uploadForbidden');
    };
    const runner = new Runner({ ...ports, clock });
    await runner.submit([ORDER]);
    await runner.whenIdle();
    await cancelled;
    expect(runner.list()[0]?.state).toBe('cancelled');
    isRefused = false;
    for (let look = 0; look < 5; look++) await clock.pass(600_000);
    await runner.whenIdle();
    expect([runner.list()[0]?.state, ports.engine.calls]).toEqual(['cancelled', []]);
  });

  it('holds although the app is about to go on by itself', async () => {
    const ports = fakePorts();
    const clock = new HandClock();
    ports.engine.script = async function* () {
      yield* [];
      throw new AppError('importForbidden');
    };
    const runner = new Runner({ ...ports, clock });
    const [id] = await runner.submit([ORDER]);
    await runner.whenIdle();
    if (!id) throw new Error('no job');
    await settle();
    const removed = deferred();
    ports.engine.remove = () => removed.promise;
    const append = ports.journals.append.bind(ports.journals);
    let cancelled: Promise<void> | null = null;
    ports.journals.append = async (job, bytes) => {
      if (Buffer.from(bytes).includes('"resumed"')) cancelled = runner.cancel(job);
      await settle();
      return append(job, bytes);
    };
    await clock.pass(60_000);
    for (let turn = 0; turn < 5; turn++) await settle();
    await expect(runner.resume(id)).rejects.toMatchObject({ code: 'jobNotInState' });
    removed.resolve();
    await cancelled;
    await clock.pass(600_000);
    await runner.whenIdle();
    expect([runner.get(id)?.state, ports.engine.calls]).toEqual(['cancelled', ['start', 'watch']]);
  });

  it('that cannot be written down leaves a job that stands still', async () => {
    const ports = fakePorts();
    const clock = new HandClock();
    const append = ports.journals.append.bind(ports.journals);
    ports.store.gate = (_id, signal) => untilAborted(signal);
    const runner = new Runner({ ...ports, clock });
    const [id] = await runner.submit([ORDER]);
    await settle();
    if (!id) throw new Error('no job');
    ports.journals.append = () => Promise.reject(new AppError('stateUnwritable', { reason: 'ENOSPC' }));
    await expect(runner.cancel(id)).rejects.toMatchObject({ code: 'stateUnwritable' });
    ports.journals.append = append;
    ports.store.gate = () => Promise.resolve();
    await clock.pass(600_000);
    expect(runner.get(id)).toMatchObject({ state: 'blocked', problem: { code: 'stateUnwritable' } });
    await runner.cancel(id);
    expect(runner.get(id)).toMatchObject({ state: 'cancelled', problem: null });
  });
});

describe('a file that nobody can look at', () => {
  it('holds up neither a pause nor a cancel nor the end of the app', async () => {
    for (const act of ['pause', 'cancel', 'stop'] as const) {
      const ports = fakePorts();
      ports.checker.check = () => new Promise(() => undefined);
      const runner = new Runner(ports);
      const [id] = await runner.submit([ORDER]);
      await settle();
      if (!id) throw new Error('no job');
      await runner[act](id);
      expect(runner.get(id)?.state).toBe({ pause: 'paused', cancel: 'cancelled', stop: 'checking' }[act]);
    }
  });

  it('gives its place to the next, is looked at ever less often, and is moved once it answers', async () => {
    const ports = fakePorts();
    const clock = new HandClock();
    const answered = deferred();
    const check = ports.checker.check;
    const looks: string[] = [];
    let isHung = true;
    ports.checker.check = async (path, signal) => {
      looks.push(path);
      if (isHung && path !== '/good.pst') await answered.promise;
      return check(path, signal);
    };
    const runner = new Runner({ ...ports, clock });
    const orders = ['/a.pst', '/b.pst', '/good.pst'].map((path) => ({ ...ORDER, file: { ...FILE, path } }));
    await runner.submit(orders);
    await settle();
    await clock.pass(LOOK_LIMIT_MS);
    await runner.whenIdle();
    expect(runner.list().map(({ path, state, problem }) => [path, state, problem?.params.reason])).toEqual([
      ['/a.pst', 'blocked', 'ETIMEDOUT'],
      ['/b.pst', 'blocked', 'ETIMEDOUT'],
      ['/good.pst', 'done', undefined],
    ]);
    for (let round = 0; round < 10; round++) await clock.pass(600_000);
    expect(looks).toEqual(['/a.pst', '/b.pst', '/good.pst']);
    isHung = false;
    answered.resolve();
    for (let round = 0; round < 3; round++) await clock.pass(600_000);
    await runner.whenIdle();
    expect(runner.list().map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });
});

describe('a file that cannot be moved', () => {
  it('fails alone, with its own code', async () => {
    const ports = fakePorts();
    ports.check = (path) => {
      if (path === '/bad.pst') throw new AppError('sourceTruncated');
      return { ...SIGNATURE, modifiedMs: 1 };
    };
    const runner = new Runner(ports);
    await runner.submit([{ ...ORDER, file: { ...FILE, path: '/bad.pst' } }, ORDER]);
    await runner.whenIdle();
    expect(
      runner
        .list()
        .map((job) => [job.state, job.problem?.code])
        .sort(),
    ).toEqual([
      ['done', undefined],
      ['failed', 'sourceTruncated'],
    ]);
  });

  it('is waited for when another program holds it, and moved when it is free', async () => {
    const ports = fakePorts();
    const clock = new HandClock();
    let isBusy = true;
    ports.check = () => {
      if (isBusy) throw new AppError('sourceInUse');
      return { ...SIGNATURE, modifiedMs: 1 };
    };
    const runner = new Runner({ ...ports, clock });
    await runner.submit([ORDER]);
    await runner.whenIdle();
    expect(runner.list()[0]).toMatchObject({ state: 'blocked', problem: { code: 'sourceInUse' } });
    isBusy = false;
    const done = nextState(runner, 'done');
    await settle();
    await clock.pass(10_000);
    await done;
    expect(runner.list()[0]?.state).toBe('done');
  });

  it('marks the job failed and reports the bug when something unforeseen is thrown', async () => {
    const ports = fakePorts();
    ports.store.gate = () => Promise.reject(new Error('unforeseen'));
    const job = await runOne(ports);
    expect({ state: job.state, code: job.problem?.code, bugs: ports.bugs.length }).toEqual({
      state: 'failed',
      code: 'internal',
      bugs: 1,
    });
  });
});

describe('a disk that takes no more records', () => {
  it('halts the job visibly, and lets it go on once there is room', async () => {
    const ports = fakePorts();
    const append = ports.journals.append.bind(ports.journals);
    ports.store.gate = async (id) => {
      if (id !== 'b') return;
      ports.journals.append = () => Promise.reject(new AppError('stateUnwritable', { reason: 'ENOSPC' }));
    };
    const runner = new Runner(ports);
    const [id] = await runner.submit([ORDER]);
    if (!id) throw new Error('no job');
    await runner.whenIdle();
    expect(runner.get(id)).toMatchObject({ state: 'blocked', problem: { code: 'stateUnwritable' } });

    ports.store.gate = () => Promise.resolve();
    ports.journals.append = append;
    await runner.resume(id);
    await runner.whenIdle();
    expect(runner.get(id)).toMatchObject({ state: 'done', problem: null });
  });
});

describe('a disk that is full for a while', () => {
  const full = () => Promise.reject(new AppError('stateUnwritable', { reason: 'ENOSPC' }));

  it('does not end the watch over a job that is blocked', async () => {
    const ports = fakePorts();
    const clock = new HandClock();
    ports.check = () => {
      throw new AppError('sourceMissing', { isDriveGone: true });
    };
    const runner = new Runner({ ...ports, clock });
    await runner.submit([ORDER]);
    await runner.whenIdle();
    await settle();
    ports.check = () => SIGNATURE;
    const append = ports.journals.append.bind(ports.journals);
    ports.journals.append = full;
    await clock.pass(10_000);
    expect(runner.list()[0]?.state).toBe('blocked');
    ports.journals.append = append;
    await clock.pass(10_000);
    await runner.whenIdle();
    expect(runner.list()[0]?.state).toBe('done');
  });

  it('lets a job that it stopped go on by itself, but not one the person paused', async () => {
    for (const isPaused of [false, true]) {
      const ports = fakePorts();
      const clock = new HandClock();
      const append = ports.journals.append.bind(ports.journals);
      ports.store.gate = async (id, signal) => {
        if (id !== 'b') return;
        ports.journals.append = full;
        if (isPaused) await untilAborted(signal);
      };
      const runner = new Runner({ ...ports, clock });
      const [id] = await runner.submit([ORDER]);
      await settle();
      if (isPaused && id) await runner.pause(id).catch(() => undefined);
      await runner.whenIdle();
      expect(runner.list()[0]?.problem?.code).toBe('stateUnwritable');
      ports.store.gate = () => Promise.resolve();
      await clock.pass(60_000);
      await runner.whenIdle();
      ports.journals.append = append;
      for (let round = 0; round < 3; round++) await clock.pass(600_000);
      await runner.whenIdle();
      expect(runner.list()[0]?.state).toBe(isPaused ? 'blocked' : 'done');
    }
  });
});

describe('a journal of many that cannot be dealt with', () => {
  it('is told as a problem, and the others are loaded', async () => {
    const journals = new FakeJournals();
    await new Runner(fakePorts({ journals })).submit([ORDER, ORDER]);
    await settle();
    const [bad] = journals.files.keys();
    const read = journals.read.bind(journals);
    const broken = new Error('unforeseen');
    journals.read = (id) => (id === bad ? Promise.reject(broken) : read(id));
    const ports = fakePorts({ journals });
    const runner = new Runner(ports);
    expect(await runner.load()).toMatchObject([{ code: 'stateDamaged', params: { file: `${bad}.journal` } }]);
    expect([runner.list().length, ports.bugs]).toEqual([1, [broken]]);
  });
});

describe('a drive that goes away in the middle', () => {
  it('is waited for', async () => {
    const ports = fakePorts();
    ports.store.gate = (id) => {
      if (id !== 'b') return Promise.resolve();
      ports.check = () => {
        throw new AppError('sourceMissing', { isDriveGone: true });
      };
      return Promise.reject(new AppError('sourceUnreadable', { reason: 'EIO' }));
    };
    const job = await runOne(ports);
    expect(job).toMatchObject({ state: 'blocked', problem: { code: 'sourceMissing' } });
  });
});

describe('a service that does not answer', () => {
  it('is asked again until it does', async () => {
    const ports = fakePorts();
    let refusals = 3;
    const grant = ports.storage.grant;
    const storage = {
      grant: async (...given: Parameters<typeof grant>) => {
        if (refusals-- > 0) throw new AppError('tenantUnavailable', {}, { isRetryable: true });
        return grant(...given);
      },
    };
    // Over at once, but behind whatever can go on without time.
    const clock = { ...ports.clock, sleep: async () => void (await settle()) };
    const runner = new Runner({ ...ports, storage, clock });
    await runner.submit([ORDER]);
    await runner.whenIdle();
    expect(runner.list()[0]?.state).toBe('done');
  });
});
