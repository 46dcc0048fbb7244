import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeBlockId } from '../../../main/upload/block-id.ts';
import { createRandom } from '../../support/pst-damage/random.ts';
import type { KeptBlock } from '../../support/storage/block-blob.ts';
import type { Fault, StoreRequest } from '../../support/storage/fault.ts';
import { prepare, runUpload, TEST_BLOCK_BYTES, type UploadSetup, waitsOf } from '../../support/storage/run-upload.ts';
import { type ScriptedStore, startScriptedStore } from '../../support/storage/scripted-store.ts';
import { isFile, scratchFolder, sha256OfFile, writeTestFile } from '../../support/storage/test-file.ts';

const BLOCKS = 40;
const SIZE_BYTES = BLOCKS * TEST_BLOCK_BYTES - 12_345;

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let path: string;
let sha256: string;
let store: ScriptedStore;

beforeAll(async () => {
  folder = await scratchFolder();
  path = join(folder.path, 'mail.pst');
  await writeTestFile(path, SIZE_BYTES);
  sha256 = await sha256OfFile(path);
});

afterAll(() => folder.remove());

beforeEach(async () => {
  store = await startScriptedStore();
  return () => store.close();
});

type Case = Partial<UploadSetup> & { readonly speed?: number; readonly rights?: string; readonly blobName?: string };

/** A run against the scripted store, what it left there, and whether that is the file. */
async function send(options: Case = {}) {
  const { speed, rights, blobName = `${randomUUID()}.pst`, ...rest } = options;
  const prepared = prepare(store, { blobName, ...(speed ? { speed } : {}), ...(rights ? { rights } : {}) });
  const outcome = await runUpload({ path, ...prepared, ...rest });
  const blob = store.blob(blobName);
  return { outcome, blob, blobName, access: prepared.access, isWhole: await isFile(blob, path) };
}

/** Every check that holds for an upload that went well in the end. */
function expectDone({ outcome, blob, isWhole }: Awaited<ReturnType<typeof send>>): void {
  expect(outcome.error).toBeNull();
  expect(outcome.events.at(-1)).toMatchObject({ kind: 'committed', sha256 });
  expect({ isWhole, commits: blob.commits, sha256: blob.metadata.sha256 }).toEqual({
    isWhole: true,
    commits: 1,
    sha256,
  });
}

const isStage = (request: StoreRequest) => request.operation === 'stage';

describe('RS-4.3.7 a block id of another length', () => {
  const foreign: KeptBlock = { id: 'MDAwMQ==', sizeBytes: 4, sha256: '', bytes: Buffer.from('left') };

  test.each(['rcw', 'cw'])(
    'with the rights %s it is told as a conflict, and another name completes',
    async (rights) => {
      const blobName = `${randomUUID()}.pst`;
      store.blob(blobName).stage(foreign);
      const first = await send({ blobName, rights });
      expect(first.outcome.error).toMatchObject({ code: 'uploadConflict' });
      expect(first.blob.committed).toBeNull();
      expectDone(await send({ rights }));
    },
  );
});

describe('RS-4.3.8 a list of blocks that the store refuses', () => {
  test.each(Array.from({ length: 20 }, (_, index) => index + 1))('case %i of 20 ends right', async (seed) => {
    const random = createRandom(seed);
    const rights = seed % 2 === 0 ? 'rcw' : 'cw';
    let losses = 0;
    store.script = (request) => {
      if (request.operation !== 'commit' || losses === 2) return null;
      losses += 1;
      const { staged } = store.blob(request.blobName);
      for (const id of [...staged.keys()]) if (random.below(losses * 3) === 0) staged.delete(id);
      return null;
    };
    const done = await send({ rights });
    expectDone(done);
    expect(losses).toBeGreaterThan(0);
  });
});

describe('RS-4.3.9 blocks that the store threw away after a week', () => {
  test.each(['rcw', 'cw'])('with the rights %s they are sent again', async (rights) => {
    const blobName = `${randomUUID()}.pst`;
    const stop = new AbortController();
    store.onAccepted = () => {
      if (store.counts.acceptedBlocks === BLOCKS / 2) stop.abort('shutdown');
    };
    const first = await send({ blobName, rights, signal: stop.signal });
    expect(first.outcome.error).toBe('shutdown');
    expect(first.outcome.stagedIds.length).toBeGreaterThan(5);
    first.blob.staged.clear();
    store.onAccepted = () => undefined;

    const second = await send({ blobName, rights, stagedIds: first.outcome.stagedIds });
    expectDone(second);
    const lost = second.outcome.events.flatMap((event) => (event.kind === 'blocksLost' ? event.ids : []));
    expect(first.outcome.stagedIds.every((id) => lost.includes(id))).toBe(true);
  });
});

test('RS-4.3.10 more staged blocks than the service takes are told as a conflict', async () => {
  const blobName = `${randomUUID()}.pst`;
  const md5 = new Uint8Array(16);
  const { staged } = store.blob(blobName);
  for (let number = 0; number < 100_000; number++) {
    const id = encodeBlockId({ index: number % 50_000, sizeBytes: 1 + Math.floor(number / 50_000), md5 });
    staged.set(id, { id, sizeBytes: 1, sha256: '', bytes: null });
  }
  const { outcome, blob } = await send({ blobName, rights: 'cw' });
  expect(outcome.error).toMatchObject({ code: 'uploadConflict' });
  expect(blob.committed).toBeNull();
});

describe('RS-4.3.17 something else answers', () => {
  const page = '<!doctype html><title>Welcome to Hotel Wi-Fi</title><form>Room number</form>';
  const html = { 'content-type': 'text/html' };
  const strangers: readonly [string, Fault][] = [
    ['200 and a page', { kind: 'answer', status: 200, headers: html, body: page, isStranger: true }],
    ['201 without the mark of the service', { kind: 'answer', status: 201, isStranger: true }],
    [
      'a redirect',
      { kind: 'answer', status: 302, headers: { location: 'http://127.0.0.1:1/login' }, isStranger: true },
    ],
    ['204', { kind: 'answer', status: 204, isStranger: true }],
    ['511', { kind: 'answer', status: 511, headers: html, body: page, isStranger: true }],
    ['403 and a page', { kind: 'answer', status: 403, headers: html, body: page, isStranger: true }],
    ['200 at once, before the body', { kind: 'answerEarly', status: 200, headers: html, body: page, isStranger: true }],
  ];

  test.each(strangers)('%s is no success, is told, and passes', async (_name, fault) => {
    let left = 10;
    store.script = (request) => {
      // From the middle on, each kind of request once at least.
      if (left === 0 || (isStage(request) && store.counts.acceptedBlocks < BLOCKS / 2)) return null;
      left -= 1;
      return fault;
    };
    const done = await send({ speed: 60 });
    expectDone(done);
    expect(store.counts.acceptedBytes).toBe(SIZE_BYTES);
    expect(waitsOf(done.outcome)).toContain('stranger');
  });

  test('a page in place of the commit is no success', async () => {
    let left = 3;
    store.script = (request) => {
      if (request.operation !== 'commit' || left === 0) return null;
      left -= 1;
      return { kind: 'answer', status: 200, headers: html, body: page, isStranger: true };
    };
    expectDone(await send({ speed: 60, rights: 'cw' }));
    expect(left).toBe(0);
  });
});

test('RS-4.3.18 of 1,000 blocks with a flipped bit 1,000 are caught', async () => {
  const small = join(folder.path, 'small-blocks.pst');
  await writeTestFile(small, 1_000 * 4_096);
  store.script = (request) => (isStage(request) && request.earlierTries === 0 ? { kind: 'flip' } : null);
  const blobName = `${randomUUID()}.pst`;
  const outcome = await runUpload({
    path: small,
    ...prepare(store, { blobName, speed: 500 }),
    blockBytes: 4_096,
  });
  expect(outcome.error).toBeNull();
  expect(store.counts).toMatchObject({ flipped: 1_000, flipsRefused: 1_000, acceptedBlocks: 1_000, commits: 1 });
  expect(await isFile(store.blob(blobName), small)).toBe(true);
});

test('an answer that gets lost after the effect costs one block at most, and no second commit', async () => {
  const lost = new Set<string>();
  store.script = (request) => {
    const key = request.blockId ?? request.operation;
    if (!isStage(request) && request.operation !== 'commit') return null;
    if (lost.has(key) || (isStage(request) && lost.size >= 5)) return null;
    lost.add(key);
    return { kind: 'loseAnswer' };
  };
  const done = await send();
  expectDone(done);
  expect(lost.has('commit')).toBe(true);
  expect(store.counts.acceptedBytes).toBe(SIZE_BYTES + 5 * TEST_BLOCK_BYTES);
});

describe('RS-4.3.13 a black hole', () => {
  const holes: readonly [string, Fault][] = [
    ['nothing is read', { kind: 'blackHole' }],
    ['nothing is answered', { kind: 'silent' }],
  ];
  test.each(holes)('%s: eight stuck requests are given up after a minute and sent again', async (_name, fault) => {
    let left = 8;
    store.script = (request) => {
      if (!isStage(request) || left === 0) return null;
      left -= 1;
      return fault;
    };
    const clock = prepare(store, { blobName: 'unused', speed: 60 }).clock;
    const startedAtMs = clock.now();
    const done = await send({ clock, speed: 60, lanes: { first: 8, most: 8 } });
    expectDone(done);
    expect(waitsOf(done.outcome)).toContain('silent');
    expect(store.counts.acceptedBytes).toBe(SIZE_BYTES);
    expect(clock.now() - startedAtMs).toBeGreaterThan(60_000);
    // A minute of silence, a turn of the watch, a short pause, and the rest at the speed of this PC.
    expect(clock.now() - startedAtMs).toBeLessThan(240_000);
  });
});

describe('blocks as large as they are in earnest, which no buffer of the system takes whole', () => {
  const blockBytes = 8 * 1024 * 1024;
  let large: string;

  beforeAll(async () => {
    large = join(folder.path, 'large-blocks.pst');
    await writeTestFile(large, 2 * blockBytes + 777);
  });

  const faults: readonly [string, Fault, string | null][] = [
    ['RS-4.3.13 nothing is read', { kind: 'blackHole' }, 'silent'],
    ['RS-4.3.13 nothing is answered', { kind: 'silent' }, 'silent'],
    ['RS-4.3.18 a bit flips', { kind: 'flip' }, null],
    ['a reset in the middle', { kind: 'reset', afterBytes: blockBytes / 2 }, null],
    [
      'RS-4.3.5 a refusal before the body has come',
      { kind: 'answerEarly', status: 403, code: 'AuthenticationFailed' },
      null,
    ],
    [
      'RS-4.3.11 a busy answer before the body has come',
      { kind: 'answerEarly', status: 503, code: 'ServerBusy' },
      null,
    ],
  ];

  test.each(faults)('%s: ends well', async (_name, fault, wait) => {
    let left = 2;
    store.script = (request) => {
      if (!isStage(request) || left === 0) return null;
      left -= 1;
      return fault;
    };
    const blobName = `${randomUUID()}.pst`;
    const outcome = await runUpload({ path: large, ...prepare(store, { blobName, speed: 60 }), blockBytes });
    expect(outcome.error).toBeNull();
    expect(await isFile(store.blob(blobName), large)).toBe(true);
    if (wait !== null) expect(waitsOf(outcome)).toContain(wait);
  });
});

test('RS-4.3.18 a bit that flips in the list of blocks never makes another blob of them', async () => {
  for (let blocks = 30; blocks < 50; blocks++) {
    const file = join(folder.path, 'listed.pst');
    await writeTestFile(file, blocks * 1_024);
    let left = 1;
    store.script = ({ operation }) => {
      if (operation !== 'commit' || left === 0) return null;
      left -= 1;
      return { kind: 'flip' };
    };
    const blobName = `${randomUUID()}.pst`;
    const outcome = await runUpload({ path: file, ...prepare(store, { blobName }), blockBytes: 1_024 });
    const blob = store.blob(blobName);
    const isRight = blob.committed ? await isFile(blob, file) : outcome.error !== null;
    expect({ blocks, isRight }).toEqual({ blocks, isRight: true });
  }
});

test('resets at every place of a body end well', async () => {
  const random = createRandom(7);
  store.script = (request) =>
    isStage(request) && request.earlierTries < 2 ? { kind: 'reset', afterBytes: random.below(TEST_BLOCK_BYTES) } : null;
  expectDone(await send({ speed: 300 }));
});
