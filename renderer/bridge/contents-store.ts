import type { CandidateId, Contents, Outline, WireError } from '../../preload/contract/index.ts';
import { toProblem } from './call-command.ts';

/** What is known of the inside of one PST; while it is being read, perhaps its folders. */
export type ContentsState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'loading'; readonly outline: Outline | null }
  | { readonly kind: 'ready'; readonly contents: Contents }
  | { readonly kind: 'failed'; readonly problem: WireError };

/** The contents looked at so far, so that going back and forth never reads a PST twice. */
export type ContentsStore = {
  readonly get: (id: CandidateId) => ContentsState;
  /** Reads the contents unless they are known or being read; tries again after a failure. */
  readonly load: (id: CandidateId) => void;
  /** Takes the folders of a file that is being read; those of any other come too late or were not asked for. */
  readonly takeOutline: (id: CandidateId, outline: Outline) => void;
  /**
   * Forgets the contents of a file that is not what it was; the next `load` reads them anew. Only what was `known` when the
   * failed command was sent is forgotten: the file may have been read again since.
   */
  readonly forget: (id: CandidateId, known: ContentsState, problem: WireError) => void;
  /** Forgets everything, for a new scan. */
  readonly clear: () => void;
  readonly subscribe: (listener: () => void) => () => void;
};

const UNKNOWN: ContentsState = { kind: 'unknown' };

/** An empty store that reads with the given command. */
export function createContentsStore(inspect: (id: CandidateId) => Promise<Contents>): ContentsStore {
  let states = new Map<CandidateId, ContentsState>();
  const listeners = new Set<() => void>();

  const read = async (id: CandidateId) => {
    const round = states;
    const set = (state: ContentsState) => {
      round.set(id, state);
      for (const listener of listeners) listener();
    };
    set({ kind: 'loading', outline: null });
    try {
      set({ kind: 'ready', contents: await inspect(id) });
    } catch (error) {
      set({ kind: 'failed', problem: toProblem(error) });
    }
  };

  return {
    get: (id) => states.get(id) ?? UNKNOWN,
    load: (id) => {
      const known = states.get(id)?.kind;
      if (known === undefined || known === 'failed') void read(id);
    },
    takeOutline: (id, outline) => {
      if (states.get(id)?.kind !== 'loading') return;
      states.set(id, { kind: 'loading', outline });
      for (const listener of listeners) listener();
    },
    forget: (id, known, problem) => {
      if (known.kind !== 'ready' || states.get(id) !== known) return;
      states.set(id, { kind: 'failed', problem });
      for (const listener of listeners) listener();
    },
    clear: () => {
      states = new Map();
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
