import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openFileSource } from '../../../main/platform/file-source.ts';
import { createHashThreads } from '../../../main/platform/hash-threads.ts';
import { createLaneMemory } from '../../../main/platform/md5-lanes.ts';
import { encodeBlockId } from '../../../main/upload/block-id.ts';
import { planBlocks } from '../../../main/upload/plan.ts';
import type { Hasher } from '../../../main/upload/ports.ts';
import { createBlockReader } from '../../../main/upload/reader.ts';
import { bundleForNode, projectModule } from '../../support/platform/bundle.ts';

const MIB = 1024 * 1024;

let folder: string;
const open: Hasher[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-hash-'));
  await bundleForNode(folder, 'thread-hash', `import ${projectModule('main/workers/hash-thread.ts')};`);
});

afterEach(async () => {
  for (const hasher of open.splice(0)) await hasher.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function start(options: { readonly folder: string; readonly hasLanes?: boolean }): Hasher {
  const hasher = createHashThreads(options);
  open.push(hasher);
  return hasher;
}

const digest = (kind: 'md5' | 'sha256', bytes: Uint8Array) => createHash(kind).update(bytes).digest('hex');

test.each([true, false])(
  'a file read through threads has the hashes OpenSSL gives; with lanes: %s',
  async (hasLanes) => {
    // Where lanes cannot be had the first of these would be the second, unseen.
    if (hasLanes) expect(createLaneMemory()).not.toBeNull();
    const path = join(folder, `file-${hasLanes}.pst`);
    const bytes = randomBytes(37 * MIB + 4_321);
    await writeFile(path, bytes);
    const source = await openFileSource(path);
    const plan = planBlocks(bytes.length, MIB);
    const signature = await source.getSignature();
    const hasher = start({ folder, hasLanes });
    // With lanes blocks lie in the one memory, behind its first page; without, each has its own.
    expect(hasher.allocate(MIB).byteOffset > 0).toBe(hasLanes);
    const reader = createBlockReader({ source, signature, plan, hasher, readAhead: 6 });
    for await (const block of reader.blocks(Array(plan.count).keys())) {
      const part = bytes.subarray(block.index * MIB, (block.index + 1) * MIB);
      const md5 = createHash('md5').update(part).digest();
      expect(Buffer.compare(block.bytes, part)).toBe(0);
      expect(block.id).toBe(encodeBlockId({ index: block.index, sizeBytes: part.length, md5 }));
      reader.release(block);
    }
    expect(await reader.sha256()).toBe(digest('sha256', bytes));
    await reader.verify();
    await source.close();
  },
);

test('many blocks of many lengths, handed over while memory grows, each get their own MD5', async () => {
  const hasher = start({ folder });
  const checks = Array.from({ length: 300 }, async (_, index) => {
    const block = hasher.allocate([MIB, 70_000, 1, MIB - 1][Math.floor(index / 3) % 4] ?? 1);
    block.set(randomBytes(block.byteLength));
    expect(Buffer.from(await hasher.md5(block)).toString('hex')).toBe(digest('md5', block));
  });
  await Promise.all(checks);
});

test('blocks lie in memory that both sides see', async () => {
  const hasher = start({ folder });
  expect(hasher.allocate(8 * MIB).buffer).toBeInstanceOf(SharedArrayBuffer);
});

test.each([
  ['cannot be started', null],
  [
    'throws',
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { throw new Error("x"); });',
  ],
  ['ends', 'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit());'],
])('a thread that %s fails what is under way instead of leaving it open', async (_name, program) => {
  const bad = await mkdtemp(join(folder, 'bad-'));
  if (program !== null) await writeFile(join(bad, 'thread-hash.js'), program);
  await writeFile(join(bad, 'package.json'), '{ "type": "module" }');
  const hasher = start({ folder: bad });
  const block = hasher.allocate(1_000);
  const outcomes = await Promise.allSettled([hasher.md5(block), hasher.update(block), hasher.digest()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(hasher.update(block)).rejects.toBeInstanceOf(Error);
});

test('closing fails what is under way, may be done twice, and leaves no thread', async () => {
  const portsBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
  const hasher = start({ folder });
  const pending = Promise.allSettled([hasher.md5(hasher.allocate(MIB)), hasher.update(hasher.allocate(MIB))]);
  await hasher.close();
  await hasher.close();
  for (const { status } of await pending) expect(status).toBe('rejected');
  const portsAfter = process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
  expect(portsAfter).toBe(portsBefore);
});
