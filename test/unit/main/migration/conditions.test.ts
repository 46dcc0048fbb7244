import { afterEach, describe, expect, it } from 'vitest';
import {
  createConditions,
  isFullSpeed,
  type LiveConditions,
  type Power,
} from '../../../../main/migration/conditions.ts';
import { Preferences } from '../../../../main/settings/preferences.ts';
import type { TransferControl } from '../../../../main/upload/upload-event.ts';
import { HandClock, settle } from '../../../support/migration/hand-clock.ts';

class HandPower implements Power {
  isBattery: boolean | null = false;
  readonly changes = new Set<() => void>();
  readonly wakes = new Set<() => void>();

  isOnBattery(): boolean | null {
    return this.isBattery;
  }

  onChange(listener: () => void): () => void {
    this.changes.add(listener);
    return () => this.changes.delete(listener);
  }

  onWake(listener: () => void): () => void {
    this.wakes.add(listener);
    return () => this.wakes.delete(listener);
  }

  plug(isBattery: boolean): void {
    this.isBattery = isBattery;
    for (const listener of this.changes) listener();
  }
}

let opened: LiveConditions[] = [];
afterEach(() => {
  for (const conditions of opened) conditions.close();
  opened = [];
});

function createWorld(stored: Partial<Preferences> = {}, hourOf?: (time: Date) => number) {
  let preferences = Preferences.parse(stored);
  const clock = new HandClock();
  const power = new HandPower();
  const world = { isMetered: null as boolean | null, asked: 0, told: [] as TransferControl[], woken: 0 };
  const conditions = createConditions({
    preferences: () => preferences,
    power,
    clock,
    sinceBootMs: () => clock.sinceBootMs(),
    askMetered: async () => {
      world.asked += 1;
      return world.isMetered;
    },
    ...(hourOf && { hourOf }),
  });
  opened.push(conditions);
  conditions.onChange((control) => world.told.push(control));
  conditions.onWake(() => {
    world.woken += 1;
  });
  const prefer = (change: Partial<Preferences>) => {
    preferences = Preferences.parse({ ...preferences, ...change });
  };
  return { world, conditions, clock, power, prefer };
}

const FREE = { limitBytesPerSecond: null, holdFor: null };

describe('the bound of the sending rate', () => {
  it('is shared by the uploads that run', () => {
    const { conditions, world } = createWorld({ bandwidthLimitBytesPerSecond: 900 });
    expect(conditions.current()).toEqual({ limitBytesPerSecond: 900, holdFor: null });
    const ends = [conditions.begin(), conditions.begin(), conditions.begin()];
    expect(conditions.current().limitBytesPerSecond).toBe(300);
    ends[0]?.();
    ends[0]?.();
    expect(conditions.current().limitBytesPerSecond).toBe(450);
    expect(world.told.map(({ limitBytesPerSecond }) => limitBytesPerSecond)).toEqual([900, 450, 300, 450]);
  });

  it('is never nothing', () => {
    const { conditions } = createWorld({ bandwidthLimitBytesPerSecond: 1 });
    conditions.begin();
    conditions.begin();
    expect(conditions.current().limitBytesPerSecond).toBe(1);
  });

  it('follows a preference that is changed while something is sent', async () => {
    const { conditions, world, clock, prefer } = createWorld();
    conditions.begin();
    prefer({ bandwidthLimitBytesPerSecond: 700 });
    await clock.pass(10_000);
    expect(world.told).toEqual([FREE, { limitBytesPerSecond: 700, holdFor: null }]);
  });
});

describe('hours of full speed', () => {
  it.each([
    [{ from: 22, to: 6 }, [22, 23, 0, 5], [6, 7, 12, 21]],
    [{ from: 9, to: 17 }, [9, 16], [0, 8, 17, 23]],
    [{ from: 8, to: 8 }, [0, 7, 8, 23], []],
    [{ from: 0, to: 1 }, [0], [1, 23]],
    [null, [], [0, 6, 12, 22]],
  ])('%j', (hours, full, bound) => {
    expect(full.filter((hour) => !isFullSpeed(hours, hour))).toEqual([]);
    expect(bound.filter((hour) => isFullSpeed(hours, hour))).toEqual([]);
  });

  it('begin and end by the clock on the wall, also in the nights in which that is changed', async () => {
    const hourOf = (time: Date) =>
      Number(
        new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' }).format(time),
      );
    const limitAt = (time: string) => {
      const now = () => new Date(time);
      const clock = { now, monotonicMs: () => 0, sleep: () => new Promise<void>(() => undefined) };
      const stored = { bandwidthLimitBytesPerSecond: 5, fullSpeedHours: { from: 22, to: 6 } };
      const preferences = () => Preferences.parse(stored);
      const rest = { power: null, askMetered: async () => null, sinceBootMs: () => 0 };
      return createConditions({ preferences, clock, hourOf, ...rest }).current().limitBytesPerSecond;
    };
    // Winter: UTC + 1, summer: UTC + 2; changed at 01:00 UTC on 29 March and 25 October 2026.
    expect(
      ['2026-03-29T04:59:59Z', '2026-03-28T05:00:00Z', '2026-03-29T03:59:59Z', '2026-03-29T04:00:00Z'].map(limitAt),
    ).toEqual([5, 5, null, 5]);
    expect(
      ['2026-10-24T20:00:00Z', '2026-10-25T04:59:59Z', '2026-10-25T05:00:00Z', '2026-10-25T20:59:59Z'].map(limitAt),
    ).toEqual([null, null, 5, 5]);
  });

  it('are told of when they begin', async () => {
    let hour = 21;
    const stored = { bandwidthLimitBytesPerSecond: 5, fullSpeedHours: { from: 22, to: 6 } };
    const { conditions, world, clock } = createWorld(stored, () => hour);
    conditions.begin();
    hour = 22;
    await clock.pass(10_000);
    expect(world.told).toEqual([{ limitBytesPerSecond: 5, holdFor: null }, FREE]);
  });
});

describe('battery', () => {
  it('holds by preference alone, from the moment the plug is pulled', () => {
    const { conditions, power, world, prefer } = createWorld();
    conditions.begin();
    power.plug(true);
    expect(conditions.current().holdFor).toBeNull();
    prefer({ pausesOnBattery: true });
    power.plug(true);
    power.plug(false);
    expect(world.told.map(({ holdFor }) => holdFor)).toEqual([null, 'battery', null]);
  });

  it('that nobody can tell of does not hold', () => {
    const { conditions, power } = createWorld({ pausesOnBattery: true });
    power.plug(true);
    power.isBattery = null;
    expect(conditions.current().holdFor).toBeNull();
  });
});

describe('a connection with a meter', () => {
  it('holds once it is known, and is asked about every five minutes while something is sent', async () => {
    const { conditions, world, clock } = createWorld();
    world.isMetered = true;
    expect(world.asked).toBe(0);
    const end = conditions.begin();
    await settle();
    expect(conditions.current().holdFor).toBe('metered');
    for (let passed = 0; passed < 29; passed++) await clock.pass(10_000);
    expect(world.asked).toBe(1);
    world.isMetered = false;
    await clock.pass(10_000);
    expect({ asked: world.asked, holdFor: conditions.current().holdFor }).toEqual({ asked: 2, holdFor: null });
    end();
    for (let passed = 0; passed < 60; passed++) await clock.pass(10_000);
    expect({ asked: world.asked, sleepers: clock.sleepers }).toEqual({ asked: 2, sleepers: 0 });
  });

  it('is not asked about when the preference is off', async () => {
    const { conditions, world, clock } = createWorld({ pausesOnMetered: false });
    world.isMetered = true;
    conditions.begin();
    await clock.pass(10_000);
    expect({ asked: world.asked, holdFor: conditions.current().holdFor }).toEqual({ asked: 0, holdFor: null });
  });

  it('that nobody can tell of does not hold', async () => {
    const { conditions } = createWorld();
    conditions.begin();
    await settle();
    expect(conditions.current()).toEqual(FREE);
  });

  it('is looked at on request', async () => {
    const { conditions, world } = createWorld();
    world.isMetered = true;
    expect(await conditions.look()).toEqual({ limitBytesPerSecond: null, holdFor: 'metered' });
  });
});

describe('waking up', () => {
  it('is told as the system tells it, and the connection is looked at again', async () => {
    const { conditions, world, power, clock } = createWorld();
    conditions.begin();
    await settle();
    for (const wake of power.wakes) wake();
    expect(world.woken).toBe(1);
    await clock.pass(10_000);
    expect(world.asked).toBe(2);
  });

  it('is noticed where the system does not tell, by the time that is missing', async () => {
    const { conditions, world, clock } = createWorld();
    conditions.begin();
    await clock.pass(10_000);
    expect(world.woken).toBe(0);
    await clock.pass(10_000, 3_600_000);
    expect(world.woken).toBe(1);
    await clock.pass(10_000, 3_600_000);
    expect(world.woken).toBe(2);
  });

  it('is told once, whether the system or the time that is missing tells it first', async () => {
    const { conditions, world, power, clock } = createWorld();
    const wake = () => power.wakes.forEach((listener) => void listener());
    conditions.begin();
    await clock.pass(4_000, 3_600_000);
    wake();
    await clock.pass(6_000);
    await clock.pass(10_000);
    expect(world.woken).toBe(1);
    await clock.pass(10_000, 3_600_000);
    wake();
    expect(world.woken).toBe(2);
  });

  it('is not what a clock set forward looks like', async () => {
    const { conditions, world, clock } = createWorld();
    conditions.begin();
    clock.setForward(3_600_000);
    await clock.pass(10_000);
    await clock.pass(10_000);
    expect(world.woken).toBe(0);
  });
});

it('leaves nothing behind when closed', () => {
  const { conditions, power } = createWorld();
  conditions.close();
  expect([power.changes.size, power.wakes.size]).toEqual([0, 0]);
});
