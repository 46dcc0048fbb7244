import { describe, expect, it } from 'vitest';
import { createRateMeter, type Rate } from '../../../../main/migration/rate.ts';

const MIB = 1024 ** 2;

/** A meter with a clock the test moves; `step` lets time pass and bytes flow, then measures. */
function createWorld(totalBytes: number) {
  let nowMs = 1_000;
  let doneBytes = 0;
  const meter = createRateMeter(() => nowMs);
  return {
    step(elapsedMs: number, flownBytes: number): Rate {
      nowMs += elapsedMs;
      doneBytes += flownBytes;
      return meter.measure(doneBytes, totalBytes);
    },
  };
}

describe('the rate', () => {
  it('is not told from one reading', () => {
    expect(createWorld(100).step(0, 10)).toEqual({ bytesPerSecond: null, secondsLeft: null });
  });

  it('does not count what was there at the first reading', () => {
    const world = createWorld(1000 * MIB);
    world.step(0, 900 * MIB);
    expect(world.step(1000, MIB).bytesPerSecond).toBe(MIB);
  });

  it('of a steady flow is that flow, however often it is read', () => {
    for (const everyMs of [10, 250, 1000]) {
      const world = createWorld(1000 * MIB);
      world.step(0, 0);
      const rates = Array.from({ length: 50 }, () => world.step(everyMs, (MIB * everyMs) / 1000).bytesPerSecond);
      for (const rate of rates) expect(rate).toBeCloseTo(MIB, 0);
    }
  });

  it('has gone half the way to a new flow after its half-life', () => {
    const world = createWorld(1000 * MIB);
    world.step(0, 0);
    world.step(1000, MIB);
    expect(world.step(5000, 0).bytesPerSecond).toBeCloseTo(MIB / 2, 0);
    expect(world.step(5000, 0).bytesPerSecond).toBeCloseTo(MIB / 4, 0);
  });

  it('loses no bytes to two readings at one moment', () => {
    const world = createWorld(1000 * MIB);
    world.step(0, 0);
    expect(world.step(0, MIB).bytesPerSecond).toBeNull();
    expect(world.step(1000, 0).bytesPerSecond).toBe(MIB);
  });

  it('is never below nothing, even when bytes are taken back', () => {
    const world = createWorld(1000 * MIB);
    world.step(0, 10 * MIB);
    expect(world.step(1000, -MIB).bytesPerSecond).toBe(0);
  });
});

describe('the time left', () => {
  it('is not told until bytes have flowed for half a minute, then as a range of whole seconds', () => {
    const world = createWorld(100_000_000);
    world.step(0, 0);
    expect(world.step(29_999, 29_999_000).secondsLeft).toBeNull();
    expect(world.step(1, 1_000)).toEqual({ bytesPerSecond: 1_000_000, secondsLeft: { low: 56, high: 105 } });
  });

  it('holds the true time of a steady flow at every moment', () => {
    const world = createWorld(300 * MIB);
    world.step(0, 0);
    for (let second = 1; second < 300; second++) {
      const { secondsLeft } = world.step(1000, MIB);
      if (second < 30) expect(secondsLeft).toBeNull();
      else expect((secondsLeft?.low ?? 999) <= 300 - second && (secondsLeft?.high ?? -1) >= 300 - second).toBe(true);
    }
  });

  it('is not told while nothing flows', () => {
    const world = createWorld(100 * MIB);
    world.step(0, 0);
    expect(world.step(60_000, 0)).toEqual({ bytesPerSecond: 0, secondsLeft: null });
  });

  it('is nothing at the end, also when more was sent than was announced', () => {
    const world = createWorld(60 * MIB);
    world.step(0, 0);
    expect(world.step(60_000, 60 * MIB).secondsLeft).toEqual({ low: 0, high: 0 });
    expect(world.step(1_000, MIB).secondsLeft).toEqual({ low: 0, high: 0 });
  });
});
