import type { UploadEvent } from '../upload/upload-event.ts';
import type { Clock, Conditions } from './ports.ts';
import type { Place } from './slots.ts';

/** An upload that waits for this long lets the next file have its place: long enough to ride out a restart of a router. */
export const LEND_AFTER_MS = 120_000;

type Lending = {
  readonly place: Place;
  readonly clock: Clock;
  readonly conditions: Conditions;
  readonly signal: AbortSignal;
};

/** Gives a waiting upload's place and its part of the bandwidth to others, and takes both back when bytes flow again. */
export function createLending({ place, clock, conditions, signal }: Lending) {
  let waiting: AbortController | null = null;
  let giveBack = conditions.begin();
  const startWaiting = () => {
    if (waiting) return;
    const own = new AbortController();
    waiting = own;
    const lend = () => {
      if (own.signal.aborted) return;
      place.lend();
      giveBack();
    };
    clock.sleep(LEND_AFTER_MS, AbortSignal.any([own.signal, signal])).then(lend, () => undefined);
  };
  const goOn = () => {
    if (!waiting) return;
    waiting.abort('moving');
    waiting = null;
    place.takeBack();
    giveBack();
    giveBack = conditions.begin();
  };
  return {
    hear(event: UploadEvent): void {
      // A hold is for all of them: the next file would only be held as well.
      const isHeld = event.kind === 'waiting' && (event.reason === 'battery' || event.reason === 'metered');
      if (event.kind === 'waiting' && !isHeld) startWaiting();
      else if (event.kind !== 'blocksLost') goOn();
    },
    /** To be called in the end, before the place is left: whoever has it may send once more from it, and lend it anew. */
    end(): void {
      waiting?.abort('ended');
      place.takeBack();
      giveBack();
    },
  };
}
