import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { systemProgram } from './system-program.ts';
import { workerEnvironment } from './worker-process.ts';

/** What `file-marks.ps1` says of a file; `attributes` is null when the file could not be looked at. */
export type MarksAnswer = { readonly attributes: number | null; readonly owner: string | null };

/** A running `file-marks.ps1`, as far as it is used: a child process of Node is one. */
export interface MarksProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  on(event: 'error' | 'close', listener: () => void): unknown;
  kill(): unknown;
}

/** Starts `file-marks.ps1`. */
export type StartMarksProcess = (start: {
  readonly scriptPath: string;
  readonly env: NodeJS.ProcessEnv;
}) => MarksProcess;

/** Asks one process about many files. */
export type MarksHost = {
  /** Null when there is no answer, now or any more. */
  ask(path: string): Promise<MarksAnswer | null>;
  close(): void;
};

const POWERSHELL = 'WindowsPowerShell\\v1.0\\powershell.exe';
/** Constant but for the script's place; what a file is called never becomes part of a command line or a script. */
const ARGUMENTS = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'];

/** The PowerShell that is part of Windows, by its full path, with the script. */
export const startMarksProcess: StartMarksProcess = ({ scriptPath, env }) =>
  spawn(systemProgram(env, POWERSHELL), [...ARGUMENTS, scriptPath], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Without the module path of a PowerShell 7 that may have started us: 5.1 would load the modules of the other.
    env: workerEnvironment(env),
    shell: false,
    windowsHide: true,
  });

/**
 * A host that starts its process at the first question. When the process fails, ends, or says nothing for `timeoutMs` while
 * an answer is due, it is killed and all questions, also later ones, are answered with null.
 */
export function createMarksHost(start: () => MarksProcess, timeoutMs: number): MarksHost {
  const waiting = new Map<number, (answer: MarksAnswer | null) => void>();
  let running: MarksProcess | null = null;
  let isOver = false;
  let lastId = 0;
  let silence: NodeJS.Timeout | undefined;

  const close = () => {
    isOver = true;
    clearTimeout(silence);
    running?.kill();
    for (const give of waiting.values()) give(null);
    waiting.clear();
  };
  const awaitSound = () => {
    clearTimeout(silence);
    if (waiting.size > 0) silence = setTimeout(close, timeoutMs);
  };
  const onLine = (line: string) => {
    const answer = parseAnswer(line);
    const give = answer && waiting.get(answer.id);
    if (!answer || !give) return;
    waiting.delete(answer.id);
    awaitSound();
    give({ attributes: answer.attributes, owner: answer.owner });
  };
  const launch = (): MarksProcess => {
    const child = start();
    child.on('error', close);
    child.on('close', close);
    child.stdin.on('error', close);
    child.stdout.on('error', close);
    createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine);
    return child;
  };
  return {
    ask: (path) =>
      new Promise((resolve) => {
        if (isOver) return resolve(null);
        lastId += 1;
        waiting.set(lastId, resolve);
        if (waiting.size === 1) awaitSound();
        try {
          running ??= launch();
          running.stdin.write(`${JSON.stringify({ id: lastId, path })}\n`);
        } catch {
          close();
        }
      }),
    close,
  };
}

type Answer = MarksAnswer & { readonly id: number };

/** Null for a line that is none of ours: PowerShell itself may have something to say. */
function parseAnswer(line: string): Answer | null {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof said !== 'object' || said === null || !('id' in said) || typeof said.id !== 'number') return null;
  const attributes = 'attributes' in said && typeof said.attributes === 'number' ? said.attributes : null;
  const owner = 'owner' in said && typeof said.owner === 'string' ? said.owner : null;
  return { id: said.id, attributes, owner };
}
