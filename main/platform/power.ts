import type { Power } from '../migration/conditions.ts';

/** The part of Electron's `powerMonitor` that is used. It may be read once the app is ready. */
export interface PowerMonitor {
  readonly onBatteryPower: boolean;
  on(event: PowerEvent, listener: () => void): unknown;
  removeListener(event: PowerEvent, listener: () => void): unknown;
}

/** `on-battery` and `on-ac` are told on Windows and macOS only. @see electronjs.org/docs/latest/api/power-monitor */
type PowerEvent = 'on-battery' | 'on-ac' | 'resume';

/** Power as Electron tells of it. */
export function createPower(monitor: PowerMonitor): Power {
  const listen = (events: readonly PowerEvent[], listener: () => void) => {
    for (const event of events) monitor.on(event, listener);
    return () => {
      for (const event of events) monitor.removeListener(event, listener);
    };
  };
  return {
    isOnBattery: () => monitor.onBatteryPower,
    onChange: (listener) => listen(['on-battery', 'on-ac'], listener),
    onWake: (listener) => listen(['resume'], listener),
  };
}
