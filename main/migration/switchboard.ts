import { AppError, type Connection, type TenantView } from '../../preload/contract/index.ts';
import type { ImportEngine } from '../import/engine.ts';
import type { StorageAccess, Upload } from './ports.ts';

/** One connection while it is open: the parts moves go through, and how the window names it. */
export type Connected = {
  /** Null while it is not set where the mail goes. */
  readonly connection: Connection | null;
  readonly engine: ImportEngine;
  readonly storage: StorageAccess;
  readonly upload: Upload;
  readonly tenant: TenantView;
  /** Lets go of it; no import is stopped. */
  readonly close: () => Promise<void>;
};

/** Parts that stay the same for whoever holds them while the connection behind them changes. */
export type Switchboard = Pick<Connected, 'engine' | 'storage' | 'upload'> & {
  current(): Connected;
  /** The new one is in force at once; the old one is closed. */
  replace(next: Connected): Promise<void>;
};

/** A switchboard with its first connection; `onUnclosed` hears why one that was replaced could not be closed. */
export function createSwitchboard(
  first: Connected,
  onUnclosed: (error: unknown) => void = () => undefined,
): Switchboard {
  let connected = first;
  const engine = () => connected.engine;
  return {
    current: () => connected,
    replace: async (next) => {
      const last = connected;
      connected = next;
      // The new one is in force whatever becomes of the old.
      await last.close().catch(onUnclosed);
    },
    storage: { grant: (blobName, rights, signal) => connected.storage.grant(blobName, rights, signal) },
    upload: (input, access, options) => connected.upload(input, access, options),
    engine: {
      get kind() {
        return engine().kind;
      },
      probe: (question, signal) => engine().probe(question, signal),
      listMailboxes: (signal) => engine().listMailboxes(signal),
      start: (order, signal) => engine().start(order, signal),
      watch: (requestId, signal) => engine().watch(requestId, signal),
      checkTarget: (target) => engine().checkTarget?.(target),
      find: (name, signal) => engine().find(name, signal),
      renew: (requestId, source, signal) => engine().renew(requestId, source, signal),
      suspend: (requestId, signal) => engine().suspend(requestId, signal),
      resume: (requestId, signal) => engine().resume(requestId, signal),
      list: (signal) => engine().list(signal),
      remove: (requestId, signal) => engine().remove(requestId, signal),
      close: () => engine().close(),
    },
  };
}

/** What stands in while it is not set where the mail goes: everything refuses. @throws AppError connectionMissing */
export function createNoConnection(reason: string): Connected {
  const refuse = async () => {
    throw new AppError('connectionMissing', { reason });
  };
  // biome-ignore lint/correctness/useYield: it refuses before there is anything to give.
  const refuseStream = async function* () {
    await refuse();
  };
  return {
    connection: null,
    engine: {
      kind: 'exchange',
      probe: refuseStream,
      listMailboxes: () => Promise.resolve([]),
      start: refuse as () => Promise<never>,
      watch: refuseStream,
      find: refuse as () => Promise<never>,
      renew: refuse,
      suspend: refuse,
      resume: refuse,
      list: refuse as () => Promise<never>,
      remove: refuse,
      close: () => Promise.resolve(),
    },
    storage: { grant: refuse as () => Promise<never> },
    upload: refuseStream,
    tenant: { kind: null, label: '', defaultMailbox: null, mailboxes: [] },
    close: () => Promise.resolve(),
  };
}
