import { dirname } from 'node:path';
import { execa } from 'execa';
import { killGroup, killTree } from './kill-tree.ts';

/** What is started: the same for every operation that is ever asked for. */
export type ShellLaunch = {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
};

/** How it ended. `failure` is the system's code where it could not even be started, such as `ENOENT`. */
export type ShellEnd = {
  readonly failure: string | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last of what it wrote to its standard error. */
  readonly errorText: string;
};

export type ShellEvents = {
  readonly onOutput: (chunk: Uint8Array) => void;
  /** Called once, after all output. */
  readonly onEnd: (end: ShellEnd) => void;
};

/** A PowerShell that was started. */
export type ShellProcess = {
  readonly send: (line: string) => void;
  /** Ends its standard input: the script ends when it has done what it was asked for. */
  readonly finish: () => void;
  /** Ends it and what it started. */
  readonly kill: () => void;
};
export type StartShell = (launch: ShellLaunch, events: ShellEvents) => ShellProcess;

/** Longest text of standard error that is kept, characters. */
const MAX_ERROR_TEXT = 8192;
/** How long the end waits for streams that somebody else still holds open, and for a process that does not die. */
const END_GRACE_MS = 1000;

/** Starts PowerShell without a shell and without a window, in a process group of its own where there are such. */
export const startShell: StartShell = (launch, { onOutput, onEnd }) => {
  const { path, args, env, platform } = launch;
  const isWindows = platform === 'win32';
  const child = execa(path, args, {
    ...({ env, extendEnv: false, cwd: dirname(path), windowsHide: true, detached: !isWindows } as const),
    ...({ stdin: 'pipe', stdout: 'pipe', stderr: 'pipe', buffer: false, encoding: 'buffer', reject: false } as const),
  });
  const { pid } = child;
  let errorText = '';
  let isOver = false;
  let grace: NodeJS.Timeout | undefined;
  const endGroup = () => (pid === undefined || isWindows ? undefined : killGroup(pid));
  const settle = (end: Omit<ShellEnd, 'errorText'>) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(grace);
    process.off('exit', endGroup);
    onEnd({ ...end, errorText });
  };
  const settleSoon = (end: Omit<ShellEnd, 'errorText'>) => {
    if (!isOver) grace ??= setTimeout(() => settle(end), END_GRACE_MS);
  };

  // Its input may be closed already: its end is what tells.
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (chunk: Uint8Array) => {
    if (!isOver) onOutput(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errorText = (errorText + text).slice(-MAX_ERROR_TEXT);
  });
  child.once('exit', (exitCode, signal) => {
    endGroup();
    settleSoon({ failure: null, exitCode, signal });
  });
  void child.then(({ code, exitCode, signal }) =>
    settle({
      failure: pid === undefined ? (code ?? 'unknown') : null,
      exitCode: exitCode ?? null,
      signal: signal ?? null,
    }),
  );
  // A group of its own does not end with us by itself; where we are killed, the end of its input ends it.
  process.once('exit', endGroup);

  return {
    send: (line) => void child.stdin.write(line),
    finish: () => void child.stdin.end(),
    kill: () => {
      if (isOver || pid === undefined) return;
      void killTree(pid, { platform, env }).then(() => child.kill('SIGKILL'));
      settleSoon({ failure: null, exitCode: null, signal: 'SIGKILL' });
    },
  };
};
