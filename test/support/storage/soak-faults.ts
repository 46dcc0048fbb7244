import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../pst-damage/random.ts';
import type { Fault, StoreRequest } from './fault.ts';
import type { FaultProxy } from './fault-proxy.ts';
import type { ScriptedStore } from './scripted-store.ts';

/** Where faults are made. `freeze` halts the uploading process, as sleep does; the returned function wakes it. */
export type SoakPlace = {
  readonly store: ScriptedStore;
  readonly proxy: FaultProxy;
  readonly random: Random;
  readonly sleep: () => () => void;
  /** Names of the blobs that are being written. */
  readonly blobNames: () => readonly string[];
};

/** Gives whether it struck: false when no request came its way. */
type SoakFault = (place: SoakPlace, lengthMs: number) => Promise<boolean>;

const STATUSES = [408, 429, 500, 502, 503, 504] as const;
const PAGE = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>', isStranger: true };

/** The kinds of trouble of a soak, by name. Each ends by itself. */
export const SOAK_FAULTS: Readonly<Record<string, SoakFault>> = {
  async outage({ proxy }, lengthMs) {
    await proxy.cut();
    await delay(lengthMs);
    await proxy.mend();
    return true;
  },
  async freeze({ proxy }, lengthMs) {
    proxy.freeze();
    await delay(lengthMs);
    proxy.thaw();
    return true;
  },
  async drop({ proxy }) {
    await proxy.cut();
    await proxy.mend();
    return true;
  },
  async slow({ proxy }, lengthMs) {
    proxy.bytesPerSecond = 500_000;
    await delay(lengthMs);
    proxy.bytesPerSecond = null;
    return true;
  },
  async sleep({ sleep }, lengthMs) {
    const wake = sleep();
    await delay(lengthMs);
    wake();
    return true;
  },
  async revoke({ store }) {
    store.signatures.revokeAll();
    return true;
  },
  async forget({ store, random, blobNames }) {
    let hasStruck = false;
    for (const name of blobNames()) {
      const { staged } = store.blob(name);
      for (const id of [...staged.keys()]) if (random.below(2) === 0) hasStruck = staged.delete(id);
    }
    return hasStruck;
  },
  throttle: (place, lengthMs) =>
    during(place, lengthMs, () => ({
      kind: 'answer',
      status: place.random.pick(STATUSES),
      headers: retryAfter(place),
    })),
  portal: (place, lengthMs) => during(place, lengthMs, () => ({ kind: 'answer', ...PAGE })),
  flips: (place, lengthMs) =>
    during(place, lengthMs, (request) =>
      request.operation === 'stage' ? sometimes(place, 3, { kind: 'flip' })() : null,
    ),
  resets: (place, lengthMs) =>
    during(place, lengthMs, () => ({ kind: 'reset', afterBytes: place.random.below(200_000) })),
  lostAnswers: (place, lengthMs) => during(place, lengthMs, sometimes(place, 3, { kind: 'loseAnswer' })),
  silence: (place, lengthMs) => during(place, lengthMs, sometimes(place, 4, { kind: 'silent' })),
  blackHole: (place, lengthMs) => during(place, lengthMs, sometimes(place, 4, { kind: 'blackHole' })),
};

function retryAfter({ random }: SoakPlace): Record<string, string> {
  return random.below(2) === 0 ? { 'retry-after': '3' } : {};
}

function sometimes({ random }: SoakPlace, oneIn: number, fault: Fault): () => Fault | null {
  return () => (random.below(oneIn) === 0 ? fault : null);
}

async function during(
  { store }: SoakPlace,
  lengthMs: number,
  script: (request: StoreRequest) => Fault | null,
): Promise<boolean> {
  let hasStruck = false;
  store.script = (request) => {
    const fault = script(request);
    hasStruck ||= fault !== null;
    return fault;
  };
  await delay(lengthMs);
  store.script = () => null;
  return hasStruck;
}
