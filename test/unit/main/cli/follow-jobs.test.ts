import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followJobs } from '../../../../main/cli/follow-jobs.ts';
import type { Output } from '../../../../main/cli/output.ts';
import { Runner } from '../../../../main/migration/runner.ts';
import {
  AppError,
  CliLine,
  EXIT_CODES,
  type ImportStatistics,
  type JobId,
  type JobState,
  type JobView,
  type TransferProgress,
  type WireError,
} from '../../../../preload/contract/index.ts';
import { type FakePorts, FILE, fakePorts, statisticsOf, TARGET } from '../../../support/migration/fake-ports.ts';
import { sampleJob, sampleReceipt, sampleStatistics } from '../../../support/renderer/samples.ts';

const OUTLOOK: WireError = { code: 'sourceInUse', params: {} };

type Kind = CliLine['kind'];

/** An output that keeps what it was given; data must be what the contract says. */
function createOutput() {
  const lines: CliLine[] = [];
  const errors: [code: string, file: string | undefined][] = [];
  const progress: string[] = [];
  const output: Output = {
    data: (line) => lines.push(CliLine.parse(line)),
    raw: () => undefined,
    say: () => undefined,
    progress: (text) => progress.push(text),
    error: ({ code }, file) => errors.push([code, file]),
  };
  const kinds = () => lines.map(({ kind }) => kind);
  const of = <K extends Kind>(kind: K) =>
    lines.filter((line): line is Extract<CliLine, { kind: K }> => line.kind === kind);
  const states = () => of('state').map(({ state }) => state);
  return { output, lines, errors, progress, kinds, of, states };
}

/** Follows the jobs of a real runner over fake ports, `files.length` of them. */
function follow(ports: FakePorts = fakePorts()) {
  const runner = new Runner(ports);
  const ids = new Set<JobId>();
  const heard = createOutput();
  const finish = followJobs(runner, ids, heard.output);
  const submit = (...names: readonly string[]) =>
    runner.submit(
      names.map((name) => ({ file: { ...FILE, name, path: `/mail/${name}` }, target: TARGET })),
      (id) => ids.add(id),
    );
  return { runner, ids, finish, submit, ...heard };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a job', () => {
  it('is told of from its first state to its receipt, each state once and in order', async () => {
    const world = follow();
    const [id] = await world.submit('a.pst');
    await world.runner.whenIdle();
    expect(world.finish()).toBe(EXIT_CODES.done);
    expect(world.states()).toEqual(['queued', 'checking', 'uploading', 'uploaded', 'importing', 'done']);
    expect(world.of('state').every(({ job, file }) => job === id && file === '/mail/a.pst')).toBe(true);
    expect(world.of('receipt')).toMatchObject([{ job: id, state: 'done', moved: 7 }]);
    expect(world.kinds().at(-1)).toBe('receipt');
    expect(world.errors).toEqual([]);
  });

  it('has its last reading of the import told before its end', async () => {
    const world = follow();
    await world.submit('a.pst');
    await world.runner.whenIdle();
    world.finish();
    const kinds = world.kinds();
    expect(world.of('statistics').at(-1)).toMatchObject({ phase: 'completed', itemsTransferred: 7 });
    expect(kinds.lastIndexOf('statistics')).toBeLessThan(kinds.lastIndexOf('state'));
  });

  it('that failed is told with its reason, once', async () => {
    const ports = fakePorts();
    ports.check = () => {
      throw new AppError('sourceEmpty');
    };
    const world = follow(ports);
    await world.submit('a.pst');
    await world.runner.whenIdle();
    expect(world.finish()).toBe(EXIT_CODES.failed);
    expect(world.states()).toEqual(['queued', 'checking', 'failed']);
    expect(world.errors).toEqual([['sourceEmpty', '/mail/a.pst']]);
    expect(world.of('receipt')).toMatchObject([{ state: 'failed', problem: { code: 'sourceEmpty' } }]);
  });

  it('of someone else is not told of at all', async () => {
    const world = follow();
    await world.runner.submit([{ file: FILE, target: TARGET }]);
    await world.runner.whenIdle();
    expect(world.finish()).toBe(EXIT_CODES.done);
    expect([world.lines, world.errors, world.progress]).toEqual([[], [], []]);
  });

  it('is no longer told of after the end', async () => {
    const world = follow();
    await world.submit('a.pst');
    await world.runner.whenIdle();
    world.finish();
    const told = world.lines.length;
    await world.submit('b.pst');
    await world.runner.whenIdle();
    expect(world.lines.length).toBe(told);
  });
});

/** A runner whose jobs the test changes by hand. */
class FakeRunner {
  readonly #jobs = new Map<JobId, JobView>();
  readonly #listeners = new Set<(job: JobView) => void>();

  list(): JobView[] {
    return [...this.#jobs.values()];
  }

  onChange(listener: (job: JobView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(job: JobView): void {
    this.#jobs.set(job.id, job);
    for (const listener of this.#listeners) listener(job);
  }
}

/** Follows one job that the test changes by hand; time stands still unless `pass` moves it. */
function followByHand() {
  const runner = new FakeRunner();
  const job = sampleJob('job-1', 'a.pst');
  const heard = createOutput();
  const finish = followJobs(runner, new Set([job.id]), heard.output);
  const show = (state: JobState, change: Partial<JobView> = {}) => runner.show({ ...job, state, ...change });
  const pass = (elapsedMs: number) => vi.advanceTimersByTime(elapsedMs);
  return { runner, job, finish, show, pass, ...heard };
}

const sent = (doneBytes: number): { progress: TransferProgress } => ({
  progress: {
    phase: 'uploading',
    doneBytes,
    totalBytes: 100,
    keptBytes: 0,
    bytesPerSecond: 1,
    secondsLeft: { low: 1, high: 2 },
    waitingSince: null,
    waitingFor: null,
  },
});

describe('readings of a job on its way', () => {
  it('are told four times a second at most: the first at once, then the newest when its time has come', () => {
    const world = followByHand();
    for (let doneBytes = 0; doneBytes <= 60; doneBytes += 10) {
      world.show('uploading', sent(doneBytes));
      world.pass(100);
    }
    expect(world.of('progress').map(({ doneBytes }) => doneBytes)).toEqual([0, 30, 60]);
    expect(world.of('progress')[0]).not.toHaveProperty('secondsLeft');
    expect(world.states()).toEqual(['uploading']);
    expect(world.progress.length).toBe(7);
  });

  it('of the import are told when they change, not when time passes', () => {
    const world = followByHand();
    const reading = (itemsTransferred: number): { statistics: ImportStatistics } => ({
      statistics: { ...sampleStatistics(world.job, 'running', 0), itemsTransferred },
    });
    for (const items of [1, 1, 1, 2, 2]) {
      world.show('importing', reading(items));
      world.pass(250);
    }
    expect(world.of('statistics').map(({ itemsTransferred }) => itemsTransferred)).toEqual([1, 2]);
  });

  it('that came too soon are told at the end', () => {
    const world = followByHand();
    world.show('uploading', sent(10));
    world.show('uploading', sent(20));
    expect(world.of('progress').map(({ doneBytes }) => doneBytes)).toEqual([10]);
    world.finish();
    expect(world.of('progress').map(({ doneBytes }) => doneBytes)).toEqual([10, 20]);
  });

  it('of one job do not hold back those of another', () => {
    const runner = new FakeRunner();
    const [a, b] = [sampleJob('job-a', 'a.pst'), sampleJob('job-b', 'b.pst')];
    const heard = createOutput();
    followJobs(runner, new Set([a.id, b.id]), heard.output);
    for (const job of [a, b]) runner.show({ ...job, state: 'uploading', ...sent(10) });
    expect(heard.of('progress').map(({ job }) => job)).toEqual([a.id, b.id]);
  });
});

describe('a job that is known before it is followed', () => {
  it('is told of as it stands', () => {
    const runner = new FakeRunner();
    const job = sampleJob('job-1', 'a.pst', { state: 'paused' });
    runner.show(job);
    const heard = createOutput();
    followJobs(runner, new Set([job.id]), heard.output);
    expect(heard.states()).toEqual(['paused']);
  });
});

describe('a receipt', () => {
  it('is told once, however often the job is heard of', () => {
    const world = followByHand();
    const receipt = sampleReceipt(world.job, 'done');
    for (let times = 0; times < 3; times++) world.show('done', { receipt });
    world.finish();
    expect(world.of('receipt').length).toBe(1);
    expect(world.states()).toEqual(['done']);
  });

  it('is told for the real end of a job that was blocked and went on by itself', () => {
    const world = followByHand();
    world.show('blocked', { problem: OUTLOOK, receipt: sampleReceipt(world.job, 'blocked', { problem: OUTLOOK }) });
    world.show('checking');
    world.show('done', { receipt: sampleReceipt(world.job, 'done') });
    expect(world.finish()).toBe(EXIT_CODES.done);
    expect(world.of('receipt').map(({ state }) => state)).toEqual(['blocked', 'done']);
    expect(world.errors).toEqual([['sourceInUse', world.job.path]]);
    expect(world.states()).toEqual(['blocked', 'checking', 'done']);
  });

  it('comes behind the reason why there is one', () => {
    const world = followByHand();
    const order: string[] = [];
    const output: Output = {
      ...world.output,
      error: ({ code }) => order.push(code),
      data: ({ kind }) => order.push(kind),
    };
    const job = {
      ...world.job,
      state: 'failed',
      problem: OUTLOOK,
      receipt: sampleReceipt(world.job, 'failed'),
    } as const;
    world.runner.show(job);
    followJobs(world.runner, new Set([job.id]), output)();
    expect(order).toEqual(['state', 'sourceInUse', 'receipt']);
  });
});

describe('the exit code', () => {
  const codeFor = (...states: readonly JobState[]) => {
    const runner = new FakeRunner();
    const jobs = states.map((state, index) => sampleJob(`job-${index}`, 'a.pst', { state }));
    for (const job of jobs) runner.show(job);
    return followJobs(runner, new Set(jobs.map(({ id }) => id)), createOutput().output)();
  };

  it.each<[number, ...JobState[]]>([
    [0],
    [0, 'done', 'done'],
    [2, 'done', 'doneWithSkips'],
    [130, 'done', 'doneWithSkips', 'cancelled'],
    [4, 'done', 'cancelled', 'blocked'],
    [4, 'paused', 'done'],
    [3, 'done', 'failed'],
    [3, 'failed', 'blocked', 'cancelled', 'doneWithSkips', 'done', 'paused'],
  ])('is %d for %s %s %s %s %s %s', (expected, ...states) => {
    expect(codeFor(...states)).toBe(expected);
    expect(codeFor(...states.toReversed())).toBe(expected);
  });

  it('counts the jobs that are followed alone', () => {
    const runner = new FakeRunner();
    const [mine, other] = [
      sampleJob('job-a', 'a.pst', { state: 'done' }),
      sampleJob('job-b', 'b.pst', { state: 'failed' }),
    ];
    for (const job of [mine, other]) runner.show(job);
    expect(followJobs(runner, new Set([mine.id]), createOutput().output)()).toBe(EXIT_CODES.done);
  });
});

it('tells the newest reading of an import although the one before was told just now', async () => {
  const ports = fakePorts();
  ports.engine.script = async function* (order, id) {
    yield statisticsOf(order, id, { phase: 'running', itemsTransferred: 1 });
    yield statisticsOf(order, id, { phase: 'running', itemsTransferred: 2 });
    yield statisticsOf(order, id, { phase: 'completed', itemsTransferred: 3 });
  };
  const world = follow(ports);
  await world.submit('a.pst', 'b.pst');
  await world.runner.whenIdle();
  expect(world.finish()).toBe(EXIT_CODES.done);
  for (const id of world.ids) {
    const readings = world.of('statistics').filter(({ job }) => job === id);
    expect(readings.map(({ itemsTransferred }) => itemsTransferred)).toEqual([1, 3]);
  }
});
