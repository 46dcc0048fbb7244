import {
  AppError,
  EXIT_CODES,
  type SasFinding,
  type SasMode,
  type SasUse,
  sasFindingSentence,
} from '../../preload/contract/index.ts';
import { NO_SAS, parseSas, viewSas } from '../upload/sas.ts';
import { checkSas } from '../upload/sas-check.ts';
import type { CommandContext } from './command.ts';

export type SasOptions = { readonly for: SasUse; readonly mode: Exclude<SasMode, 'sandbox'> };

/** Reads a short secret text from a file, or from standard input for null. @throws a system's error with its `code` */
export type ReadSecret = (
  path: string | null,
  options: { readonly signal: AbortSignal; readonly say: (text: string) => void },
) => Promise<string>;

/** `sas [file]`: what a SAS allows, until when, and what is to be said about it; blocked when it must not be used. */
export async function sasCommand(
  file: string,
  options: SasOptions,
  context: Pick<CommandContext, 'output' | 'signal' | 'host'>,
  readSecret: ReadSecret,
): Promise<number> {
  const { output, signal, host } = context;
  const path = file === '-' ? null : host.resolvePath(file);
  const text = await readSecret(path, { signal, say: output.say }).catch((error: unknown) => {
    throw signal.aborted ? error : unreadable(error);
  });
  const parsed = parseSas(text);
  const expectation = { mode: options.mode, use: options.for, nowMs: Date.now(), blob: null, allowedHosts: null };
  const findings = parsed.kind === 'sas' ? checkSas(parsed.facts, expectation) : [parsed.finding];
  const isAccepted = findings.every(({ level }) => level !== 'refuse');
  const view = parsed.kind === 'sas' ? viewSas(parsed.facts) : NO_SAS;
  output.data({ kind: 'sas', ...view, isAccepted });
  for (const finding of findings) tell(finding, output);
  return isAccepted ? EXIT_CODES.done : EXIT_CODES.blocked;
}

function tell(finding: SasFinding, output: CommandContext['output']): void {
  output.data({ kind: 'sasFinding', ...finding, message: sasFindingSentence(finding) });
}

/** The name of the file is not repeated: it may be a SAS that was given in its place. */
function unreadable(cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return new AppError('usage', { detail: `The file with the SAS cannot be read (${code}).` }, { cause });
}
