import { randomUUID } from 'node:crypto';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import {
  AppError,
  COMMAND_NAMES,
  type CommandName,
  commandChannel,
  commands,
  type ParsedRequestOf,
  type Reply,
  type ResponseOf,
  toWireError,
} from '../../preload/contract/index.ts';

/** What answers each command. The request is parsed; the answer is checked before it leaves. */
export type Handlers = {
  readonly [N in CommandName]: (request: ParsedRequestOf<N>) => Promise<ResponseOf<N>>;
};

type Schemas<Request, Response> = { readonly request: z.ZodType<Request>; readonly response: z.ZodType<Response> };

/** The contract in the form that lets the compiler see that a command's schemas and its handler belong together. */
const SCHEMAS: { readonly [N in CommandName]: Schemas<ParsedRequestOf<N>, ResponseOf<N>> } = commands;

/** Who may ask, and who wants to hear of what went wrong. */
export type RegisterOptions = {
  /** Asked first of all, before the message is looked at; a throw means no. */
  readonly isTrustedSender: (event: IpcMainInvokeEvent) => boolean;
  /** Told of a failure nobody foresaw; `correlationId` is what the window shows. */
  readonly onBug: (error: unknown, correlationId: string) => void;
  /** Told once of every message that came from elsewhere or did not fit its schema. */
  readonly onRefused?: (name: CommandName, code: 'senderRefused' | 'requestInvalid') => void;
};

type Answer = (event: IpcMainInvokeEvent, payload: unknown) => Promise<Reply<unknown>>;

/**
 * Makes every command of the contract answerable. The only use of `ipcMain`: sender, then payload by schema, then the
 * handler, then the answer by schema. Always resolves to a `Reply`; a throw would arrive as a bare message.
 * @returns ends all that again
 */
export function registerCommands(
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>,
  handlers: Handlers,
  options: RegisterOptions,
): () => void {
  for (const name of COMMAND_NAMES) ipcMain.handle(commandChannel(name), createAnswer(name, handlers, options));
  return () => {
    for (const name of COMMAND_NAMES) ipcMain.removeHandler(commandChannel(name));
  };
}

function createAnswer<N extends CommandName>(name: N, handlers: Handlers, options: RegisterOptions): Answer {
  const run = createRun<ParsedRequestOf<N>, ResponseOf<N>>(SCHEMAS[name], handlers[name]);
  return async (event, payload) => {
    try {
      if (!isTrusted(event, options)) throw new AppError('senderRefused', { command: name });
      return { ok: true, value: await run(payload, name) };
    } catch (error) {
      return { ok: false, error: toReplyError(name, error, options) };
    }
  };
}

function createRun<Request, Response>(
  schemas: Schemas<Request, Response>,
  handle: (request: Request) => Promise<Response>,
): (payload: unknown, name: CommandName) => Promise<Response> {
  return async (payload, name) => {
    const request = schemas.request.safeParse(payload);
    if (!request.success) throw new RequestInvalid(name, request.error);
    return schemas.response.parse(await handle(request.data));
  };
}

/** Names where the message did not fit, never what it held. */
class RequestInvalid extends AppError {
  constructor(name: CommandName, problem: z.ZodError) {
    super('requestInvalid', { command: name, at: problem.issues[0]?.path.join('.') ?? '' });
  }
}

function isTrusted(event: IpcMainInvokeEvent, { isTrustedSender }: RegisterOptions): boolean {
  try {
    return isTrustedSender(event);
  } catch {
    // Electron throws when the frame is gone by now: nobody is left whom we could trust or answer.
    return false;
  }
}

function toReplyError(name: CommandName, error: unknown, options: RegisterOptions) {
  const correlationId = randomUUID();
  if (!(error instanceof AppError)) options.onBug(error, correlationId);
  else if (error.code === 'senderRefused') options.onRefused?.(name, error.code);
  else if (error instanceof RequestInvalid) options.onRefused?.(name, 'requestInvalid');
  return toWireError(error, correlationId);
}
