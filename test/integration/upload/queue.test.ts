import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSourceChecker } from '../../../main/migration/check-source.ts';
import type { RunnerPorts } from '../../../main/migration/ports.ts';
import { Runner } from '../../../main/migration/runner.ts';
import { createFileTree } from '../../../main/platform/file-tree.ts';
import type { Source } from '../../../main/upload/ports.ts';
import { AppError, type ErrorCode, isFinal } from '../../../preload/contract/index.ts';
import { blobNameIn, fakePorts, TARGET } from '../../support/migration/fake-ports.ts';
import type { Fault, StoreRequest } from '../../support/storage/fault.ts';
import { numberedPst, ofClient, writeNumberedPst, writeTemplate } from '../../support/storage/numbered-pst.ts';
import { uploadSteps } from '../../support/storage/run-upload.ts';
import { createScaledClock } from '../../support/storage/scaled-clock.ts';
import { type ScriptedStore, startScriptedStore } from '../../support/storage/scripted-store.ts';
import { createTestAccess } from '../../support/storage/test-access.ts';
import { isFile, scratchFolder } from '../../support/storage/test-file.ts';

const FILES = 200;
/** Pauses from here on are those after which a halted job is looked at again. */
const LOOK_AGAIN_MS = 10_000;
/** A block of another program: its id has another length than ours. */
const FOREIGN = { id: 'MDAwMQ==', sizeBytes: 4, sha256: '', bytes: Buffer.from('left') };
const OST = 0x4f53;
const PAB = 0x4241;

/** What is wrong with one file of the queue, and how that is reported. */
type Trouble = {
  readonly name: string;
  readonly code: ErrorCode;
  /** Done to the file after it was written. */
  readonly spoil?: (path: string, pst: Buffer) => Promise<void>;
  /** Said by the store to requests for its blob. */
  readonly fault?: (request: StoreRequest, store: ScriptedStore) => Fault | null;
  readonly source?: (source: Source) => Source;
  readonly grant?: () => AppError;
};

const refuse =
  (status: number, code: string, headers = {}) =>
  (): Fault => ({ kind: 'answer', status, code, headers });
const onStage = (fault: () => Fault) => (request: StoreRequest) => (request.operation === 'stage' ? fault() : null);
const unreadable = (reason: string, from: number) => (source: Source) => ({
  ...source,
  read: async (target: Uint8Array, offset: number) => {
    if (offset >= from) throw new AppError('sourceUnreadable', { reason, offset });
    return source.read(target, offset);
  },
});

const TROUBLES: readonly Trouble[] = [
  { name: 'deleted', code: 'sourceMissing', spoil: (path) => rm(path) },
  { name: 'empty', code: 'sourceEmpty', spoil: (path) => truncate(path, 0) },
  { name: 'a letter', code: 'sourceNotPst', spoil: (path) => writeFile(path, 'Dear Ann,\n'.repeat(200)) },
  { name: 'a cache', code: 'sourceIsOst', spoil: (path, pst) => writeFile(path, ofClient(pst, OST)) },
  { name: 'an address book', code: 'sourceIsPab', spoil: (path, pst) => writeFile(path, ofClient(pst, PAB)) },
  { name: 'cut off', code: 'sourceTruncated', spoil: (path, pst) => truncate(path, pst.byteLength - 5_000) },
  {
    name: 'a damaged header',
    code: 'sourceDamaged',
    spoil: (path, pst) => writeFile(path, Buffer.concat([pst.subarray(0, 60), Buffer.alloc(20, 7), pst.subarray(80)])),
  },
  {
    name: 'a folder',
    code: 'sourceUnreadable',
    spoil: async (path) => {
      await rm(path);
      await mkdir(path);
    },
  },
  { name: 'unreadable at its start', code: 'sourceUnreadable', source: unreadable('EIO', 0) },
  { name: 'unreadable in the middle', code: 'sourceUnreadable', source: unreadable('EIO', 100_000) },
  { name: 'held by Outlook', code: 'sourceInUse', source: (source) => ({ ...source, read: () => inUse() }) },
  {
    name: 'always changing',
    code: 'sourceChanged',
    source: (source) => ({
      ...source,
      read: (target, offset) => source.read(target.subarray(0, target.byteLength - 1), offset),
    }),
  },
  { name: 'not allowed', code: 'uploadForbidden', fault: onStage(refuse(403, 'AuthorizationPermissionMismatch')) },
  { name: 'never permitted', code: 'uploadExpired', fault: onStage(refuse(403, 'AuthenticationFailed')) },
  {
    name: 'another time',
    code: 'clockWrong',
    fault: onStage(refuse(403, 'AuthenticationFailed', { date: 'Mon, 01 Jan 2001 00:00:00 GMT' })),
  },
  { name: 'no container', code: 'uploadContainerMissing', fault: onStage(refuse(404, 'ContainerNotFound')) },
  { name: 'not understood', code: 'uploadRejected', fault: onStage(refuse(400, 'InvalidHeaderValue')) },
  { name: 'always flipped', code: 'uploadRejected', fault: onStage(() => ({ kind: 'flip' })) },
  {
    name: 'always forgotten',
    code: 'uploadRejected',
    fault: (request, store) => {
      if (request.operation === 'commit') store.blob(request.blobName).staged.clear();
      return null;
    },
  },
  {
    name: 'always taken',
    code: 'uploadConflict',
    fault: ({ operation }) => (operation === 'commit' ? refuse(409, 'BlobAlreadyExists')() : null),
  },
];

function inUse(): Promise<number> {
  return Promise.reject(new AppError('sourceInUse'));
}

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let store: ScriptedStore;

beforeAll(async () => {
  folder = await scratchFolder();
  store = await startScriptedStore();
});

afterAll(async () => {
  await store.close();
  await folder.remove();
});

const pathOf = (number: number) => join(folder.path, `Mail of ${number}.pst`);
/** Every tenth file is a bad one. */
const troubleOf = (number: number): Trouble | null =>
  number % 10 === 5 ? (TROUBLES[(number - 5) / 10] ?? null) : null;

/** Ports of a runner over real files, the real uploader and the store. */
function realPorts(troubles: Map<string, Trouble>): RunnerPorts {
  const clock = createScaledClock(200);
  const byPath = new Map(Array.from({ length: FILES }, (_, number) => [pathOf(number), troubleOf(number)]));
  const fake = fakePorts();
  return {
    ...fake,
    clock: {
      ...fake.clock,
      // A step of a job is tried again at once; nobody comes to remove what blocks one, so looking again can wait for ever.
      sleep: (delayMs, signal) => (delayMs < LOOK_AGAIN_MS ? Promise.resolve() : fake.clock.sleep(delayMs, signal)),
    },
    checker: createSourceChecker(createFileTree()),
    storage: { grant: async (blobName) => store.grant({ blobName, rights: 'rcw' }) },
    upload: (input, first, { signal, renew }) => {
      const trouble = byPath.get(input.path) ?? null;
      if (trouble) troubles.set(blobNameIn(first), trouble);
      let address = first;
      const access = createTestAccess({ clock, grant: () => address });
      const again = access.renew;
      access.renew = async (each) => {
        address = await renew(each);
        await again(each);
      };
      const { path, jobId, signature, stagedIds, replacesJobId } = input;
      return uploadSteps({
        path,
        jobId,
        signature,
        stagedIds,
        ...(replacesJobId === null ? {} : { replacesJobId }),
        clock,
        access,
        signal,
        ...(trouble?.source ? { wrapSource: trouble.source } : {}),
      });
    },
  };
}

test(`RS-4.3.23 ${FILES} files, ${TROUBLES.length} of them bad in ways of their own: the others arrive, each bad one is told, none is stuck`, async () => {
  expect(TROUBLES).toHaveLength(20);
  const template = await writeTemplate(join(folder.path, 'template'));
  const numbers = Array.from({ length: FILES }, (_, number) => number);
  for (const number of numbers) {
    await writeNumberedPst(pathOf(number), template, number);
    await troubleOf(number)?.spoil?.(pathOf(number), numberedPst(template, number));
  }
  const troubles = new Map<string, Trouble>();
  store.script = (request) => troubles.get(request.blobName)?.fault?.(request, store) ?? null;
  const ports = realPorts(troubles);
  const taken = await takeNames(ports, [1, 2]);
  const runner = new Runner(ports);
  const orders = numbers.map((number) => ({
    file: { path: pathOf(number), name: `Mail of ${number}.pst`, sizeBytes: template.byteLength },
    target: TARGET,
  }));
  const ids = await runner.submit(orders);
  await runner.whenIdle();

  const views = ids.map((id) => runner.get(id));
  const told = views.map((view, number) => {
    const trouble = troubleOf(number);
    return [number, trouble?.name ?? 'fine', view?.state === 'done' ? 'done' : (view?.problem?.code ?? view?.state)];
  });
  const expected = numbers.map((number) => {
    const trouble = troubleOf(number);
    return [number, trouble?.name ?? 'fine', trouble?.code ?? 'done'];
  });
  expect(told).toEqual(expected);
  const isStuck = (state: string) => !(state === 'blocked' || isFinal(state as 'done'));
  expect(views.filter((view) => !view || isStuck(view.state))).toEqual([]);

  const done = views.flatMap((view) => (view?.state === 'done' ? [view] : []));
  expect(done).toHaveLength(FILES - TROUBLES.length);
  for (const { path, receipt } of done) {
    const blobName = receipt?.blob?.split('/')[1] ?? '';
    // RS-4.3.20: nothing of a file's name, and nothing with a meaning in a path, is in the name of a blob.
    expect(blobName).toMatch(/^[\w-]+\.pst$/);
    expect(blobName).not.toContain('Mail');
    expect(await isFile(store.blob(blobName), path)).toBe(true);
    expect(store.blob(blobName).metadata.sha256).toBe(receipt?.sha256);
  }
  // RS-4.3.7 and RS-4.3.19: where something else was, another name was taken, and what was there is as it was.
  expect(taken.map((name) => done.some(({ receipt }) => receipt?.blob?.endsWith(name)))).toEqual([false, false]);
  expect([...store.blob(taken[0] ?? '').staged.keys()]).toEqual([FOREIGN.id]);
  expect(
    store
      .blob(taken[1] ?? '')
      .bytes()
      .toString(),
  ).toBe('left');
  await runner.stop();
});

/** Puts something else under the names that two files ask for: a block of another program, and a finished blob. */
async function takeNames(ports: RunnerPorts, numbers: readonly [number, number]): Promise<string[]> {
  const names: string[] = [];
  for (const number of numbers) {
    const { contentName } = await ports.checker.check(pathOf(number), new AbortController().signal);
    store.blob(contentName).stage(FOREIGN);
    names.push(contentName);
  }
  store.blob(names[1] ?? '').commit([FOREIGN.id], { ifMatch: null, ifNoneMatch: null });
  return names;
}
