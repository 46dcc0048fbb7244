import type { FakeBlockStore } from './fake-block-store.ts';
import type { FakeClock } from './fake-clock.ts';

/** How a line is. It is shared by all requests; a slice goes after the other. */
export type LineFacts = {
  readonly bytesPerSecond: number;
  /** Time between the last byte of a block and the answer; a second at most for other requests. */
  readonly latencyMs: number;
  /** Bytes told at a time. */
  readonly sliceBytes: number;
  /** What holds back slices. */
  readonly take?: (sizeBytes: number, signal: AbortSignal) => Promise<void>;
};

/** Puts a line of that kind before the store; the returned object tells how many requests were under way at most. */
export function putLine(store: FakeBlockStore, clock: FakeClock, facts: LineFacts): { most: number; now: number } {
  const underWay = { most: 0, now: 0 };
  let freeAtMs = 0;
  store.onArrival = async ({ sizeBytes, signal, onSent }) => {
    underWay.now += 1;
    underWay.most = Math.max(underWay.most, underWay.now);
    try {
      for (let sent = 0; sent < sizeBytes; ) {
        const slice = Math.min(facts.sliceBytes, sizeBytes - sent);
        await facts.take?.(slice, signal);
        freeAtMs = Math.max(freeAtMs, clock.now()) + (slice / facts.bytesPerSecond) * 1_000;
        await clock.sleep(freeAtMs - clock.now(), signal);
        sent += slice;
        onSent(sent);
      }
      await clock.sleep(sizeBytes > 0 ? facts.latencyMs : Math.min(facts.latencyMs, 1_000), signal);
    } finally {
      underWay.now -= 1;
    }
  };
  return underWay;
}
