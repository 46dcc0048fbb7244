import { describe, expect, it } from 'vitest';
import { decodeRecords } from '../../../../main/migration/journal.ts';
import { Runner } from '../../../../main/migration/runner.ts';
import { MAX_CHANGES } from '../../../../main/migration/upload-step.ts';
import type { UploadEvent } from '../../../../main/upload/upload-event.ts';
import { AppError, type ErrorCode, type JobView } from '../../../../preload/contract/index.ts';
import {
  CONTENT_NAME,
  FakeJournals,
  FakeStore,
  FILE,
  fakePorts,
  SIGNATURE,
  TARGET,
  untilAborted,
} from '../../../support/migration/fake-ports.ts';
import { HandClock, settle } from '../../../support/migration/hand-clock.ts';

const ORDER = { file: FILE, target: TARGET };

/** A runner whose uploads fail with these before block `b`, one after another, and then go well. */
function createWorld(failures: readonly unknown[] = [], kept: { journals?: FakeJournals; store?: FakeStore } = {}) {
  const ports = fakePorts(kept);
  const clock = new HandClock();
  const left = [...failures];
  ports.store.gate = async (id) => {
    const failure = id === 'b' ? left.shift() : undefined;
    if (failure !== undefined) throw failure;
  };
  const runner = new Runner({ ...ports, clock });
  const move = async (): Promise<JobView> => {
    const [id] = await runner.submit([ORDER]);
    await runner.whenIdle();
    const job = id && runner.get(id);
    if (!job) throw new Error('no job');
    return job;
  };
  const started = () =>
    [...ports.journals.files.values()]
      .flatMap((bytes) => decodeRecords(bytes).records)
      .flatMap(({ event }) => (event.kind === 'uploadStarted' ? [event] : []));
  return { ports, clock, runner, move, started };
}

const changed = () => new AppError('sourceChanged');
const conflict = () => new AppError('uploadConflict', { reason: 'BlobAlreadyExists' });

describe('the blob of a move', () => {
  it('is named by what the file holds, is written down, and is what is imported', async () => {
    const { ports, move, started } = createWorld();
    const { receipt } = await move();
    expect(receipt?.blob).toBe(`pst/${CONTENT_NAME}`);
    expect(started()).toMatchObject([{ blobName: CONTENT_NAME, replacesJobId: null }]);
    expect(ports.grants).toEqual([`uploadWithRead ${CONTENT_NAME}`, `import ${CONTENT_NAME}`]);
  });

  it('is the same after a restart, whatever the file would ask for by then', async () => {
    const journals = new FakeJournals();
    const store = new FakeStore();
    const first = createWorld([], { journals, store });
    store.gate = (id, signal) => (id === 'b' ? untilAborted(signal) : Promise.resolve());
    await first.runner.submit([ORDER]);
    await settle();
    await first.runner.stop();

    const next = createWorld([], { journals, store });
    next.ports.checker.check = async () => ({ signature: SIGNATURE, contentName: 'another.pst' });
    await next.runner.load();
    next.runner.start();
    await next.runner.whenIdle();
    expect({ sent: store.sent, blob: next.runner.list()[0]?.receipt?.blob }).toEqual({
      sent: ['a', 'b', 'c'],
      blob: `pst/${CONTENT_NAME}`,
    });
  });

  it('is one of its own when somebody else’s is under that name; what went there is sent again', async () => {
    const { ports, move, started } = createWorld([conflict()]);
    const { id, state, receipt, progress } = await move();
    expect({ state, blob: receipt?.blob, progress }).toEqual({ state: 'done', blob: `pst/${id}.pst`, progress: null });
    expect(started().map(({ blobName }) => blobName)).toEqual([CONTENT_NAME, `${id}.pst`]);
    expect(ports.store.sent).toEqual(['a', 'a', 'b', 'c']);
    expect(ports.grants.at(-1)).toBe(`import ${id}.pst`);
  });

  it('that is taken as well is the next of its own, until they are used up', async () => {
    const { move } = createWorld(Array.from({ length: 5 }, conflict));
    const { id, state, receipt } = await move();
    expect([state, receipt?.blob]).toEqual(['done', `pst/${id}-5.pst`]);
    const never = createWorld(Array.from({ length: 6 }, conflict));
    expect(await never.move()).toMatchObject({ state: 'failed', problem: { code: 'uploadConflict' } });
  });

  it('is that of the move before, so that only what changed is sent', async () => {
    const { ports, move } = createWorld();
    const first = await move();
    ports.checker.check = async () => ({ signature: { ...SIGNATURE, modifiedMs: 9 }, contentName: 'another.pst' });
    await move();
    expect(ports.store.asked.map(({ blobName, input }) => [blobName, input.replacesJobId])).toEqual([
      [CONTENT_NAME, null],
      [CONTENT_NAME, first.id],
    ]);
  });
});

describe('a file that changes while it is sent', () => {
  it('is looked at anew, and what was sent of it stays', async () => {
    const { ports, move, started } = createWorld([changed()]);
    let looks = 0;
    ports.check = () => ({ ...SIGNATURE, modifiedMs: ++looks });
    expect(await move()).toMatchObject({ state: 'done', problem: null });
    expect(started().map(({ signature, blobName }) => [signature.modifiedMs, blobName])).toEqual([
      [1, CONTENT_NAME],
      [2, CONTENT_NAME],
    ]);
    expect(ports.store.sent).toEqual(['a', 'b', 'c']);
  });

  it('and is only half there when it is looked at anew waits until it is whole', async () => {
    const { ports, clock, runner, move } = createWorld([changed()]);
    let looks = 0;
    ports.check = () => {
      looks += 1;
      if (looks === 2) throw new AppError('sourceTruncated');
      return { ...SIGNATURE, modifiedMs: Math.min(looks, 3) };
    };
    const { id } = await move();
    expect(runner.get(id)).toMatchObject({ state: 'blocked', problem: { code: 'sourceChanged' } });
    await settle();
    await clock.pass(10_000);
    await runner.whenIdle();
    expect(runner.get(id)?.state).toBe('done');
  });

  it('again and again waits for the person, and goes on once it has been left alone', async () => {
    const { ports, clock, runner, move } = createWorld(Array.from({ length: MAX_CHANGES + 1 }, changed));
    let modifiedMs = 0;
    ports.check = () => ({ ...SIGNATURE, modifiedMs });
    const { id, state, problem } = await move();
    expect({ state, code: problem?.code, runs: ports.store.asked.length }).toEqual({
      state: 'blocked',
      code: 'sourceChanged',
      runs: MAX_CHANGES + 1,
    });
    await settle();
    modifiedMs = 1;
    await clock.pass(10_000);
    expect(runner.get(id)?.state).toBe('blocked');
    await clock.pass(10_000);
    await runner.whenIdle();
    expect(runner.get(id)?.state).toBe('done');
  });
});

describe('a sender that crashes', () => {
  const crash = () => new AppError('internal', { reason: 'a worker ended with null' }, { isRetryable: true });

  it('is started again where it was', async () => {
    const { ports, clock, runner } = createWorld([crash()]);
    await runner.submit([ORDER]);
    await settle();
    await clock.pass(1_000);
    await runner.whenIdle();
    expect([runner.list()[0]?.state, ports.store.sent]).toEqual(['done', ['a', 'b', 'c']]);
  });

  it('without getting on is given up', async () => {
    const { clock, runner } = createWorld(Array.from({ length: 9 }, crash));
    await runner.submit([ORDER]);
    for (let round = 0; round < 9; round++) await settle().then(() => clock.pass(30_000));
    await runner.whenIdle();
    expect(runner.list()[0]).toMatchObject({ state: 'failed', problem: { code: 'internal' } });
  });
});

describe('a drive that is pulled and another one that is put in', () => {
  it('is refused with another file under the same name, and goes on with the file itself', async () => {
    const { ports, clock, runner, move } = createWorld([new AppError('sourceUnreadable', { reason: 'EIO' })]);
    ports.check = () => {
      if (ports.store.sent.length === 0) return SIGNATURE;
      throw new AppError('sourceMissing', { isDriveGone: true });
    };
    const { id } = await move();
    expect(runner.get(id)?.problem?.code).toBe('sourceMissing');
    ports.check = () => ({ ...SIGNATURE, sizeBytes: 31, fileId: '7:2' });
    await settle();
    await clock.pass(10_000);
    expect(runner.get(id)?.state).toBe('blocked');
    await runner.resume(id);
    await runner.whenIdle();
    expect(runner.get(id)).toMatchObject({ state: 'blocked', problem: { code: 'sourceReplaced' } });
    await settle();
    await clock.pass(10_000);
    expect(runner.get(id)?.state).toBe('blocked');
    // The same file, on a drive the system has given another number to.
    ports.check = () => ({ ...SIGNATURE, fileId: '9:2' });
    await clock.pass(10_000);
    await runner.whenIdle();
    expect([runner.get(id)?.state, ports.store.sent]).toEqual(['done', ['a', 'b', 'c']]);
  });
});

describe('a file that Outlook takes in the middle', () => {
  it('is waited for ever longer while it stays locked, and goes on where it was', async () => {
    const locked = () => new AppError('sourceInUse');
    const { ports, clock, runner, move } = createWorld([locked(), locked(), locked()]);
    const { id } = await move();
    expect(runner.get(id)).toMatchObject({ state: 'blocked', problem: { code: 'sourceInUse' } });
    await settle();
    await clock.pass(10_000);
    await runner.whenIdle();
    expect([runner.get(id)?.state, ports.store.asked.length]).toEqual(['blocked', 2]);
    await clock.pass(10_000);
    expect(ports.store.asked.length).toBe(2);
    await clock.pass(10_000);
    await runner.whenIdle();
    expect(ports.store.asked.length).toBe(3);
    await clock.pass(40_000);
    await runner.whenIdle();
    expect([runner.get(id)?.state, ports.store.sent]).toEqual(['done', ['a', 'b', 'c']]);
  });
});

describe('a permission that is of no use', () => {
  const codes: ErrorCode[] = ['uploadExpired', 'uploadForbidden', 'clockWrong', 'certificateUntrusted', 'proxyRefused'];

  it.each(codes)('because of %s is waited for and asked for anew', async (code) => {
    const { ports, clock, runner, move } = createWorld([new AppError(code)]);
    const { id } = await move();
    expect(runner.get(id)).toMatchObject({ state: 'blocked', problem: { code } });
    await settle();
    await clock.pass(59_999);
    expect(runner.get(id)?.state).toBe('blocked');
    await clock.pass(1);
    await runner.whenIdle();
    expect([runner.get(id)?.state, ports.store.sent]).toEqual(['done', ['a', 'b', 'c']]);
  });

  it('from the start on is asked for each minute until there is one', async () => {
    const { ports, clock, runner, move } = createWorld();
    const grant = ports.storage.grant;
    let refusals = 3;
    ports.storage.grant = async (...given) => {
      if (refusals-- > 0) throw new AppError('sasInvalid', { reason: 'otherBlob' });
      return grant(...given);
    };
    const { id } = await move();
    expect(runner.get(id)).toMatchObject({ state: 'blocked', problem: { code: 'sasInvalid' } });
    for (const state of ['blocked', 'blocked', 'done']) {
      await settle();
      await clock.pass(60_000);
      await runner.whenIdle();
      expect(runner.get(id)?.state).toBe(state);
    }
  });

  it('is told as a wait while nobody answers who could give one', async () => {
    const { ports, clock, runner } = createWorld();
    const grant = ports.storage.grant;
    let isAway = true;
    ports.storage.grant = async (...given) => {
      if (isAway) throw new AppError('tenantUnavailable', {}, { isRetryable: true });
      return grant(...given);
    };
    await runner.submit([ORDER]);
    await settle();
    expect(runner.list()[0]).toMatchObject({ state: 'uploading', progress: { waitingFor: 'access' } });
    isAway = false;
    await clock.pass(30_000);
    await runner.whenIdle();
    expect(runner.list()[0]?.state).toBe('done');
  });

  it('is renewed for the same blob', async () => {
    const { ports, runner } = createWorld();
    const upload = ports.upload;
    const wrapped: typeof upload = async function* (input, access, options): AsyncGenerator<UploadEvent> {
      await options.renew(options.signal);
      yield* upload(input, access, options);
    };
    const renewing = new Runner({ ...ports, upload: wrapped });
    await renewing.submit([ORDER]);
    await renewing.whenIdle();
    expect(ports.grants).toEqual([
      `uploadWithRead ${CONTENT_NAME}`,
      `uploadWithRead ${CONTENT_NAME}`,
      `import ${CONTENT_NAME}`,
    ]);
    await runner.stop();
  });
});

describe('a commit that was begun', () => {
  const begun = (sha256: string): UploadEvent => ({ kind: 'committing', sha256 });

  it('is written down before it is made, and known to the next run under that name alone', async () => {
    const { ports, runner } = createWorld();
    const runs: (readonly string[])[] = [];
    const recorded: boolean[] = [];
    const upload: typeof ports.upload = async function* (input) {
      runs.push(input.startedCommits);
      if (runs.length > 3) return yield* ports.store.upload(input, 'x.pst', new AbortController().signal);
      yield begun(`${runs.length}`);
      recorded.push(Buffer.concat([...ports.journals.files.values()]).includes(`"sha256":"${runs.length}"`));
      yield begun(`${runs.length}`);
      throw runs.length === 3 ? conflict() : changed();
    };
    await runner.stop();
    const other = new Runner({ ...ports, upload });
    await other.submit([ORDER]);
    await other.whenIdle();
    expect(other.list()[0]?.state).toBe('done');
    expect(runs).toEqual([[], ['1'], ['1', '2'], []]);
    expect(recorded).toEqual([true, true, true]);
  });

  it('is remembered over a restart', async () => {
    const journals = new FakeJournals();
    const { ports } = createWorld([], { journals });
    const upload: typeof ports.upload = async function* (_input, _access, { signal }) {
      yield begun('one');
      await untilAborted(signal);
    };
    const first = new Runner({ ...ports, upload });
    await first.submit([ORDER]);
    await settle();
    await first.stop();
    const next = createWorld([], { journals });
    await next.runner.load();
    next.runner.start();
    await next.runner.whenIdle();
    expect(next.ports.store.asked.map(({ input }) => input.startedCommits)).toEqual([['one']]);
  });
});

describe('blocks that were accepted', () => {
  it('are written down in one go, however many came at once', async () => {
    const { ports, runner } = createWorld();
    const appends: number[] = [];
    const append = ports.journals.append.bind(ports.journals);
    ports.journals.append = (id, bytes) => {
      appends.push(decodeRecords(bytes).records.filter(({ event }) => event.kind === 'blockStaged').length);
      return append(id, bytes);
    };
    const upload: typeof ports.upload = async function* () {
      yield {
        kind: 'blocksStaged',
        blocks: ['a', 'b', 'c'].map((id) => ({ id, sizeBytes: 10 })),
      };
      yield { kind: 'committed', sha256: 'f'.repeat(64), sizeBytes: 30, blob: `pst/${CONTENT_NAME}` };
    };
    await runner.stop();
    const other = new Runner({ ...ports, upload });
    await other.submit([ORDER]);
    await other.whenIdle();
    expect(appends.filter((blocks) => blocks > 0)).toEqual([3]);
    expect(other.list()[0]?.receipt).toMatchObject({ state: 'done', sentBytes: 30 });
  });
});
