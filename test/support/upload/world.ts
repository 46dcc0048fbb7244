import { createHash } from 'node:crypto';
import { encodeBlockId } from '../../../main/upload/block-id.ts';
import type { BlockStore } from '../../../main/upload/ports.ts';
import { createSteering } from '../../../main/upload/steering.ts';
import { type UploadDeps, upload } from '../../../main/upload/upload.ts';
import type { UploadEvent, UploadInput } from '../../../main/upload/upload-event.ts';
import { createFakeAccess } from './fake-access.ts';
import { createFakeBlockStore } from './fake-block-store.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeSource, patternBytes } from './fake-source.ts';
import { createLocalHasher } from './local-hasher.ts';

/** Block size of the tests, bytes. */
export const BLOCK = 1_000;
export const CONCURRENCY = 4;

export type World = ReturnType<typeof makeWorld>;

/** A file, a store, a clock and a way to stop, and uploads between them. */
export function makeWorld(sizeBytes: number, clock = createFakeClock(), deps: Partial<UploadDeps> = {}) {
  const source = createFakeSource(patternBytes(sizeBytes));
  const store = createFakeBlockStore();
  const abort = new AbortController();
  const steering = createSteering({ limitBytesPerSecond: null, holdFor: null }, clock);
  const access = createFakeAccess();
  return {
    source,
    store,
    clock,
    abort,
    steering,
    access,
    /** One run; by default over a SAS that may read. */
    start(input: Partial<UploadInput> = {}, over: BlockStore = store): AsyncGenerator<UploadEvent> {
      const defaults = { jobId: 'job-1', path: '/a.pst', stagedIds: [], startedCommits: [], replacesJobId: null };
      return upload(
        { ...defaults, signature: source.signature(), ...input },
        {
          source,
          store: over,
          hasher: createLocalHasher(),
          access,
          steering,
          clock,
          signal: abort.signal,
          random: () => 0.5,
          lanes: { first: CONCURRENCY, most: CONCURRENCY },
          smallestBlockBytes: BLOCK,
          ...deps,
        },
      );
    },
    /** Puts a block of the file into the store as an earlier run would have. */
    stageByHand(index: number): void {
      const bytes = source.bytes.slice(index * BLOCK, (index + 1) * BLOCK);
      store.staged.set(blockId(index, bytes), bytes);
    },
    /** True when the store has the file, committed once. */
    isWhole(): boolean {
      return store.commits === 1 && Buffer.from(source.bytes).equals(store.blob?.bytes ?? Buffer.alloc(0));
    },
  };
}

/** Ids of all blocks of the world's file. */
export function blockIds(world: { readonly source: { readonly bytes: Uint8Array } }): string[] {
  const { bytes } = world.source;
  const count = Math.ceil(bytes.byteLength / BLOCK);
  return Array.from({ length: count }, (_, index) =>
    blockId(index, bytes.subarray(index * BLOCK, (index + 1) * BLOCK)),
  );
}

/** Ids of the blocks that were told as staged, in order. */
export function staged(events: readonly UploadEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'blocksStaged' ? event.blocks.map(({ id }) => id) : []));
}

/** Reasons of the waits that were told, in order. */
export function waits(events: readonly UploadEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'waiting' ? [event.reason] : []));
}

/** All events of a run. */
export async function drain(steps: AsyncIterable<UploadEvent>): Promise<UploadEvent[]> {
  const events: UploadEvent[] = [];
  for await (const event of steps) events.push(event);
  return events;
}

function blockId(index: number, bytes: Uint8Array): string {
  return encodeBlockId({ index, sizeBytes: bytes.byteLength, md5: createHash('md5').update(bytes).digest() });
}
