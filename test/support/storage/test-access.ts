import type { BlobAddress } from '../../../main/platform/azure-block-store.ts';
import type { Clock } from '../../../main/upload/clock.ts';
import type { Access } from '../../../main/upload/ports.ts';
import { AppError } from '../../../preload/contract/index.ts';

/** Permission that is given anew by a broker which may be down. */
export type TestAccess = Access & {
  address(): BlobAddress;
  /** Permissions given after the first. */
  renewals: number;
  /** Times the broker was asked, and how many of those were under way at once at most. */
  asked: number;
  mostAtOnce: number;
  /** False: the broker answers that it cannot, for now. */
  isBrokerUp: () => boolean;
};

export type TestAccessOptions = {
  readonly clock: Clock;
  /** Gives a permission, each time another. */
  readonly grant: () => BlobAddress;
  /** How long one is good for by the clock; null when it does not say. */
  readonly lifetimeMs?: number | null;
  /** How long the broker thinks, by the clock. */
  readonly brokerMs?: number;
};

export function createTestAccess({ clock, grant, lifetimeMs = null, brokerMs = 100 }: TestAccessOptions): TestAccess {
  let address = grant();
  let givenAtMs = clock.now();
  let atOnce = 0;
  const access: TestAccess = {
    renewals: 0,
    asked: 0,
    mostAtOnce: 0,
    isBrokerUp: () => true,
    address: () => address,
    timeLeftMs: () => (lifetimeMs === null ? null : givenAtMs + lifetimeMs * 0.8 - clock.now()),
    async renew(signal) {
      access.asked += 1;
      atOnce += 1;
      access.mostAtOnce = Math.max(access.mostAtOnce, atOnce);
      try {
        await clock.sleep(brokerMs, signal);
        if (!access.isBrokerUp()) throw new AppError('tenantUnavailable', {}, { isRetryable: true });
        address = grant();
        givenAtMs = clock.now();
        access.renewals += 1;
      } finally {
        atOnce -= 1;
      }
    },
  };
  return access;
}
