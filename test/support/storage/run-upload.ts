import { createAzureBlockStore } from '../../../main/platform/azure-block-store.ts';
import { openFileSource } from '../../../main/platform/file-source.ts';
import { createHttpClient } from '../../../main/platform/http/http-client.ts';
import type { Clock } from '../../../main/upload/clock.ts';
import type { Hasher, Source, SourceSignature } from '../../../main/upload/ports.ts';
import { createSteering, type Steering } from '../../../main/upload/steering.ts';
import { upload } from '../../../main/upload/upload.ts';
import type { UploadEvent } from '../../../main/upload/upload-event.ts';
import { createLocalHasher } from '../upload/local-hasher.ts';
import { createScaledClock } from './scaled-clock.ts';
import type { ScriptedStore } from './scripted-store.ts';
import { createTestAccess, type TestAccess } from './test-access.ts';

/** One run of the product's uploader over its own transport, from a file to a store of ours. */
export type UploadSetup = {
  readonly path: string;
  readonly clock: Clock;
  readonly access: TestAccess;
  readonly jobId?: string;
  readonly signature?: SourceSignature;
  readonly stagedIds?: readonly string[];
  readonly startedCommits?: readonly string[];
  readonly replacesJobId?: string;
  readonly blockBytes?: number;
  readonly lanes?: { readonly first: number; readonly most: number };
  readonly limitBytesPerSecond?: number;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
  readonly steering?: Steering;
  /** Closed at the end; one in the thread of the test when left out. */
  readonly hasher?: Hasher;
  /** Stands before the file. */
  readonly wrapSource?: (source: Source) => Source;
  readonly onEvent?: (event: UploadEvent) => void | Promise<void>;
};

/** How a run ended: `error` is what was thrown, null for none. */
export type UploadOutcome = {
  readonly events: readonly UploadEvent[];
  readonly stagedIds: readonly string[];
  readonly error: unknown;
};

/** Blocks of the tests, bytes. */
export const TEST_BLOCK_BYTES = 64 * 1024;

/** The run itself, as the process that sends would make it. */
export async function* uploadSteps(setup: UploadSetup): AsyncGenerator<UploadEvent> {
  const { path, clock, access, signal = new AbortController().signal } = setup;
  const file = await openFileSource(path);
  const control = { limitBytesPerSecond: setup.limitBytesPerSecond ?? null, holdFor: null };
  const steering = setup.steering ?? createSteering(control, clock);
  const http = createHttpClient(steering.pacer);
  const hasher = setup.hasher ?? createLocalHasher();
  try {
    const input = {
      jobId: setup.jobId ?? 'job-1',
      path,
      signature: setup.signature ?? (await file.getSignature()),
      stagedIds: setup.stagedIds ?? [],
      startedCommits: setup.startedCommits ?? [],
      replacesJobId: setup.replacesJobId ?? null,
    };
    yield* upload(input, {
      source: setup.wrapSource?.(file) ?? file,
      store: createAzureBlockStore({ address: access.address, http }),
      hasher,
      access,
      steering,
      signal,
      clock,
      smallestBlockBytes: setup.blockBytes ?? TEST_BLOCK_BYTES,
      ...(setup.lanes ? { lanes: setup.lanes } : {}),
      ...(setup.random ? { random: setup.random } : {}),
    });
  } finally {
    http.close();
    await hasher.close();
    await file.close();
  }
}

/** Runs an upload to its end, good or bad. */
export async function runUpload(setup: UploadSetup): Promise<UploadOutcome> {
  const events: UploadEvent[] = [];
  try {
    for await (const event of uploadSteps(setup)) {
      events.push(event);
      await setup.onEvent?.(event);
    }
    return { events, stagedIds: stagedIdsOf(events), error: null };
  } catch (error) {
    return { events, stagedIds: stagedIdsOf(events), error };
  }
}

function stagedIdsOf(events: readonly UploadEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'blocksStaged' ? event.blocks.map(({ id }) => id) : []));
}

/** What most tests start with: a clock that runs `speed` times as fast, and permission for one blob of the store. */
export function prepare(
  store: ScriptedStore,
  options: {
    readonly blobName: string;
    readonly speed?: number;
    readonly rights?: string;
    readonly port?: number;
    readonly lifetimeMs?: number;
  },
): { readonly clock: Clock; readonly access: TestAccess } {
  const clock = createScaledClock(options.speed ?? 30);
  const grant = () => store.grant({ blobName: options.blobName, rights: options.rights ?? 'rcw' }, options.port);
  return { clock, access: createTestAccess({ clock, grant, lifetimeMs: options.lifetimeMs ?? null }) };
}

/** Reasons of the waits that were told, in order. */
export function waitsOf(outcome: UploadOutcome): string[] {
  return outcome.events.flatMap((event) => (event.kind === 'waiting' ? [event.reason] : []));
}
