import type { ConnectionView, WireError } from '../../preload/contract/index.ts';
import { toProblem } from './call-command.ts';

/** What is known of the connection. A view that is asked for again stays until the new one is there. */
export type ConnectionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly view: ConnectionView }
  | { readonly kind: 'failed'; readonly problem: WireError };

/** The connection as it was last told of. */
export type ConnectionStore = {
  readonly get: () => ConnectionState;
  /** Asks for the connection as it is now. */
  readonly load: () => void;
  /** Takes the view that a command answered with. */
  readonly take: (view: ConnectionView) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

/** A store that asks with the given command. */
export function createConnectionStore(getConnection: () => Promise<ConnectionView>): ConnectionStore {
  let state: ConnectionState = { kind: 'loading' };
  // Answers that were overtaken by a command's are older than it and are let go.
  let round = 0;
  const listeners = new Set<() => void>();

  const set = (next: ConnectionState) => {
    state = next;
    for (const listener of listeners) listener();
  };

  const ask = async () => {
    round += 1;
    const own = round;
    if (state.kind === 'failed') set({ kind: 'loading' });
    const next = await getConnection().then(
      (view): ConnectionState => ({ kind: 'ready', view }),
      (error: unknown): ConnectionState => ({ kind: 'failed', problem: toProblem(error) }),
    );
    if (own === round) set(next);
  };

  return {
    get: () => state,
    load: () => void ask(),
    take: (view) => {
      round += 1;
      set({ kind: 'ready', view });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
