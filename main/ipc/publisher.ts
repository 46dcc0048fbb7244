import { EVENT_CHANNEL, type FerryChange, type FerryEvent } from '../../preload/contract/index.ts';
import { mergeChanges } from './merge-changes.ts';

/** Shortest time between two events about one thing, milliseconds: four a second is as fast as numbers can be read. */
export const EVENT_SPACING_MS = 250;

/** The time and one timer, so that tests can move them. */
export interface PublisherClock {
  /** Milliseconds of a clock that never goes back. */
  monotonicMs(): number;
  /** Calls back once after the delay; the returned function prevents that. */
  schedule(delayMs: number, callBack: () => void): () => void;
}

/** Numbers changes and paces them. */
export interface Publisher {
  /**
   * Sends the change now, or together with what follows when the same thing was last told of less than
   * `EVENT_SPACING_MS` ago. What was told last is always sent in the end.
   */
  publish(change: FerryChange): void;
  /** Sends what waits. */
  flush(): void;
  /** Number of the last event sent; 0 before the first. */
  sequence(): number;
  /** Forgets what waits and ends the timers. */
  close(): void;
}

type Slot = { lastMs: number; waiting: readonly FerryChange[]; cancel: (() => void) | null };

/** A publisher that gives each numbered event to `send`, which must not throw. */
export function createPublisher(send: (event: FerryEvent) => void, clock: PublisherClock = SYSTEM_CLOCK): Publisher {
  const slots = new Map<string, Slot>();
  let seq = 0;

  function emit(slot: Slot): void {
    slot.cancel?.();
    slot.cancel = null;
    const changes = slot.waiting;
    slot.waiting = [];
    if (changes.length === 0) return;
    slot.lastMs = clock.monotonicMs();
    for (const change of changes) {
      seq += 1;
      send({ seq, change });
    }
  }

  function publish(change: FerryChange): void {
    const key = slotKey(change);
    const slot = slots.get(key) ?? { lastMs: Number.NEGATIVE_INFINITY, waiting: [], cancel: null };
    slots.set(key, slot);
    slot.waiting = mergeChanges(slot.waiting, change);
    const restMs = isUrgent(change) ? 0 : slot.lastMs + EVENT_SPACING_MS - clock.monotonicMs();
    if (restMs <= 0) emit(slot);
    else slot.cancel ??= clock.schedule(restMs, () => emit(slot));
  }

  return {
    publish,
    flush: () => {
      for (const slot of slots.values()) emit(slot);
    },
    sequence: () => seq,
    close: () => {
      for (const slot of slots.values()) slot.cancel?.();
      slots.clear();
    },
  };
}

/** Sends events to the window that is there at the moment, if any: a window that comes later asks for a snapshot. */
export function createEventSender(getContents: () => EventTarget | null): (event: FerryEvent) => void {
  return (event) => {
    const contents = getContents();
    if (contents !== null && !contents.isDestroyed()) contents.send(EVENT_CHANNEL, event);
  };
}

/** The part of a window's `webContents` that events need. */
type EventTarget = { isDestroyed(): boolean; send(channel: string, event: FerryEvent): void };

const SYSTEM_CLOCK: PublisherClock = {
  monotonicMs: () => performance.now(),
  schedule: (delayMs, callBack) => {
    const timer = setTimeout(callBack, delayMs);
    return () => clearTimeout(timer);
  },
};

// The files and the state of a scan share a slot, so that a scan never ends before its last files have been told.
function slotKey(change: FerryChange): string {
  if (change.kind === 'jobChanged') return `job ${change.job.id}`;
  if (change.kind === 'contentsOutlined') return 'outline';
  // Every step is told; the sign-in's question and the tenant stand for themselves.
  if (change.kind === 'probed') return `step ${change.step.step}`;
  if (change.kind === 'tenantChanged' || change.kind === 'signInAsks') return change.kind;
  return change.kind === 'rootsListed' ? 'roots' : 'scan';
}

// Each of these follows something the person did just now.
function isUrgent(change: FerryChange): boolean {
  return ['candidatesCleared', 'rootsListed', 'contentsOutlined', 'tenantChanged', 'probed', 'signInAsks'].includes(
    change.kind,
  );
}
