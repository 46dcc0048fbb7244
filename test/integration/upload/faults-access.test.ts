import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoreRequest } from '../../support/storage/fault.ts';
import { prepare, runUpload, TEST_BLOCK_BYTES, type UploadSetup, waitsOf } from '../../support/storage/run-upload.ts';
import { createScaledClock } from '../../support/storage/scaled-clock.ts';
import { type ScriptedStore, startScriptedStore } from '../../support/storage/scripted-store.ts';
import { createTestAccess } from '../../support/storage/test-access.ts';
import { isFile, scratchFolder, writeTestFile } from '../../support/storage/test-file.ts';

const BLOCKS = 60;
const SIZE_BYTES = BLOCKS * TEST_BLOCK_BYTES;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let path: string;
let store: ScriptedStore;

beforeAll(async () => {
  folder = await scratchFolder();
  path = join(folder.path, 'mail.pst');
  await writeTestFile(path, SIZE_BYTES);
});

afterAll(() => folder.remove());

beforeEach(async () => {
  store = await startScriptedStore();
  return () => store.close();
});

const isStage = (request: StoreRequest) => request.operation === 'stage';

async function send(blobName: string, setup: Omit<UploadSetup, 'path'>) {
  const outcome = await runUpload({ path, ...setup });
  return { outcome, blob: store.blob(blobName), isWhole: await isFile(store.blob(blobName), path) };
}

describe('RS-4.3.3 the permission changes', () => {
  test('five rotations, each before the end of life: nothing is refused, and no block is sent twice', async () => {
    const blobName = `${randomUUID()}.pst`;
    const speed = 60;
    const lifeMs = 80_000;
    const clock = createScaledClock(speed);
    const grant = () => store.grant({ blobName, rights: 'rcw', expiresAtMs: Date.now() + lifeMs / speed });
    const access = createTestAccess({ clock, grant, lifetimeMs: lifeMs });
    // One lane, so that the last request under a token is over long before its end.
    const { outcome, isWhole } = await send(blobName, {
      clock,
      access,
      lanes: { first: 1, most: 1 },
      limitBytesPerSecond: (SIZE_BYTES / (5.5 * lifeMs * 0.8)) * 1_000,
    });
    expect({ error: outcome.error, isWhole }).toEqual({ error: null, isWhole: true });
    expect(access.renewals).toBeGreaterThanOrEqual(5);
    expect(access.mostAtOnce).toBe(1);
    expect(store.counts).toMatchObject({ blockBytes: SIZE_BYTES, acceptedBytes: SIZE_BYTES, commits: 1 });
    expect(new Set(store.log.map(({ signature }) => signature)).size).toBe(access.renewals + 1);
  });

  test('five revocations: only what was refused is sent again, and none of it twice over', async () => {
    const blobName = `${randomUUID()}.pst`;
    const { clock, access } = prepare(store, { blobName, speed: 60 });
    let revocations = 0;
    store.onAccepted = () => {
      if (store.counts.acceptedBlocks !== ((revocations + 1) * BLOCKS) / 6 || revocations === 5) return;
      revocations += 1;
      store.signatures.revokeAll();
    };
    const { outcome, isWhole } = await send(blobName, { clock, access, lanes: { first: 4, most: 4 } });
    expect({ error: outcome.error, isWhole }).toEqual({ error: null, isWhole: true });
    expect({ revocations, renewals: access.renewals, mostAtOnce: access.mostAtOnce }).toEqual({
      revocations: 5,
      renewals: 5,
      mostAtOnce: 1,
    });
    expect(store.counts).toMatchObject({ acceptedBytes: SIZE_BYTES, acceptedBlocks: BLOCKS, commits: 1 });
    expect(store.counts.blockBytes).toBeLessThanOrEqual(SIZE_BYTES + 5 * 4 * TEST_BLOCK_BYTES);
  });

  test.each(['rcw', 'cw'])(
    'with the rights %s a run with another permission goes on where the first ended',
    async (rights) => {
      const blobName = `${randomUUID()}.pst`;
      const stop = new AbortController();
      store.onAccepted = () => {
        if (store.counts.acceptedBlocks === BLOCKS / 2) stop.abort('pause');
      };
      const first = await send(blobName, { ...prepare(store, { blobName, rights }), signal: stop.signal });
      expect(first.outcome.error).toBe('pause');
      store.signatures.revokeAll();
      store.onAccepted = () => undefined;
      const stagedIds = first.outcome.stagedIds;
      const second = await send(blobName, { ...prepare(store, { blobName, rights }), stagedIds });
      expect({ error: second.outcome.error, isWhole: second.isWhole }).toEqual({ error: null, isWhole: true });
      // What was accepted but not yet on record when the run ended may come again where the store cannot be asked.
      const unrecorded = rights === 'rcw' ? 0 : 16;
      expect(store.counts.acceptedBytes).toBeLessThanOrEqual(SIZE_BYTES + unrecorded * TEST_BLOCK_BYTES);
    },
  );
});

describe('RS-4.3.4 the permission ends in the middle of a block', () => {
  test('eight requests under way are refused: one renewal, and the upload goes on', async () => {
    const blobName = `${randomUUID()}.pst`;
    const { clock, access } = prepare(store, { blobName, speed: 60 });
    let hasEnded = false;
    store.script = (request) => {
      // The head of the request has come, its body has not.
      if (!hasEnded && isStage(request) && store.counts.acceptedBlocks >= 20) {
        hasEnded = true;
        store.signatures.revokeAll();
      }
      return null;
    };
    const { outcome, isWhole } = await send(blobName, { clock, access, lanes: { first: 8, most: 8 } });
    expect({ error: outcome.error, isWhole }).toEqual({ error: null, isWhole: true });
    expect({ asked: access.asked, mostAtOnce: access.mostAtOnce }).toEqual({ asked: 1, mostAtOnce: 1 });
    expect(store.counts.acceptedBytes).toBe(SIZE_BYTES);
  });

  test('the broker is down for half an hour: it is waited for, visibly, and the upload ends well', async () => {
    const blobName = `${randomUUID()}.pst`;
    const { clock, access } = prepare(store, { blobName, speed: 300 });
    let backAtMs: number | null = null;
    access.isBrokerUp = () => backAtMs !== null && clock.now() >= backAtMs;
    store.onAccepted = () => {
      if (store.counts.acceptedBlocks !== 20) return;
      backAtMs = clock.now() + 30 * MINUTE_MS;
      store.signatures.revokeAll();
    };
    const { outcome, isWhole } = await send(blobName, { clock, access, lanes: { first: 8, most: 8 } });
    expect({ error: outcome.error, isWhole }).toEqual({ error: null, isWhole: true });
    expect(waitsOf(outcome)).toContain('access');
    expect(access.mostAtOnce).toBe(1);
    expect(access.asked).toBeGreaterThan(5);
    expect(store.counts.acceptedBytes).toBe(SIZE_BYTES);
  });
});

describe('RS-4.3.5 a refusal', () => {
  const codes: readonly [string, string, number][] = [
    ['AuthenticationFailed', 'uploadExpired', 2],
    ['AuthorizationFailure', 'uploadForbidden', 1],
    ['AuthorizationPermissionMismatch', 'uploadForbidden', 0],
    ['AuthorizationProtocolMismatch', 'uploadForbidden', 0],
    ['AuthorizationResourceTypeMismatch', 'uploadForbidden', 0],
    ['AuthorizationServiceMismatch', 'uploadForbidden', 0],
    ['AuthorizationSourceIPMismatch', 'uploadForbidden', 0],
    ['UnauthorizedBlobOverwrite', 'uploadForbidden', 0],
  ];
  test.each(codes)('%s for good ends as %s after %i renewals', async (code, expected, renewals) => {
    const blobName = `${randomUUID()}.pst`;
    const { clock, access } = prepare(store, { blobName, speed: 300 });
    store.script = (request) => (isStage(request) ? { kind: 'answer', status: 403, code } : null);
    const { outcome, blob } = await send(blobName, { clock, access, lanes: { first: 8, most: 8 } });
    expect(outcome.error).toMatchObject({ code: expected, params: { reason: code } });
    expect(access.asked).toBe(renewals);
    expect(blob.committed).toBeNull();
  });

  test('an early refusal, while the body is on its way, is read and acted on', async () => {
    const blobName = `${randomUUID()}.pst`;
    const { clock, access } = prepare(store, { blobName, speed: 300 });
    let left = 1;
    store.script = (request) => {
      if (!isStage(request) || left === 0) return null;
      left -= 1;
      return { kind: 'answerEarly', status: 403, code: 'AuthenticationFailed' };
    };
    const { outcome, isWhole } = await send(blobName, {
      clock,
      access,
      lanes: { first: 1, most: 1 },
      blockBytes: 2 * 1024 * 1024,
    });
    expect({ error: outcome.error, isWhole }).toEqual({ error: null, isWhole: true });
    expect(access.renewals).toBe(1);
  });
});

describe('RS-4.3.6 the clock of the PC is wrong', () => {
  // How far the service is ahead of the PC, minutes.
  const steps = [-1_440, -360, -60, -14, 0, 14, 60, 360, 1_440];

  test.each(steps)('by %i minutes', async (minutes) => {
    store.skewMs = minutes * MINUTE_MS;
    const blobName = `${randomUUID()}.pst`;
    const clock = createScaledClock(100);
    // A token made after the PC's clock, with the quarter of an hour that is advised.
    const grant = () =>
      store.grant({
        blobName,
        rights: 'rcw',
        startsAtMs: Date.now() - 15 * MINUTE_MS,
        expiresAtMs: Date.now() + HOUR_MS - 5 * MINUTE_MS,
      });
    const { outcome, isWhole } = await send(blobName, { clock, access: createTestAccess({ clock, grant }) });
    if (Math.abs(minutes) <= 15) {
      expect({ error: outcome.error, isWhole }).toEqual({ error: null, isWhole: true });
      return;
    }
    expect(outcome.error).toMatchObject({ code: 'clockWrong' });
    const { skewMinutes } = (outcome.error as { params: { skewMinutes: number } }).params;
    expect(Math.abs(skewMinutes + minutes)).toBeLessThanOrEqual(1);
  });
});
