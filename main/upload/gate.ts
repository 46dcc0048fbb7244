import type { AppError, WaitReason } from '../../preload/contract/index.ts';
import type { AttemptDeps } from './attempt-deps.ts';
import { type Backoff, createBackoff } from './backoff.ts';
import type { Concurrency } from './concurrency.ts';
import { waitReasonOf, wordOf } from './retry.ts';
import type { Steering } from './steering.ts';

/** Why nothing gets through, and the service's or system's word for it. */
export type WaitState = { readonly reason: WaitReason; readonly code: string };

/** A request that was let through. Exactly one of these is called, once it has ended. */
export interface Pass {
  /** The store took it. */
  passed(): void;
  /** It did not get through, which says something about all of them. */
  failed(error: AppError): void;
  /** It has ended in a way that says nothing. */
  left(): void;
}

/**
 * Lets requests through in the order in which they come: as many at once as are worth while, none while something holds
 * the upload. When one does not get through, the others wait as well, and after a delay one goes ahead to see.
 */
export interface Gate {
  /** @throws the signal's reason */
  enter(signal: AbortSignal): Promise<Pass>;
  /** Why nothing is under way although something could be; null when all is well. */
  readonly waiting: WaitState | null;
  /** To be called when what it looks at has changed. */
  update(): void;
  /** Forgets the trouble there was: the next requests go at once. */
  reset(): void;
  close(): void;
}

export type GateDeps = AttemptDeps & {
  readonly steering: Steering;
  readonly concurrency: Concurrency;
  /** The permission that is being waited for, if it is. */
  readonly renewing: () => WaitState | null;
  /** Something of what this tells has changed. */
  readonly onChange: () => void;
  /** A request got through after some that did not, for that reason. */
  readonly onRecovered: (reason: WaitReason) => void;
};

type GateState = {
  readonly deps: GateDeps;
  readonly backoff: Backoff;
  readonly waiters: ((pass: Pass) => void)[];
  activeCount: number;
  /** Of the active ones, those let through since the last trouble. */
  freshCount: number;
  /** What the last request met; null since one got through. */
  trouble: WaitState | null;
  /** How often there was trouble. Requests under way together meet the same one; it counts once. */
  epoch: number;
};

/** A gate through which nothing has gone yet. */
export function createGate(deps: GateDeps): Gate {
  const backoff = createBackoff(deps, () => admit(state));
  const state: GateState = { deps, backoff, waiters: [], activeCount: 0, freshCount: 0, trouble: null, epoch: 0 };
  return {
    enter: (signal) => enter(state, signal),
    get waiting() {
      return waitingOf(state);
    },
    update: () => admit(state),
    reset() {
      state.trouble = null;
      backoff.reset();
      admit(state);
    },
    close: () => backoff.close(),
  };
}

function enter(state: GateState, signal: AbortSignal): Promise<Pass> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const leave = () => {
      state.waiters.splice(state.waiters.indexOf(waiter), 1);
      reject(signal.reason);
    };
    const waiter = (pass: Pass) => {
      signal.removeEventListener('abort', leave);
      resolve(pass);
    };
    signal.addEventListener('abort', leave, { once: true });
    state.waiters.push(waiter);
    admit(state);
  });
}

function admit(state: GateState): void {
  // One look at the clock for both: were the pause over by the second, nobody would be woken any more.
  const nowMs = state.deps.clock.now();
  while (state.waiters.length > 0 && canEnter(state, nowMs)) state.waiters.shift()?.(createPass(state));
  if (state.waiters.length > 0) state.backoff.watch(nowMs);
  state.deps.onChange();
}

function canEnter({ deps, backoff, trouble, activeCount, freshCount }: GateState, nowMs: number): boolean {
  if (deps.steering.holdFor !== null || deps.renewing() !== null || nowMs < backoff.untilMs) return false;
  // While nothing gets through one request at a time is enough to see when that ends.
  return trouble === null ? activeCount < deps.concurrency.limit : freshCount === 0;
}

function createPass(state: GateState): Pass {
  const { epoch } = state;
  state.activeCount += 1;
  state.freshCount += 1;
  const leave = (): void => {
    state.activeCount -= 1;
    if (epoch === state.epoch) state.freshCount -= 1;
  };
  return {
    passed() {
      leave();
      const { trouble } = state;
      state.trouble = null;
      state.backoff.passed();
      if (trouble !== null) state.deps.onRecovered(trouble.reason);
      admit(state);
    },
    failed(error) {
      leave();
      const isNew = epoch === state.epoch;
      if (isNew) meet(state, error);
      state.backoff.failed(error, isNew);
      admit(state);
    },
    left() {
      leave();
      admit(state);
    },
  };
}

function meet(state: GateState, error: AppError): void {
  const reason = waitReasonOf(error);
  state.epoch += 1;
  state.freshCount = 0;
  state.trouble = { reason, code: wordOf(error) };
  if (reason === 'busy' || reason === 'silent') state.deps.concurrency.refused();
}

function waitingOf({ deps, waiters, activeCount, freshCount, trouble }: GateState): WaitState | null {
  const { holdFor } = deps.steering;
  if (activeCount === 0 && waiters.length > 0 && holdFor !== null) return { reason: holdFor, code: '' };
  const renewing = deps.renewing();
  if (activeCount === 0 && renewing !== null) return renewing;
  // What was under way before the trouble may still get through; the one that went ahead since has not.
  return activeCount === freshCount ? trouble : null;
}
