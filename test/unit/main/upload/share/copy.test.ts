import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { copyToShare } from '../../../../../main/upload/share/copy.ts';
import { createSteering } from '../../../../../main/upload/steering.ts';
import type { UploadEvent } from '../../../../../main/upload/upload-event.ts';
import { AppError, type ErrorCode } from '../../../../../preload/contract/index.ts';
import { createFakeClock } from '../../../../support/upload/fake-clock.ts';
import { createFakeSource, patternBytes } from '../../../../support/upload/fake-source.ts';
import { createLocalHasher } from '../../../../support/upload/local-hasher.ts';
import { createFakeShare, type FakeShare } from './fake-share.ts';

const BLOCK = 1_000;
const BYTES = patternBytes(3_500);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const COMMITTED = { kind: 'committed', sha256: SHA256, sizeBytes: 3_500, blob: '\\\\server\\share/a.pst' };

/** A file, a share and what a copy needs; `run` copies until the end or until `stop` says so. */
function setUp(share: FakeShare = createFakeShare()) {
  const source = createFakeSource(BYTES);
  const clock = createFakeClock();
  const steering = createSteering({ limitBytesPerSecond: null, holdFor: null }, clock);
  const abort = new AbortController();
  const events: UploadEvent[] = [];
  const run = async (onEvent: (event: UploadEvent) => void = () => undefined) => {
    const input = {
      jobId: 'job',
      path: 'a.pst',
      signature: source.signature(),
      stagedIds: [],
      startedCommits: [],
      replacesJobId: null,
    };
    const deps = { source, target: share, steering, clock, hasher: createLocalHasher(), random: () => 0.5 };
    for await (const event of copyToShare(input, { ...deps, signal: abort.signal, blockBytes: BLOCK })) {
      events.push(event);
      onEvent(event);
    }
  };
  return { source, share, clock, steering, abort, events, run };
}

function failure(code: ErrorCode, isRetryable: boolean): AppError {
  return new AppError(code, { share: 's', reason: 'E' }, { isRetryable });
}

/** Fails the first call that is `call`, `times` times. */
function failAt(share: FakeShare, call: string, error: Error, times = 1): void {
  let left = times;
  share.onCall = (each) => {
    if (each === call && left-- > 0) throw error;
  };
}

test('a file is written, read back and only then given its name', async () => {
  const { share, events, run } = setUp();
  await run();
  expect(share.calls).toEqual([
    'size final',
    'size part',
    'write 0+1000',
    'write 1000+1000',
    'write 2000+1000',
    'write 3000+500',
    'flush',
    'read part 0',
    'read part 1000',
    'read part 2000',
    'read part 3000',
    'publish',
  ]);
  expect(share.files).toEqual({ final: BYTES, part: null });
  expect(events.slice(-3)).toEqual([
    { kind: 'progressed', doneBytes: 3_500, keptBytes: 0, totalBytes: 3_500 },
    { kind: 'committing', sha256: SHA256 },
    COMMITTED,
  ]);
});

test('a copy goes on with what compares equal and writes the rest anew', async () => {
  const { share, events, run } = setUp();
  share.files.part = BYTES.slice(0, 2_300).with(1_200, (BYTES[1_200] ?? 0) ^ 1);
  await run();
  expect(share.calls.filter((call) => call.startsWith('write'))).toEqual([
    'write 1000+1000',
    'write 2000+1000',
    'write 3000+500',
  ]);
  expect(share.files.final).toEqual(BYTES);
  expect(events.at(-3)).toEqual({ kind: 'progressed', doneBytes: 3_500, keptBytes: 1_000, totalBytes: 3_500 });
});

test('a part that is longer than the file is cut', async () => {
  const { share, run } = setUp();
  share.files.part = patternBytes(9_000);
  await run();
  expect(share.files).toEqual({ final: BYTES, part: null });
});

test.each(['write 0+1000', 'write 3000+500', 'flush', 'read part 2000', 'publish'])(
  'killed at "%s", the next run ends with the same file',
  async (call) => {
    const first = setUp();
    failAt(first.share, call, new Error('killed'));
    await expect(first.run()).rejects.toThrow('killed');
    expect(first.share.files.final).toBeNull();
    const second = setUp(first.share);
    await second.run();
    expect(second.share.files).toEqual({ final: BYTES, part: null });
    expect(second.events.at(-1)).toEqual(COMMITTED);
  },
);

test('killed between the name and the end, the next run finds its own file', async () => {
  const { share, run, events } = setUp();
  share.files = { final: BYTES, part: BYTES };
  await run();
  expect(share.calls.filter((call) => call.startsWith('write'))).toEqual([]);
  expect(share.files).toEqual({ final: BYTES, part: null });
  expect(events).toEqual([...events.filter(({ kind }) => kind === 'progressed'), COMMITTED]);
  expect(events.at(-2)).toMatchObject({ doneBytes: 3_500, keptBytes: 3_500 });
});

test.each([
  ['size', BYTES.slice(0, 3_499)],
  ['content', BYTES.with(3_499, (BYTES[3_499] ?? 0) ^ 1)],
  ['emptiness', new Uint8Array()],
])('a file of another %s under the name is left alone', async (_, other) => {
  const { share, run } = setUp();
  share.files.final = other;
  await expect(run()).rejects.toMatchObject({ code: 'uploadConflict', params: { reason: 'BlobAlreadyExists' } });
  expect(share.files).toEqual({ final: other, part: null });
});

test.each([
  ['the same', BYTES, null],
  ['another', BYTES.slice(1), 'uploadConflict'],
])('a file that came meanwhile, %s, is compared', async (_, other, code) => {
  const { share, run } = setUp();
  share.onCall = (call) => {
    if (call === 'publish') share.files.final = other;
  };
  const outcome = await run().then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
  expect(outcome).toBe(code);
  expect(share.files.final).toBe(other);
});

test('a block that the share gives back changed is written once more', async () => {
  const { share, run } = setUp();
  share.onCall = (call) => {
    if (call !== 'flush' || share.calls.filter((each) => each === 'flush').length > 1) return;
    share.files.part = share.files.part?.with(1_500, 0x55 ^ (BYTES[1_500] ?? 0)) ?? null;
  };
  await run();
  expect(share.calls.filter((call) => call.startsWith('write 1000'))).toHaveLength(2);
  expect(share.files.final).toEqual(BYTES);
});

test('a share that always changes what it is given is given up', async () => {
  const { share, run } = setUp();
  share.onCall = (call) => {
    if (call === 'flush') share.files.part = new Uint8Array(3_500);
  };
  await expect(run()).rejects.toMatchObject({ code: 'uploadRejected', params: { reason: 'CopyDiffers' } });
  expect(share.files.final).toBeNull();
});

test('a source that changes under the copy gets no name', async () => {
  const { source, share, run } = setUp();
  source.onRead = (offset) => {
    if (offset === 3_000) source.modifiedMs += 1;
  };
  await expect(run()).rejects.toMatchObject({ code: 'sourceChanged' });
  expect(share.files.final).toBeNull();
});

test('a source that changed after it was read gets no name', async () => {
  const { source, share, run } = setUp();
  share.onCall = (call) => {
    if (call === 'flush') source.modifiedMs += 1;
  };
  await expect(run()).rejects.toMatchObject({ code: 'sourceChanged' });
  expect(share.calls).not.toContain('publish');
});

test('an outage of any length is waited out, visibly', async () => {
  const { share, clock, events, run } = setUp();
  failAt(share, 'write 1000+1000', failure('shareMissing', true), 200);
  await run();
  const waits = events.filter(({ kind }) => kind === 'waiting');
  expect(waits).toHaveLength(200);
  expect(waits[0]).toEqual({ kind: 'waiting', reason: 'offline', code: 'E' });
  expect(events[events.lastIndexOf(waits.at(-1) as UploadEvent) + 1]).toMatchObject({ kind: 'progressed' });
  expect(clock.now()).toBeGreaterThan(20 * 60_000);
  expect(share.files.final).toEqual(BYTES);
});

test.each(['shareMissing', 'shareForbidden', 'shareFull'] as const)('%s for good is thrown', async (code) => {
  const { share, events, run } = setUp();
  failAt(share, 'write 2000+1000', failure(code, false));
  await expect(run()).rejects.toMatchObject({ code });
  expect(events.some(({ kind }) => kind === 'waiting')).toBe(false);
  expect(share.files.part).toEqual(BYTES.slice(0, 2_000));
});

test('a share that answers late is told as silent until it does', async () => {
  const { share, clock, events, run } = setUp();
  share.onCall = (call) => (call === 'write 0+1000' ? clock.sleep(60_000, new AbortController().signal) : undefined);
  await run();
  const at = events.findIndex(({ kind }) => kind === 'waiting');
  expect(events.slice(at, at + 2)).toMatchObject([{ kind: 'waiting', reason: 'silent' }, { kind: 'progressed' }]);
});

test('a stop does not wait for a share that hangs, and what was copied stays', async () => {
  const { share, abort, run } = setUp();
  share.onCall = (call) => {
    if (call !== 'write 2000+1000') return;
    queueMicrotask(() => abort.abort('pause'));
    return new Promise<never>(() => undefined);
  };
  await expect(run()).rejects.toBe('pause');
  expect(share.files.part).toEqual(BYTES.slice(0, 2_000));
});

test('a job that is called off takes its part away', async () => {
  const { share, abort, run } = setUp();
  await expect(run(() => abort.abort('cancel'))).rejects.toBe('cancel');
  expect(share.files).toEqual({ final: null, part: null });
  expect(share.calls.at(-1)).toBe('remove');
});

test('a hold stops the writing until it ends', async () => {
  const { share, steering, events, run } = setUp();
  steering.apply({ limitBytesPerSecond: null, holdFor: 'metered' });
  await run((event) => {
    if (event.kind !== 'waiting') return;
    expect(share.calls.some((call) => call.startsWith('write'))).toBe(false);
    setImmediate(() => steering.apply({ limitBytesPerSecond: null, holdFor: null }));
  });
  expect(events.slice(0, 2)).toMatchObject([{ kind: 'waiting', reason: 'metered' }, { kind: 'progressed' }]);
  expect(share.files.final).toEqual(BYTES);
});

test('a bound on the rate holds', async () => {
  const { steering, clock, share, run } = setUp();
  steering.apply({ limitBytesPerSecond: 100, holdFor: null });
  await run();
  expect(share.files.final).toEqual(BYTES);
  expect(clock.now()).toBeGreaterThan(20_000);
});
