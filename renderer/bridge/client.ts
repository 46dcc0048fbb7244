import type { Bridge, CommandName, RequestOf, ResponseOf } from '../../preload/contract/index.ts';
import { BRIDGE_NAME } from '../../preload/contract/names.ts';
import { callCommand } from './call-command.ts';
import { type ContentsStore, createContentsStore } from './contents-store.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts';

declare global {
  interface Window {
    readonly [BRIDGE_NAME]?: Bridge;
  }
}

/** The application behind the window, as the components use it. */
export type Client = {
  readonly snapshots: SnapshotStore;
  readonly contents: ContentsStore;
  /** @throws `AppError` with the code of the reply. */
  readonly call: <N extends CommandName>(name: N, request: RequestOf<N>) => Promise<ResponseOf<N>>;
};

/** The client of the bridge the preload exposed; null when there is none, as in a page opened by itself. */
export function createClient(bridge: Bridge | undefined): Client | null {
  if (bridge === undefined) return null;
  return {
    snapshots: createSnapshotStore({
      getSnapshot: () => callCommand(bridge, 'getSnapshot', null),
      subscribe: bridge.subscribe,
    }),
    contents: createContentsStore((candidateId) => callCommand(bridge, 'inspectCandidate', { candidateId })),
    call: (name, request) => callCommand(bridge, name, request),
  };
}
