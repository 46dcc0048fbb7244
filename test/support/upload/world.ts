import { createHash } from 'node:crypto';
import { encodeBlockId } from '../../../main/upload/block-id.ts';
import type { BlockStore } from '../../../main/upload/ports.ts';
import { upload } from '../../../main/upload/upload.ts';
import type { UploadEvent, UploadInput } from '../../../main/upload/upload-event.ts';
import { createFakeBlockStore } from './fake-block-store.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeSource, patternBytes } from './fake-source.ts';

/** Block size of the tests, bytes. */
export const BLOCK = 1_000;
export const CONCURRENCY = 4;

/** A file, a store, a clock and a way to stop, and uploads between them. */
export function makeWorld(sizeBytes: number, clock = createFakeClock()) {
  const source = createFakeSource(patternBytes(sizeBytes));
  const store = createFakeBlockStore();
  const abort = new AbortController();
  return {
    source,
    store,
    clock,
    abort,
    /** One run; by default over a SAS that may read. */
    start(input: Partial<UploadInput> = {}, over: BlockStore = store): AsyncGenerator<UploadEvent> {
      const defaults = { jobId: 'job-1', path: '/a.pst', stagedIds: [], bandwidthLimitBytesPerSecond: null };
      return upload(
        { ...defaults, signature: source.signature(), ...input },
        { source, store: over, clock, signal: abort.signal, random: () => 0.5, smallestBlockBytes: BLOCK },
      );
    },
    /** Puts a block of the file into the store as an earlier run would have. */
    stageByHand(index: number): void {
      const bytes = source.bytes.slice(index * BLOCK, (index + 1) * BLOCK);
      store.staged.set(blockId(index, bytes), bytes);
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

export function staged(events: readonly UploadEvent[]): Extract<UploadEvent, { kind: 'blockStaged' }>[] {
  return events.filter((event) => event.kind === 'blockStaged');
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
