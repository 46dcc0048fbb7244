import { describe, expect, test } from 'vitest';
import type { UploadEvent } from '../../../../main/upload/upload-event.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';
import { type LineFacts, putLine } from '../../../support/upload/fake-line.ts';
import { makeWorld, type World, waits } from '../../../support/upload/world.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const BLOCK_BYTES = 8 * MIB;

const makeLineWorld = (sizeBytes: number, smallestBlockBytes = BLOCK_BYTES) =>
  makeWorld(sizeBytes, createFakeClock(), { lanes: { first: 4, most: 16 }, smallestBlockBytes });

type Timed = { readonly atMs: number; readonly event: UploadEvent };

async function timed(world: World): Promise<Timed[]> {
  const events: Timed[] = [];
  for await (const event of world.start()) events.push({ atMs: world.clock.now(), event });
  return events;
}

const doneOf = ({ event }: Timed) => (event.kind === 'progressed' ? [event.doneBytes] : []);

describe('64 kbit/s with 300 ms', () => {
  const line: LineFacts = { bytesPerSecond: 8 * KIB, latencyMs: 300, sliceBytes: 64 * KIB };

  test('tells progress each minute, gives nothing up, and sends one block after the other', async () => {
    const world = makeLineWorld(4 * BLOCK_BYTES);
    putLine(world.store, world.clock, line);
    const events = await timed(world);
    expect(world.isWhole()).toBe(true);
    expect(waits(events.map(({ event }) => event))).toEqual([]);
    const told = events.filter(({ event }) => event.kind === 'progressed' || event.kind === 'blocksStaged');
    const gaps = told.map(({ atMs }, index) => atMs - (told[index - 1]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60_000);
    const done = events.flatMap(doneOf);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    // The first block is there after a quarter of the time, not all of them at its end.
    const firstAtMs = events.find(({ event }) => event.kind === 'blocksStaged')?.atMs ?? 0;
    expect(firstAtMs).toBeLessThan(0.3 * world.clock.now());
    // What was begun and put back is little.
    expect(world.clock.now()).toBeLessThan(1.03 * ((4 * BLOCK_BYTES) / line.bytesPerSecond) * 1_000);
  });

  test('whose last bytes the system still holds is waited for', async () => {
    const world = makeLineWorld(BLOCK_BYTES);
    // The answer comes only when half a mebibyte has drained from the system's buffer.
    putLine(world.store, world.clock, { ...line, latencyMs: (512 * KIB * 1_000) / (8 * KIB) + 40_000 });
    const events = await timed(world);
    expect(waits(events.map(({ event }) => event))).toEqual([]);
    expect(world.store.sentBytes).toBe(BLOCK_BYTES);
  });
});

test('a transport that tells nothing of its bodies is given the time of a slow line', async () => {
  const world = makeLineWorld(BLOCK_BYTES);
  const { stageBlock } = world.store;
  world.store.stageBlock = (block, { signal }) => stageBlock(block, { signal });
  world.store.onArrival = ({ operation, signal }) =>
    operation === 'stage' ? world.clock.sleep((BLOCK_BYTES / (9 * KIB)) * 1_000, signal) : undefined;
  const events = await timed(world);
  expect(waits(events.map(({ event }) => event))).toEqual([]);
  expect(world.store.calls.filter((call) => call === 'stage')).toHaveLength(1);
});

test('a body that stands still half-way is given up after a minute', async () => {
  const world = makeLineWorld(BLOCK_BYTES);
  let tries = 0;
  world.store.onArrival = async ({ operation, signal, onSent }) => {
    if (operation !== 'stage' || tries++ > 0) return;
    await world.clock.sleep(1_000, signal);
    onSent(4 * MIB);
    await new Promise(() => undefined);
  };
  const events = await timed(world);
  expect(waits(events.map(({ event }) => event))).toEqual(['silent']);
  expect(world.clock.now()).toBeGreaterThanOrEqual(61_000);
  expect(world.clock.now()).toBeLessThan(75_000);
});

describe('a cap', () => {
  test.each([64 * KIB, MIB])('of %i bytes a second is held within a tenth', async (limit) => {
    const world = makeLineWorld(20 * limit, limit);
    const { pacer } = world.steering;
    world.steering.apply({ limitBytesPerSecond: limit, holdFor: null });
    const take = (sizeBytes: number, signal: AbortSignal) => pacer.take(sizeBytes, signal);
    putLine(world.store, world.clock, { bytesPerSecond: 1e9, latencyMs: 1, sliceBytes: pacer.sliceBytes(), take });
    const events = await timed(world);
    expect(waits(events.map(({ event }) => event))).toEqual([]);
    expect(Math.abs(world.clock.now() / 20_000 - 1)).toBeLessThan(0.1);
  });

  test('so low that a slice takes minutes is not taken for silence', async () => {
    const world = makeLineWorld(16 * KIB, 8 * KIB);
    const { pacer } = world.steering;
    world.steering.apply({ limitBytesPerSecond: 5, holdFor: null });
    const take = (sizeBytes: number, signal: AbortSignal) => pacer.take(sizeBytes, signal);
    putLine(world.store, world.clock, { bytesPerSecond: 1e9, latencyMs: 1, sliceBytes: pacer.sliceBytes(), take });
    const events = await timed(world);
    expect(waits(events.map(({ event }) => event))).toEqual([]);
    expect(world.isWhole()).toBe(true);
  });
});

test('on a far and fast line the most lanes are reached', async () => {
  const world = makeLineWorld(128 * 100, 100);
  const underWay = putLine(world.store, world.clock, { bytesPerSecond: 1e6, latencyMs: 50, sliceBytes: 100 });
  await timed(world);
  expect(underWay.most).toBe(16);
  // The question, eight rounds of sixteen, three rounds to get there, the commit.
  expect(world.clock.now()).toBeLessThanOrEqual((1 + 8 + 3 + 1) * 50 + 20);
});
