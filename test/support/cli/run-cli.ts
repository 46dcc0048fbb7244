import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CliLine } from '../../../preload/contract/index.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** A command line that is running. Every line of its stdout is checked against the contract. */
export type RunningCli = {
  readonly child: ChildProcess;
  readonly lines: CliLine[];
  /** Called for each line of data as it comes. */
  onLine(listener: (line: CliLine) => void): void;
  readonly ended: Promise<CliResult>;
};

export type CliResult = {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly lines: readonly CliLine[];
  readonly stdout: string;
  readonly stderr: string;
};

/** Starts the built command line as a script would; lines are parsed when `--json` is among the arguments. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningCli {
  const child = spawn(process.execPath, [join(ROOT, 'out/main/cli.js'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: CliLine[] = [];
  const listeners: ((line: CliLine) => void)[] = [];
  const stdout: string[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (text) => {
    stdout.push(text);
    if (!args.includes('--json')) return;
    const line = CliLine.parse(JSON.parse(text));
    lines.push(line);
    for (const listener of listeners) listener(line);
  });
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (code) => resolve({ code, lines, stdout: stdout.join('\n'), stderr }));
  });
  return { child, lines, onLine: (listener) => void listeners.push(listener), ended };
}

/** Runs the command line to its end. */
export function runCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  return startCli(args, env).ended;
}

/** The lines of one kind. */
export function linesOf<K extends CliLine['kind']>(
  { lines }: { readonly lines: readonly CliLine[] },
  kind: K,
): Extract<CliLine, { kind: K }>[] {
  return lines.filter((line): line is Extract<CliLine, { kind: K }> => line.kind === kind);
}
