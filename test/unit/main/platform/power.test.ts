import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createPower } from '../../../../main/platform/power.ts';

class FakeMonitor extends EventEmitter {
  onBatteryPower = false;
}

it('tells the source of power as it is now', () => {
  const monitor = new FakeMonitor();
  const power = createPower(monitor);
  expect(power.isOnBattery()).toBe(false);
  monitor.onBatteryPower = true;
  expect(power.isOnBattery()).toBe(true);
});

it('tells of changes and of waking up, until nobody listens', () => {
  const monitor = new FakeMonitor();
  const power = createPower(monitor);
  const heard: string[] = [];
  const ends = [power.onChange(() => heard.push('change')), power.onWake(() => heard.push('wake'))];
  for (const event of ['on-battery', 'on-ac', 'suspend', 'resume']) monitor.emit(event);
  expect(heard).toEqual(['change', 'change', 'wake']);
  for (const end of ends) end();
  expect(monitor.eventNames()).toEqual([]);
});
