import { AppError } from '../../preload/contract/index.ts';
import type { AttemptDeps } from './attempt-deps.ts';
import type { WaitState } from './gate.ts';
import type { Access } from './ports.ts';
import { nextDelay, retryAfterMs, wordOf } from './retry.ts';

/** Renewals in a row without a request that passed. A rule of ours: a third would meet the same refusal. */
export const MAX_RENEWALS = 2;

/**
 * What the service says when the network may not come in (its rules, a private endpoint), as if the permission were to
 * blame; emulators say it of a permission that is out of date. One renewal tells which.
 * @see https://learn.microsoft.com/azure/storage/common/storage-network-security
 */
const NETWORK_REFUSAL = 'AuthorizationFailure';

/** Pause after a renewal ahead of time: one that was refused leaves some time, and one may bring nothing that lasts longer. */
const AHEAD_PAUSE_MS = 60_000;

/** Keeps the permission fresh, with one renewal under way at a time. */
export interface Renewal {
  /** Number of the permission in use, to be taken when a request starts. Renews it beside that when it is about time. */
  begin(): number;
  /**
   * Resolves when there is another permission than that of this number, which the store refused.
   * @throws `refusal` when renewing has not helped, or AppError uploadForbidden when then the network is not let in; what a renewal fails with when waiting does not help
   */
  refused(number: number, refusal: AppError): Promise<void>;
  /** A request got through. */
  passed(): void;
  /** Why nothing can be sent for want of a permission; null when there is one. */
  readonly waiting: WaitState | null;
}

/** Renewal of an access nobody has refused yet; `onChange` is called when `waiting` has changed. */
export function createRenewal(access: Access, deps: AttemptDeps, onChange: () => void): Renewal {
  let current = 1;
  let inARow = 0;
  let aheadAtMs = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;
  let waiting: WaitState | null = null;

  const wait = (next: WaitState | null): void => {
    waiting = next;
    onChange();
  };

  /** However long it takes: a broker that is away for the night is waited for. */
  async function renew(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await access.renew(deps.signal);
        break;
      } catch (error) {
        deps.signal.throwIfAborted();
        const delayMs = nextDelay(error, tries, deps.random());
        if (delayMs === 'stop' || !(error instanceof AppError)) throw error;
        if (waiting) wait({ reason: 'access', code: wordOf(error) });
        await deps.clock.sleep(Math.max(delayMs, retryAfterMs(error)), deps.signal);
      }
    }
    current += 1;
    inARow += 1;
  }

  const share = (): Promise<void> => {
    pending ??= renew().finally(() => {
      pending = null;
      if (waiting) wait(null);
    });
    return pending;
  };

  return {
    begin() {
      const leftMs = access.timeLeftMs();
      const nowMs = deps.clock.now();
      // Not before the last one has proved good: a permission that is short-lived by itself must not be renewed for ever.
      if (leftMs !== null && leftMs <= 0 && inARow === 0 && pending === null && nowMs >= aheadAtMs) {
        const pause = () => {
          aheadAtMs = deps.clock.now() + AHEAD_PAUSE_MS;
        };
        share().then(() => (access.timeLeftMs() ?? 1) <= 0 && pause(), pause);
      }
      return current;
    },
    async refused(number, refusal) {
      if (number !== current) return;
      const isNetwork = refusal.params.reason === NETWORK_REFUSAL;
      if (pending === null && isNetwork && inARow > 0) throw new AppError('uploadForbidden', refusal.params);
      if (pending === null && inARow >= MAX_RENEWALS) throw refusal;
      if (!waiting) wait({ reason: 'access', code: wordOf(refusal) });
      await share();
    },
    passed() {
      inARow = 0;
    },
    get waiting() {
      return waiting;
    },
  };
}
