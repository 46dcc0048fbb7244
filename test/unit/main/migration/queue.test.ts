import { describe, expect, it } from 'vitest';
import { LEND_AFTER_MS } from '../../../../main/migration/lending.ts';
import { Runner } from '../../../../main/migration/runner.ts';
import type { UploadEvent } from '../../../../main/upload/upload-event.ts';
import { AppError, type ErrorCode, type JobView } from '../../../../preload/contract/index.ts';
import {
  blobNameIn,
  type FakePorts,
  FILE,
  fakePorts,
  SIGNATURE,
  TARGET,
  untilAborted,
} from '../../../support/migration/fake-ports.ts';
import { HandClock, settle } from '../../../support/migration/hand-clock.ts';

type Wait = Extract<UploadEvent, { kind: 'waiting' }>['reason'];

const orderOf = (path: string) => ({ file: { ...FILE, path, name: path.slice(1) }, target: TARGET });

/** A runner whose uploads of the paths in `waits` wait for ever, or until `release`. */
function createWorld(waits: ReadonlyMap<string, Wait>) {
  const ports = fakePorts();
  const clock = new HandClock();
  const started: string[] = [];
  const released = new Map<string, () => void>();
  const upload: FakePorts['upload'] = async function* (input, access, { signal }) {
    started.push(input.path);
    const reason = waits.get(input.path);
    if (reason) {
      yield { kind: 'waiting', reason, code: '' };
      await Promise.race([new Promise<void>((resolve) => released.set(input.path, resolve)), untilAborted(signal)]);
    }
    yield* ports.store.upload(input, blobNameIn(access), signal);
  };
  const runner = new Runner({ ...ports, clock, upload });
  return { ports, clock, started, runner, release: (path: string) => released.get(path)?.() };
}

const paths = (count: number) => Array.from({ length: count }, (_, index) => `/${index}.pst`);
const statesOf = (runner: Runner) => Object.fromEntries(runner.list().map(({ path, state }) => [path, state]));

describe('an upload that waits', () => {
  it('lets the next file have its place after two minutes, and goes on itself when it can', async () => {
    const { clock, runner, ports, release } = createWorld(
      new Map<string, Wait>([
        ['/0.pst', 'busy'],
        ['/1.pst', 'offline'],
      ]),
    );
    await runner.submit(paths(4).map(orderOf));
    await settle();
    await clock.pass(LEND_AFTER_MS - 1);
    expect(Object.values(statesOf(runner))).toEqual(['uploading', 'uploading', 'queued', 'queued']);
    await clock.pass(1);
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(statesOf(runner)).toEqual({
      '/0.pst': 'uploading',
      '/1.pst': 'uploading',
      '/2.pst': 'done',
      '/3.pst': 'done',
    });
    release('/0.pst');
    release('/1.pst');
    await runner.whenIdle();
    expect(Object.values(statesOf(runner))).toEqual(['done', 'done', 'done', 'done']);
    expect(ports.conditions.uploads).toBe(0);
  });

  it.each(['battery', 'metered'] as const)(
    'because of %s keeps its place: the next would wait as well',
    async (reason) => {
      const { clock, runner, started } = createWorld(new Map(paths(9).map((path) => [path, reason])));
      await runner.submit(paths(9).map(orderOf));
      await settle();
      await clock.pass(LEND_AFTER_MS * 10);
      await settle();
      expect(started.length).toBe(2);
      await runner.stop();
    },
  );

  it('with all others, in an outage of everything, does not start them all', async () => {
    const { clock, runner, started, ports } = createWorld(new Map(paths(50).map((path) => [path, 'offline'])));
    await runner.submit(paths(50).map(orderOf));
    for (let round = 0; round < 20; round++) {
      await settle();
      await clock.pass(LEND_AFTER_MS);
    }
    expect(started.length).toBe(6);
    expect(ports.conditions.uploads).toBeLessThanOrEqual(2);
    await runner.stop();
  });
});

describe('two hundred files, of which twenty cannot be moved, each for a reason of its own', () => {
  const checks: ErrorCode[] = [
    'sourceMissing',
    'sourceUnreadable',
    'sourceInUse',
    'sourceEmpty',
    'sourceNotPst',
    'sourceIsOst',
    'sourceCloudOnly',
    'sourceTruncated',
    'sourceDamaged',
    'sourceOtherAccount',
  ];
  const uploads: ErrorCode[] = [
    'sourceChanged',
    'uploadForbidden',
    'uploadExpired',
    'uploadRejected',
    'uploadConflict',
    'uploadContainerMissing',
    'clockWrong',
  ];
  const bad = [...checks, ...uploads, 'bug', 'busy', 'stranger'];
  const pathOf = (index: number) => (index % 10 === 3 ? `/bad-${bad[(index - 3) / 10]}.pst` : `/good-${index}.pst`);

  function createQueue() {
    const world = createWorld(
      new Map<string, Wait>([
        ['/bad-busy.pst', 'busy'],
        ['/bad-stranger.pst', 'stranger'],
      ]),
    );
    const { ports } = world;
    const reasonOf = (path: string) => /^\/bad-(.*)\.pst$/.exec(path)?.[1];
    ports.check = (path) => {
      const code = checks.find((each) => each === reasonOf(path));
      if (code) throw new AppError(code);
      return SIGNATURE;
    };
    const upload = ports.store.upload.bind(ports.store);
    ports.store.upload = async function* (input, blobName, signal) {
      const reason = reasonOf(input.path);
      if (reason === 'bug') throw new Error('unforeseen');
      const code = uploads.find((each) => each === reason);
      if (code) throw new AppError(code);
      yield* upload(input, blobName, signal);
    };
    return world;
  }

  /** What a person is told of a file that does not arrive: its problem, or what it waits for. */
  const toldOf = ({ problem, progress }: JobView) => problem?.code ?? progress?.waitingFor ?? null;

  it('end with all others moved, and each of those told', async () => {
    const { runner, clock } = createQueue();
    await runner.submit(Array.from({ length: 200 }, (_, index) => orderOf(pathOf(index))));
    for (let round = 0; round < 400; round++) await settle();
    await clock.pass(LEND_AFTER_MS);
    for (let round = 0; round < 400; round++) await settle();
    const jobs = runner.list();
    const done = jobs.filter(({ state }) => state === 'done');
    const rest = jobs.filter(({ state }) => state !== 'done');
    expect([done.length, rest.length]).toEqual([180, 20]);
    const told = new Map(rest.map((job) => [job.path.slice(5, -4), toldOf(job)]));
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(bad.map((reason) => [reason, reason === 'bug' ? 'internal' : reason])),
    );
    await runner.stop();
  });
});
