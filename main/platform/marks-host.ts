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

/** The PowerShell that is part of Windows, below its system folder. */
export const POWERSHELL = 'WindowsPowerShell\\v1.0\\powershell.exe';
/** Constant but for the script's place; what a file is called never becomes part of a command line or a script. */
export const POWERSHELL_FILE_ARGUMENTS = [
  '-NoLogo',
  '-NoProfile',
  '-NonInteractive',
  '-ExecutionPolicy',
  'Bypass',
  '-File',
];

/** The PowerShell that is part of Windows, by its full path, with the script. */
export const startMarksProcess: StartMarksProcess = ({ scriptPath, env }) =>
  spawn(systemProgram(env, POWERSHELL), [...POWERSHELL_FILE_ARGUMENTS, scriptPath], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Without the module path of a PowerShell 7 that may have started us: 5.1 would load the modules of the other.
    env: workerEnvironment(env),
    shell: false,
    windowsHide: true,
  });

/**
 * A host that starts its process at the first question. When the process says nothing for `timeoutMs` while an answer is
 * due, it is killed and, the first time, another one is started and asked again what is open; only the question that
 * the first got stuck at is then answered with null. When the process fails or ends, or is silent again, all questions,
 * also later ones, are answered with null.
 */
export function createMarksHost(start: () => MarksProcess, timeoutMs: number): MarksHost {
  return new OneProcessHost(start, timeoutMs);
}

type Question = { readonly path: string; readonly give: (answer: MarksAnswer | null) => void };

class OneProcessHost implements MarksHost {
  readonly #start: () => MarksProcess;
  readonly #timeoutMs: number;
  /** By id, in the order in which they were asked, which is that of the answers. */
  readonly #waiting = new Map<number, Question>();
  #running: MarksProcess | null = null;
  #hasAnswered = false;
  #hasRestarted = false;
  #isOver = false;
  #lastId = 0;
  #silence: NodeJS.Timeout | undefined;

  constructor(start: () => MarksProcess, timeoutMs: number) {
    this.#start = start;
    this.#timeoutMs = timeoutMs;
  }

  ask = (path: string): Promise<MarksAnswer | null> =>
    new Promise((give) => {
      if (this.#isOver) return give(null);
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { path, give });
      if (this.#waiting.size === 1) this.#awaitSound();
      this.#attempt(() => this.#send(this.#lastId, path));
    });

  close = (): void => {
    this.#isOver = true;
    clearTimeout(this.#silence);
    this.#running?.kill();
    for (const { give } of this.#waiting.values()) give(null);
    this.#waiting.clear();
  };

  #awaitSound(): void {
    clearTimeout(this.#silence);
    if (this.#waiting.size > 0) this.#silence = setTimeout(() => this.#endSilence(), this.#timeoutMs);
  }

  #endSilence(): void {
    if (this.#hasRestarted) this.close();
    else this.#restart();
  }

  #restart(): void {
    this.#hasRestarted = true;
    const silent = this.#running;
    this.#running = null;
    silent?.kill();
    // One that never said anything did not even come to the first question.
    if (this.#hasAnswered) this.#giveUpOldest();
    this.#awaitSound();
    this.#attempt(() => {
      for (const [id, { path }] of this.#waiting) this.#send(id, path);
    });
  }

  #giveUpOldest(): void {
    const [oldest] = this.#waiting;
    if (!oldest) return;
    const [id, { give }] = oldest;
    this.#waiting.delete(id);
    give(null);
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch {
      this.close();
    }
  }

  #send(id: number, path: string): void {
    this.#running ??= this.#launch();
    this.#running.stdin.write(`${JSON.stringify({ id, path })}\n`);
  }

  #launch(): MarksProcess {
    const child = this.#start();
    // What becomes of one that was given up does not matter any more.
    const fail = () => {
      if (this.#running === child) this.close();
    };
    child.on('error', fail);
    child.on('close', fail);
    child.stdin.on('error', fail);
    child.stdout.on('error', fail);
    createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      if (this.#running === child) this.#hear(line);
    });
    return child;
  }

  #hear(line: string): void {
    const answer = parseAnswer(line);
    const question = answer && this.#waiting.get(answer.id);
    if (!answer || !question) return;
    this.#hasAnswered = true;
    this.#waiting.delete(answer.id);
    this.#awaitSound();
    question.give({ attributes: answer.attributes, owner: answer.owner });
  }
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
