import { z } from 'zod';
import { Connection, ConnectionView, SECRET_NAMES } from './connection.ts';
import { Contents, MessagePage, MessageView, NodeId, Overlap, PageRequest } from './contents.ts';
import type { WireError } from './errors.ts';
import { CandidateId, JobId, RootId } from './ids.ts';
import { Order, Target } from './job.ts';
import { MAX_COMPARED } from './limits.ts';
import type { CommandName } from './names.ts';
import { ProbeStep } from './probe.ts';
import { DeniedFolders, ScanRoot, SkipList, SkippedFolder } from './pst.ts';
import { Snapshot } from './snapshot.ts';

type Command = { readonly request: z.ZodType; readonly response: z.ZodType };

const nothing = z.null();
const jobRequest = z.object({ jobId: JobId });

/** The contract: what each command takes and gives. No request holds a path, a URL or a secret. */
export const commands = {
  getSnapshot: { request: nothing, response: Snapshot },
  /** Starts afresh over the given roots; answers at once, candidates arrive as events. */
  startScan: {
    request: z.object({
      rootIds: z.array(RootId).min(1).max(64),
      /** Looks into every file for PSTs under other names; far slower. */
      isDeep: z.boolean().default(false),
    }),
    response: nothing,
  },
  cancelScan: { request: nothing, response: nothing },
  /** Asks the system again for its drives; those that came or went arrive as an event. */
  refreshRoots: { request: nothing, response: nothing },
  listDenied: { request: nothing, response: DeniedFolders },
  getSkipList: { request: nothing, response: SkipList },
  /** Keeps a skip list from the next scan on; null goes back to the one the app comes with. */
  setSkipList: { request: z.object({ folders: z.array(SkippedFolder).max(500).nullable() }), response: SkipList },
  /** Asks where to save and writes the list of files there; the file's name, or null when the person closed the dialog. */
  exportCandidates: { request: z.object({ format: z.enum(['csv', 'json']) }), response: z.string().nullable() },
  /** Asks the person for a folder in a native dialog; null when they closed it. */
  chooseFolder: { request: nothing, response: ScanRoot.nullable() },
  /** Reads what a PST holds; its folders arrive earlier, as an event. */
  inspectCandidate: { request: z.object({ candidateId: CandidateId }), response: Contents },
  /** A part of the list of one folder. */
  listMessages: { request: PageRequest.extend({ candidateId: CandidateId }), response: MessagePage },
  readMessage: { request: z.object({ candidateId: CandidateId, messageId: NodeId }), response: MessageView },
  /** Reads the files and tells how much of the first is in each of the others. */
  findOverlaps: {
    request: z.object({ candidateId: CandidateId, otherIds: z.array(CandidateId).max(MAX_COMPARED) }),
    response: z.array(Overlap),
  },
  startMigration: { request: z.object({ orders: z.array(Order).min(1).max(1000) }), response: z.array(JobId) },
  pauseJob: { request: jobRequest, response: nothing },
  resumeJob: { request: jobRequest, response: nothing },
  cancelJob: { request: jobRequest, response: nothing },
  /** Opens the folder that holds the arrived mail in the system's file manager. */
  openMailboxFolder: { request: jobRequest, response: nothing },
  getConnection: { request: nothing, response: ConnectionView },
  /** Refused with connectionBusy while moves are under way, connectionManaged when a policy sets it. */
  setConnection: { request: z.object({ connection: Connection }), response: ConnectionView },
  /**
   * Takes a secret from the clipboard, or from a file the person names in a native dialog; the main process reads it, the
   * window never sees it. Null when the person closed the dialog. An upload SAS with an address sets the container as well.
   */
  takeSecret: {
    request: z.object({ name: z.enum(SECRET_NAMES), from: z.enum(['clipboard', 'file']) }),
    response: ConnectionView.nullable(),
  },
  forgetSecret: { request: z.object({ name: z.enum(SECRET_NAMES) }), response: ConnectionView },
  /** Looks at everything a move needs; each step arrives as an event as well. The mailbox null: the default one. */
  testConnection: {
    request: z.object({ mailbox: Target.shape.mailbox.nullable(), isArchive: z.boolean() }),
    response: z.array(ProbeStep),
  },
  cancelTest: { request: nothing, response: nothing },
  /** Opens the folder with the list and the steps for the administrator. */
  openHandover: { request: jobRequest, response: nothing },
} as const satisfies Record<CommandName, Command>;

export type Commands = typeof commands;
export type RequestOf<N extends CommandName> = z.input<Commands[N]['request']>;
export type ParsedRequestOf<N extends CommandName> = z.output<Commands[N]['request']>;
export type ResponseOf<N extends CommandName> = z.output<Commands[N]['response']>;

/** What a handler's answer looks like on the wire; a throw would lose everything but its message. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };

/** The one object the window sees. */
export type Bridge = {
  readonly [N in CommandName]: (request: RequestOf<N>) => Promise<Reply<ResponseOf<N>>>;
} & {
  /** Calls the listener for each event; the returned function ends that. */
  readonly subscribe: (listener: (event: unknown) => void) => () => void;
};
