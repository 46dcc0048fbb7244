import type { Access } from '../../../main/upload/ports.ts';
import { AppError } from '../../../preload/contract/index.ts';

/** A permission that can be refused and renewed. */
export type FakeAccess = Access & {
  /** How often it was renewed; which permission it is. */
  number: number;
  leftMs: number | null;
  /** Renewals asked for, and how many at once at most. */
  asked: number;
  mostAtOnce: number;
  /** Called with each renewal; throwing makes it fail. */
  onRenew: (signal: AbortSignal) => void | Promise<void>;
};

export function createFakeAccess(): FakeAccess {
  let atOnce = 0;
  const access: FakeAccess = {
    number: 0,
    leftMs: null,
    asked: 0,
    mostAtOnce: 0,
    onRenew: () => undefined,
    timeLeftMs: () => access.leftMs,
    async renew(signal) {
      access.asked += 1;
      atOnce += 1;
      access.mostAtOnce = Math.max(access.mostAtOnce, atOnce);
      try {
        await access.onRenew(signal);
        access.number += 1;
      } finally {
        atOnce -= 1;
      }
    },
  };
  return access;
}

/** What the store says to a permission that is out of date. */
export function expired(): AppError {
  return new AppError('uploadExpired', { status: 403, reason: 'AuthenticationFailed' });
}
