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
import { FILE, type FakePorts, fakePorts, statisticsOf, TARGET } from '../../../support/migration/fake-ports.ts';

const OUTLOOK: WireError = { code: 'sourceInUse', params: {} };

type Kind = CliLine['kind'];

/** An output that keeps what it was given; data must be what the contract says. */
function createOutput() {
  const lines: CliLine[] = [];
  const errors: [code: string, file: string | undefined][] = [];
  const progress: string[] = [];
  const output: Output = {
    data: (line) => lines.push(CliLine.parse(line)),
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
