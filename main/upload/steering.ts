import type { Clock } from './clock.ts';
import { createPacer, type Pacer } from './pacer.ts';
import type { TransferControl } from './upload-event.ts';

/** Who is steered. */
export type SteeringListener = {
  /** The hold has begun, has ended, or has another reason. */
  onHold(): void;
  /** The PC has slept: connections are dead, and time has passed in which nothing could happen. */
  onWake(): void;
};

/** What holds an upload from outside, while it runs. */
export interface Steering {
  readonly pacer: Pacer;
  readonly holdFor: TransferControl['holdFor'];
  apply(control: TransferControl): void;
  woke(): void;
  /** Tells the listener from now on; the returned function ends that. */
  listen(listener: SteeringListener): () => void;
}

/** Steering that begins with `control`. */
export function createSteering(control: TransferControl, clock: Clock): Steering {
  const pacer = createPacer(control.limitBytesPerSecond, clock);
  const listeners = new Set<SteeringListener>();
  let { holdFor } = control;
  return {
    pacer,
    get holdFor() {
      return holdFor;
    },
    apply(next) {
      pacer.setLimit(next.limitBytesPerSecond);
      if (next.holdFor === holdFor) return;
      holdFor = next.holdFor;
      for (const listener of listeners) listener.onHold();
    },
    woke() {
      for (const listener of listeners) listener.onWake();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
