import {
  AppError,
  type CliLine,
  describeError,
  type ErrorCode,
  type ErrorParams,
} from '../../preload/contract/index.ts';

/** Where a command's words go: data to stdout, text for people to stderr. */
export type Output = {
  /** One line of data. As JSON under `--json`, else as the command's own text, where it has one. */
  readonly data: (line: CliLine) => void;
  /** Text as it is, for another program to read. */
  readonly raw: (text: string) => void;
  /** Text for a person; silent under `--json`. */
  readonly say: (text: string) => void;
  /** A line that replaces the one before on a terminal; elsewhere nothing. */
  readonly progress: (text: string) => void;
  readonly error: (error: { readonly code: ErrorCode; readonly params: ErrorParams }, file?: string) => void;
};

type Streams = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
};

/** An output over these streams. `toText` gives a data line's text for people, or null when it has none. */
export function createOutput(streams: Streams, isJson: boolean, toText: (line: CliLine) => string | null): Output {
  const isTerminal = streams.stderr.isTTY === true && !isJson;
  let hasProgress = false;
  const clear = () => {
    if (hasProgress) streams.stderr.write('\r\u001b[K');
    hasProgress = false;
  };
  const data = (line: CliLine) => {
    const text = isJson ? JSON.stringify(line) : toText(line);
    if (text === null) return;
    clear();
    streams.stdout.write(`${isJson ? text : printable(text)}\n`);
  };
  const say = (text: string) => {
    if (isJson) return;
    clear();
    streams.stderr.write(`${printable(text)}\n`);
  };
  return {
    data,
    say,
    raw: (text) => {
      clear();
      streams.stdout.write(text);
    },
    progress: (text) => {
      if (!isTerminal) return;
      // A line that wraps cannot be taken back.
      const line = [...printable(text)].slice(0, (streams.stderr.columns || DEFAULT_COLUMNS) - 1).join('');
      streams.stderr.write(`\r${line}\u001b[K`);
      hasProgress = true;
    },
    error: ({ code, params }, file) => {
      const { title, advice } = describeError({ code, params });
      if (isJson) data({ kind: 'error', code, message: title, ...(file === undefined ? {} : { file }), params });
      else say(`${file === undefined ? '' : `${file}: `}${title} ${advice} [${code}]`);
    },
  };
}

/** Width of a terminal that does not tell its own. */
const DEFAULT_COLUMNS = 80;

/** Names of files and folders may hold letters that command a terminal or turn its text round; a person is shown that something was there. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Bidi_Control}/gu, '\ufffd');
}

/** The error as an `AppError`; a bug is told as such, with its stack for whoever reports it. */
export function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
}
