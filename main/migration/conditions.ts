import type { Preferences } from '../settings/preferences.ts';
import type { TransferControl } from '../upload/upload-event.ts';
import type { Clock, Conditions } from './ports.ts';

/** Where the PC's power comes from, and when it has slept. */
export interface Power {
  /** Null where nobody can tell. */
  isOnBattery(): boolean | null;
  /** Calls the listener when the source of power changes; the returned function ends that. */
  onChange(listener: () => void): () => void;
  onWake(listener: () => void): () => void;
}

/** Asks whether the way to the internet is paid for by the byte; null where nobody can tell. Never rejects. */
export type AskMetered = () => Promise<boolean | null>;

/** How often preferences, hours and connection are looked at again while something is sent. */
const TICK_MS = 10_000;

/** Asking is the start of another program: no more often than this. */
const ASK_METERED_EVERY_MS = 300_000;

/**
 * Time that went by between two ticks beyond what they are apart: the PC has slept, and nobody else told. Who tells of the
 * same sleep within this time tells nothing new.
 */
const SLEPT_MS = 30_000;

type ConditionPorts = {
  readonly preferences: () => Preferences;
  /** Null where nobody can tell. */
  readonly power: Power | null;
  readonly askMetered: AskMetered;
  readonly clock: Clock;
  /**
   * Milliseconds since the PC was started, those asleep too. Neither clock will do: the one on the wall is set, the other
   * stands still in a sleep on some systems.
   */
  readonly sinceBootMs: () => number;
  /** The hour of a day, 0 to 23, as the clock on the wall shows it. */
  readonly hourOf?: (time: Date) => number;
};

/** Conditions, and a look at them when nothing is sent. */
export type LiveConditions = Conditions & {
  /** What would hold an upload that starts now; asks for what is not known yet. */
  look(): Promise<TransferControl>;
  close(): void;
};

/**
 * Conditions as preferences, power, connection and the time of day make them. What is not known never holds: a connection
 * nobody can tell about, as through some VPNs, is taken for one without a meter. All of it is looked at while uploads run only.
 */
export function createConditions(ports: ConditionPorts): LiveConditions {
  return new WatchedConditions(ports);
}

/** True in the hours without a bound: from the start of the one to the start of the other, all day when they are one. */
export function isFullSpeed(hours: Preferences['fullSpeedHours'], hour: number): boolean {
  if (!hours) return false;
  const { from, to } = hours;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

class WatchedConditions implements LiveConditions {
  readonly #ports: ConditionPorts;
  readonly #hourOf: (time: Date) => number;
  readonly #changeListeners = new Set<(control: TransferControl) => void>();
  readonly #wakeListeners = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #stopPower: readonly (() => void)[];
  #uploads = 0;
  #told: TransferControl | null = null;
  #metered: { readonly isMetered: boolean | null; readonly atMs: number } | null = null;
  #asking: Promise<void> | null = null;
  #isTicking = false;
  /** Since boot: when the last tick was begun, or a wake was told later; and when the last one was told. */
  #seenMs = 0;
  #wokeMs = Number.NEGATIVE_INFINITY;

  constructor(ports: ConditionPorts) {
    this.#ports = ports;
    this.#hourOf = ports.hourOf ?? ((time) => time.getHours());
    const { power } = ports;
    this.#stopPower = power ? [power.onChange(() => this.#tell()), power.onWake(() => this.#wake())] : [];
  }

  current(): TransferControl {
    const preferences = this.#ports.preferences();
    return { limitBytesPerSecond: this.#limitOf(preferences), holdFor: this.#holdOf(preferences) };
  }

  begin(): () => void {
    this.#uploads += 1;
    this.#tell();
    void this.#tick();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#uploads -= 1;
      this.#tell();
    };
  }

  onChange(listener: (control: TransferControl) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  onWake(listener: () => void): () => void {
    this.#wakeListeners.add(listener);
    return () => this.#wakeListeners.delete(listener);
  }

  async look(): Promise<TransferControl> {
    await this.#askMetered();
    return this.current();
  }

  close(): void {
    this.#closing.abort('shutdown');
    for (const stop of this.#stopPower) stop();
  }

  #limitOf({ bandwidthLimitBytesPerSecond, fullSpeedHours }: Preferences): number | null {
    if (bandwidthLimitBytesPerSecond === null) return null;
    if (isFullSpeed(fullSpeedHours, this.#hourOf(this.#ports.clock.now()))) return null;
    return Math.max(1, Math.floor(bandwidthLimitBytesPerSecond / Math.max(1, this.#uploads)));
  }

  #holdOf({ pausesOnBattery, pausesOnMetered }: Preferences): TransferControl['holdFor'] {
    if (pausesOnBattery && this.#ports.power?.isOnBattery() === true) return 'battery';
    return pausesOnMetered && this.#metered?.isMetered === true ? 'metered' : null;
  }

  /** Looks at everything now and then for as long as uploads run. */
  async #tick(): Promise<void> {
    if (this.#isTicking) return;
    this.#isTicking = true;
    const { clock, sinceBootMs } = this.#ports;
    const { signal } = this.#closing;
    try {
      while (this.#uploads > 0 && !signal.aborted) {
        // Not waited for: the other conditions must not depend on a program that hangs.
        void this.#askMetered().then(() => this.#tell());
        this.#seenMs = sinceBootMs();
        await clock.sleep(TICK_MS, signal);
        if (sinceBootMs() - this.#seenMs > TICK_MS + SLEPT_MS) this.#wake();
        this.#tell();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#isTicking = false;
    }
  }

  #askMetered(): Promise<void> {
    const nowMs = this.#ports.clock.monotonicMs();
    const isFresh = this.#metered !== null && nowMs - this.#metered.atMs < ASK_METERED_EVERY_MS;
    if (isFresh || !this.#ports.preferences().pausesOnMetered) return Promise.resolve();
    this.#asking ??= this.#ports.askMetered().then((isMetered) => {
      this.#metered = { isMetered, atMs: nowMs };
      this.#asking = null;
    });
    return this.#asking;
  }

  #wake(): void {
    const nowMs = this.#ports.sinceBootMs();
    const isKnown = nowMs - this.#wokeMs < SLEPT_MS;
    this.#seenMs = nowMs;
    if (isKnown) return;
    this.#wokeMs = nowMs;
    // The PC may have been carried elsewhere.
    this.#metered = null;
    for (const listener of this.#wakeListeners) listener();
    this.#tell();
  }

  #tell(): void {
    const control = this.current();
    const isSame =
      this.#told?.holdFor === control.holdFor && this.#told.limitBytesPerSecond === control.limitBytesPerSecond;
    if (isSame) return;
    this.#told = control;
    for (const listener of this.#changeListeners) listener(control);
  }
}
