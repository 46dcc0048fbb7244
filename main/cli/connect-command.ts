import { AppError, Connection, type ConnectionView, EXIT_CODES, type ProbeStep } from '../../preload/contract/index.ts';
import type { ProbeQuestion } from '../import/engine.ts';
import { findSecret } from '../settings/find-secret.ts';
import { readStrictly } from '../settings/read-strictly.ts';
import type { CommandContext } from './command.ts';
import { tellSteps } from './doctor-command.ts';
import type { ReadSecret } from './sas-command.ts';

/** What these commands do with a connection. */
export type ConnectionPort = {
  view(): Promise<ConnectionView>;
  /** @throws AppError connectionBusy, connectionManaged, requestInvalid, stateUnwritable */
  set(connection: Connection): Promise<ConnectionView>;
  steps(question: ProbeQuestion, signal: AbortSignal): AsyncIterable<ProbeStep>;
};

type Context = Pick<CommandContext, 'output' | 'signal' | 'host'>;

/** `connection`: where mail goes, and what is known of the secrets that takes; never a secret. */
export async function connectionCommand(port: Pick<ConnectionPort, 'view'>, { output }: Context): Promise<number> {
  output.data({ kind: 'connection', ...(await port.view()) });
  return EXIT_CODES.done;
}

/** `connection set <file>`: keeps the connection that stands in a JSON file, `-` for standard input. */
export async function setConnectionCommand(
  file: string,
  port: Pick<ConnectionPort, 'set'>,
  context: Context,
  readText: ReadSecret,
): Promise<number> {
  const { output, host, signal } = context;
  const path = file === '-' ? null : host.resolvePath(file);
  const text = await readText(path, { signal, say: () => undefined }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('usage', { detail: `The file with the connection cannot be read (${code}).` }, { cause });
  });
  output.data({ kind: 'connection', ...(await port.set(parseConnection(text))) });
  return EXIT_CODES.done;
}

/** `connection test`: each step with what mends it; failed when one of them is. */
export async function testConnectionCommand(
  { mailbox, archive }: { readonly mailbox?: string; readonly archive?: boolean },
  port: Pick<ConnectionPort, 'steps'>,
  { output, signal }: Context,
): Promise<number> {
  const question = { mailbox: mailbox ?? null, isArchive: archive === true, neededBytes: 0 };
  const isWell = await tellSteps(port.steps(question, signal), output);
  return isWell ? EXIT_CODES.done : EXIT_CODES.failed;
}

/** @throws AppError usage, which names the field and never what stands in it */
function parseConnection(text: string): Connection {
  const secret = findSecret(text.replace(/^\ufeff/, ''));
  if (secret) {
    const place = secret.field === '' ? '' : ` (${secret.field})`;
    throw new AppError('usage', { detail: `A secret does not belong into the file of a connection${place}.` });
  }
  const read = readStrictly(text, Connection);
  if (read.isValid) return read.value;
  const { reason, field } = read;
  if (reason === 'notJson') throw new AppError('usage', { detail: 'The file with the connection is not JSON.' });
  const name = field === '' ? 'what stands in the file' : `"${field}"`;
  const what = reason === 'unknown' ? 'is not known' : 'is missing or not valid';
  throw new AppError('usage', { detail: `Of the connection, ${name} ${what}.` });
}
