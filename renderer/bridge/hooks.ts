import { createContext, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type {
  CandidateId,
  CommandName,
  Contents,
  RequestOf,
  ResponseOf,
  Snapshot,
  WireError,
} from '../../preload/contract/index.ts';
import { toProblem } from './call-command.ts';
import type { Client } from './client.ts';
import type { ConnectionState } from './connection-store.ts';
import type { ContentsState } from './contents-store.ts';
import type { Comparison } from './overlap-store.ts';
import type { ProbeState } from './probe-store.ts';
import type { StoreState } from './snapshot-store.ts';

/** Carries the client to the hooks; set once, around the whole page. */
export const ClientContext = createContext<Client | null>(null);

/** The client of this page. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('no client around this component');
  return client;
}

/** Whether there is a snapshot yet. */
export function useStoreState(): StoreState {
  const { snapshots } = useClient();
  return useSyncExternalStore(snapshots.subscribe, snapshots.get);
}

/** A part of the snapshot; only for components below the place that waits for one. The part must keep its identity. */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T): T {
  const { snapshots } = useClient();
  return useSyncExternalStore(snapshots.subscribe, () => {
    const state = snapshots.get();
    if (state.kind !== 'ready') throw new Error('no snapshot yet');
    return select(state.snapshot);
  });
}

/** The contents of a candidate, read when first shown. */
export function useContents(id: CandidateId): { readonly state: ContentsState; readonly retry: () => void } {
  const { contents } = useClient();
  const state = useSyncExternalStore(contents.subscribe, () => contents.get(id));
  useEffect(() => {
    // A failure stays until the person asks again; loading it here would try for ever.
    if (contents.get(id).kind === 'unknown') contents.load(id);
  }, [contents, id]);
  return { state, retry: () => contents.load(id) };
}

/** What is known of the contents of a candidate, without reading them for that. */
export function useKnownContents(id: CandidateId): Contents | null {
  const { contents } = useClient();
  const state = useSyncExternalStore(contents.subscribe, () => contents.get(id));
  return state.kind === 'ready' ? state.contents : null;
}

/** Time a file is looked at before it is compared with others, ms: whoever only passes by should not start that. */
const COMPARE_AFTER_MS = 600;

/**
 * How much of a file others hold as well. The others are compared as soon as the file is looked at for a while; one that
 * could not be read is tried again when this is used anew, not while it stays.
 */
export function useOverlaps(id: CandidateId, otherIds: readonly CandidateId[]): Comparison {
  const { overlaps } = useClient();
  const comparison = useSyncExternalStore(overlaps.subscribe, () => overlaps.get(id));
  const tried = useRef(new Set<CandidateId>());
  useEffect(() => {
    const untried = otherIds.filter((otherId) => !tried.current.has(otherId));
    if (untried.length === 0) return;
    const timer = setTimeout(() => {
      for (const otherId of untried) tried.current.add(otherId);
      overlaps.compare(id, untried);
    }, COMPARE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [overlaps, id, otherIds]);
  return comparison;
}

/** The connection with its permissions, asked for anew each time this comes up: they expire, and policies change. */
export function useConnection(): { readonly state: ConnectionState; readonly retry: () => void } {
  const { connection } = useClient();
  const state = useSyncExternalStore(connection.subscribe, connection.get);
  useEffect(() => connection.load(), [connection]);
  return { state, retry: connection.load };
}

/** The test of the connection, which goes on while its page is not shown. */
export function useProbe(): ProbeState {
  const { probe } = useClient();
  return useSyncExternalStore(probe.subscribe, probe.get);
}

/** What the sign-in asks of the person now, null for nothing. */
export function useSignInAsk(): string | null {
  const { probe } = useClient();
  return useSyncExternalStore(probe.subscribe, probe.getAsk);
}

/** One command with the state of its last call. */
export type Command<N extends CommandName> = {
  /** Resolves to null when the call failed; the reason is then in `problem`. */
  readonly run: (request: RequestOf<N>) => Promise<{ readonly value: ResponseOf<N> } | null>;
  readonly isRunning: boolean;
  readonly problem: WireError | null;
};

type CallState = { readonly isRunning: boolean; readonly problem: WireError | null };
const IDLE: CallState = { isRunning: false, problem: null };
const RUNNING: CallState = { isRunning: true, problem: null };

/** A command to run from a control, with its failure kept to be shown beside that control. */
export function useCommand<N extends CommandName>(name: N): Command<N> {
  const client = useClient();
  const [state, setState] = useState<CallState>(IDLE);
  const run = useCallback(
    async (request: RequestOf<N>) => {
      setState(RUNNING);
      try {
        const value = await client.call(name, request);
        setState(IDLE);
        return { value };
      } catch (error) {
        setState({ isRunning: false, problem: toProblem(error) });
        return null;
      }
    },
    [client, name],
  );
  return { run, ...state };
}
