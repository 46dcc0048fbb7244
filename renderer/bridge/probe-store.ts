import type { ProbeStep, RequestOf, WireError } from '../../preload/contract/index.ts';
import { toProblem } from './call-command.ts';

/**
 * The last test of the connection. `idle`: none since the window opened. `ended`: its steps are complete, or it was called
 * off or failed as a whole, and they are what was found until then.
 */
export type ProbeState = {
  readonly kind: 'idle' | 'running' | 'ended';
  /** In the order they were looked at, each once. */
  readonly steps: readonly ProbeStep[];
  readonly wasCancelled: boolean;
  readonly problem: WireError | null;
};

/** The test of the connection, and what a sign-in asks meanwhile. Both outlive the page that shows them. */
export type ProbeStore = {
  readonly get: () => ProbeState;
  /** What the sign-in asks of the person; null for nothing. A sign-in may also be for a move. */
  readonly getAsk: () => string | null;
  /** Begins a test unless one is running. */
  readonly start: (request: RequestOf<'testConnection'>) => void;
  /** Calls the running test off. */
  readonly cancel: () => void;
  /** Takes a step of the running test. */
  readonly takeStep: (step: ProbeStep) => void;
  readonly takeAsk: (text: string | null) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

/** The commands a test is made of. */
export type ProbeCommands = {
  readonly test: (request: RequestOf<'testConnection'>) => Promise<readonly ProbeStep[]>;
  readonly cancel: () => Promise<unknown>;
};

const IDLE: ProbeState = { kind: 'idle', steps: [], wasCancelled: false, problem: null };

/** A store without a test so far. */
export function createProbeStore(commands: ProbeCommands): ProbeStore {
  let state = IDLE;
  let ask: string | null = null;
  const listeners = new Set<() => void>();

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const set = (next: ProbeState) => {
    state = next;
    tell();
  };

  const run = async (request: RequestOf<'testConnection'>) => {
    set({ ...IDLE, kind: 'running' });
    try {
      const steps = await commands.test(request);
      set({ ...state, kind: 'ended', steps });
    } catch (error) {
      // A test that was called off may be answered with any error; that it was is all there is to say.
      set({ ...state, kind: 'ended', problem: state.wasCancelled ? null : toProblem(error) });
    }
  };

  return {
    get: () => state,
    getAsk: () => ask,
    start: (request) => {
      if (state.kind !== 'running') void run(request);
    },
    cancel: () => {
      if (state.kind !== 'running' || state.wasCancelled) return;
      set({ ...state, wasCancelled: true });
      commands.cancel().catch((error: unknown) => set({ ...state, wasCancelled: false, problem: toProblem(error) }));
    },
    takeStep: (step) => {
      if (state.kind === 'running') set({ ...state, steps: withStep(state.steps, step) });
    },
    takeAsk: (text) => {
      if (text === ask) return;
      ask = text;
      tell();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A later word on a step stands for the earlier, in its place. */
function withStep(steps: readonly ProbeStep[], step: ProbeStep): readonly ProbeStep[] {
  const isKnown = steps.some((known) => known.step === step.step);
  return isKnown ? steps.map((known) => (known.step === step.step ? step : known)) : [...steps, step];
}
