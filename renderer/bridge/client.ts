import type { Bridge, CommandName, RequestOf, ResponseOf } from '../../preload/contract/index.ts';
import { BRIDGE_NAME } from '../../preload/contract/names.ts';
import { isFerryEvent } from './apply-event.ts';
import { callCommand } from './call-command.ts';
import { type ContentsStore, createContentsStore } from './contents-store.ts';
import { createOverlapStore, type OverlapStore } from './overlap-store.ts';
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
  readonly overlaps: OverlapStore;
  /** @throws `AppError` with the code of the reply. */
  readonly call: <N extends CommandName>(name: N, request: RequestOf<N>) => Promise<ResponseOf<N>>;
};

/** The client of the bridge the preload exposed; null when there is none, as in a page opened by itself. */
export function createClient(bridge: Bridge | undefined): Client | null {
  if (bridge === undefined) return null;
  const contents = createContentsStore((candidateId) => callCommand(bridge, 'inspectCandidate', { candidateId }));
  return {
    snapshots: createSnapshotStore({
      getSnapshot: () => callCommand(bridge, 'getSnapshot', null),
      subscribe: (listener) =>
        bridge.subscribe((event) => {
          takeOutline(contents, event);
          listener(event);
        }),
    }),
    contents,
    overlaps: createOverlapStore((candidateId, otherIds) =>
      callCommand(bridge, 'findOverlaps', { candidateId, otherIds: [...otherIds] }),
    ),
    call: (name, request) => callCommand(bridge, name, request),
  };
}

function takeOutline(contents: ContentsStore, event: unknown): void {
  if (!isFerryEvent(event) || event.change.kind !== 'contentsOutlined') return;
  contents.takeOutline(event.change.candidateId, event.change.outline);
}
