import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { type Handlers, registerCommands } from '../../../../main/ipc/register.ts';
import {
  type CommandName,
  type ConnectionView,
  commandChannel,
  IDLE_SCAN,
  type JobView,
  JobView as JobViewSchema,
  type MessageView,
  type Reply,
  type Snapshot,
  Snapshot as SnapshotSchema,
} from '../../../../preload/contract/index.ts';
import { sampleCandidate, sampleContents } from '../../../support/renderer/samples.ts';

/** Ids as the app would give them out. */
export const ID = 'a1-b2';

/** A job as the window shows it, in some state. */
export function createJob(id: string, doneBytes = 0): JobView {
  return JobViewSchema.parse({
    id,
    fileName: 'a.pst',
    path: '/home/a.pst',
    sizeBytes: 10,
    target: { mailbox: 'anna@example.com', isArchive: false, rootFolder: 'Old' },
    state: 'uploading',
    progress: {
      phase: 'uploading',
      doneBytes,
      totalBytes: 10,
      keptBytes: 0,
      bytesPerSecond: null,
      secondsLeft: null,
      waitingSince: null,
      waitingFor: null,
    },
    statistics: null,
    problem: null,
    receipt: null,
    isContinued: false,
    createdAt: '2026-01-02T03:04:05Z',
  });
}

/** The smallest snapshot. */
export function createSnapshot(seq = 0): Snapshot {
  return SnapshotSchema.parse({
    seq,
    version: '1.0.0',
    tenant: { kind: 'sandbox', label: 'Sandbox', defaultMailbox: null, mailboxes: [] },
    roots: [],
    scan: IDLE_SCAN,
    candidates: [],
    jobs: [],
  });
}

/** The connection to the embedded tenant. */
export const CONNECTION: ConnectionView = {
  connection: { engine: 'sandbox' },
  isManaged: false,
  hasSandbox: true,
  canRemember: false,
  secrets: [],
  problem: null,
};

const MESSAGE: MessageView = {
  id: 1,
  subject: 'Plan',
  from: 'Ann',
  date: null,
  sizeBytes: 10,
  kind: 'mail',
  to: [],
  cc: [],
  otherRecipients: 0,
  text: '',
  isCut: false,
  attachments: [],
};

/** Handlers that do nothing and answer correctly, but for those given. */
export function createFakeHandlers(changed: Partial<Handlers> = {}): Handlers {
  const nothing = async () => null;
  return {
    getSnapshot: async () => createSnapshot(),
    startScan: nothing,
    cancelScan: nothing,
    refreshRoots: nothing,
    listDenied: async () => ({ total: 0, folders: [] }),
    getSkipList: async () => ({ folders: [], defaults: [] }),
    setSkipList: async () => ({ folders: [], defaults: [] }),
    exportCandidates: nothing,
    chooseFolder: nothing,
    inspectCandidate: async () => sampleContents(sampleCandidate('a.pst')),
    listMessages: async () => ({ total: 0, messages: [] }),
    readMessage: async () => MESSAGE,
    findOverlaps: async () => [],
    startMigration: async () => [],
    pauseJob: nothing,
    resumeJob: nothing,
    cancelJob: nothing,
    openMailboxFolder: nothing,
    getConnection: async () => CONNECTION,
    setConnection: async () => CONNECTION,
    takeSecret: nothing,
    forgetSecret: async () => CONNECTION,
    testConnection: async () => [],
    cancelTest: nothing,
    openHandover: nothing,
    ...changed,
  };
}

type Listener = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

/** Both ends of the wire in one place: messages are copied on the way, as Electron copies them. */
export function createWire(handlers: Handlers, isTrustedSender: () => boolean = () => true) {
  const listeners = new Map<string, Listener>();
  const bugs: { readonly error: unknown; readonly correlationId: string }[] = [];
  const refused: string[] = [];
  const ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'> = {
    handle: (channel, listener) => {
      if (listeners.has(channel)) throw new Error(`second handler for ${channel}`);
      listeners.set(channel, listener);
    },
    removeHandler: (channel) => void listeners.delete(channel),
  };
  const unregister = registerCommands(ipcMain, handlers, {
    isTrustedSender,
    onBug: (error, correlationId) => bugs.push({ error, correlationId }),
    onRefused: (name, code) => refused.push(`${name} ${code}`),
  });
  const send = async (name: CommandName, ...args: readonly unknown[]): Promise<Reply<unknown>> => {
    const listener = listeners.get(commandChannel(name));
    if (listener === undefined) throw new Error(`no handler for ${name}`);
    const reply = await listener(EVENT, ...args.map((arg) => structuredClone(arg)));
    return structuredClone(reply) as Reply<unknown>;
  };
  return { send, bugs, refused, listeners, unregister };
}

const EVENT = {} as IpcMainInvokeEvent;
