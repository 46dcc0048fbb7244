import type { Hasher } from '../upload/ports.ts';
import { createBlockMemory } from './block-memory.ts';
import type { BlockPlace, HashAnswer, HashTask } from './hash-work.ts';
import { LANES } from './md5-lanes.ts';

/** A thread that runs `createHashWork`. `onEnd` is heard once, whyever it ended. */
export type HashThread = {
  post(task: HashTask): void;
  onAnswer(listener: (answer: HashAnswer) => void): void;
  onEnd(listener: (error: Error) => void): void;
  end(): Promise<void>;
};

/** What a pool works with. `memory` is what the threads of `md5` have for blocks; null when it cannot be had. */
export type HashPoolInput = {
  readonly memory: WebAssembly.Memory | null;
  readonly sha256: HashThread;
  /** At least one; with `memory` exactly one, since only one may work in it. */
  readonly md5: readonly HashThread[];
};

type Waiting = {
  readonly place: BlockPlace;
  readonly resolve: (md5: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * A hasher over threads. A caller hands over each block once at a time, so no more wait here than there are blocks.
 * When a thread ends, everything under way fails, and so does whatever comes after.
 */
export function createHashPool({ memory, sha256, md5 }: HashPoolInput): Hasher {
  const end: End = { error: null };
  const { allocate, placeOf } = createBlockMemory(memory);
  const wholeFile = employ(sha256, end);
  const forBlocks = md5.map((thread) => employ(thread, end));
  const waiting: Waiting[] = [];
  let isDispatchDue = false;

  const stop = (error: Error) => {
    end.error ??= error;
    for (const { reject } of waiting.splice(0)) reject(end.error);
    for (const worker of [wholeFile, ...forBlocks]) worker.fail(end.error);
  };
  for (const thread of [sha256, ...md5]) thread.onEnd(stop);

  const dispatch = () => {
    isDispatchDue = false;
    for (const worker of forBlocks) {
      if (worker.isBusy() || waiting.length === 0) continue;
      void makeMd5s(worker, takeTogether(waiting, memory ? LANES : 1)).then(dispatch);
    }
  };

  return {
    allocate,
    md5(block) {
      if (end.error) return Promise.reject(end.error);
      // Blocks that are handed over in one turn of the event loop go together.
      if (!isDispatchDue) setImmediate(dispatch);
      isDispatchDue = true;
      return new Promise((resolve, reject) => {
        waiting.push({ place: placeOf(block), resolve, reject });
      });
    },
    async update(block) {
      await wholeFile.ask({ kind: 'update', block: placeOf(block) });
    },
    async digest() {
      const value = await wholeFile.ask({ kind: 'digest' });
      if (typeof value !== 'string') throw new Error('a hash thread gave no digest');
      return value;
    },
    async close() {
      stop(new Error('the hasher was closed'));
      await Promise.all([sha256, ...md5].map((thread) => thread.end()));
    },
  };
}

/** Why a pool takes nothing more; null while it does. */
type End = { error: Error | null };
type Task = HashTask extends infer Each ? (Each extends HashTask ? Omit<Each, 'number'> : never) : never;
type Pending = { readonly resolve: (value: HashAnswer['value']) => void; readonly reject: (error: unknown) => void };
type Employed = {
  ask(task: Task): Promise<HashAnswer['value']>;
  isBusy(): boolean;
  fail(error: Error): void;
};

function employ(thread: HashThread, end: End): Employed {
  const pending = new Map<number, Pending>();
  let lastNumber = 0;
  thread.onAnswer(({ number, value }) => {
    pending.get(number)?.resolve(value);
    pending.delete(number);
  });
  return {
    ask: (task) =>
      new Promise((resolve, reject) => {
        if (end.error) return reject(end.error);
        lastNumber += 1;
        pending.set(lastNumber, { resolve, reject });
        thread.post({ ...task, number: lastNumber });
      }),
    isBusy: () => pending.size > 0,
    fail(error) {
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
    },
  };
}

/** The longest waiting and others that may be hashed beside it. */
function takeTogether(waiting: Waiting[], most: number): readonly Waiting[] {
  const [first] = waiting;
  const together = waiting
    .filter(({ place }) => place.buffer === null && first?.place.buffer === null && place.length === first.place.length)
    .slice(0, most);
  const batch = together.length > 0 ? together : waiting.slice(0, 1);
  for (const one of batch) waiting.splice(waiting.indexOf(one), 1);
  return batch;
}

/** Never rejects: each block's own promise does. */
async function makeMd5s(worker: Employed, batch: readonly Waiting[]): Promise<void> {
  try {
    const value = await worker.ask({ kind: 'md5', blocks: batch.map(({ place }) => place) });
    batch.forEach(({ resolve, reject }, index) => {
      const md5 = Array.isArray(value) ? value[index] : undefined;
      if (md5 instanceof Uint8Array) resolve(md5);
      else reject(new Error('a hash thread gave no MD5'));
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
