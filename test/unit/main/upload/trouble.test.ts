import { describe, expect, test } from 'vitest';
import { AppError, type ErrorParams } from '../../../../preload/contract/index.ts';
import type { Call } from '../../../support/upload/fake-block-store.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';
import { BLOCK, drain, makeWorld, type World, waits } from '../../../support/upload/world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LANES = { first: 8, most: 8 };
/** A block a lane takes this long. */
const BLOCK_MS = 200;

const failure = (params: ErrorParams) => new AppError('uploadRejected', params, { isRetryable: true });

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const makeTroubledWorld = (blocks: number, random = createRandom(7)) =>
  makeWorld(blocks * BLOCK, createFakeClock(), { lanes: LANES, random });

/** Requests take their time and meet what `fate` says; when they arrived. */
function arrange(world: World, fate: (call: Call) => void | Promise<void>): number[] {
  const arrivals: number[] = [];
  world.store.onArrival = async (call) => {
    arrivals.push(world.clock.now());
    await fate(call);
    await world.clock.sleep(BLOCK_MS, call.signal);
  };
  return arrivals;
}

const within = (arrivals: readonly number[], fromMs: number, toMs: number) =>
  arrivals.filter((atMs) => atMs >= fromMs && atMs < toMs).length;

describe.each([408, 429, 500, 502, 503, 504])('status %i', (status) => {
  const THROTTLED = { fromMs: 10_000, toMs: 10_000 + 5 * MINUTE_MS } as const;

  test.each([
    [100, 0],
    [100, 7_000],
    [10, 0],
    [10, 3_000],
  ])('for %i in 100 requests over five minutes, Retry-After %i ms, is got over', async (percent, retryAfter) => {
    const random = createRandom(status);
    const world = makeTroubledWorld(1_000);
    const params = { status, waitFor: 'busy', ...(retryAfter > 0 ? { retryAfterMs: retryAfter } : {}) };
    let askedUntilMs = 0;
    let early = 0;
    const arrivals = arrange(world, () => {
      const nowMs = world.clock.now();
      if (nowMs < askedUntilMs) early += 1;
      if (nowMs < THROTTLED.fromMs || nowMs >= THROTTLED.toMs || random() * 100 >= percent) return;
      askedUntilMs = nowMs + retryAfter;
      throw failure(params);
    });
    const events = await drain(world.start());
    expect(world.isWhole()).toBe(true);
    expect(world.store.sentBytes).toBe(1_000 * BLOCK);
    // Those that arrived together with the first to be refused could not know.
    expect(early).toBeLessThan(percent === 100 ? LANES.most : 1_000);
    if (percent < 100) return;
    const before = within(arrivals, THROTTLED.fromMs - 5_000, THROTTLED.fromMs) / 5;
    const after = within(arrivals, THROTTLED.fromMs + 10_000, THROTTLED.toMs) / (5 * 60 - 10);
    expect(after).toBeLessThanOrEqual(before / 2);
    expect(new Set(waits(events))).toEqual(new Set(['busy']));
  });
});

describe.each([
  ['10 s', 10_000],
  ['2 min', 2 * MINUTE_MS],
  ['1 h', HOUR_MS],
  ['9 h', 9 * HOUR_MS],
])('an outage of %s', (_name, outageMs) => {
  const out = (world: World) => world.clock.now() >= 3_000 && world.clock.now() < 3_000 + outageMs;

  test.each([1, 2, 3])('is over for us 15 s after it is over, case %i', async (seed) => {
    const world = makeTroubledWorld(300, createRandom(seed * 99));
    const arrivals = arrange(world, () => {
      if (out(world)) throw failure({ reason: 'ECONNREFUSED', waitFor: 'offline' });
    });
    const events = await drain(world.start());
    const backMs = 3_000 + outageMs;
    expect(within(arrivals, backMs, backMs + 15_000)).toBeGreaterThan(LANES.most);
    expect(waits(events)).toEqual(['offline']);
    expect(world.isWhole()).toBe(true);
  });

  test('is looked at by one request at a time, and all go on at once', async () => {
    const world = makeTroubledWorld(300);
    let underWay = 0;
    let most = 0;
    const arrivals = arrange(world, async ({ signal }) => {
      if (!out(world)) return;
      underWay += 1;
      if (world.clock.now() > 5_000) most = Math.max(most, underWay);
      try {
        await world.clock.sleep(1_000, signal);
      } finally {
        underWay -= 1;
      }
      throw failure({ reason: 'ETIMEDOUT', waitFor: 'offline' });
    });
    await drain(world.start());
    expect(most).toBe(1);
    const backMs = 3_000 + outageMs;
    const [first = 0] = arrivals.filter((atMs) => atMs >= backMs);
    expect(within(arrivals, first, first + 2 * BLOCK_MS)).toBeGreaterThanOrEqual(LANES.most);
  });
});

describe('a black hole', () => {
  const never = () => new Promise<void>(() => undefined);

  test('that holds all of eight workers is given up after a minute and said', async () => {
    const world = makeTroubledWorld(100);
    arrange(world, ({ operation }) => {
      const nowMs = world.clock.now();
      return operation === 'stage' && nowMs > 1_000 && nowMs < 30_000 ? never() : undefined;
    });
    const events = await drain(world.start());
    expect(waits(events)).toEqual(['silent']);
    expect(world.clock.now()).toBeGreaterThan(60_000);
    expect(world.clock.now()).toBeLessThan(100_000);
    expect(world.isWhole()).toBe(true);
  });

  test('of ten minutes is waited out', async () => {
    const world = makeTroubledWorld(100);
    arrange(world, () => (world.clock.now() > 1_000 && world.clock.now() < 10 * MINUTE_MS ? never() : undefined));
    const events = await drain(world.start());
    expect(new Set(waits(events))).toEqual(new Set(['silent']));
    expect(world.clock.now()).toBeLessThan(12 * MINUTE_MS);
    expect(world.isWhole()).toBe(true);
  });

  test('for the commit is given up and asked again', async () => {
    const world = makeTroubledWorld(3);
    let commits = 0;
    arrange(world, ({ operation }) => (operation === 'commit' && commits++ === 0 ? never() : undefined));
    await drain(world.start());
    expect(commits).toBe(2);
    expect(world.isWhole()).toBe(true);
  });

  test('that takes one of many does not stop the others', async () => {
    const world = makeTroubledWorld(3_000);
    let stuckAtMs = 0;
    const arrivals = arrange(world, ({ operation }) => {
      if (operation !== 'stage' || stuckAtMs > 0 || world.clock.now() < 1_000) return undefined;
      stuckAtMs = world.clock.now();
      return never();
    });
    const events = await drain(world.start());
    expect(within(arrivals, stuckAtMs, stuckAtMs + 10_000)).toBeGreaterThan(300);
    expect(waits(events)).toEqual([]);
  });

  test('behind which the line comes back is left as soon as one gets through', async () => {
    const world = makeTroubledWorld(300);
    let isStuck = false;
    // One connection dies without a word, the others are refused until the line is back.
    arrange(world, ({ operation }) => {
      const nowMs = world.clock.now();
      if (operation !== 'stage' || nowMs < 1_000 || nowMs > 30_000) return undefined;
      if (isStuck) throw failure({ reason: 'ECONNREFUSED', waitFor: 'offline' });
      isStuck = true;
      return never();
    });
    await drain(world.start());
    expect(world.clock.now()).toBeLessThan(30_000 + 14_000 + 300 * BLOCK_MS);
    expect(world.isWhole()).toBe(true);
  });
});

test('a stranger in the way is told by its own word, and a change of reasons is news', async () => {
  const world = makeTroubledWorld(20);
  arrange(world, () => {
    const nowMs = world.clock.now();
    if (nowMs < MINUTE_MS) throw failure({ reason: 'ENOTFOUND', waitFor: 'offline' });
    if (nowMs < 2 * MINUTE_MS) throw failure({ status: 302, reason: 'NotTheService', waitFor: 'stranger' });
  });
  const events = await drain(world.start());
  expect(events.filter(({ kind }) => kind === 'waiting')).toEqual([
    { kind: 'waiting', reason: 'offline', code: 'ENOTFOUND' },
    { kind: 'waiting', reason: 'stranger', code: 'NotTheService' },
  ]);
});

test('that a wait is over is told by progress, before any block has arrived', async () => {
  const world = makeTroubledWorld(8);
  arrange(world, ({ operation }) => {
    if (operation === 'list' && world.clock.now() < 1_000) throw failure({ status: 503, waitFor: 'busy' });
  });
  const kinds = (await drain(world.start())).map(({ kind }) => kind);
  expect(kinds.slice(0, 2)).toEqual(['waiting', 'progressed']);
});

describe('bytes that arrive changed', () => {
  test('a thousand blocks with one flipped bit each are caught and sent again', async () => {
    const world = makeTroubledWorld(1_000);
    const random = createRandom(5);
    const seen = new Set<string>();
    let flips = 0;
    world.store.onBody = (bytes) => {
      const key = Buffer.from(bytes).toString('latin1');
      if (seen.has(key)) return bytes;
      seen.add(key);
      flips += 1;
      const at = Math.floor(random() * bytes.byteLength);
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << Math.floor(random() * 8)) : byte));
    };
    const events = await drain(world.start());
    expect(flips).toBe(1_000);
    expect(world.store.calls.filter((call) => call === 'stage')).toHaveLength(2_000);
    expect(world.isWhole()).toBe(true);
    expect(waits(events)).toEqual([]);
  });

  test('every time end the upload, after having said so', async () => {
    const world = makeTroubledWorld(10);
    world.store.onBody = (bytes) => bytes.map((byte) => byte ^ 1);
    const events: string[] = [];
    const run = async () => {
      for await (const event of world.start()) events.push(event.kind === 'waiting' ? event.reason : event.kind);
    };
    await expect(run()).rejects.toMatchObject({ code: 'uploadRejected', params: { reason: 'Md5Mismatch' } });
    expect(events).toEqual(['corrupted']);
    expect(world.store.staged.size).toBe(0);
  });
});
