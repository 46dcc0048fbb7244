import type { FerryEvent, Snapshot, WireError } from '../../preload/contract/index.ts';
import { applyEvent, isFerryEvent } from './apply-event.ts';
import { toProblem } from './call-command.ts';

/** What the window knows. `failed` is left by `retry`. */
export type StoreState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly snapshot: Snapshot }
  | { readonly kind: 'failed'; readonly problem: WireError };

/** Where snapshots and events come from. */
export type SnapshotSource = {
  readonly getSnapshot: () => Promise<Snapshot>;
  readonly subscribe: (listener: (event: unknown) => void) => () => void;
};

/** A snapshot kept up to date by events. Nothing happens before `start`; `stop` ends the subscription. */
export type SnapshotStore = {
  readonly start: () => void;
  readonly stop: () => void;
  readonly retry: () => void;
  readonly get: () => StoreState;
  readonly subscribe: (listener: () => void) => () => void;
};

/** Times a snapshot may come back older than events already missed, before the store gives up and says so. */
const MAX_ASKS_IN_A_ROW = 5;

/** A store over the given source: one snapshot, then numbered events, and a new snapshot after every gap. */
export function createSnapshotStore(source: SnapshotSource): SnapshotStore {
  let state: StoreState = { kind: 'loading' };
  let early: FerryEvent[] = [];
  let isAsking = false;
  let unsubscribe: (() => void) | null = null;
  const listeners = new Set<() => void>();

  const setState = (next: StoreState) => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      setState({ kind: 'ready', snapshot: await askUntilCurrent(source, () => early) });
    } catch (error) {
      setState({ kind: 'failed', problem: toProblem(error) });
    } finally {
      early = [];
      isAsking = false;
    }
  };

  const take = (event: unknown) => {
    if (!isFerryEvent(event)) return void ask();
    if (isAsking) return void early.push(event);
    // After a failed ask nothing is shown that could be brought up to date; the next snapshot holds this event.
    if (state.kind !== 'ready') return;
    const next = applyEvent(state.snapshot, event);
    if (next !== null) return next === state.snapshot ? undefined : setState({ kind: 'ready', snapshot: next });
    early.push(event);
    void ask();
  };

  return {
    // Subscribing first: an event between the snapshot and the subscription would be lost for good.
    start: () => {
      unsubscribe ??= source.subscribe(take);
      void ask();
    },
    stop: () => {
      unsubscribe?.();
      unsubscribe = null;
    },
    retry: () => void ask(),
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function askUntilCurrent(source: SnapshotSource, early: () => readonly FerryEvent[]): Promise<Snapshot> {
  let snapshot = await source.getSnapshot();
  for (let asks = 1; asks < MAX_ASKS_IN_A_ROW; asks += 1) {
    const caughtUp = applyAll(snapshot, early());
    if (caughtUp !== null) return caughtUp;
    snapshot = await source.getSnapshot();
  }
  return applyAll(snapshot, early()) ?? snapshot;
}

function applyAll(snapshot: Snapshot, events: readonly FerryEvent[]): Snapshot | null {
  let current: Snapshot | null = snapshot;
  for (const event of events) current = current && applyEvent(current, event);
  return current;
}
