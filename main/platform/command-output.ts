import { spawn } from 'node:child_process';

/** One run of another program. */
export type Command = {
  /** Full path: what is found by its bare name may be somebody else's. */
  readonly program: string;
  readonly args: readonly string[];
  /** Written to its standard input, which ends after it; secrets go here and never into `args`. */
  readonly input?: string;
  /** Exit codes that are an answer. */
  readonly exitCodes: readonly number[];
  readonly timeoutMs: number;
};

/** What a program wrote to its standard output, undecoded: the console programs of Windows do not write UTF-8. */
export type CommandOutput = { readonly exitCode: number; readonly stdout: Uint8Array };

/** Runs a program. @see runCommand */
export type RunCommand = (command: Command) => Promise<CommandOutput>;

/** Far above what the system's tools answer; a program that writes without end must not fill the memory. */
const MAX_OUTPUT_BYTES = 16 * 2 ** 20;
/** Between the polite stop and the kill. */
const STOP_GRACE_MS = 1000;

/**
 * The output of one program, run without a shell and without a window.
 * @throws Error when it cannot be started, ends with another exit code or by a signal, writes too much or takes too long;
 * the text names the program and the reason, never its arguments or its output.
 */
export function runCommand(command: Command): Promise<CommandOutput> {
  const { program, args, input = '', exitCodes, timeoutMs } = command;
  const child = spawn(program, [...args], { stdio: ['pipe', 'pipe', 'ignore'], shell: false, windowsHide: true });
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let outputBytes = 0;
    const fail = (reason: string) => {
      clearTimeout(limit);
      reject(new Error(`${program}: ${reason}`));
    };
    const stop = (reason: string) => {
      child.kill();
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
      child.once('exit', () => clearTimeout(kill));
      fail(reason);
    };
    const limit = setTimeout(() => stop(`no answer within ${timeoutMs} ms`), timeoutMs);
    child.on('error', (error) => fail('code' in error ? String(error.code) : error.name));
    child.stdout.on('data', (chunk: Uint8Array) => {
      outputBytes += chunk.length;
      if (outputBytes <= MAX_OUTPUT_BYTES) chunks.push(chunk);
      else stop('too much output');
    });
    child.on('close', (code) => {
      if (code === null || !exitCodes.includes(code)) return fail(`ended with ${code}`);
      clearTimeout(limit);
      resolve({ exitCode: code, stdout: Buffer.concat(chunks) });
    });
    // A program that ends before it has read its input is judged by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
