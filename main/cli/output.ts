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
  /** Text for a person; silent under `--json`. */
  readonly say: (text: string) => void;
  /** A line that replaces the one before on a terminal; elsewhere nothing. */
  readonly progress: (text: string) => void;
  readonly error: (error: { readonly code: ErrorCode; readonly params: ErrorParams }, file?: string) => void;
};

type Streams = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
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
    streams.stdout.write(`${text}\n`);
  };
  const say = (text: string) => {
    if (isJson) return;
    clear();
    streams.stderr.write(`${text}\n`);
  };
  return {
    data,
    say,
    progress: (text) => {
      if (!isTerminal) return;
      streams.stderr.write(`\r${text}\u001b[K`);
      hasProgress = true;
    },
    error: ({ code, params }, file) => {
      const { title, advice } = describeError({ code, params });
      if (isJson) data({ kind: 'error', code, message: title, ...(file === undefined ? {} : { file }), params });
      else say(`${file === undefined ? '' : `${file}: `}${title} ${advice} [${code}]`);
    },
  };
}

/** The error as an `AppError`; a bug is told as such, with its stack for whoever reports it. */
export function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
}
