import { describe, expect, it } from 'vitest';
import { type CleanUpOptions, cleanUp, listBlobs } from '../../../../main/cleanup/clean.ts';
import type { PlannedBlob } from '../../../../main/cleanup/plan.ts';
import type { Removal } from '../../../../main/cleanup/ports.ts';
import { AppError, type CleanupEntry } from '../../../../preload/contract/index.ts';
import { DONE, planOf, sampleBlob } from '../../../support/cleanup/samples.ts';

const NAMES = ['a.pst', 'b.pst', 'c.pst'];
const URL_OF = (name: string) => `https://contoso.blob.core.windows.net/pst/${name}`;

/** Three blobs that may go and one that stays. */
const PLAN = planOf({
  blobs: [...NAMES.map((name) => sampleBlob({ name, etag: `"${name}"` })), sampleBlob({ name: 'foreign.txt' })],
  requests: NAMES.map((name) => ({ ...DONE, requestId: name, sourceUri: URL_OF(name) })),
});

const away = () => new AppError('uploadRejected', { reason: 'ECONNREFUSED' }, { isRetryable: true });

type Answer = Removal | Error;

/** A store that answers each removal of a blob with the next of its answers, `removed` after the last. */
function createWorld(answers: Readonly<Record<string, readonly Answer[]>> = {}) {
  const sent: string[] = [];
  const slept: number[] = [];
  const refused: string[] = [];
  const asked: string[][] = [];
  const left = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  const stop = new AbortController();
  const options: CleanUpOptions = {
    store: {
      remove: async (name, etag) => {
        sent.push(`${name} ${etag}`);
        const answer = left.get(name)?.shift() ?? 'removed';
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    plan: PLAN,
    isWhatIf: false,
    confirm: async (removals) => {
      asked.push(removals.map(({ blob }) => blob));
      return true;
    },
    replan: async ({ entry }) => entry,
    onRefused: ({ code }, blob) => refused.push(`${blob} ${code}`),
    pauses: { sleep: async (delayMs) => void slept.push(delayMs), random: () => 0.5 },
    signal: stop.signal,
  };
  return { options, sent, slept, refused, asked, stop };
}

async function run(options: CleanUpOptions): Promise<string[]> {
  const told: string[] = [];
  for await (const { blob, action, reason } of cleanUp(options)) told.push(`${blob} ${action} ${reason}`);
  return told;
}

const PLANNED = ['a.pst remove imported', 'b.pst remove imported', 'c.pst remove imported', 'foreign.txt keep notOurs'];
const ALL_DONE = [
  'a.pst removed imported',
  'b.pst removed imported',
  'c.pst removed imported',
  'foreign.txt kept notOurs',
];

describe('a plan', () => {
  it('is carried out after one question, each blob only as the one of its tag', async () => {
    const { options, sent, asked } = createWorld();
    expect(await run(options)).toEqual(ALL_DONE);
    expect(asked).toEqual([NAMES]);
    expect(sent).toEqual(['a.pst "a.pst"', 'b.pst "b.pst"', 'c.pst "c.pst"']);
  });

  it('is only told, without a question, when it is asked what would be done', async () => {
    const { options, sent, asked } = createWorld();
    expect(await run({ ...options, isWhatIf: true })).toEqual(PLANNED);
    expect([sent, asked]).toEqual([[], []]);
  });

  it('is only told when nobody agreed', async () => {
    const { options, sent } = createWorld();
    expect(await run({ ...options, confirm: async () => false })).toEqual(PLANNED);
    expect(sent).toEqual([]);
  });

  it('with nothing to remove asks nobody', async () => {
    const { options, asked } = createWorld();
    expect(await run({ ...options, plan: PLAN.slice(3) })).toEqual(['foreign.txt kept notOurs']);
    expect(asked).toEqual([]);
  });
});

describe('a blob', () => {
  it('whose import is no longer done right before it would go stays, and says why', async () => {
    const { options, sent } = createWorld();
    const replan = async ({ entry }: PlannedBlob): Promise<CleanupEntry> =>
      entry.blob === 'b.pst' ? { ...entry, action: 'keep', reason: 'importRunning' } : entry;
    expect(await run({ ...options, replan })).toEqual(ALL_DONE.with(1, 'b.pst kept importRunning'));
    expect(sent.map((line) => line.split(' ')[0])).toEqual(['a.pst', 'c.pst']);
  });

  it('is looked at again before its own removal, after that of the one before', async () => {
    const { options, sent } = createWorld();
    const order: string[] = [];
    const replan = async ({ entry }: PlannedBlob) => {
      order.push(`${entry.blob} after ${sent.length}`);
      return entry;
    };
    await run({ ...options, replan });
    expect(order).toEqual(['a.pst after 0', 'b.pst after 1', 'c.pst after 2']);
  });

  it.each<[Removal, string]>([
    ['changed', 'b.pst kept changed'],
    ['leased', 'b.pst kept leased'],
    ['removed', 'b.pst removed imported'],
  ])('that turns out to be %s is told as that, and the others go on', async (removal, expected) => {
    const { options } = createWorld({ 'b.pst': [removal] });
    expect(await run(options)).toEqual(ALL_DONE.with(1, expected));
  });

  it.each(['uploadForbidden', 'uploadExpired', 'uploadRejected'] as const)(
    'the storage refuses to remove (%s) stays, and the others go on',
    async (code) => {
      const { options, refused, slept } = createWorld({ 'b.pst': [new AppError(code, { status: 403 })] });
      expect(await run(options)).toEqual(ALL_DONE.with(1, 'b.pst kept refused'));
      expect(refused).toEqual([`b.pst ${code}`]);
      expect(slept).toEqual([]);
    },
  );
});

describe('a storage', () => {
  it('that does not answer is asked again after growing pauses', async () => {
    const { options, sent, slept } = createWorld({ 'a.pst': [away(), away(), away(), away()] });
    expect(await run(options)).toEqual(ALL_DONE);
    expect(slept).toEqual([500, 1000, 2000, 4000]);
    expect(sent).toHaveLength(7);
  });

  it('that asks to wait is waited for, a minute at most', async () => {
    const busy = (retryAfterMs: number) =>
      new AppError('uploadRejected', { status: 503, retryAfterMs }, { isRetryable: true });
    const { options, slept } = createWorld({ 'a.pst': [busy(7_000), busy(600_000)] });
    await run(options);
    expect(slept).toEqual([7_000, 60_000]);
  });

  it('that stays away ends it; what was removed is told', async () => {
    const { options, sent } = createWorld({ 'b.pst': Array.from({ length: 9 }, away) });
    const told: string[] = [];
    const work = async () => {
      for await (const { blob } of cleanUp(options)) told.push(blob);
    };
    await expect(work()).rejects.toMatchObject({
      code: 'tenantUnavailable',
      params: { reason: 'ECONNREFUSED' },
      isRetryable: true,
    });
    expect(told).toEqual(['a.pst']);
    expect(sent).toHaveLength(6);
  });

  it.each([new AppError('uploadContainerMissing'), new AppError('sasInvalid'), new TypeError('a bug')])(
    'whose trouble is not one of this blob ends it: %s',
    async (error) => {
      const { options, sent } = createWorld({ 'a.pst': [error] });
      await expect(run(options)).rejects.toBe(error);
      expect(sent).toHaveLength(1);
    },
  );
});

describe('a stop', () => {
  it('between two blobs sends nothing more and throws its reason', async () => {
    const { options, sent, stop } = createWorld();
    const replan = async ({ entry }: PlannedBlob) => entry;
    const run = cleanUp({ ...options, replan });
    await run.next();
    stop.abort('cancel');
    await expect(run.next()).rejects.toBe('cancel');
    expect(sent).toHaveLength(1);
  });

  it('in a pause is not taken for a storage that is away', async () => {
    const { options, stop, sent } = createWorld({ 'a.pst': [away()] });
    const sleep = () => {
      stop.abort('cancel');
      return Promise.reject(stop.signal.reason);
    };
    await expect(run({ ...options, pauses: { sleep, random: () => 1 } })).rejects.toBe('cancel');
    expect(sent).toHaveLength(1);
  });
});

describe('a listing', () => {
  it('that breaks is begun anew: each blob is in it once', async () => {
    const { options } = createWorld();
    const blobs = NAMES.map((name) => sampleBlob({ name }));
    let tries = 0;
    async function* list() {
      tries += 1;
      yield* blobs.slice(0, 2);
      if (tries < 3) throw away();
      yield* blobs.slice(2);
    }
    expect(await listBlobs({ list }, options)).toEqual(blobs);
    expect(tries).toBe(3);
  });

  it('that is refused is refused at once', async () => {
    const { options, slept } = createWorld();
    // biome-ignore lint/correctness/useYield: it fails before its first blob.
    async function* list(): AsyncGenerator<never> {
      throw new AppError('uploadForbidden');
    }
    await expect(listBlobs({ list }, options)).rejects.toMatchObject({ code: 'uploadForbidden' });
    expect(slept).toEqual([]);
  });
});
