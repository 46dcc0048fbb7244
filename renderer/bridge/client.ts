import type { Bridge, CommandName, FerryChange, RequestOf, ResponseOf } from '../../preload/contract/index.ts';
import { BRIDGE_NAME } from '../../preload/contract/names.ts';
import { isFerryEvent } from './apply-event.ts';
import { callCommand } from './call-command.ts';
import { type ConnectionStore, createConnectionStore } from './connection-store.ts';
import { type ContentsStore, createContentsStore } from './contents-store.ts';
import { createOverlapStore, type OverlapStore } from './overlap-store.ts';
import { createProbeStore, type ProbeStore } from './probe-store.ts';
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
  readonly connection: ConnectionStore;
  readonly probe: ProbeStore;
  /** @throws `AppError` with the code of the reply. */
  readonly call: <N extends CommandName>(name: N, request: RequestOf<N>) => Promise<ResponseOf<N>>;
};

/** The client of the bridge the preload exposed; null when there is none, as in a page opened by itself. */
export function createClient(bridge: Bridge | undefined): Client | null {
  if (bridge === undefined) return null;
  const contents = createContentsStore((candidateId) => callCommand(bridge, 'inspectCandidate', { candidateId }));
  const probe = createProbeStore({
    test: (request) => callCommand(bridge, 'testConnection', request),
    cancel: () => callCommand(bridge, 'cancelTest', null),
  });
  return {
    snapshots: createSnapshotStore({
      getSnapshot: () => callCommand(bridge, 'getSnapshot', null),
      subscribe: (listener) =>
        bridge.subscribe((event) => {
          if (isFerryEvent(event)) handOn(event.change, contents, probe);
          listener(event);
        }),
    }),
    contents,
    overlaps: createOverlapStore((candidateId, otherIds) =>
      callCommand(bridge, 'findOverlaps', { candidateId, otherIds: [...otherIds] }),
    ),
    connection: createConnectionStore(() => callCommand(bridge, 'getConnection', null)),
    probe,
    call: (name, request) => callCommand(bridge, name, request),
  };
}

/** Gives what is not part of the snapshot to whoever keeps it. */
function handOn(change: FerryChange, contents: ContentsStore, probe: ProbeStore): void {
  switch (change.kind) {
    case 'contentsOutlined':
      contents.takeOutline(change.candidateId, change.outline);
      break;
    case 'probed':
      probe.takeStep(change.step);
      break;
    case 'signInAsks':
      probe.takeAsk(change.text);
      break;
  }
}
