import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../preload/contract/index.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';
import { BLOCK, drain, makeWorld, waits } from '../../../support/upload/world.ts';

const HOUR_MS = 3_600_000;
const LANES = { first: 8, most: 8 };
const BLOCKS = 200;
const BLOCK_MS = 1_000;

/**
 * A PC that sleeps for eight hours from `sleepAtMs` on. What is under way then is never answered: its connections are
 * dead. `isTold` true when the system says that it has woken up.
 */
async function sendOverSleep(sleepAtMs: number, isTold: boolean) {
  const world = makeWorld(BLOCKS * BLOCK, createFakeClock(), { lanes: LANES });
  let wokeAtMs: number | null = null;
  const arrivals: number[] = [];
  const errors: string[] = [];
  const fallAsleep = () => {
    if (wokeAtMs !== null || world.clock.now() < sleepAtMs) return;
    world.clock.advance(8 * HOUR_MS);
    wokeAtMs = world.clock.now();
    if (isTold) setImmediate(() => world.steering.woke());
  };
  world.store.onArrival = async ({ signal }) => {
    const startedMs = world.clock.now();
    arrivals.push(startedMs);
    await world.clock.sleep(BLOCK_MS, signal);
    fallAsleep();
    if (wokeAtMs !== null && startedMs < wokeAtMs) await new Promise(() => undefined);
  };
  const events = await drain(world.start());
  for (const event of events) if (event.kind === 'waiting') errors.push(event.code);
  return { world, events, errors, wokeAtMs: wokeAtMs ?? 0, arrivals };
}

const MOMENTS = Array.from({ length: 20 }, (_, index) => 500 + index * 1_187);

describe.each([
  ['said by the system', true],
  ['noticed by the clock alone', false],
])('a sleep, %s', (_name, isTold) => {
  test.each(MOMENTS)('%i ms after the start shows no error, and all goes on within 15 s', async (sleepAtMs) => {
    const { world, events, errors, wokeAtMs, arrivals } = await sendOverSleep(sleepAtMs, isTold);
    expect(wokeAtMs).toBeGreaterThan(8 * HOUR_MS);
    expect({ errors, waits: waits(events) }).toEqual({ errors: [], waits: [] });
    expect(arrivals.some((atMs) => atMs >= wokeAtMs && atMs <= wokeAtMs + 15_000)).toBe(true);
    expect(world.clock.now() - wokeAtMs).toBeLessThan(15_000 + (BLOCKS / LANES.most + 2) * BLOCK_MS);
    expect(world.isWhole()).toBe(true);
  });
});

test('a wake-up ends the pause between two tries', async () => {
  const world = makeWorld(20 * BLOCK);
  let isBack = false;
  let backAtMs = 0;
  world.store.onArrival = ({ operation }) => {
    if (operation !== 'stage' || isBack) return;
    if (world.clock.now() > 60_000) {
      isBack = true;
      backAtMs = world.clock.now();
      setImmediate(() => world.steering.woke());
    }
    throw new AppError('uploadRejected', { reason: 'ENETDOWN', waitFor: 'offline' }, { isRetryable: true });
  };
  await drain(world.start());
  expect(world.clock.now() - backAtMs).toBeLessThan(1_000);
});

describe('a hold', () => {
  const holdAt = (blocks: number, holdFor: 'battery' | 'metered') => {
    const world = makeWorld(40 * BLOCK);
    let startedWhileHeld = 0;
    let underWay = 0;
    let isHeld = false;
    world.store.onArrival = async ({ operation, signal }) => {
      if (operation !== 'stage') return;
      if (isHeld) startedWhileHeld += 1;
      underWay += 1;
      if (world.store.staged.size === blocks && !isHeld) {
        isHeld = true;
        world.steering.apply({ limitBytesPerSecond: null, holdFor });
      }
      await world.clock.sleep(100, signal);
      underWay -= 1;
    };
    const release = () => {
      isHeld = false;
      world.steering.apply({ limitBytesPerSecond: null, holdFor: null });
    };
    return { world, release, seen: () => ({ startedWhileHeld, underWay }) };
  };

  test.each(['battery', 'metered'] as const)('for %s lets blocks under way arrive and starts none', async (holdFor) => {
    const { world, release, seen } = holdAt(8, holdFor);
    const events = [];
    for await (const event of world.start()) {
      events.push(event);
      if (event.kind !== 'waiting') continue;
      expect(event).toEqual({ kind: 'waiting', reason: holdFor, code: '' });
      expect(seen()).toEqual({ startedWhileHeld: 0, underWay: 0 });
      setImmediate(release);
    }
    expect(waits(events)).toEqual([holdFor]);
    expect(world.store.sentBytes).toBe(40 * BLOCK);
    expect(world.isWhole()).toBe(true);
  });

  test('from the start asks nothing, and is told', async () => {
    const world = makeWorld(4 * BLOCK);
    world.steering.apply({ limitBytesPerSecond: null, holdFor: 'metered' });
    const steps = world.start();
    expect((await steps.next()).value).toEqual({ kind: 'waiting', reason: 'metered', code: '' });
    expect(world.store.calls).toEqual([]);
    world.steering.apply({ limitBytesPerSecond: null, holdFor: null });
    expect((await drain(steps)).at(-1)?.kind).toBe('committed');
  });

  test('ends with a stop', async () => {
    const world = makeWorld(4 * BLOCK);
    world.steering.apply({ limitBytesPerSecond: null, holdFor: 'battery' });
    const steps = world.start();
    await steps.next();
    const next = steps.next();
    world.abort.abort('pause');
    await expect(next).rejects.toBe('pause');
  });

  test('that turns into another is told as that', async () => {
    const world = makeWorld(4 * BLOCK);
    world.steering.apply({ limitBytesPerSecond: null, holdFor: 'battery' });
    const steps = world.start();
    await steps.next();
    const next = steps.next();
    world.steering.apply({ limitBytesPerSecond: null, holdFor: 'metered' });
    expect((await next).value).toMatchObject({ reason: 'metered' });
    await steps.return(undefined);
  });
});
