import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../preload/contract/index.ts';
import { expired } from '../../../support/upload/fake-access.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';
import { BLOCK, drain, makeWorld, type World, waits } from '../../../support/upload/world.ts';

const BLOCKS = 60;
const SIZE = BLOCKS * BLOCK;
const LANES = { first: 8, most: 8 };
const MINUTE_MS = 60_000;

/** Each block takes a second; one that starts with an old permission is refused when it has gone. */
function arrange(world: World, isGood: (number: number) => boolean): { refusals: number } {
  const count = { refusals: 0 };
  world.store.onArrival = async ({ operation, signal }) => {
    const { number } = world.access;
    if (operation === 'stage') await world.clock.sleep(1_000, signal);
    if (isGood(number)) return;
    count.refusals += 1;
    throw expired();
  };
  return count;
}

const makeAccessWorld = () => makeWorld(SIZE, createFakeClock(), { lanes: LANES });

test('five rotations in one upload send nothing twice', async () => {
  const world = makeAccessWorld();
  arrange(world, () => true);
  let rotations = 0;
  world.access.leftMs = 1_000;
  world.access.onRenew = () => {
    rotations += 1;
    world.access.leftMs = 1_000;
  };
  world.store.onAnswer = ({ operation }) => {
    if (operation !== 'stage' || world.store.staged.size % 10 !== 0 || rotations === 5) return;
    world.access.leftMs = 0;
  };
  const events = await drain(world.start());
  expect({ rotations, sentBytes: world.store.sentBytes, waits: waits(events) }).toEqual({
    rotations: 5,
    sentBytes: SIZE,
    waits: [],
  });
  expect(world.isWhole()).toBe(true);
});

test('a permission that ends under eight workers is renewed once, and only what was refused goes again', async () => {
  const world = makeAccessWorld();
  const ends = [20, 40];
  const count = arrange(world, (number) => world.store.staged.size < (ends[number] ?? Number.POSITIVE_INFINITY));
  const events = await drain(world.start());
  expect(world.access).toMatchObject({ asked: 2, mostAtOnce: 1 });
  expect(count.refusals).toBeLessThanOrEqual(2 * LANES.most);
  expect(world.store.sentBytes).toBe(SIZE);
  expect(world.store.calls.filter((call) => call === 'stage')).toHaveLength(BLOCKS + count.refusals);
  expect(events.at(-1)?.kind).toBe('committed');
});

test('nobody starts with a permission that was refused while it is being renewed', async () => {
  const world = makeAccessWorld();
  const count = arrange(world, (number) => number > 0 || world.store.staged.size < 20);
  world.access.onRenew = (signal) => world.clock.sleep(5 * MINUTE_MS, signal);
  const events = await drain(world.start());
  expect(count.refusals).toBeLessThanOrEqual(LANES.most);
  expect(waits(events)).toEqual(['access']);
  expect(world.isWhole()).toBe(true);
});

test('a broker that is down for half an hour is waited for', async () => {
  const world = makeAccessWorld();
  arrange(world, (number) => number > 0 || world.store.staged.size < 20);
  world.access.onRenew = () => {
    if (world.clock.now() < 30 * MINUTE_MS) throw new AppError('tenantUnavailable', {}, { isRetryable: true });
  };
  const events = await drain(world.start());
  expect(waits(events)).toEqual(['access']);
  expect(world.access.mostAtOnce).toBe(1);
  expect(world.clock.now()).toBeLessThan(31 * MINUTE_MS);
  expect(world.isWhole()).toBe(true);
});

describe('a renewal ahead of time', () => {
  test('does not stop the lanes, and one that is refused is not asked for again at once', async () => {
    const world = makeAccessWorld();
    arrange(world, () => true);
    world.access.leftMs = -1;
    world.access.onRenew = () => {
      throw new AppError('importForbidden');
    };
    const events = await drain(world.start());
    expect(world.access.asked).toBe(1);
    expect(world.clock.now()).toBe(Math.ceil(BLOCKS / LANES.most) * 1_000);
    expect(waits(events)).toEqual([]);
  });

  test('that brings nothing fresher is made once for each request that passed', async () => {
    const world = makeAccessWorld();
    arrange(world, () => true);
    world.access.leftMs = 0;
    world.access.onRenew = (signal) => world.clock.sleep(10_000, signal);
    await drain(world.start());
    expect(world.access.asked).toBeLessThanOrEqual(2);
  });
});

describe('a refusal that renewing does not help', () => {
  test('ends the upload after two renewals in a row', async () => {
    const world = makeAccessWorld();
    arrange(world, () => world.store.staged.size < 20);
    await expect(drain(world.start())).rejects.toMatchObject({ code: 'uploadExpired' });
    expect(world.access).toMatchObject({ asked: 2, mostAtOnce: 1 });
    expect(world.store.commits).toBe(0);
    expect(world.clock.sleeperCount).toBe(0);
  });

  test('is no more than two in a row when some requests pass in between', async () => {
    const world = makeAccessWorld();
    arrange(world, (number) => world.store.staged.size < (number + 1) * 8);
    await drain(world.start());
    expect(world.access.asked).toBeGreaterThan(2);
    expect(world.isWhole()).toBe(true);
  });

  test.each(['uploadForbidden', 'clockWrong', 'certificateUntrusted', 'proxyRefused'] as const)(
    'is not renewed for %s',
    async (code) => {
      const world = makeAccessWorld();
      world.store.onArrival = ({ operation }) => {
        if (operation === 'stage') throw new AppError(code, { status: 403 });
      };
      await expect(drain(world.start())).rejects.toMatchObject({ code });
      expect(world.access.asked).toBe(0);
    },
  );

  test('is told as what the broker refuses with', async () => {
    const world = makeAccessWorld();
    arrange(world, () => false);
    world.access.onRenew = () => {
      throw new AppError('uploadForbidden', { reason: 'Revoked' });
    };
    await expect(drain(world.start())).rejects.toMatchObject({ params: { reason: 'Revoked' } });
    expect(world.access.asked).toBe(1);
  });
});

test('a stop while a permission is renewed ends the upload with its reason', async () => {
  const world = makeAccessWorld();
  arrange(world, () => false);
  world.access.onRenew = (signal) => {
    setImmediate(() => world.abort.abort('pause'));
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  await expect(drain(world.start())).rejects.toBe('pause');
  expect(world.clock.sleeperCount).toBe(0);
});
